//! What the shop owes in credits: those that are live, by the month in which they end, and what was paid for them.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use domain::calendar::day_after_1970;

use crate::store::figures::Live;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// The month that ends first is the first.
    pub months: Vec<OfMonth>,
    /// Whether there were too many lots for the last of them.
    pub partial: bool,
}

/// Credits whose last day is in one month.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct OfMonth {
    pub year: i32,
    pub month: u32,
    /// Of lots that were paid for.
    pub sold: i64,
    /// Of others.
    pub given: i64,
    /// What was paid for the sold ones that are left, rounded down for lots of one price and day.
    pub won: i64,
}

impl Owed {
    /// All months together.
    pub fn sum(&self) -> OfMonth {
        let mut sum = OfMonth::default();
        for of in &self.months {
            sum.sold += of.sold;
            sum.given += of.given;
            sum.won = sum.won.saturating_add(of.won);
        }
        sum
    }
}

pub(super) fn of(live: &[Live], partial: bool) -> Owed {
    let mut months: BTreeMap<(i32, u32), OfMonth> = BTreeMap::new();
    for some in live {
        let Some(day) = day_after_1970(some.day) else {
            continue;
        };
        let (year, month) = (day.year(), day.month());
        let of = months.entry((year, month)).or_insert_with(|| OfMonth {
            year,
            month,
            ..OfMonth::default()
        });
        match some.price {
            Some(price) => {
                of.sold += some.credits;
                of.won += share(price, some.credits, some.granted);
            }
            None => of.given += some.credits,
        }
    }
    Owed {
        months: months.into_values().collect(),
        partial,
    }
}

/// The part of a price that these of its credits are worth.
fn share(price: i64, credits: i64, granted: i64) -> i64 {
    let whole = i128::from(price) * i128::from(credits);
    let share = whole.checked_div(i128::from(granted)).unwrap_or_default();
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::kind::Kind;

    use super::{OfMonth, of};
    use crate::store::figures::Live;

    #[test]
    fn credits_stand_in_the_month_of_their_last_day_with_what_was_paid_for_them() {
        let live = |date: (i32, u32, u32), price, granted, credits| {
            let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
            Live {
                kind: Kind::Purchased,
                day: (date - NaiveDate::default()).num_days(),
                price,
                granted,
                credits,
                lots: 1,
            }
        };
        let owed = of(
            &[
                live((2026, 12, 31), Some(9_900), 1_000, 333),
                live((2026, 12, 1), None, 500, 500),
                live((2027, 1, 1), Some(100_000_000_000_000), 3, 2),
            ],
            true,
        );
        assert!(owed.partial);
        let december = OfMonth {
            year: 2026,
            month: 12,
            sold: 333,
            given: 500,
            won: 3_296,
        };
        assert_eq!(owed.months[0], december);
        assert_eq!(owed.months[1].won, 66_666_666_666_666);
    }
}
