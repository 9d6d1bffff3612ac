//! The same in the files of Kakao Pay and Naver Pay, which are sent by HTTP and compared by that.

use serde_json::{Value, json};

use super::{
    super::{EACH, all_explained},
    foreign, ten_of,
};
use crate::{reconciliation::always, support::world::World};

/// The tests of one provider.
macro_rules! of_provider {
    ($provider:literal: $($name:ident),+ $(,)?) => {
        use crate::support::world::World;

        both_engines!($($name),+);

        $(async fn $name(world: &World) {
            super::$name(world, $provider).await;
        })+
    };
    ($provider:literal) => {
        of_provider!(
            $provider:
            what_a_file_has_and_nobody_made_is_missing_here,
            what_a_file_lacks_is_missing_there,
            what_a_file_has_short_is_another_amount,
            what_a_file_dates_days_before_is_another_day,
            what_a_file_has_twice_is_a_duplicate,
            a_wrong_fee_in_a_file_is_found_and_the_corrected_file_closes_it,
            a_fee_above_the_agreed_one_in_a_file_is_found,
            a_wrong_vat_in_a_file_is_found_and_the_corrected_file_closes_it,
            what_went_back_and_a_file_takes_nothing_off_for_is_another_state,
            what_a_file_has_under_a_foreign_payment_ends_no_comparison,
        );
    };
}

mod kakaopay {
    of_provider!("kakaopay");
}

mod naverpay {
    of_provider!("naverpay");
}

/// The file of the day before yesterday under a fault, sent. The answer, and the comparison of its one day.
async fn sent(world: &World, provider: &str, fault: &str) -> Value {
    let day = world.today();
    world.pass_days(2);
    world.faults(provider, always(fault, "lookup")).await;
    let text = world.settlement_file(provider, day).await;
    let (answer, mut runs) = world.settle_by_file(provider, &text).await;
    assert_eq!((&answer["unread"], runs.len()), (&json!(0), 1), "{answer}");
    runs.remove(0)
}

async fn seeded(world: &World, provider: &str, fault: &str) -> Value {
    world.sell(provider, EACH).await;
    sent(world, provider, fault).await
}

async fn what_a_file_has_and_nobody_made_is_missing_here(world: &World, provider: &str) {
    let run = seeded(world, provider, "settlement_row_made_up").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "missing_here", &run).await;
}

/// The file ends after its first row.
async fn what_a_file_lacks_is_missing_there(world: &World, provider: &str) {
    world.sell(provider, EACH + 1).await;
    let day = world.today();
    world.pass_days(2);
    let text = world.settlement_file(provider, day).await;
    let first = super::super::cut_after_first_row(&text);
    let (answer, runs) = world.settle_by_file(provider, &first).await;
    assert_eq!(answer["added"], json!(1), "{answer}");
    assert_eq!(
        (&runs[0]["rows"], &runs[0]["explained"]),
        (&json!(EACH + 1), &json!(1)),
        "{runs:?}"
    );
    ten_of(world, "missing_there", &runs[0]).await;
    // The whole file came a day later.
    let text = world.settlement_file(provider, day).await;
    let (_, runs) = world.settle_by_file(provider, &text).await;
    assert!(all_explained(&runs[0]), "{runs:?}");
}

async fn what_a_file_has_short_is_another_amount(world: &World, provider: &str) {
    let run = seeded(world, provider, "settlement_short").await;
    ten_of(world, "amount", &run).await;
}

async fn what_a_file_dates_days_before_is_another_day(world: &World, provider: &str) {
    let sold = world.today();
    let run = seeded(world, provider, "settlement_day_wrong").await;
    assert_eq!(run["day"], json!(sold - chrono::Days::new(2)), "{run}");
    ten_of(world, "day", &run).await;
}

async fn what_a_file_has_twice_is_a_duplicate(world: &World, provider: &str) {
    let run = seeded(world, provider, "settlement_row_doubled").await;
    assert_eq!(run["explained_parts"], 50_000, "{run}");
    ten_of(world, "duplicate", &run).await;
}

async fn corrected(world: &World, provider: &str, (fault, kind): (&str, &str)) {
    let run = seeded(world, provider, fault).await;
    ten_of(world, kind, &run).await;
    world.faults(provider, json!([])).await;
    let day = run["day"].as_str().unwrap().parse().unwrap();
    let text = world.settlement_file(provider, day).await;
    let (answer, runs) = world.settle_by_file(provider, &text).await;
    assert_eq!(
        (&answer["added"], &answer["known"]),
        (&json!(0), &json!(EACH)),
        "{answer}"
    );
    assert!(all_explained(&runs[0]), "{runs:?}");
    let agreed =
        format!("SELECT COUNT(*) FROM discrepancies WHERE state = 'agreed' AND kind = '{kind}'");
    assert_eq!(world.database.number(&agreed).await, EACH);
}

async fn a_wrong_fee_in_a_file_is_found_and_the_corrected_file_closes_it(
    world: &World,
    provider: &str,
) {
    corrected(world, provider, ("settlement_fee_wrong", "fee")).await;
}

async fn a_fee_above_the_agreed_one_in_a_file_is_found(world: &World, provider: &str) {
    corrected(world, provider, ("settlement_fee_high", "fee")).await;
}

async fn a_wrong_vat_in_a_file_is_found_and_the_corrected_file_closes_it(
    world: &World,
    provider: &str,
) {
    corrected(world, provider, ("settlement_vat_wrong", "vat")).await;
}

async fn what_went_back_and_a_file_takes_nothing_off_for_is_another_state(
    world: &World,
    provider: &str,
) {
    for payment in world.sell(provider, EACH).await {
        world.refund(&payment).await;
    }
    let run = sent(world, provider, "settlement_cancel_missing").await;
    assert_eq!(run["rows"], 2 * EACH, "{run}");
    ten_of(world, "status", &run).await;
}

async fn what_a_file_has_under_a_foreign_payment_ends_no_comparison(world: &World, provider: &str) {
    let run = seeded(world, provider, "settlement_payment_wrong").await;
    foreign(world, &run).await;
}
