//! Kakao Pay: refunds without idempotency keys. Each is looked up first, guarded by the balance that was frozen with
//! the refund, and never sent when it may be done already.

use domain::payment::Snapshot;
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder, is_reason_of},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use crate::{
    kakaopay_support::{
        REFUND, TID, TOTAL, answers, asked, cancel, cancelled, error, failure, kakaopay_at, on,
        refund, sent, silences, without,
    },
    support::{requests, with, won},
};

/// A refund of 1,000 won of a payment of which 100 won were returned before.
const PART: (i64, i64) = (1000, TOTAL - 100);

fn before() -> Value {
    asked(100, &[cancel(1, 100, Some("ref_earlier 사유"))])
}

fn payload() -> String {
    format!("{REFUND} 고객 변심")
}

/// The state after our cancel, with or without its `payload`.
fn after(payload: Option<&str>) -> Value {
    asked(
        1100,
        &[
            cancel(1, 100, Some("ref_earlier 사유")),
            cancel(2, 1000, payload),
        ],
    )
}

fn is_ours(snapshot: &Snapshot, refund: &RefundOrder) -> bool {
    let ours = |line: &&domain::payment::CancelLine| is_reason_of(refund.id, &line.reason);
    snapshot.cancels.iter().filter(ours).count() == 1
}

#[tokio::test]
async fn a_part_is_sent_with_its_taxes_the_frozen_balance_and_the_refunds_id() {
    let server = MockServer::start().await;
    answers(&server, "order", 200, before()).await;
    answers(&server, "cancel", 200, cancelled(1000, 1100)).await;
    let mut part = refund(PART.0, PART.1);
    part.tax_free = won(0);
    part.vat = won(90);
    let snapshot = kakaopay_at(&server.uri()).refund(&part).await.unwrap();
    assert_eq!(snapshot.cancelled, won(1100));
    assert!(is_ours(&snapshot, &part));
    assert_eq!(snapshot.cancels[0].key, "A6a8d6a129fd342cdd3c");
    let body = format!(
        "{{\"cid\":\"TC0ONETIME\",\"tid\":\"{TID}\",\"cancel_amount\":1000,\
         \"cancel_tax_free_amount\":0,\"cancel_vat_amount\":90,\
         \"cancel_available_amount\":1099900,\"payload\":\"{}\"}}",
        payload()
    );
    assert_eq!(sent(&server, "cancel").await, [body]);
}

#[tokio::test]
async fn the_whole_goes_back_in_one() {
    let server = MockServer::start().await;
    answers(&server, "order", 200, asked(0, &[])).await;
    answers(&server, "cancel", 200, cancelled(TOTAL, TOTAL)).await;
    let all = refund(TOTAL, TOTAL);
    let snapshot = kakaopay_at(&server.uri()).refund(&all).await.unwrap();
    assert_eq!(snapshot.cancelled, won(TOTAL));
    assert!(is_ours(&snapshot, &all));
}

/// Kakao Pay rounds the VAT of each cancel that others made; the last part takes the amount it still holds.
#[tokio::test]
async fn the_last_part_takes_the_rest_of_the_taxes_and_no_part_takes_more() {
    let mut held = before();
    held["cancel_available_amount"] =
        json!({"total":TOTAL - 100,"tax_free":7,"vat":99_988,"point":0,"discount":0});
    for (amount, frozen_vat, tax_free, vat) in [
        (TOTAL - 100, 99_990, 7, 99_988),
        (TOTAL - 101, 99_990, 5, 99_988),
        (1000, 90, 5, 90),
    ] {
        let server = MockServer::start().await;
        answers(&server, "order", 200, held.clone()).await;
        answers(&server, "cancel", 200, cancelled(amount, amount + 100)).await;
        let mut part = refund(amount, TOTAL - 100);
        part.vat = won(frozen_vat);
        part.tax_free = won(5);
        kakaopay_at(&server.uri()).refund(&part).await.unwrap();
        let body: Value = serde_json::from_str(&sent(&server, "cancel").await[0]).unwrap();
        assert_eq!(body["cancel_tax_free_amount"], tax_free);
        assert_eq!(body["cancel_vat_amount"], vat);
        assert_eq!(body["cancel_available_amount"], TOTAL - 100);
    }
}

#[tokio::test]
async fn a_long_reason_is_cut_and_keeps_the_refunds_id() {
    let server = MockServer::start().await;
    answers(&server, "order", 200, asked(0, &[])).await;
    answers(&server, "cancel", 200, cancelled(1000, 1000)).await;
    let mut long = refund(1000, TOTAL);
    long.reason = "사".repeat(400);
    kakaopay_at(&server.uri()).refund(&long).await.unwrap();
    let body: Value = serde_json::from_str(&sent(&server, "cancel").await[0]).unwrap();
    let line = body["payload"].as_str().unwrap();
    assert_eq!(line.chars().count(), 200);
    assert!(is_reason_of(long.id, line));
}

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
    for silence in silences() {
        let server = MockServer::start().await;
        on(&server, "order", silence).await;
        let told = kakaopay_at(&server.uri()).refund(&part).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
        assert!(sent(&server, "cancel").await.is_empty());
    }
    let server = MockServer::start().await;
    answers(&server, "order", 400, error(-721)).await;
    let told = kakaopay_at(&server.uri()).refund(&part).await;
    assert!(matches!(told, Err(ProviderError::Misconfigured { .. })));
}

#[tokio::test]
async fn a_refund_of_nothing_or_of_more_than_the_balance_is_refused_without_a_call() {
    let server = MockServer::start().await;
    for (amount, balance) in [(0, TOTAL), (1001, 1000)] {
        let told = kakaopay_at(&server.uri())
            .refund(&refund(amount, balance))
            .await;
        assert!(matches!(told, Err(ProviderError::Misconfigured { .. })));
    }
    let mut odd = refund(1000, TOTAL);
    odd.payment_key = String::new();
    let told = kakaopay_at(&server.uri()).refund(&odd).await;
    assert!(matches!(told, Err(ProviderError::Misconfigured { .. })));
    assert!(requests(&server).await.is_empty());
}

/// The cancel is refused; `order` answers the first time as before and then `then`.
async fn refused(cancel: ResponseTemplate, then: (u16, Value)) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    on(&server, "cancel", cancel).await;
    let first = ResponseTemplate::new(200).set_body_json(before());
    Mock::given(method("POST"))
        .and(path("/online/v1/payment/order"))
        .respond_with(first)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    answers(&server, "order", then.0, then.1).await;
    let told = kakaopay_at(&server.uri())
        .refund(&refund(PART.0, PART.1))
        .await;
    assert_eq!(sent(&server, "cancel").await.len(), 1);
    told
}

fn refusal(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(body)
}

#[tokio::test]
async fn a_refused_cancel_is_believed_only_after_a_look() {
    for body in [
        error(-710),
        error(-711),
        error(-722),
        error(-784),
        failure(-781, "INVALID_CANCEL_STATUS_DEACTIVE"),
        failure(-781, "8603"),
        failure(-781, "0025"),
    ] {
        let declined = refused(refusal(body.clone()), (200, before())).await;
        assert!(
            matches!(declined, Err(ProviderError::Declined { .. })),
            "{declined:?}"
        );
        let ours = refused(refusal(body.clone()), (200, after(None))).await;
        assert_eq!(
            ours.unwrap().cancelled,
            won(1100),
            "an earlier sending landed"
        );
        let blind = refused(refusal(body), (500, json!(null))).await;
        assert!(matches!(blind, Err(ProviderError::InDoubt(_))), "{blind:?}");
    }
}

#[tokio::test]
async fn refusals_that_prove_nothing_are_told_apart() {
    let told = async |body: Value| refused(refusal(body), (200, before())).await;
    for body in [
        error(-785),
        error(-500),
        error(-7),
        error(-12_345),
        failure(-781, "BANK_FIRM_UNKNOWN"),
        failure(-781, "A_REASON_OF_NEXT_YEAR"),
        failure(-781, "0110"),
        json!({"code":-781,"msg":"cancel failure!","extras":{"method_result_code":"6666",
               "method_result_message":"원거래없음"}}),
    ] {
        let doubt = told(body).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{doubt:?}");
    }
    for body in [
        error(-429),
        error(-10),
        failure(-781, "BANK_FIRM_UNAVAILABLE"),
        failure(-781, "8998"),
    ] {
        let later = told(body).await;
        assert!(
            matches!(later, Err(ProviderError::Unreachable(_))),
            "{later:?}"
        );
    }
    for body in [error(-401), error(-721), error(-731), error(-798)] {
        let person = told(body).await;
        assert!(
            matches!(person, Err(ProviderError::Misconfigured { .. })),
            "{person:?}"
        );
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_cancel_is_in_doubt() {
    for silence in silences() {
        let told = refused(silence, (200, before())).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
}

#[tokio::test]
async fn a_cancel_that_does_not_agree_with_what_was_asked_is_in_doubt() {
    let good = || cancelled(1000, 1100);
    for odd in [
        cancelled(999, 1099),
        cancelled(1000, 2000),
        with(good(), json!({"status":"SUCCESS"})),
        with(good(), json!({"tid":"T0000000000000000000"})),
        without(good(), &["aid"]),
        without(good(), &["amount"]),
        without(good(), &["canceled_amount", "cancel_available_amount"]),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(odd);
        let told = refused(answer, (200, before())).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
    let bare = without(good(), &["approved_cancel_amount", "partner_order_id"]);
    let told = refused(
        ResponseTemplate::new(200).set_body_json(bare),
        (200, before()),
    )
    .await;
    assert_eq!(told.unwrap().cancelled, won(1100));
}
