//! Lists of movements that lag, or leave one out.

use serde_json::{Value, json};

use super::World;

fn always(kind: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": "lookup"}])
}

/// The amounts that Toss lists of three days.
async fn listed(world: &World) -> Vec<i64> {
    let days = "startDate=2026-01-01T00:00:00&endDate=2026-01-04T00:00:00";
    let rows = world.get(&format!("/v1/transactions?{days}")).await.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["amount"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_list_can_leave_out_its_newest_row_and_lag_for_a_day() {
    let world = World::new();
    world.paid("order-0001", "CARD", 15_000).await;
    world.wait(60);
    world.paid("order-0002", "CARD", 20_000).await;
    assert_eq!(listed(&world).await, [15_000, 20_000]);
    world.set_faults("toss", always("row_unlisted")).await;
    assert_eq!(listed(&world).await, [15_000]);
    world.set_faults("toss", always("list_lags")).await;
    assert_eq!(listed(&world).await, [0; 0]);
    world.wait(23 * 60);
    assert_eq!(listed(&world).await, [15_000]);
    world.wait(60);
    assert_eq!(listed(&world).await, [15_000, 20_000]);
}

#[tokio::test]
async fn each_fault_of_a_row_makes_its_difference() {
    let world = World::new();
    world.paid("order-0001", "CARD", 15_000).await;
    for (kind, amounts) in [
        ("list_row_missing", &[][..]),
        ("list_row_doubled", &[15_000, 15_000]),
        ("list_row_made_up", &[15_000, 15_000]),
        ("list_short", &[14_990]),
        ("list_state_wrong", &[15_000]),
        ("list_payment_wrong", &[15_000]),
        // Two days before is before the time that is asked for.
        ("list_day_wrong", &[]),
    ] {
        world.set_faults("toss", always(kind)).await;
        assert_eq!(listed(&world).await, amounts, "{kind}");
    }
}
