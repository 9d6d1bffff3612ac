//! Naver Pay: reserve and apply. The conclusions from its refusals and missing answers.

mod refused;
mod reservations;
mod windows;

use domain::{kind::Method, payment::Standing};
use providers::provider::Provider as _;
use serde_json::json;
use wiremock::MockServer;

use crate::{
    naverpay_support::{
        APPLY, ID, TOTAL, answers, applied, assert_in_doubt, came_back, detail, keys, naverpay_at,
        order, said, sent,
    },
    support::{at, order_id, requests, with, won},
};

#[tokio::test]
async fn an_applied_payment_is_paid() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 200, &applied()).await;
    let snapshot = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
        .unwrap();
    assert_eq!(sent(&server, APPLY).await, [format!("paymentId={ID}")]);
    assert_eq!(keys(&server, APPLY).await, [format!("ap-{ID}")]);
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.order_ref, order_id().to_string());
    assert_eq!(snapshot.payment_key, ID);
    assert_eq!((snapshot.amount, snapshot.cancelled), (won(TOTAL), won(0)));
    assert_eq!(
        (snapshot.currency.as_str(), snapshot.method),
        ("KRW", Method::EasyPay)
    );
    assert_eq!(snapshot.paid_at, Some(at("2017-02-01T15:17:22+09:00")));
    let tax = snapshot.tax.unwrap();
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(787_147), won(78_715), won(100_000))
    );
    let facts: Vec<_> = snapshot
        .facts
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("approve_no", "17545616"),
            ("card", "465887**********"),
            ("issuer", "C0"),
            ("means", "CARD"),
            ("pay_hist_id", "20170201NP1043587781"),
            ("points", "500"),
        ]
    );
}

/// A browser that brings another order's number has that payment approved. The answer shows whose it is, and that is
/// reported.
#[tokio::test]
async fn a_swapped_payment_is_reported_as_the_other_orders() {
    let server = MockServer::start().await;
    let other = "ord_01arz3ndektsv4rrffq69g5fax".parse().unwrap();
    let body =
        said(&json!({"paymentId":ID,"detail":with(detail(other), json!({"totalPayAmount":1000}))}));
    answers(&server, APPLY, 200, &body).await;
    let snapshot = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
        .unwrap();
    assert_eq!(snapshot.order_ref, other.to_string());
    assert_eq!(snapshot.amount, won(1000));
}

#[tokio::test]
async fn an_answer_about_another_payment_is_in_doubt() {
    let server = MockServer::start().await;
    let other = with(
        detail(order_id()),
        json!({"paymentId":"20170201NP1043587747"}),
    );
    answers(
        &server,
        APPLY,
        200,
        &said(&json!({"paymentId":ID,"detail":other})),
    )
    .await;
    let doubt = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await;
    assert_in_doubt(&doubt, "another payment");
}

/// Applying answers only approvals: an answer without its kind costs no look-up and no wait for the buyer.
#[tokio::test]
async fn an_approval_that_does_not_say_its_kind_is_believed_at_once() {
    for kind in [None, Some(json!(null)), Some(json!(""))] {
        let server = MockServer::start().await;
        let mut approved = detail(order_id());
        let fields = approved.as_object_mut().unwrap();
        fields.remove("admissionTypeCode");
        if let Some(kind) = kind {
            fields.insert("admissionTypeCode".to_owned(), kind);
        }
        answers(&server, APPLY, 200, &said(&json!({"detail": approved}))).await;
        let naverpay = naverpay_at(&server.uri());
        let confirmed = naverpay.confirm(&order(None), &came_back()).await;
        let snapshot = confirmed.unwrap();
        assert_eq!(snapshot.standing, Standing::Paid);
        assert_eq!(snapshot.amount, won(TOTAL));
        assert_eq!(requests(&server).await.len(), 1);
    }
}
