//! What each call sends.

use super::super::{
    ACTS, Act, Applies,
    wire::{field, perform, sent, server, well},
};
use super::{call_of, with_call};

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
