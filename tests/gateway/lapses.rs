//! A hold ends at its instant: its credits belong to the customer again, whether or not a sweep has run.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    .without_workers():
    a_lapsed_hold_is_spendable_before_any_sweep,
    a_hold_is_read_as_lapsed_from_its_instant_on,
    a_lapsed_hold_counts_in_a_quote_and_is_given_back_on_closing,
    a_lapsed_hold_of_an_expired_lot_gives_nothing_back,
    one_sweep_writes_down_everything_that_is_over,
    a_debt_that_a_lapsed_hold_pays_is_not_listed,
    credits_of_a_lapsed_hold_that_go_with_the_money_are_not_counted,
);

async fn a_lapsed_hold_is_spendable_before_any_sweep(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.hold("c1", 60, 600).await.ok();
    world.hold("c1", 30, 900).await.ok();
    world.pass(TimeDelta::microseconds(600_000_000 - 1));
    assert_eq!(world.balance("c1").await, 10);
    world
        .spend("c1", 11)
        .await
        .refused(402, "insufficient_credits");
    world.pass(TimeDelta::microseconds(1));
    assert_eq!(world.balance("c1").await, 70);
    let spent = world.spend("c1", 65).await;
    assert_eq!(spent.header("credits-balance"), Some("5"), "{}", spent.text);
    assert_eq!(world.balance("c1").await, 5);
    // The other is over as well, and its credits are held anew.
    world.pass(TimeDelta::seconds(300));
    let path = "/v1/customers/c1/balance";
    let balance = world.gateway().get(Role::Service, path).await.ok();
    assert_eq!(
        (&balance["available"], &balance["held"]),
        (&json!(35), &json!(0))
    );
    let past = format!("{path}?at={}", "2026-04-08T10:05:00%2B09:00");
    let past = world.gateway().get(Role::Service, &past).await.ok();
    assert_eq!(
        (&past["available"], &past["held"]),
        (&json!(10), &json!(90))
    );
    world.hold("c1", 35, 60).await.ok();
    world
        .spend("c1", 1)
        .await
        .refused(402, "insufficient_credits");
    world.audit().await;
}

async fn a_debt_that_a_lapsed_hold_pays_is_not_listed(world: &World) {
    for (customer, held) in [("c1", 1_000), ("c2", 100)] {
        world.grant(customer, "promotional", held).await;
        world.hold(customer, held, 600).await.ok();
        world
            .open_order(&bank_order(customer, "direct-1000", customer))
            .await;
        let movement = world.deposit(customer, 10_000).await;
        world.spend(customer, 1_000).await.ok();
        world
            .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
            .await;
    }
    let listed = async || {
        let listed = world.gateway().get(Role::Support, "/v1/debts").await.ok();
        let debt = |item: &serde_json::Value| item["debt"].as_i64().unwrap();
        let items = listed["items"].as_array().unwrap();
        items.iter().map(debt).collect::<Vec<_>>()
    };
    assert_eq!(listed().await, [1_000, 1_000]);
    world.pass(TimeDelta::seconds(600));
    assert_eq!(listed().await, [900]);
}

/// What the sweep will book is what is read before it ran, also where others took back the money of a purchase with a bonus.
async fn credits_of_a_lapsed_hold_that_go_with_the_money_are_not_counted(world: &World) {
    world.grant("c1", "membership", 20).await;
    world
        .open_order(&bank_order("c1", "bonus-1000", "c1"))
        .await;
    let movement = world.deposit("c1", 10_000).await;
    assert_eq!(world.balance("c1").await, 1_120);
    world.spend("c1", 70).await.ok();
    world.hold("c1", 600, 600).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    world.grant("c1", "promotional", 30).await;
    world.pass(TimeDelta::seconds(600));
    let read = async |path: &str| {
        let path = format!("/v1/customers/c1/balance{path}");
        let mut read = world.gateway().get(Role::Service, &path).await.ok();
        read.as_object_mut().unwrap().remove("at");
        read
    };
    let before = (read("").await, read("/breakdown").await);
    let debt = "SELECT COUNT(*) FROM holds WHERE state = 'open'";
    assert_eq!(world.database.number(debt).await, 1, "no sweep has run");
    world.sweep().await;
    let after = (read("").await, read("/breakdown").await);
    assert_eq!(before, after, "read before and after the sweep");
}

async fn a_hold_is_read_as_lapsed_from_its_instant_on(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    let read = async || {
        let path = format!("/v1/holds/{}", id_of(&hold));
        let one = world.gateway().get(Role::Service, &path).await;
        let path = "/v1/customers/c1/holds?reference=req-1";
        let all = world.gateway().get(Role::Support, path).await.ok();
        assert_eq!(all["items"], json!([one.ok()]), "the list tells the same");
        let available = one.header("credits-balance").unwrap().to_owned();
        (one.json()["state"].clone(), available)
    };
    world.pass(TimeDelta::microseconds(600_000_000 - 1));
    assert_eq!(read().await, (json!("open"), "40".to_owned()));
    world.pass(TimeDelta::microseconds(1));
    assert_eq!(read().await, (json!("lapsed"), "100".to_owned()));
    world.sweep().await;
    assert_eq!(read().await, (json!("lapsed"), "100".to_owned()));
}

async fn a_lapsed_hold_counts_in_a_quote_and_is_given_back_on_closing(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world.hold("c1", 400, 60).await.ok();
    world.pass(TimeDelta::seconds(60));
    let quote = world.quote(order["payment_id"].as_str().unwrap()).await;
    assert_eq!(
        (&quote["credits"], &quote["amount"]),
        (&json!(1000), &json!(10_000))
    );
    world.grant("c2", "promotional", 10).await;
    world.hold("c2", 10, 60).await.ok();
    world.pass(TimeDelta::seconds(60));
    world.close_account("c2", true).await.ok();
    world.audit().await;
}

async fn a_lapsed_hold_of_an_expired_lot_gives_nothing_back(world: &World) {
    world.grant("c1", "membership", 100).await;
    world.set("2026-05-08T23:59:30+09:00");
    let hold = world.hold("c1", 60, 60).await.ok();
    world.set("2026-05-09T00:00:31+09:00");
    assert_eq!(world.balance("c1").await, 0);
    world
        .spend("c1", 1)
        .await
        .refused(402, "insufficient_credits");
    let path = format!("/v1/holds/{}/release", id_of(&hold));
    let late = world
        .gateway()
        .post(Role::Service, &path, &json!(null))
        .await;
    late.refused(409, "hold_lapsed");
    world.sweep().await;
    world.audit().await;
}

/// More customers than one round of the sweep handles.
async fn one_sweep_writes_down_everything_that_is_over(world: &World) {
    let customers: Vec<String> = (0..520).map(|nth| format!("c{nth}")).collect();
    let held = customers.iter().map(async |customer| {
        world.grant(customer, "promotional", 10).await;
        world.hold(customer, 10, 60).await.ok();
    });
    stream::iter(held)
        .buffer_unordered(64)
        .collect::<Vec<()>>()
        .await;
    world.pass(TimeDelta::seconds(60));
    world.sweep().await;
    let open = "SELECT COUNT(*) FROM holds WHERE state = 'open'";
    assert_eq!(world.database.number(open).await, 0);
    assert_eq!(world.balance("c519").await, 10);
}
