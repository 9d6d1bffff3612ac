//! Lists that lag or leave a row out, rows of other systems, and cancels that nobody reports.

use chrono::TimeDelta;
use serde_json::json;

use super::{always, result};
use crate::support::{
    buyer::wallet_order,
    plan::Plan,
    world::{TOSS_KEY, World},
};

both_engines!(
    .without_workers():
    a_cancel_at_the_console_on_day_40_is_seen,
    a_list_that_lags_differs_for_a_day_and_then_agrees,
    a_movement_that_is_listed_on_the_next_day_agrees,
);

async fn a_cancel_at_the_console_on_day_40_is_seen(world: &World) {
    let lost = always("webhook_lost", "webhook");
    world.faults("toss", lost).await;
    for provider in ["toss", "naverpay"] {
        if provider == "toss" {
            world.buy(provider, "direct-1000", 1).await;
        } else {
            let order = world.open_order(&wallet_order(provider, provider)).await;
            world.pay(&order).await;
        }
        world.pass_days(40);
        let books = world.sandbox_books().await;
        let key = &books[provider]["payments"][0]["payment_key"];
        let path = format!("/{provider}/console/cancel");
        world.at_provider(&path, &json!({"paymentKey": key})).await;
        assert_eq!(world.balance(provider).await, 1_000, "nobody told us");
        world.pass_days(1);
        let run = world.reconcile_yesterday(provider).await;
        assert_eq!(result(&run), (1, 100_000, 0), "{run}");
        assert_eq!(
            world.balance(provider).await,
            0,
            "the credits go with the money"
        );
    }
}

async fn a_list_that_lags_differs_for_a_day_and_then_agrees(world: &World) {
    world.pass(TimeDelta::hours(11));
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    world.pay(&order).await;
    let day = world.today();
    world.pass(TimeDelta::hours(12));
    world
        .faults("naverpay", always("list_lags", "lookup"))
        .await;
    let run = world.reconcile("naverpay", day).await;
    assert_eq!(result(&run), (1, 0, 1), "{run}");
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (&found["kind"], &found["state"]),
        (&json!("missing_there"), &json!("open"))
    );
    assert_eq!(found["our_amount"], order["amount"]);

    world.pass_days(1);
    let run = world.reconcile("naverpay", day).await;
    assert_eq!(result(&run), (1, 100_000, 0), "{run}");
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (&found["state"], &found["closed_by"]),
        (&json!("agreed"), &json!("worker"))
    );
    assert_eq!(found["reason"], "both sides agree by now");

    // A row that is gone from the list again is a difference again.
    world
        .faults("naverpay", always("row_unlisted", "lookup"))
        .await;
    let run = world.reconcile("naverpay", day).await;
    assert_eq!(result(&run), (1, 0, 1), "{run}");
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (&found["state"], &found["closed_by"]),
        (&json!("open"), &json!(null))
    );
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'discrepancy.found'";
    assert_eq!(world.database.number(told).await, 2, "once for each time");
}

/// Ours is paid a moment before midnight; the list of the day after has it.
async fn a_movement_that_is_listed_on_the_next_day_agrees(world: &World) {
    world.set("2026-04-08T23:59:58+09:00");
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    world.pay(&order).await;
    world.set("2026-04-10T06:00:00+09:00");
    for (day, rows) in [("2026-04-08", 1), ("2026-04-09", 0)] {
        let run = world.reconcile("naverpay", day.parse().unwrap()).await;
        assert_eq!(result(&run), (rows, 100_000, 0), "{run}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_other_systems() {
    for plan in [Plan::sqlite(), Plan::postgres()] {
        let plan = plan.without_workers().with_another("toss");
        plan.run(rows_of_other_systems_are_counted_and_no_difference)
            .await;
    }
}

/// Of another program on the same merchant account of Toss.
async fn rows_of_other_systems_are_counted_and_no_difference(world: &World) {
    let order = "MC42ODEwOTg1MjU2MTI4";
    let account = json!({"amount": 5_000, "orderId": order, "orderName": "x", "customerName": "y", "bank": "88"});
    let request = world
        .sandbox
        .bare(reqwest::Method::POST, "/toss/v1/virtual-accounts");
    let request = request.basic_auth(TOSS_KEY, Some("")).json(&account);
    crate::support::client::send(request).await.ok();
    world
        .at_provider("/toss/deposits", &json!({ "orderId": order }))
        .await;
    world.pass_days(1);
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(result(&run), (0, 100_000, 0), "{run}");
    assert_eq!(run["foreign"], 1, "{run}");
}
