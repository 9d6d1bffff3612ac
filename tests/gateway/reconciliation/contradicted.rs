//! Money that waits for a person is explained by its contradiction, which says so, and by no other money.

use credit_gateway::{access::Role, flows};
use serde_json::{Value, json};

use super::{always, result};
use crate::support::{
    buyer::{card_order, id_of, wallet_order},
    world::World,
};

both_engines!(
    .without_workers():
    a_parked_payment_is_explained_by_its_contradiction_until_a_person_decides,
    a_row_of_another_amount_than_the_contradictions_differs,
    an_order_that_was_given_up_and_was_paid_is_parked_and_waits,
    a_refund_in_doubt_is_asked_about_and_ends,
);

/// Toss charges ten won less than an order costs, and tells nobody.
async fn charged_less(world: &World) -> Value {
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100, "operation": "webhook"},
    ]);
    world.faults("toss", less).await;
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.come_back(&order, "pay").await;
    order
}

/// The only contradiction.
async fn contradiction(world: &World) -> Value {
    let list = world.gateway().get(Role::Support, "/v1/contradictions");
    let list = list.await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    list["items"][0].clone()
}

/// The one row of a comparison waits for this contradiction.
fn waits_for(run: &Value, known: &Value, won: i64) {
    assert_eq!(result(run), (1, 100_000, 0), "{run}");
    assert_eq!(run["explained_won_parts"], 100_000, "{run}");
    let by = json!([{"by": "open_contradiction", "rows": 1, "won": won}]);
    assert_eq!((&run["explained_by"], &run["waits"]), (&by, &json!(1)));
    let row = &run["waiting"][0];
    for (name, expected) in [
        ("by", json!("open_contradiction")),
        ("movement", json!("paid")),
        ("amount", json!(won)),
        ("order_id", known["order_id"].clone()),
        ("payment_key", known["payment_key"].clone()),
        ("contradiction_id", known["id"].clone()),
        ("contradiction_kind", known["kind"].clone()),
        ("refund_id", Value::Null),
    ] {
        assert_eq!(row[name], expected, "{name}: {run}");
    }
}

async fn a_parked_payment_is_explained_by_its_contradiction_until_a_person_decides(world: &World) {
    let order = charged_less(world).await;
    let paid = order["amount"].as_i64().unwrap() - 10;
    let day = world.today();
    world.pass_days(2);
    for source in ["movements", "settlements"] {
        let run = world.compared("toss", source, day).await;
        let known = contradiction(world).await;
        assert_eq!(known["kind"], "other_amount", "{known}");
        waits_for(&run, &known, paid);
    }
    let known = contradiction(world).await;
    assert!(world.discrepancies().await.is_empty());

    let path = format!("/v1/contradictions/{}/accept", id_of(&known));
    let reason = json!({"reason": "rounded there"});
    let accepted = world.gateway().post(Role::Admin, &path, &reason).await;
    accepted.ok();
    for source in ["movements", "settlements"] {
        let run = world.compared("toss", source, day).await;
        assert_eq!(result(&run), (1, 100_000, 0), "{run}");
        let by = json!([{"by": "payment", "rows": 1, "won": paid}]);
        assert_eq!(
            (&run["explained_by"], &run["waits"], &run["waiting"]),
            (&by, &json!(0), &json!([])),
            "a person decided: {run}"
        );
    }
}

/// The settlement has ten won less than the provider itself says was paid.
async fn a_row_of_another_amount_than_the_contradictions_differs(world: &World) {
    let order = charged_less(world).await;
    let paid = order["amount"].as_i64().unwrap() - 10;
    let day = world.today();
    world.pass_days(2);
    let short = always("settlement_short", "lookup");
    world.faults("toss", short).await;
    let run = world.compared("toss", "settlements", day).await;
    assert_eq!(
        result(&run),
        (1, 0, 1),
        "the contradiction is of another amount: {run}"
    );
    assert_eq!((&run["waits"], &run["waiting"]), (&json!(0), &json!([])));
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (&found["kind"], &found["their_amount"], &found["order_id"]),
        (&json!("amount"), &json!(paid - 10), &order["id"])
    );

    // Corrected, it is the money that waits.
    world.faults("toss", json!([])).await;
    let run = world.compared("toss", "settlements", day).await;
    waits_for(&run, &contradiction(world).await, paid);
    assert_eq!(world.discrepancies().await[0]["state"], "agreed");
}

/// A buyer who paid what the seller gave up is not served by a machine.
async fn an_order_that_was_given_up_and_was_paid_is_parked_and_waits(world: &World) {
    let mut before = Vec::new();
    for provider in ["naverpay", "kakaopay"] {
        let order = world.open_order(&wallet_order(provider, provider)).await;
        let path = format!("/v1/orders/{}/cancel", id_of(&order));
        let back = world.press(&order, "pay").await;
        let nothing = Value::Null;
        let cancelled = world.gateway().post(Role::Support, &path, &nothing).await;
        cancelled.ok();
        world.confirm_unheard(&order, &back).await;
        world.pass_days(1);

        let run = world.reconcile_yesterday(provider).await;
        let parked = world.order(&id_of(&order)).await;
        assert_eq!(parked["state"], "mismatched", "{parked}");
        let list = world.gateway().get(Role::Support, "/v1/contradictions");
        let list = list.await.ok()["items"].as_array().unwrap().clone();
        let known = list.into_iter().find(|it| !before.contains(&it["id"]));
        let known = known.unwrap();
        assert_eq!(known["kind"], "order_cancelled", "{known}");
        waits_for(&run, &known, order["amount"].as_i64().unwrap());
        before.push(known["id"].clone());
    }
    assert!(world.discrepancies().await.is_empty());
}

/// The list explains nothing for good: what is under way is asked about, and is a refund from then on.
async fn a_refund_in_doubt_is_asked_about_and_ends(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let silent = json!([
        {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "cancel"},
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup"},
        {"kind": "webhook_lost", "probability_percent": 100, "operation": "webhook"},
    ]);
    world.faults("toss", silent).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let sent = flows::refund::settle(&world.apps[0], refund.parse().unwrap(), None).await;
    sent.unwrap();
    assert_eq!(world.refund_state(&refund).await, "sent");
    let lost = always("webhook_lost", "webhook");
    world.faults("toss", lost).await;
    world.pass_days(1);
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(result(&run), (2, 100_000, 0), "{run}");
    assert_eq!(world.refund_state(&refund).await, "succeeded");
    let by = json!([{"by": "payment", "rows": 1, "won": 10_000}, {"by": "refund", "rows": 1, "won": 10_000}]);
    assert_eq!(
        (&run["explained_by"], &run["waits"]),
        (&by, &json!(0)),
        "it is over: {run}"
    );
}
