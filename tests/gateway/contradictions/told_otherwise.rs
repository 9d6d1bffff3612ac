//! What a provider says of a payment differs from what it said before, or is of something else: nothing is taken or
//! given because of it, a person is told, and it ends when the provider agrees.

use chrono::TimeDelta;
use domain::order::HINTS_APART;
use reqwest::Method;
use serde_json::{Value, json};

use super::{decide, listed, only};
use crate::support::{
    buyer::{card_order, id_of},
    client::{fresh_key, send},
    liar::Lie,
    world::World,
};

both_engines!(
    .toss_told_otherwise():
    a_payment_in_another_currency_is_parked,
    a_payment_of_another_order_is_parked,
    a_booked_payment_of_another_amount_changes_nothing,
    a_booked_payment_that_is_called_expired_keeps_its_credits,
    a_cancel_that_is_undone_brings_the_credits_back_and_is_listed,
    a_second_payment_of_an_order_is_given_back,
);

/// How long after an order was parked its provider is asked again, and more.
const ASKED_AGAIN: TimeDelta = TimeDelta::minutes(11);
/// After that, every paid order has been asked about again.
const LOOKED_AT: TimeDelta = TimeDelta::days(1);

fn says(at: &'static str, value: impl Into<Value>) -> Lie {
    Lie::Says(at, value.into())
}

/// Waits until one contradiction is open, and returns it.
async fn told(world: &World, kind: &str) -> Value {
    let open = async || listed(world, "open").await.len() == 1;
    world
        .wait_while_time_passes("a contradiction is open", TimeDelta::seconds(1), open)
        .await;
    let known = only(world).await;
    assert_eq!(known["kind"], kind, "{known}");
    known
}

/// Waits until all that was open has ended by the provider's own answer.
async fn agreed(world: &World) {
    let over = async || listed(world, "open").await.is_empty();
    world
        .wait_while_time_passes("the provider agrees", TimeDelta::minutes(1), over)
        .await;
    assert_eq!(listed(world, "agreed").await.len(), 1);
}

/// A card payment that is told otherwise from its confirmation on.
async fn parked(world: &World, lies: Vec<Lie>, kind: &str) -> (Value, Value) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.liar().tell(lies);
    let shown = world.come_back(&order, "pay").await;
    assert!(shown.status < 500, "{}", shown.text);
    let order = world.wait_for_order(&id_of(&order), "mismatched").await;
    assert_eq!(world.balance_or_zero("c1").await, 0);
    (order, told(world, kind).await)
}

/// Nobody may accept it or give it back here; once the provider agrees it is a purchase as any other.
async fn completes_when_agreed(world: &World, order: &Value, known: &Value) {
    for what in ["accept", "refund"] {
        decide(world, known, what)
            .await
            .refused(422, "not_for_that_kind");
    }
    world.liar().tell(Vec::new());
    world.pass(ASKED_AGAIN);
    world.wait_for_order(&id_of(order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    agreed(world).await;
}

async fn a_payment_in_another_currency_is_parked(world: &World) {
    let dollars = vec![says("/currency", "USD")];
    let (order, known) = parked(world, dollars, "other_currency").await;
    let note = known["note"].as_str().unwrap();
    assert!(note.contains("paid in USD, not KRW"), "{note}");
    completes_when_agreed(world, &order, &known).await;
}

async fn a_payment_of_another_order_is_parked(world: &World) {
    let other = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let lies = vec![says("/orderId", id_of(&other))];
    let (order, known) = parked(world, lies, "other_order").await;
    assert_eq!(known["order_id"], order["id"], "{known}");
    assert_eq!(world.order(&id_of(&other)).await["state"], "open");
    completes_when_agreed(world, &order, &known).await;
}

/// Told otherwise once it is booked: the credits stay, whatever is said, until the provider agrees again.
async fn booked(world: &World, lies: Vec<Lie>, kind: &str, note: &str) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world.liar().tell(lies);
    world.pass(LOOKED_AT);
    let known = told(world, kind).await;
    let told = known["note"].as_str().unwrap();
    assert!(told.contains(note), "{told}");
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    world.spend("c1", 10).await.ok();
    world.liar().tell(Vec::new());
    world.pass(LOOKED_AT);
    agreed(world).await;
    assert_eq!(world.balance("c1").await, 990);
}

async fn a_booked_payment_of_another_amount_changes_nothing(world: &World) {
    let more = vec![says("/totalAmount", 12_000), says("/balanceAmount", 12_000)];
    let note = "10000 won were paid, the provider now says 12000 won";
    booked(world, more, "amount_changed", note).await;
}

async fn a_booked_payment_that_is_called_expired_keeps_its_credits(world: &World) {
    let expired = vec![says("/status", "EXPIRED")];
    let note = "the provider now calls a completed payment expired";
    booked(world, expired, "ended", note).await;
}

/// A webhook that says no more than that something happened.
async fn hint(world: &World, order: &Value) {
    world.pass(HINTS_APART);
    let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": order["id"], "paymentKey": "hint", "status": "DONE"}});
    let hint = world
        .gateway()
        .bare(Method::POST, "/webhooks/toss")
        .json(&body);
    send(hint.header("tosspayments-webhook-transmission-id", fresh_key()))
        .await
        .ok();
}

/// The books follow the money there and back; that a cancel of a card was undone is for a person to know.
async fn a_cancel_that_is_undone_brings_the_credits_back_and_is_listed(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
    let cancel = json!({ "paymentKey": key });
    world.at_provider("/toss/console/cancel", &cancel).await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
    world.liar().tell(vec![
        says("/status", "DONE"),
        says("/balanceAmount", 10_000),
        says("/cancels", Value::Null),
    ]);
    hint(world, &order).await;
    let known = told(world, "cancel_undone").await;
    assert_eq!(world.balance("c1").await, 1_000);
    // It was cancelled after all: the credits go again, and nothing is counted twice.
    world.liar().tell(Vec::new());
    hint(world, &order).await;
    world.wait_until("the credits go again", gone).await;
    decide(world, &known, "close").await.ok();
    let lot = &world.lots("c1").await[0];
    assert_eq!(
        (&lot["granted"], &lot["revoked"]),
        (&json!(1_000), &json!(1_000)),
        "{lot}"
    );
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
}

/// The provider shows another payment under the order's name, with money in it.
async fn a_second_payment_of_an_order_is_given_back(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
    let another = Lie::Renames {
        key: key.as_str().unwrap().to_owned(),
        other: "tgen_another".to_owned(),
    };
    world.liar().tell(vec![another.clone()]);
    world.pass(LOOKED_AT);
    let known = told(world, "second_payment").await;
    assert_eq!(known["payment_key"], "tgen_another", "{known}");
    assert_eq!(world.balance("c1").await, 1_000, "it mints nothing");
    decide(world, &known, "accept")
        .await
        .refused(422, "not_for_that_kind");
    decide(world, &known, "close")
        .await
        .refused(409, "money_still_there");
    // It goes back at the provider's console, and the one that is booked stays.
    world.liar().tell(vec![
        another,
        says("/status", "CANCELED"),
        says("/balanceAmount", 0),
    ]);
    decide(world, &known, "close")
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(listed(world, "agreed").await.len(), 1);
    world.liar().tell(Vec::new());
    assert_eq!(world.balance("c1").await, 1_000);
}
