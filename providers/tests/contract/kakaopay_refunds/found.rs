//! Refunds that a look finds done, moved by others, or not to be told apart.

use domain::payment::Snapshot;
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use super::{PART, after, before, is_ours, payload};
use crate::{
    kakaopay_support::{
        TID, TOTAL, answers, asked, cancel, cancelled, error, kakaopay_at, refund, sent, without,
    },
    support::with,
};

/// Looks up, and answers `order` with `state`; a cancel would be answered as success.
async fn found(state: Value, part: &RefundOrder) -> (Result<Snapshot, ProviderError>, usize) {
    let server = MockServer::start().await;
    answers(&server, "order", 200, state).await;
    answers(&server, "cancel", 200, cancelled(1000, 1100)).await;
    let told = kakaopay_at(&server.uri()).refund(part).await;
    (told, sent(&server, "cancel").await.len())
}

#[tokio::test]
async fn a_refund_that_is_done_already_is_found_and_not_sent_again() {
    let part = refund(PART.0, PART.1);
    let by_payload = after(Some(&payload()));
    // Real answers were seen without payloads: ours is the cancel that starts at the frozen balance.
    let by_balance = after(None);
    // A cancel that is followed by others is also found.
    let followed = asked(
        1600,
        &[
            cancel(1, 100, Some("ref_earlier 사유")),
            cancel(2, 1000, None),
            cancel(3, 500, Some("콘솔")),
        ],
    );
    let untold = |second| without(cancel(second, 0, None), &["amount", "payload"]);
    // Without amounts, the balance equals the one ours leaves.
    let by_rest = asked(1100, &[untold(1), untold(2)]);
    let unlisted = asked(1100, &[]);
    for state in [by_payload, by_balance, followed, by_rest, unlisted] {
        let (told, sendings) = found(state, &part).await;
        assert_eq!(sendings, 0);
        assert!(is_ours(&told.unwrap(), &part));
    }
}

#[tokio::test]
async fn a_look_up_names_our_cancel_when_kakaopay_repeats_the_payload() {
    let server = MockServer::start().await;
    answers(&server, "order", 200, after(Some(&payload()))).await;
    let reference = crate::kakaopay_support::payment_ref(Some(TID));
    let snapshot = kakaopay_at(&server.uri()).lookup(&reference).await.unwrap();
    assert!(is_ours(&snapshot, &refund(PART.0, PART.1)));
    assert_eq!(snapshot.cancels[0].reason, "ref_earlier 사유");
}

#[tokio::test]
async fn a_balance_that_others_moved_ends_the_refund_without_a_call() {
    let part = refund(PART.0, PART.1);
    for others in [
        cancel(2, 700, None),
        cancel(2, 1000, Some("콘솔 취소")),
        cancel(2, 1000, Some("ref_01arz3ndektsv4rrffq69g5faw 다른 환불")),
    ] {
        let gone = 100 + others["amount"].as_i64().unwrap();
        let state = asked(gone, &[cancel(1, 100, None), others]);
        let (told, sendings) = found(state, &part).await;
        assert_eq!(sendings, 0);
        assert!(
            matches!(&told, Err(ProviderError::Declined(failure)) if failure.code() == Some("BALANCE_CHANGED")),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn cancels_that_cannot_be_told_apart_are_in_doubt_and_nothing_is_sent() {
    let part = refund(PART.0, PART.1);
    let untold = |second, payload| without(cancel(second, 0, payload), &["amount"]);
    for state in [
        // Two cancels of unknown amounts, and a rest that ours alone does not leave.
        asked(1500, &[untold(1, None), untold(2, None)]),
        // All of them are others', and their amounts are not reported.
        asked(1100, &[untold(1, Some("a")), untold(2, Some("b"))]),
        // They do not add up.
        asked(1500, &[cancel(1, 100, None), cancel(2, 1000, None)]),
        // They never were at the expected balance.
        asked(1150, &[cancel(1, 150, None), cancel(2, 1000, None)]),
        // Ours by its id, of another amount.
        asked(1100, &[cancel(1, 1100, Some(&payload()))]),
        // The two totals contradict each other.
        with(before(), json!({"cancel_available_amount":{"total":0}})),
        // Not paid, another order, another amount.
        with(before(), json!({"status":"READY"})),
        with(before(), json!({"partner_order_id":"another"})),
        with(before(), json!({"amount":{"total":TOTAL + 1}})),
    ] {
        let (told, sendings) = found(state, &part).await;
        assert_eq!(sendings, 0);
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_while_kakaopay_cannot_be_asked() {
    let part = refund(PART.0, PART.1);
    for status in [200, 500] {
        let server = MockServer::start().await;
        answers(&server, "order", status, json!({})).await;
        let told = kakaopay_at(&server.uri()).refund(&part).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
        assert!(sent(&server, "cancel").await.is_empty());
    }
    let server = MockServer::start().await;
    answers(&server, "order", 400, error(-721)).await;
    let told = kakaopay_at(&server.uri()).refund(&part).await;
    assert!(matches!(told, Err(ProviderError::Misconfigured { .. })));
}
