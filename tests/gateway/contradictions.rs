//! Statements of a provider that the books cannot follow: looked up once more, listed, counted, and decided by a
//! person.

mod closed_accounts;
mod refunds;
mod told_otherwise;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::Answer,
    world::World,
};

both_engines!(
    one_garbled_answer_parks_nothing,
    a_parked_order_completes_when_the_provider_agrees_later,
    a_payment_of_another_amount_is_accepted_with_a_reason,
    a_payment_that_cannot_be_minted_goes_back_at_the_provider,
    a_cancel_at_the_console_ends_a_parked_order,
    one_garbled_answer_takes_no_credits,
);

fn always(kind: &str, operation: &str, times: i64) -> Value {
    json!({"kind": kind, "probability_percent": 100, "operation": operation, "times": times})
}

/// Hints would have the payment looked up at other times.
fn no_hints() -> Value {
    json!({"kind": "webhook_lost", "probability_percent": 100})
}

async fn listed(world: &World, state: &str) -> Vec<Value> {
    let path = format!("/v1/contradictions?state={state}");
    let list = world.gateway().get(Role::Support, &path).await.ok();
    list["items"].as_array().unwrap().clone()
}

async fn only(world: &World) -> Value {
    let mut open = listed(world, "open").await;
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

async fn decide(world: &World, known: &Value, what: &str) -> Answer {
    let path = format!("/v1/contradictions/{}/{what}", id_of(known));
    let body = json!({"reason": "the buyer called"});
    world.gateway().post(Role::Support, &path, &body).await
}

async fn counted(world: &World, name: &str) -> i64 {
    let metrics = world.gateway().browse("/metrics").await.text;
    let prefix = format!("credit_gateway_{name} ");
    let line = metrics.lines().find_map(|line| line.strip_prefix(&prefix));
    line.unwrap().parse().unwrap()
}

async fn one_garbled_answer_parks_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let wrong = json!([always("wrong_amount", "confirm", 1), no_hints()]);
    world.faults("toss", wrong).await;
    world.come_back(&order, "pay").await;
    assert_eq!(world.fired("toss", "wrong_amount").await, 1);
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert!(listed(world, "open").await.is_empty());
}

async fn a_parked_order_completes_when_the_provider_agrees_later(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let wrong = json!([
        always("wrong_amount", "confirm", 1),
        always("wrong_amount", "lookup", 1),
        no_hints(),
    ]);
    world.faults("toss", wrong).await;
    world.come_back(&order, "pay").await;
    let parked = world.wait_for_order(&id_of(&order), "mismatched").await;
    assert!(
        parked["note"].as_str().unwrap().contains("10001 won"),
        "{parked}"
    );
    let known = only(world).await;
    assert_eq!(
        (&known["kind"], &known["amount"]),
        (&json!("other_amount"), &json!(10_001))
    );
    assert_eq!(counted(world, "contradictions_open").await, 1);
    assert_eq!(world.balance_or_zero("c1").await, 0);
    world.pass(TimeDelta::minutes(11));
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(counted(world, "contradictions_open").await, 0);
    assert_eq!(listed(world, "agreed").await.len(), 1);
}

async fn a_payment_of_another_amount_is_accepted_with_a_reason(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let less = json!([always("charged_less", "confirm", 1), no_hints()]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let known = only(world).await;
    decide(world, &known, "close")
        .await
        .refused(409, "money_still_there");
    let path = format!("/v1/contradictions/{}/close", id_of(&known));
    let sent = json!({"reason": "sent by hand", "transferred": "transfer 1"});
    let early = world.gateway().post(Role::Support, &path, &sent).await;
    early.refused(409, "not_refused");
    let accepted = decide(world, &known, "accept").await.ok();
    assert_eq!(accepted["state"], "accepted", "{accepted}");
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "completed");
    let payment = order["payment_id"].as_str().unwrap();
    let path = format!("/v1/payments/{payment}");
    let paid = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(paid["amount"], 9_990, "{paid}");
    assert_eq!(world.balance("c1").await, 1_000);
    decide(world, &known, "refund")
        .await
        .refused(409, "contradiction_settled");
    // The refunded amount is a share of the paid amount.
    assert_eq!(world.quote(payment).await["amount"], 9_990);
}

async fn a_payment_that_cannot_be_minted_goes_back_at_the_provider(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.grant("c1", "promotional", 99_999_999_999_999).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let known = only(world).await;
    assert_eq!(known["kind"], "too_many_credits");
    let refused = json!([always("lost_answer_after_effect", "cancel", 1), no_hints()]);
    world.faults("toss", refused).await;
    decide(world, &known, "refund").await.ok();
    let gone = async || listed(world, "refunded").await.len() == 1;
    world
        .wait_while_time_passes("the money is back", TimeDelta::seconds(1), gone)
        .await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "cancelled");
    let books = world.sandbox_books().await;
    let paid = &books["toss"]["payments"][0];
    assert_eq!(paid["cancelled"], 10_000, "{paid}");
    assert_eq!(paid["cancels"].as_array().unwrap().len(), 1, "{paid}");
    assert_eq!(counted(world, "orders_mismatched").await, 0);
    assert_eq!(counted(world, "contradictions_refunding").await, 0);
}

async fn a_cancel_at_the_console_ends_a_parked_order(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let less = json!([always("charged_less", "confirm", 1), no_hints()]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let known = only(world).await;
    let cancel = json!({"paymentKey": known["payment_key"]});
    world.at_provider("/toss/console/cancel", &cancel).await;
    // No webhook came. A request to close it triggers a look-up, and it has ended by itself.
    decide(world, &known, "close")
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(listed(world, "agreed").await.len(), 1);
    assert_eq!(world.order(&id_of(&order)).await["state"], "cancelled");
}

/// A look-up reports once a won as returned that nobody returned.
async fn one_garbled_answer_takes_no_credits(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world
        .faults("toss", json!([always("wrong_amount", "lookup", 1)]))
        .await;
    world.pass(TimeDelta::days(1));
    let looked = async || world.fired("toss", "wrong_amount").await == 1;
    world.wait_until("the answer was garbled", looked).await;
    let idle = async || {
        let sql = "SELECT COUNT(*) FROM jobs WHERE state = 'running'";
        world.database.number(sql).await == 0
    };
    world.wait_until("it was looked at", idle).await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert!(listed(world, "open").await.is_empty());
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
}
