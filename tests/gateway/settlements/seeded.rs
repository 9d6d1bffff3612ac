//! Ten of each kind of difference are seeded, found, and named: in the report of Toss here, in the files of Kakao Pay and Naver Pay
//! in `files`.

mod files;

use serde_json::Value;

use super::{EACH, all_explained};
use crate::{reconciliation::always, support::world::World};

both_engines!(
    what_is_settled_and_nobody_made_is_missing_here,
    what_is_not_settled_is_missing_there,
    what_is_settled_short_is_another_amount,
    what_is_dated_days_before_is_another_day,
    what_is_settled_twice_is_a_duplicate,
    a_wrong_fee_is_found_and_its_correction_closes_it,
    a_fee_above_the_agreed_one_is_found,
    a_wrong_vat_is_found_and_its_correction_closes_it,
    what_went_back_and_is_paid_out_in_full_is_another_state,
    what_is_settled_under_a_foreign_payment_ends_no_comparison,
);

/// Sells ten times, and compares the settlement of that day under a fault.
async fn seeded(world: &World, fault: &str) -> Value {
    world.sell("toss", EACH).await;
    let day = world.today();
    world.pass_days(2);
    world.faults("toss", always(fault, "lookup")).await;
    world.settle("toss", day).await
}

/// Whether exactly ten of that kind were found, and no other.
async fn ten_of(world: &World, kind: &str, run: &Value) {
    assert_eq!(world.open_of(kind).await, (EACH, EACH), "{kind}: {run}");
    assert_eq!(run["open"], EACH, "{run}");
    assert_ne!(run["explained_parts"], 100_000, "{run}");
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'discrepancy.found'";
    assert_eq!(world.database.number(told).await, EACH, "each is told once");
}

async fn what_is_settled_and_nobody_made_is_missing_here(world: &World) {
    let run = seeded(world, "settlement_row_made_up").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "missing_here", &run).await;
}

async fn what_is_not_settled_is_missing_there(world: &World) {
    let run = seeded(world, "settlement_row_missing").await;
    assert_eq!(run["explained_parts"], 0, "{run}");
    ten_of(world, "missing_there", &run).await;
    // It was late.
    world.faults("toss", serde_json::json!([])).await;
    let day = run["day"].as_str().unwrap().parse().unwrap();
    let run = world.settle("toss", day).await;
    assert!(all_explained(&run), "{run}");
}

async fn what_is_settled_short_is_another_amount(world: &World) {
    let run = seeded(world, "settlement_short").await;
    ten_of(world, "amount", &run).await;
}

/// The day after next is compared while the rows are dated two days before the sale: they are found on the day that they name.
async fn what_is_dated_days_before_is_another_day(world: &World) {
    let run = seeded(world, "settlement_day_wrong").await;
    assert_eq!(run["rows"], 0, "it is settled, under another day: {run}");
    let day: chrono::NaiveDate = run["day"].as_str().unwrap().parse().unwrap();
    let run = world.settle("toss", day - chrono::Days::new(2)).await;
    ten_of(world, "day", &run).await;
}

async fn what_is_settled_twice_is_a_duplicate(world: &World) {
    let run = seeded(world, "settlement_row_doubled").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "duplicate", &run).await;
}

async fn corrected(world: &World, run: &Value, kind: &str) {
    ten_of(world, kind, run).await;
    world.faults("toss", serde_json::json!([])).await;
    let day = run["day"].as_str().unwrap().parse().unwrap();
    let run = world.settle("toss", day).await;
    assert!(all_explained(&run), "{run}");
    let agreed =
        format!("SELECT COUNT(*) FROM discrepancies WHERE state = 'agreed' AND kind = '{kind}'");
    assert_eq!(world.database.number(&agreed).await, EACH);
}

async fn a_wrong_fee_is_found_and_its_correction_closes_it(world: &World) {
    let run = seeded(world, "settlement_fee_wrong").await;
    corrected(world, &run, "fee").await;
}

async fn a_fee_above_the_agreed_one_is_found(world: &World) {
    let run = seeded(world, "settlement_fee_high").await;
    corrected(world, &run, "fee").await;
}

async fn a_wrong_vat_is_found_and_its_correction_closes_it(world: &World) {
    let run = seeded(world, "settlement_vat_wrong").await;
    corrected(world, &run, "vat").await;
}

async fn what_went_back_and_is_paid_out_in_full_is_another_state(world: &World) {
    for payment in world.sell("toss", EACH).await {
        world.refund(&payment).await;
    }
    let day = world.today();
    world.pass_days(2);
    let fault = always("settlement_cancel_missing", "lookup");
    world.faults("toss", fault).await;
    let run = world.settle("toss", day).await;
    assert_eq!(run["rows"], 2 * EACH, "{run}");
    ten_of(world, "status", &run).await;
}

/// The provider answers that it knows no payment of that name. The row differs, and so does the payment that no row names.
async fn what_is_settled_under_a_foreign_payment_ends_no_comparison(world: &World) {
    let run = seeded(world, "settlement_payment_wrong").await;
    foreign(world, &run).await;
}

/// Whether ten rows of payments that nobody made were found, and the ten payments that no row names.
async fn foreign(world: &World, run: &Value) {
    assert_eq!(run["state"], "finished", "{run}");
    for kind in ["duplicate", "missing_there"] {
        assert_eq!(world.open_of(kind).await, (EACH, 2 * EACH), "{kind}: {run}");
    }
    assert_eq!(run["open"], 2 * EACH, "{run}");
}
