//! The outcome of an order whose windows the buyer's browser opened: by the payment that came back, else by the
//! order. Of an order Toss returns one payment of possibly several.

use domain::{kind::Method, payment::Standing};
use providers::{
    error::ProviderError,
    provider::{Callback, CallbackOutcome, PaymentRef, Provider as _},
};
use serde_json::json;
use wiremock::MockServer;

use crate::{
    support::{
        KEY, card, ended as came_back_by, error, on_lookup, payment_ref, requests, success, with,
    },
    toss_named::{asked_with, by_order, standing, waiting},
    toss_window::{begun, scripted},
};

fn ended_by_buyer() -> Callback {
    came_back_by(CallbackOutcome::Fail)
}

/// A buyer may open two windows: the payment that came back is the one that was confirmed.
#[tokio::test]
async fn a_look_up_goes_by_the_payment_that_came_back() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let callback = success(&[("paymentKey", KEY)]);
    let found = toss.lookup(&asked_with(&callback)).await;
    assert_eq!(standing(found), Standing::Paid);
    assert_eq!(requests(&server).await.len(), 1);
}

/// The browser can name any payment. One of another order, or a missing one, is not believed.
#[tokio::test]
async fn a_payment_of_another_order_is_not_taken_for_this_ones() {
    let aborted = with(
        card(),
        json!({"status": "ABORTED", "approvedAt": null, "paymentKey": "another-window"}),
    );
    for (status, named) in [
        (
            200,
            with(card(), json!({"orderId": "ord_of_somebody_else"})),
        ),
        (404, error("NOT_FOUND_PAYMENT")),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, status, &named).await;
        by_order(&server, 200, &aborted).await;
        let toss = scripted(&server.uri());
        let callback = success(&[("paymentKey", KEY)]);
        let found = standing(toss.lookup(&asked_with(&callback)).await);
        assert_eq!(found, Standing::Pending, "another window may still be paid");
        let over = PaymentRef {
            over: true,
            ..asked_with(&callback)
        };
        let found = standing(toss.lookup(&over).await);
        assert_eq!(found, Standing::Pending, "it may be confirmed right now");
    }
}

/// Toss returns the payment that came back in a look-up of the order.
#[tokio::test]
async fn the_end_of_the_payment_that_came_back_is_the_orders_when_its_time_is_over() {
    let server = MockServer::start().await;
    let expired = with(waiting(), json!({"status": "EXPIRED"}));
    on_lookup(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    by_order(&server, 200, &expired).await;
    let toss = scripted(&server.uri());
    let key = expired["paymentKey"].as_str().unwrap();
    let callback = success(&[("paymentKey", key)]);
    let asked = asked_with(&callback);
    assert_eq!(standing(toss.lookup(&asked).await), Standing::Pending);
    let over = PaymentRef {
        over: true,
        ..asked
    };
    assert_eq!(standing(toss.lookup(&over).await), Standing::Expired);
}

#[tokio::test]
async fn a_silence_about_the_payment_that_came_back_stays_a_doubt() {
    let server = MockServer::start().await;
    on_lookup(
        &server,
        500,
        &error("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"),
    )
    .await;
    by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    let toss = scripted(&server.uri());
    let callback = success(&[("paymentKey", KEY)]);
    let found = toss.lookup(&asked_with(&callback)).await;
    assert!(matches!(found, Err(ProviderError::InDoubt(_))), "{found:?}");
}

#[tokio::test]
async fn an_order_whose_buyer_never_came_back_is_asked_about_by_its_id() {
    let server = MockServer::start().await;
    by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    let found = scripted(&server.uri()).lookup(&payment_ref(None)).await;
    assert!(
        matches!(found, Err(ProviderError::Declined { .. })),
        "{found:?}"
    );
}

/// Toss does not document which of an order's payments it returns. One that ended is not the order's end while a
/// window may still be open, and taken money is believed at any time.
#[tokio::test]
async fn an_answer_about_the_order_ends_it_only_when_no_window_can_be_open() {
    let ended = |status: &str| with(waiting(), json!({"status": status}));
    for (told, now, later) in [
        (ended("EXPIRED"), Standing::Pending, Standing::Expired),
        (waiting(), Standing::Pending, Standing::Pending),
        (card(), Standing::Paid, Standing::Paid),
    ] {
        let server = MockServer::start().await;
        by_order(&server, 200, &told).await;
        let toss = scripted(&server.uri());
        assert_eq!(standing(toss.lookup(&payment_ref(None)).await), now);
        let over = PaymentRef {
            over: true,
            ..payment_ref(None)
        };
        assert_eq!(standing(toss.lookup(&over).await), later);
        let order = begun(&toss, Method::Card).await;
        let back = toss.confirm(&order, &ended_by_buyer()).await;
        assert_eq!(standing(back), now);
    }
}
