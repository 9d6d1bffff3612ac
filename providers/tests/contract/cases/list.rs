//! The list itself.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use domain::payment::Standing;
use providers::{
    error::ProviderError,
    provider::{ReceiptOrder, ReceiptPurpose, Says},
    registry::Registry,
};
use tracing_subscriber::fmt::format::FmtSpan;
use wiremock::ResponseTemplate;

use super::{
    ACTS, Act, Applies, Call, Subject,
    subjects::subjects,
    wire::{answered, field, perform, sent, server, silences, well},
};
use crate::support::{now, webhook};

/// Identifies a buyer to the tax office.
const TELEPHONE: &str = "01012345678";

/// Every provider for which the call exists.
fn with_call(act: Act) -> Vec<Subject> {
    let all = subjects().into_iter();
    all.filter(|it| it.call(act).here().is_some()).collect()
}

fn call_of(subject: &Subject, act: Act) -> &Call {
    subject.call(act).here().expect("a call")
}

fn in_doubt<T: Debug>(told: &Result<T, ProviderError>, what: &str) {
    assert!(
        matches!(told, Err(ProviderError::InDoubt(_))),
        "{what}: {told:?}"
    );
}

/// An adapter names itself in its own source, so one that is not on the list cannot hide.
#[test]
fn every_adapter_in_the_tree_is_on_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("src"), root.join("../src")];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let source = fs::read_to_string(&path).expect("a source");
                let names = source.split("ProviderId::known(\"").skip(1);
                found.extend(names.filter_map(|it| Some(it.split_once('"')?.0.to_owned())));
            }
        }
    }
    let listed: BTreeSet<_> = subjects().iter().map(|it| it.id.to_string()).collect();
    let missing: Vec<_> = found.difference(&listed).collect();
    assert!(found.len() >= 4, "the adapters were not found: {found:?}");
    assert!(missing.is_empty(), "not on the list of cases: {missing:?}");
}

#[test]
fn a_registry_takes_all_of_them_under_their_own_names() {
    let listed = subjects();
    let adapters = listed.iter().map(|it| it.adapter("http://127.0.0.1:9"));
    let registry = Registry::new(adapters).expect("no name twice");
    for subject in &listed {
        let adapter = registry.get(&subject.id).expect("its own name");
        let terms = adapter.capabilities();
        assert!(!terms.methods.is_empty(), "{}", subject.id);
        assert!(terms.session_minutes > 0, "{}", subject.id);
        assert!(!terms.amount_min.is_zero(), "{}", subject.id);
        assert!(
            terms.methods.contains(&subject.opened.method),
            "{}",
            subject.id
        );
    }
}

#[test]
fn a_missing_or_ill_formed_secret_is_a_refusal_to_start_that_does_not_repeat_it() {
    for subject in subjects() {
        for secret in subject.ill_formed.iter().chain(&[""]) {
            let Err(refusal) = (subject.start)(secret, "http://127.0.0.1:9") else {
                panic!("{} starts with {secret:?}", subject.id)
            };
            // Shorter ones are words of the message, such as a required prefix of keys.
            let repeated = secret.len() > 6 && refusal.contains(secret);
            assert!(
                !repeated && !refusal.is_empty(),
                "{}: {refusal}",
                subject.id
            );
        }
    }
}

/// A call the provider does not have is refused, and the list gives the reason; it never looks like a success.
#[tokio::test]
async fn what_does_not_apply_has_a_reason_and_is_never_answered_with_a_payment() {
    for subject in subjects() {
        let adapter = subject.adapter("http://127.0.0.1:9");
        for act in ACTS {
            let Applies::No(why) = subject.call(act) else {
                continue;
            };
            assert!(
                why.split_whitespace().count() >= 4,
                "{} {act:?}: {why}",
                subject.id
            );
            let told = perform(&subject, &*adapter, act).await;
            assert!(
                !matches!(told, Ok(Some(_))),
                "{} {act:?}: {told:?}",
                subject.id
            );
        }
    }
}

#[tokio::test]
async fn every_call_sends_its_documented_headers_amount_fields_and_key() {
    for act in ACTS {
        for subject in with_call(act) {
            let (id, call) = (&subject.id, call_of(&subject, act));
            let server = server(call, well(call)).await;
            let adapter = subject.adapter(&server.uri());
            let told = perform(&subject, &*adapter, act).await;
            assert!(told.is_ok(), "{id} {act:?}: {told:?}");
            let requests = sent(&server, call).await;
            let [request] = requests.as_slice() else {
                panic!("{id} {act:?} was sent {} times", requests.len())
            };
            let header = |name: &str| request.headers.get(name).and_then(|it| it.to_str().ok());
            for (name, value) in &call.headers {
                assert_eq!(header(name), Some(value.as_str()), "{id} {act:?}: {name}");
            }
            for (name, value) in &call.body {
                assert_eq!(
                    field(request, name).as_ref(),
                    Some(value),
                    "{id} {act:?}: {name}"
                );
            }
            let won = if act == Act::Refund {
                subject.refund.amount
            } else {
                subject.opened.amount
            };
            match &call.amount {
                Applies::Here(name) => {
                    assert_eq!(
                        field(request, name),
                        Some(won.get().to_string()),
                        "{id} {act:?}"
                    );
                }
                Applies::No(why) => assert!(why.contains(' '), "{id} {act:?}: {why}"),
            }
            match &call.key {
                Applies::Here((name, key)) => assert_eq!(header(name), Some(key.as_str()), "{id}"),
                Applies::No(why) => assert!(why.contains(' '), "{id} {act:?}: {why}"),
            }
        }
    }
}

#[tokio::test]
async fn a_refund_carries_its_id_and_the_balance_it_was_written_down_with() {
    for subject in with_call(Act::Refund) {
        let call = call_of(&subject, Act::Refund);
        let server = server(call, well(call)).await;
        let adapter = subject.adapter(&server.uri());
        let told = perform(&subject, &*adapter, Act::Refund).await;
        assert!(told.is_ok(), "{}: {told:?}", subject.id);
        let request = sent(&server, call).await.remove(0);
        let id = subject.refund.id.to_string();
        let body = String::from_utf8_lossy(&request.body).into_owned();
        assert!(
            body.contains(&id),
            "{}: no reason carries the id",
            subject.id
        );
        match &subject.balance {
            Applies::Here((name, won)) => {
                assert_eq!(
                    field(&request, name),
                    Some(won.to_string()),
                    "{}",
                    subject.id
                );
            }
            Applies::No(why) => assert!(why.contains(' '), "{}: {why}", subject.id),
        }
    }
}

#[tokio::test]
async fn a_status_that_nobody_knows_is_told_as_unknown() {
    for subject in with_call(Act::Lookup) {
        let Some(answer) = subject.unknown_word.here() else {
            continue;
        };
        let call = call_of(&subject, Act::Lookup);
        let template = ResponseTemplate::new(200).set_body_json(answer);
        let told = answered(&subject, Act::Lookup, call, template).await;
        let Ok(Some(snapshot)) = told else {
            panic!("{}: {told:?}", subject.id)
        };
        let unknown = matches!(snapshot.standing, Standing::Unknown { .. });
        assert!(
            unknown && snapshot.cancelled.is_zero(),
            "{}: {snapshot:?}",
            subject.id
        );
    }
}

#[tokio::test]
async fn a_code_that_nobody_knows_leaves_every_call_in_doubt() {
    for act in ACTS {
        for subject in with_call(act) {
            let call = call_of(&subject, act);
            assert!(!subject.unknown_codes.is_empty(), "{}", subject.id);
            for (status, body) in &subject.unknown_codes {
                let template = ResponseTemplate::new(*status).set_body_json(body);
                let told = answered(&subject, act, call, template).await;
                in_doubt(&told, &format!("{} {act:?} {status}", subject.id));
            }
        }
    }
}

/// Opening a session moves no money, so a missing answer there may also count as a request that never arrived.
#[tokio::test]
async fn an_answer_that_is_no_answer_proves_nothing() {
    for act in ACTS {
        for subject in with_call(act) {
            let call = call_of(&subject, act);
            for (name, template) in silences(call) {
                let told = answered(&subject, act, call, template).await;
                let what = format!("{} {act:?}: {name}", subject.id);
                if act == Act::Begin {
                    let free = matches!(told, Err(ProviderError::Unreachable(_)));
                    assert!(
                        free || matches!(told, Err(ProviderError::InDoubt(_))),
                        "{what}: {told:?}"
                    );
                } else {
                    in_doubt(&told, &what);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_unreachable_and_nothing_else() {
    let port = {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        taken.local_addr().expect("an address").port()
    };
    for act in ACTS {
        for subject in with_call(act) {
            let adapter = subject.adapter(&format!("http://127.0.0.1:{port}"));
            let told = perform(&subject, &*adapter, act).await;
            let unreachable = matches!(told, Err(ProviderError::Unreachable(_)));
            assert!(unreachable, "{} {act:?}: {told:?}", subject.id);
        }
    }
    for subject in subjects() {
        let adapter = subject.adapter(&format!("http://127.0.0.1:{port}"));
        if let Some(reports) = adapter.settlements() {
            let day = now().date_naive();
            let moved = reports
                .transactions(now(), now() + TimeDelta::hours(1))
                .await;
            let settled = reports.settlements(day, day).await;
            let both = [moved.err(), settled.err()];
            let unreachable = |it: &Option<_>| matches!(it, Some(ProviderError::Unreachable(_)));
            assert!(both.iter().all(unreachable), "{}: {both:?}", subject.id);
        }
        if let Some(receipts) = adapter.cash_receipts() {
            let told = receipts.request(&receipt(&subject)).await;
            let unreachable = matches!(told, Err(ProviderError::Unreachable(_)));
            assert!(unreachable, "{}: {told:?}", subject.id);
        }
    }
}

/// A receipt for the order, if the provider issues any.
fn receipt(subject: &Subject) -> ReceiptOrder {
    ReceiptOrder {
        key: format!("receipt-{}", subject.opened.id),
        order: subject.opened.id,
        title: subject.opened.title.clone(),
        amount: subject.opened.amount,
        tax_free: subject.opened.tax_free,
        purpose: ReceiptPurpose::IncomeDeduction,
        identity: TELEPHONE.into(),
    }
}

#[tokio::test]
async fn looking_up_twice_asks_the_same_changes_nothing_and_is_answered_the_same() {
    for subject in with_call(Act::Lookup) {
        let call = call_of(&subject, Act::Lookup);
        let server = server(call, well(call)).await;
        let adapter = subject.adapter(&server.uri());
        let first = perform(&subject, &*adapter, Act::Lookup).await;
        let second = perform(&subject, &*adapter, Act::Lookup).await;
        assert!(first.is_ok(), "{}: {first:?}", subject.id);
        assert_eq!(first, second, "{}", subject.id);
        let all = server.received_requests().await.expect("recording");
        let same = sent(&server, call).await;
        assert_eq!(
            (all.len(), same.len()),
            (2, 2),
            "{}: asks elsewhere too",
            subject.id
        );
        assert_eq!(same[0].body, same[1].body, "{}", subject.id);
    }
}

/// The lines that tracing wrote.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub(crate) fn text(&self) -> String {
        let lines = self.0.lock().expect("the lines");
        String::from_utf8_lossy(&lines).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the lines").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_private_is_in_what_is_printed_returned_as_an_error_or_logged() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);
    let mut shown = Vec::new();
    let mut hidden = BTreeSet::from([TELEPHONE]);
    for subject in subjects() {
        hidden.insert(subject.secret);
        hidden.extend(&subject.private);
        let echo = (subject.repeats)(&subject.private.join(" "));
        let page = format!(
            "<html>{} {}</html>",
            subject.secret,
            subject.private.join(" ")
        );
        for act in ACTS {
            let calls = subject.call(act).here().into_iter();
            for (call, answer) in calls.flat_map(|call| {
                let says = |status| ResponseTemplate::new(status);
                [
                    well(call),
                    says(400).set_body_json(&echo),
                    says(500).set_body_string(&page),
                ]
                .map(|answer| (call, answer))
            }) {
                let server = server(call, answer).await;
                let adapter = subject.adapter(&server.uri());
                let told = perform(&subject, &*adapter, act).await;
                shown.push(format!("{adapter:?} {:?}", told.err()));
            }
        }
        let adapter = subject.adapter("http://127.0.0.1:9");
        let session = adapter.begin(&subject.opened, now()).await;
        shown.push(format!("{adapter:?} {session:?} {:?}", subject.refund));
        if let Some(receipts) = adapter.cash_receipts() {
            let receipt = receipt(&subject);
            let told = receipts.request(&receipt).await;
            shown.push(format!("{receipt:?} {:?}", told.err()));
        }
    }
    drop(listening);
    let logged = lines.0.lock().expect("the lines").clone();
    shown.push(String::from_utf8(logged).expect("UTF-8"));
    let shown = shown.join("\n");
    assert!(
        shown.contains("provider.toss.refund"),
        "nothing was listened to"
    );
    for text in hidden {
        let told = shown.lines().find(|line| line.contains(text));
        assert!(told.is_none(), "{text} is told: {told:?}");
    }
}

#[test]
fn an_unsigned_webhook_moves_no_money_and_garbage_is_not_believed() {
    for subject in subjects() {
        let adapter = subject.adapter("http://127.0.0.1:9");
        let Some(webhooks) = adapter.webhooks() else {
            continue;
        };
        for body in ["", "null", "[]", "<html>", "{\"amount\":1}", "\u{0}"] {
            let notice = webhooks.read(&webhook(&[], body), now());
            let says = notice.map(|it| it.says);
            let money = matches!(says, Ok(Says::Deposit(_) | Says::DepositReversed { .. }));
            assert!(!money, "{} believes {body:?}", subject.id);
        }
        assert!(!webhooks.acknowledgement().content_type.is_empty());
    }
}
