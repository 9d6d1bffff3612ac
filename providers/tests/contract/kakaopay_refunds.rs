//! Kakao Pay: refunds without idempotency keys. Each is looked up first, guarded by the balance that was frozen with
//! the refund, and never sent when it may be done already.

mod found;
mod refused;

use domain::payment::Snapshot;
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder, is_reason_of},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    kakaopay_support::{
        REFUND, TID, TOTAL, answers, asked, cancel, cancelled, kakaopay_at, refund, sent,
    },
    support::{requests, won},
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
