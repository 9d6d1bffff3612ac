//! Kakao Pay: ready, approve and look-up. The conclusions from its refusals and missing answers.

mod ready;
mod refused;

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    provider::{Callback, CallbackOutcome, Provider as _},
};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::{
    kakaopay_support::{
        SECRET, TID, TOTAL, answers, approved, asked, kakaopay_at, on, order, payment_ref, sent,
        without,
    },
    support::{at, ended, order_id, requests, success, with, won},
};

const TOKEN: &str = "ad950e97794abfef4ce0";

fn came_back() -> Callback {
    success(&[("pg_token", TOKEN), ("total_amount", "1")])
}

async fn approves(order_status: Option<(u16, Value)>, approve: ResponseTemplate) -> Answer {
    let server = MockServer::start().await;
    on(&server, "approve", approve).await;
    if let Some((status, body)) = order_status {
        answers(&server, "order", status, body).await;
    }
    let answer = kakaopay_at(&server.uri())
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await;
    assert_eq!(sent(&server, "approve").await.len(), 1, "never sent twice");
    Answer {
        answer,
        looks: sent(&server, "order").await.len(),
    }
}

struct Answer {
    answer: Result<Snapshot, ProviderError>,
    looks: usize,
}

#[tokio::test]
async fn an_approved_payment_is_paid_and_its_request_carries_what_ready_sent() {
    let server = MockServer::start().await;
    answers(&server, "approve", 200, approved(order_id())).await;
    let snapshot = kakaopay_at(&server.uri())
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await
        .unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(TOTAL));
    assert!(snapshot.cancelled.is_zero());
    assert_eq!(snapshot.method, Method::Card);
    assert_eq!(snapshot.payment_key, TID);
    assert_eq!(snapshot.order_ref, order_id().to_string());
    // Seoul's time, though the document does not say so.
    assert_eq!(snapshot.paid_at, Some(at("2024-07-30T11:51:00Z")));
    let tax = snapshot.tax.unwrap();
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(1_000_000), won(100_000), won(0))
    );
    assert_eq!(snapshot.facts["approve_no"], "11111111");
    assert_eq!(snapshot.facts["aid"], "A6a8d3a301d33ed2dc3c");
    let id = order_id();
    let body = format!(
        "{{\"cid\":\"TC0ONETIME\",\"tid\":\"{TID}\",\"partner_order_id\":\"{id}\",\
         \"partner_user_id\":\"{id}\",\"pg_token\":\"{TOKEN}\",\"total_amount\":1100000}}"
    );
    assert_eq!(sent(&server, "approve").await, [body]);
}

#[tokio::test]
async fn another_amount_or_order_is_reported_as_told() {
    let other = with(approved(order_id()), json!({"partner_order_id":"another"}));
    let told = approves(None, ResponseTemplate::new(200).set_body_json(other)).await;
    assert_eq!(told.answer.unwrap().order_ref, "another");
    let mut less = approved(order_id());
    less["amount"]["total"] = json!(2200);
    less["amount"]["vat"] = json!(200);
    let told = approves(None, ResponseTemplate::new(200).set_body_json(less)).await;
    assert_eq!(told.answer.unwrap().amount, won(2200));
}

#[tokio::test]
async fn an_approval_of_another_payment_or_without_its_proof_is_in_doubt() {
    for odd in [
        with(approved(order_id()), json!({"tid":"T0000000000000000000"})),
        with(approved(order_id()), json!({"cid":"CA00000001"})),
        without(approved(order_id()), &["aid"]),
        without(approved(order_id()), &["amount"]),
        with(approved(order_id()), json!({"amount":{"total":1.5}})),
    ] {
        let told = approves(None, ResponseTemplate::new(200).set_body_json(odd)).await;
        assert!(matches!(told.answer, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn a_buyer_who_gave_up_is_only_believed_by_kakaopays_own_word() {
    for (outcome, status) in [
        (CallbackOutcome::Cancel, "QUIT_PAYMENT"),
        (CallbackOutcome::Fail, "SUCCESS_PAYMENT"),
    ] {
        let server = MockServer::start().await;
        let state = with(asked(0, &[]), json!({"status":status}));
        answers(&server, "order", 200, state).await;
        let snapshot = kakaopay_at(&server.uri())
            .confirm(&order(Method::EasyPay, Some(TID)), &ended(outcome))
            .await
            .unwrap();
        let paid = snapshot.standing == Standing::Paid;
        assert_eq!(paid, status == "SUCCESS_PAYMENT", "{status}");
        let id = format!("{{\"cid\":\"TC0ONETIME\",\"tid\":\"{TID}\"}}");
        assert_eq!(sent(&server, "order").await, [id]);
        assert!(sent(&server, "approve").await.is_empty());
    }
}

#[tokio::test]
async fn nothing_is_approved_without_a_token_or_a_payment_of_ours() {
    let server = MockServer::start().await;
    let kakaopay = kakaopay_at(&server.uri());
    let long = "a".repeat(257);
    for query in [
        vec![],
        vec![("pg_token", "")],
        vec![("pg_token", long.as_str())],
        vec![("pg_token", "a b")],
    ] {
        let told = kakaopay
            .confirm(&order(Method::EasyPay, Some(TID)), &success(&query))
            .await;
        assert!(matches!(told, Err(ProviderError::Declined { .. })));
    }
    let told = kakaopay
        .confirm(&order(Method::EasyPay, None), &came_back())
        .await;
    assert!(matches!(told, Err(ProviderError::Declined { .. })));
    let told = kakaopay.lookup(&payment_ref(None)).await;
    assert!(matches!(told, Err(ProviderError::Declined { .. })));
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn neither_key_nor_token_is_in_what_an_approval_leaves_behind() {
    let down = kakaopay_at("http://127.0.0.1:1");
    let told = down
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await
        .unwrap_err();
    assert!(matches!(told, ProviderError::Unreachable(_)), "{told}");
    let shown = format!("{down:?} {told:?} {told}");
    for secret in [SECRET, &SECRET[3..], TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
