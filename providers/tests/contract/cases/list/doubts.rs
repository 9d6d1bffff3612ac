//! Answers that prove nothing.

use std::{fmt::Debug, net::TcpListener};

use chrono::TimeDelta;
use domain::payment::Standing;
use providers::error::ProviderError;
use wiremock::ResponseTemplate;

use super::super::{
    ACTS, Act,
    subjects::subjects,
    wire::{answered, perform, sent, server, silences},
};
use super::{call_of, receipt, with_call};
use crate::support::now;

fn in_doubt<T: Debug>(told: &Result<T, ProviderError>, what: &str) {
    assert!(
        matches!(told, Err(ProviderError::InDoubt(_))),
        "{what}: {told:?}"
    );
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
                let server = server(call, template).await;
                let adapter = subject.adapter(&server.uri());
                let told = perform(&subject, &*adapter, act).await;
                let what = format!("{} {act:?}: {name}", subject.id);
                assert_eq!(sent(&server, call).await.len(), 1, "{what}");
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
        if let Some(list) = adapter.movements() {
            let moved = list.transactions(now(), now() + TimeDelta::hours(1)).await;
            let unreachable = matches!(moved, Err(ProviderError::Unreachable(_)));
            assert!(unreachable, "{}: {moved:?}", subject.id);
        }
        if let Some(reports) = adapter.settlements() {
            let day = now().date_naive();
            let settled = reports.settlements(day, day).await;
            let unreachable = matches!(settled, Err(ProviderError::Unreachable(_)));
            assert!(unreachable, "{}: {settled:?}", subject.id);
        }
        if let Some(receipts) = adapter.cash_receipts() {
            let told = receipts.request(&receipt(&subject)).await;
            let unreachable = matches!(told, Err(ProviderError::Unreachable(_)));
            assert!(unreachable, "{}: {told:?}", subject.id);
        }
    }
}
