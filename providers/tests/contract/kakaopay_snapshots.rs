//! Kakao Pay: the interpretation of its look-up answers, field by field.

mod doubts;

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, kakaopay::documented, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    kakaopay_support::{TID, TOTAL, answers, asked, cancel, kakaopay_at, payment_ref, without},
    support::{at, order_id, with, won},
};

async fn look(status: u16, body: Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answers(&server, "order", status, body).await;
    kakaopay_at(&server.uri())
        .lookup(&payment_ref(Some(TID)))
        .await
}

#[tokio::test]
async fn a_failure_is_explained_and_an_empty_status_is_unknown() {
    for status in ["FAIL_AUTH_PASSWORD", "QUIT_PAYMENT", "FAIL_PAYMENT"] {
        assert!(documented(status).is_some(), "{status}");
    }
    let empty = with(asked(0, &[]), json!({"status":""}));
    let word = String::new();
    let snapshot = look(200, empty).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Unknown { word });
}

#[tokio::test]
async fn a_captured_answer_without_the_documented_amounts_is_understood() {
    let captured = json!({"tid":TID,"cid":"TC0ONETIME","status":"SUCCESS_PAYMENT",
     "partner_order_id":order_id(),"partner_user_id":"Test1","payment_method_type":"MONEY","item_name":"감자튀김",
     "quantity":123,"amount":{"total":270_600,"tax_free":0,"vat":24600,"point":0,"discount":0,"green_deposit":0},
     "cancel_available_amount":{"total":270_600,"tax_free":0,"vat":24600,"point":0,"discount":0,"green_deposit":0},
     "canceled_amount":{"total":0,"tax_free":0,"vat":0,"point":0,"discount":0,"green_deposit":0},
     "created_at":"2023-10-28T23:30:57","approved_at":"2023-10-28T23:31:21",
     "payment_action_details":[{"aid":"A53d1b3534b976a88b68","approved_at":"2023-10-28T23:31:21",
       "point_amount":0,"discount_amount":0,"payment_action_type":"PAYMENT"}]});
    let snapshot = look(200, captured).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(270_600));
    assert_eq!(snapshot.method, Method::EasyPay);
    assert_eq!(snapshot.paid_at, Some(at("2023-10-28T14:31:21Z")));
    assert_eq!(snapshot.tax.unwrap().vat, won(24_600));
    assert_eq!(snapshot.facts["aid"], "A53d1b3534b976a88b68");
}

#[tokio::test]
async fn cancels_are_listed_in_the_order_they_happened_with_what_was_sent() {
    let rows = [cancel(45, 2000, Some("ref_b 사유")), cancel(12, 1000, None)];
    let snapshot = look(200, asked(3000, &rows)).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.cancelled, won(3000));
    let lines: Vec<_> = snapshot
        .cancels
        .iter()
        .map(|line| (line.amount.get(), line.reason.as_str()))
        .collect();
    assert_eq!(lines, [(1000, ""), (2000, "ref_b 사유")]);
    assert_eq!(snapshot.cancels[0].at, Some(at("2024-07-30T12:03:12Z")));
}

#[tokio::test]
async fn the_one_amount_that_is_missing_is_what_the_totals_leave() {
    let untold = |second| without(cancel(second, 0, None), &["amount"]);
    let one = asked(3000, &[cancel(1, 1000, None), untold(2)]);
    let snapshot = look(200, one).await.unwrap();
    assert_eq!(snapshot.cancels[1].amount, won(2000));
    let two = asked(3000, &[untold(1), untold(2)]);
    let snapshot = look(200, two).await.unwrap();
    assert_eq!(snapshot.cancelled, won(3000), "the totals are still known");
    assert!(snapshot.cancels.is_empty(), "and nothing is guessed");
}

#[tokio::test]
async fn what_went_back_is_known_from_either_total() {
    let all = asked(TOTAL, &[]);
    assert_eq!(look(200, all.clone()).await.unwrap().cancelled, won(TOTAL));
    let names = ["canceled_amount", "cancel_available_amount"];
    assert_eq!(
        look(200, without(all, &names)).await.unwrap().cancelled,
        won(TOTAL)
    );
    let part = asked(3000, &[]);
    for name in names {
        let told = look(200, without(part.clone(), &[name])).await.unwrap();
        assert_eq!(told.cancelled, won(3000), "{name}");
    }
    assert!(look(200, without(part, &names)).await.is_err());
}
