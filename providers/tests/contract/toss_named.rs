//! Toss where only the buyer's browser named the payment: the browser's data is a hint, and Toss's own data decides.

mod looks;
mod terms;

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    provider::{Callback, PaymentRef, Provider as _},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    support::{
        KEY, answer, card, on_confirm, on_lookup, order, order_id, payment_ref, requests, success,
        toss_at, with, won,
    },
    toss_window::{begun, scripted},
};

pub(crate) fn asked_with(callback: &Callback) -> PaymentRef {
    PaymentRef {
        callback: callback.query.clone(),
        ..payment_ref(None)
    }
}

/// The card payment of the tests before its confirmation.
pub(crate) fn waiting() -> Value {
    with(card(), json!({"status": "IN_PROGRESS", "approvedAt": null}))
}

fn declined_as(answer: Result<Snapshot, ProviderError>) -> String {
    match answer {
        Err(ProviderError::Declined(failure)) => failure.code().expect("a code").to_owned(),
        other => panic!("not declined: {other:?}"),
    }
}

pub(crate) async fn by_order(server: &MockServer, status: u16, body: &Value) {
    let path = format!("/v1/payments/orders/{}", order_id());
    answer(server, "GET", &path, status, body).await;
}

pub(crate) fn standing(found: Result<Snapshot, ProviderError>) -> Standing {
    found.expect("a snapshot").standing
}

#[tokio::test]
async fn the_payment_that_came_back_is_confirmed_with_the_orders_amount() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &waiting()).await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let callback = success(&[("paymentKey", KEY), ("amount", "1"), ("orderId", "other")]);
    let snapshot = toss.confirm(&order, &callback).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(163_020));
    let sent = &requests(&server).await[1].2;
    let expected = json!({"paymentKey": KEY, "orderId": order_id(), "amount": 163_020});
    assert_eq!(*sent, expected);
}

#[tokio::test]
async fn who_comes_back_without_a_payment_costs_no_call() {
    let server = MockServer::start().await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    for query in [
        &[][..],
        &[("paymentKey", "")],
        &[("paymentKey", "../cancel")],
    ] {
        let refused = toss.confirm(&order, &success(query)).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined(ref failure)) if failure.code() == Some("PAYMENT_KEY_MISSING")),
            "{refused:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

/// An earlier confirmation of ours succeeded and its answer was lost. Toss's data is then the answer. Money taken
/// despite a difference is reported unchanged, for the books to park.
#[tokio::test]
async fn a_payment_that_was_confirmed_before_is_not_confirmed_again() {
    let cheap = json!({"totalAmount": 100, "balanceAmount": 100});
    for (told, expected, amount) in [
        (card(), Standing::Paid, 163_020),
        (with(card(), cheap), Standing::Paid, 100),
        (
            with(waiting(), json!({"status": "EXPIRED"})),
            Standing::Expired,
            163_020,
        ),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, 200, &told).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let snapshot = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        let snapshot = snapshot.unwrap();
        assert_eq!(
            (snapshot.standing, snapshot.amount),
            (expected, won(amount))
        );
        assert_eq!(requests(&server).await.len(), 1);
    }
}

/// Where our own call opened the window, nobody else named the payment: it is confirmed at once.
#[tokio::test]
async fn a_payment_that_toss_named_is_confirmed_without_a_look() {
    let server = MockServer::start().await;
    on_confirm(&server, 200, &card()).await;
    let order = order(Method::Card, Some(KEY));
    for toss in [scripted(&server.uri()), toss_at(&server.uri())] {
        let paid = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert_eq!(standing(paid), Standing::Paid);
    }
    assert_eq!(requests(&server).await.len(), 2);
}

/// Two windows of one order: while the first is in doubt, the second must not be taken as well.
#[tokio::test]
async fn the_payment_that_came_back_first_stays_the_one() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &waiting()).await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let mut order = begun(&toss, Method::Card).await;
    let session = order.session.as_mut().unwrap();
    session.callback = success(&[("paymentKey", KEY)]).query;
    let second = success(&[("paymentKey", "tnhig20251121102047bvrO8")]);
    toss.confirm(&order, &second).await.unwrap();
    assert_eq!(requests(&server).await[1].2["paymentKey"], KEY);
}
