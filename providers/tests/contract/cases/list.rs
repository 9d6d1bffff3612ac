//! The list itself.

mod calls;
mod doubts;
mod privacy;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use providers::{
    provider::{ReceiptOrder, ReceiptPurpose, Says},
    registry::Registry,
};

pub(crate) use self::privacy::Lines;
use self::privacy::TELEPHONE;
use super::{ACTS, Act, Applies, Call, Subject, subjects::subjects, wire::perform};
use crate::support::{now, webhook};

/// Every provider for which the call exists.
fn with_call(act: Act) -> Vec<Subject> {
    let all = subjects().into_iter();
    all.filter(|it| it.call(act).here().is_some()).collect()
}

fn call_of(subject: &Subject, act: Act) -> &Call {
    subject.call(act).here().expect("a call")
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
