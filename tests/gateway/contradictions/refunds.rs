//! Refunds that were paid short.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use super::{always, decide, no_hints, only};
use crate::support::world::World;

both_engines!(
    a_refund_that_was_paid_short_is_listed_and_the_rest_still_goes_back,
    the_rest_of_a_short_refund_goes_back_by_another_quote,
);

async fn a_refund_that_was_paid_short_is_listed_and_the_rest_still_goes_back(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let less = json!([always("cancelled_less", "cancel", 1), no_hints()]);
    world.faults("toss", less).await;
    let refund = world.refund(order["payment_id"].as_str().unwrap()).await;
    assert_eq!(refund["state"], "succeeded", "{refund}");
    assert_eq!(
        (&refund["amount"], &refund["settled_amount"]),
        (&json!(10_000), &json!(9_976))
    );
    let known = only(world).await;
    assert_eq!(known["kind"], "cancel_differs", "{known}");
    // Support refunds the rest at the console; the books follow.
    let cancel = json!({"paymentKey": known["payment_key"], "amount": 24});
    world.at_provider("/toss/console/cancel", &cancel).await;
    decide(world, &known, "close").await.ok();
    world.pass(TimeDelta::days(1));
    let path = format!("/v1/payments/{}", order["payment_id"].as_str().unwrap());
    let even = async || {
        let paid = world.gateway().get(Role::Support, &path).await.ok();
        paid["cancelled_outside"] == 24
    };
    world.wait_until("the rest is seen", even).await;
}

async fn the_rest_of_a_short_refund_goes_back_by_another_quote(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let less = json!([always("cancelled_less", "cancel", 1), no_hints()]);
    world.faults("toss", less).await;
    world.refund(payment).await;
    let quote = world.quote(payment).await;
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(24), &json!(0)),
        "{quote}"
    );
    assert_eq!(quote["lines"][0]["code"], "given_short", "{quote}");
    // The auditor counts refunds in the order of their requests.
    world.pass(TimeDelta::minutes(1));
    let rest = world.refund(payment).await;
    assert_eq!(
        (&rest["state"], &rest["amount"]),
        (&json!("succeeded"), &json!(24))
    );
    assert_eq!(world.quote(payment).await["amount"], 0);
    let path = format!("/v1/payments/{payment}");
    let paid = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&paid["refunded"], &paid["cancelled_outside"]),
        (&json!(10_000), &json!(0)),
        "{paid}"
    );
}
