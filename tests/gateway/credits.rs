//! Spending, holding, giving back, closing.

mod closing;
mod ended_lots;
mod extensions;
mod frozen;
mod holds;
mod previews;
mod thresholds;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::Value;

use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_spend_says_which_lots_paid_and_why,
    more_than_there_is_is_refused_whole,
    a_reversed_spend_goes_back_to_its_lots,
    every_answer_about_a_customer_carries_the_balance,
    the_ledger_tells_the_balance_of_any_past_instant,
    the_chain_of_entries_can_be_followed_page_by_page,
);

async fn a_spend_says_which_lots_paid_and_why(world: &World) {
    world.buy("c1", "direct-100", 3).await;
    world.grant("c1", "membership", 50).await;
    world.grant("c1", "promotional", 70).await;
    let spend = world.spend("c1", 200).await.ok();
    let parts: Vec<(&str, i64)> = spend["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| {
            (
                part["kind"].as_str().unwrap(),
                part["credits"].as_i64().unwrap(),
            )
        })
        .collect();
    // Membership ends in 30 days, promotional in 90, purchased in 365.
    assert_eq!(
        parts,
        [("membership", 50), ("promotional", 70), ("purchased", 80)]
    );
    assert_eq!(spend["balance"], 220);
    assert!(
        spend["parts"][0]["why"]
            .as_str()
            .unwrap()
            .contains("2026-05-09T00:00:00+09:00"),
        "{spend}"
    );
}

async fn more_than_there_is_is_refused_whole(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let refused = world
        .spend("c1", 11)
        .await
        .refused(402, "insufficient_credits");
    assert!(
        refused["detail"].as_str().unwrap().contains("10 available"),
        "{refused}"
    );
    assert_eq!(world.balance("c1").await, 10);
    world.spend("c1", 10).await.ok();
    assert_eq!(world.balance("c1").await, 0);
}

async fn a_reversed_spend_goes_back_to_its_lots(world: &World) {
    world.grant("c1", "membership", 50).await;
    world.grant("c1", "promotional", 70).await;
    let spend = world.spend("c1", 100).await.ok();
    let path = format!("/v1/spends/{}/reverse", id_of(&spend));
    let reversed = world
        .gateway()
        .post(Role::Service, &path, &Value::Null)
        .await
        .ok();
    assert_eq!(reversed["balance"], 120, "{reversed}");
    let mut remaining: Vec<i64> = world
        .lots("c1")
        .await
        .iter()
        .map(|lot| lot["remaining"].as_i64().unwrap())
        .collect();
    // Ids of one millisecond are unordered when two tasks write.
    remaining.sort_unstable();
    assert_eq!(remaining, [50, 70]);
    world
        .gateway()
        .post(Role::Service, &path, &Value::Null)
        .await
        .refused(409, "spend_already_reversed");
}

async fn every_answer_about_a_customer_carries_the_balance(world: &World) {
    world.grant("c1", "promotional", 100).await;
    for path in ["balance", "lots", "entries"] {
        let answer = world
            .gateway()
            .get(Role::Service, &format!("/v1/customers/c1/{path}"))
            .await;
        assert_eq!(answer.header("credits-balance"), Some("100"), "{path}");
    }
    let spend = world.spend("c1", 1).await;
    assert_eq!(spend.header("credits-balance"), Some("99"));
}

async fn the_ledger_tells_the_balance_of_any_past_instant(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let first = world.now();
    world.pass(TimeDelta::hours(1));
    world.spend("c1", 30).await.ok();
    world.pass(TimeDelta::hours(1));
    world.spend("c1", 20).await.ok();
    for (at, available) in [
        (first, 100),
        (first + TimeDelta::minutes(90), 70),
        (world.now(), 50),
    ] {
        let at = domain::calendar::rfc3339_seoul(at).replace('+', "%2B");
        let path = format!("/v1/customers/c1/balance?at={at}");
        assert_eq!(
            world.gateway().get(Role::Support, &path).await.ok()["available"],
            available,
            "{at}"
        );
    }
}

async fn the_chain_of_entries_can_be_followed_page_by_page(world: &World) {
    world.grant("c1", "promotional", 100).await;
    for _ in 0..5 {
        world.spend("c1", 1).await.ok();
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/customers/c1/entries?limit=4{cursor}");
        let page = world.gateway().get(Role::Support, &path).await.ok();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["seq"].as_i64().unwrap()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, (1..=6).collect::<Vec<i64>>());
}
