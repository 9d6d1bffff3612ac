//! The end of credits, to the microsecond, with no worker running: no sweep is involved.

mod by_kind;

use chrono::TimeDelta;
use credit_gateway::{access::Role, flows};
use serde_json::json;
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::support::{
    buyer::{bank_order, id_of},
    world::{Plan, World},
};

both_engines!(
    .without_workers():
    a_lot_past_its_end_is_not_spendable_though_no_sweep_has_run,
    a_lot_is_spendable_until_the_last_microsecond_and_not_at_its_end,
    an_expired_lot_is_neither_held_nor_counted,
    a_sweep_writes_down_what_was_so_already,
    other_credits_stay_when_membership_credits_end,
);

/// The lot's credits are remaining in the books: no sweep has touched them.
async fn not_swept(world: &World) -> bool {
    world.lots("c1").await.iter().all(|lot| lot["expired"] == 0)
}

async fn a_lot_past_its_end_is_not_spendable_though_no_sweep_has_run(world: &World) {
    world.buy("c1", "package-1000", 1).await;
    world.set("2026-05-20T12:00:00+09:00");
    world
        .spend("c1", 1)
        .await
        .refused(402, "insufficient_credits");
    assert_eq!(world.balance("c1").await, 0);
    assert!(not_swept(world).await);
}

async fn a_lot_is_spendable_until_the_last_microsecond_and_not_at_its_end(world: &World) {
    world.buy("c1", "package-1000", 1).await;
    world.set("2026-05-08T23:59:59.999999+09:00");
    assert_eq!(world.balance("c1").await, 1_000);
    world.spend("c1", 1).await.ok();
    world.set("2026-05-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 0);
    world
        .spend("c1", 1)
        .await
        .refused(402, "insufficient_credits");
    assert!(not_swept(world).await);
}

async fn an_expired_lot_is_neither_held_nor_counted(world: &World) {
    world.grant("c1", "membership", 40).await;
    world.grant("c1", "promotional", 60).await;
    world.set("2026-05-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 60);
    world
        .hold("c1", 61, 600)
        .await
        .refused(402, "insufficient_credits");
    let hold = world.hold("c1", 60, 600).await.ok();
    assert_eq!(hold["parts"].as_array().unwrap().len(), 1, "{hold}");
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(
        (&balance["available"], &balance["held"]),
        (&json!(0), &json!(60)),
        "{balance}"
    );
    assert!(not_swept(world).await);
}

async fn a_sweep_writes_down_what_was_so_already(world: &World) {
    world.grant("c1", "membership", 40).await;
    world.set("2026-05-09T00:00:00+09:00");
    let before = world.balance("c1").await;
    world.sweep().await;
    assert_eq!((before, world.balance("c1").await), (0, 0));
    assert_eq!(world.lots("c1").await[0]["expired"], 40);
    world.sweep().await;
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM entries WHERE act = 'expire'")
            .await,
        1
    );
}

/// Credits that the seller granted, without a subscription.
async fn other_credits_stay_when_membership_credits_end(world: &World) {
    world.grant("c1", "membership", 40).await;
    world.grant("c1", "promotional", 60).await;
    world.buy("c1", "direct-100", 1).await;
    world.set("2026-05-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 160);
    let spend = world.spend("c1", 160).await.ok();
    let parts = spend["parts"].as_array().unwrap().iter();
    let kinds: Vec<&str> = parts.map(|part| part["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["promotional", "purchased"]);
}

/// A person holds one customer's row: the orders and credits of others still end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_customer_stops_no_other_sweep() {
    let plan = Plan::postgres().without_workers();
    plan.run(async |world: &World| {
        world.grant("aaa", "promotional", 10).await;
        world.pass(TimeDelta::days(100));
        let order = bank_order("c2", "direct-1000", "홍길동");
        let order = world.open_order(&order).await;
        world.pass(TimeDelta::days(2));
        let mut person = PgConnection::connect(&world.database.url).await.unwrap();
        person.execute("BEGIN").await.unwrap();
        let lock = "SELECT id FROM customers WHERE id = 'aaa' FOR UPDATE";
        person.execute(lock).await.unwrap();
        flows::expiry::sweep(&world.apps[0]).await.unwrap();
        assert_eq!(world.order(&id_of(&order)).await["state"], "expired");
        person.execute("ROLLBACK").await.unwrap();
    })
    .await;
}
