//! Ten of each kind of difference are seeded in the lists of movements of Toss and Naver Pay, found, and named. Kakao Pay has no list:
//! its payments are looked up one by one.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::always;
use crate::support::world::World;

/// So many of each kind are seeded.
const EACH: i64 = 10;

/// The tests of one provider.
macro_rules! of_provider {
    ($provider:literal: $($name:ident),+ $(,)?) => {
        use crate::support::world::World;

        both_engines!(.without_workers(): $($name),+);

        $(async fn $name(world: &World) {
            super::$name(world, $provider).await;
        })+
    };
    ($provider:literal) => {
        of_provider!(
            $provider:
            what_is_listed_and_nobody_made_is_missing_here,
            what_is_not_listed_is_missing_there,
            what_is_listed_short_is_another_amount,
            what_is_listed_days_before_is_another_day,
            what_is_listed_twice_is_a_duplicate,
            what_is_listed_in_an_unknown_state_is_another_state,
            what_is_listed_under_a_foreign_payment_ends_no_comparison,
        );
    };
}

mod toss {
    of_provider!("toss");
}

mod naverpay {
    of_provider!("naverpay");
}

/// Sells ten times, and compares the list of that day under a fault.
async fn seeded(world: &World, provider: &str, fault: &str) -> Value {
    let day = sold(world, provider, fault).await;
    world.reconcile(provider, day).await
}

/// Sells ten times, and has the list wrong from then on. The day.
async fn sold(world: &World, provider: &str, fault: &str) -> NaiveDate {
    world.sell(provider, EACH).await;
    let day = world.today();
    world.pass_days(2);
    world.faults(provider, always(fault, "lookup")).await;
    day
}

/// Whether exactly ten of that kind were found, and no other, each told once.
async fn ten_of(world: &World, kind: &str, run: &Value) {
    ten_among(world, kind, EACH, run).await;
}

/// The same where there are so many of any kind.
async fn ten_among(world: &World, kind: &str, of_any: i64, run: &Value) {
    assert_eq!(run["state"], "finished", "{run}");
    let all = "SELECT COUNT(*) FROM discrepancies WHERE state = 'open' AND source = 'movements'";
    let of_kind = format!("{all} AND kind = '{kind}'");
    let found = (
        world.database.number(&of_kind).await,
        world.database.number(all).await,
    );
    assert_eq!(found, (EACH, of_any), "{kind}: {run}");
    assert_eq!(run["open"], of_any, "{run}");
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'discrepancy.found'";
    assert_eq!(
        world.database.number(told).await,
        of_any,
        "each is told once"
    );
}

async fn what_is_listed_and_nobody_made_is_missing_here(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_row_made_up").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "missing_here", &run).await;
}

async fn what_is_not_listed_is_missing_there(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_row_missing").await;
    assert_eq!(run["explained_parts"], 0, "{run}");
    ten_of(world, "missing_there", &run).await;
    // The list lagged.
    world.faults(provider, json!([])).await;
    let day = run["day"].as_str().unwrap().parse().unwrap();
    let run = world.reconcile(provider, day).await;
    assert_eq!(super::result(&run), (EACH, 100_000, 0), "{run}");
}

async fn what_is_listed_short_is_another_amount(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_short").await;
    ten_of(world, "amount", &run).await;
}

/// The rows are dated two days before the sale: they are found on the day that they name.
async fn what_is_listed_days_before_is_another_day(world: &World, provider: &str) {
    let day = sold(world, provider, "list_day_wrong").await;
    let run = world.reconcile(provider, day - Days::new(1)).await;
    assert_eq!(super::result(&run), (0, 100_000, 0), "{run}");
    let run = world.reconcile(provider, day - Days::new(2)).await;
    ten_of(world, "day", &run).await;
}

async fn what_is_listed_twice_is_a_duplicate(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_row_doubled").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "duplicate", &run).await;
}

/// A row of which nobody knows what it says may be the payment: it is one difference, and the payment is not another.
async fn what_is_listed_in_an_unknown_state_is_another_state(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_state_wrong").await;
    ten_of(world, "status", &run).await;
}

/// The provider answers that it knows no payment of that name. The row differs, and so does the payment that no row names.
async fn what_is_listed_under_a_foreign_payment_ends_no_comparison(world: &World, provider: &str) {
    let run = seeded(world, provider, "list_payment_wrong").await;
    for kind in ["duplicate", "missing_there"] {
        ten_among(world, kind, 2 * EACH, &run).await;
    }
}
