//! Bonus credits belong to a purchase: never paid out, and unused ones are taken back with its refund.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::world::World;

both_engines!(
    a_bonus_goes_with_the_refund_of_its_purchase,
    a_bonus_goes_with_a_cancel_at_the_console_and_comes_from_support_too,
);

async fn a_bonus_goes_with_the_refund_of_its_purchase(world: &World) {
    let order = world.buy("c1", "bonus-1000", 1).await;
    assert_eq!(order["bonus"], 100, "{order}");
    assert_eq!(world.balance("c1").await, 1_100);
    world.spend("c1", 30).await.ok();
    let payment = order["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(10_000), &json!(1_000))
    );
    let line = &quote["lines"][1];
    assert_eq!(
        (&line["code"], &line["revoked"]),
        (&json!("bonus"), &json!(70)),
        "{quote}"
    );
    world.refund(payment).await;
    assert_eq!(world.balance("c1").await, 0);
    let lots = world.lots("c1").await;
    let bonus: Vec<&Value> = lots
        .iter()
        .filter(|lot| lot["bonus_of"] == payment)
        .collect();
    assert_eq!(bonus.len(), 1, "{lots:?}");
    assert_eq!(
        (&bonus[0]["spent"], &bonus[0]["revoked"]),
        (&json!(30), &json!(70))
    );
}

async fn a_bonus_goes_with_a_cancel_at_the_console_and_comes_from_support_too(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let body =
        json!({"kind": "promotional", "credits": 50, "reason": "late bonus", "bonus_of": payment});
    let grants = "/v1/customers/c1/grants";
    world
        .gateway()
        .post(Role::Service, grants, &body)
        .await
        .ok();
    let wrong =
        json!({"kind": "membership", "credits": 50, "reason": "late bonus", "bonus_of": payment});
    let wrong = world.gateway().post(Role::Service, grants, &wrong).await;
    wrong.refused(422, "bonus_is_promotional");
    let theft = world
        .gateway()
        .post(Role::Service, "/v1/customers/c2/grants", &body)
        .await;
    theft.refused(404, "payment_not_found");
    assert_eq!(world.balance("c1").await, 1_050);
    let books = world.sandbox_books().await;
    let key = &books["toss"]["payments"][0]["payment_key"];
    world
        .at_provider("/toss/console/cancel", &json!({"paymentKey": key}))
        .await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
}
