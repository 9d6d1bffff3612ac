//! Money in and back, by provider and Korean day.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{calendar::seoul, kind::ProviderId};

use crate::store::figures::{Money as Stored, Moved};

/// Days that are looked back, with today.
pub const DAYS: i64 = 30;

/// The money of some days, in won.
#[derive(Debug, PartialEq, Eq)]
pub struct Money {
    /// The first day; each of the others is a day later.
    pub first: NaiveDate,
    /// Who took the most first.
    pub providers: Vec<OfProvider>,
}

/// The money of one provider.
#[derive(Debug, PartialEq, Eq)]
pub struct OfProvider {
    pub provider: ProviderId,
    /// Of each day: what came in, and what went back.
    pub days: Vec<(i64, i64)>,
}

impl OfProvider {
    pub fn paid(&self) -> i64 {
        self.days.iter().map(|(paid, _)| paid).sum()
    }

    pub fn back(&self) -> i64 {
        self.days.iter().map(|(_, back)| back).sum()
    }
}

/// The last days up to that of `now`.
pub(super) fn of(stored: &Stored, now: DateTime<Utc>) -> Money {
    let first = seoul(now).date_naive() - TimeDelta::days(DAYS - 1);
    let first_day = (first - NaiveDate::default()).num_days();
    let empty = || vec![(0, 0); usize::try_from(DAYS).unwrap_or_default()];
    let mut found: BTreeMap<ProviderId, Vec<(i64, i64)>> = BTreeMap::new();
    let mut add = |moved: &Moved, is_back: bool| {
        let days = found.entry(moved.provider.clone()).or_insert_with(empty);
        let nth = usize::try_from(moved.day - first_day).ok();
        if let Some(day) = nth.and_then(|nth| days.get_mut(nth)) {
            let side = if is_back { &mut day.1 } else { &mut day.0 };
            *side += moved.won;
        }
    };
    stored.paid.iter().for_each(|moved| add(moved, false));
    let back = stored.back.iter().chain(&stored.taken_back);
    back.for_each(|moved| add(moved, true));
    let providers = found.into_iter();
    let providers = providers.map(|(provider, days)| OfProvider { provider, days });
    let mut providers: Vec<OfProvider> = providers.collect();
    providers.sort_by_key(|of| std::cmp::Reverse(of.paid()));
    Money { first, providers }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use domain::kind::ProviderId;

    use super::of;
    use crate::store::figures::{Money as Stored, Moved};

    #[test]
    fn money_stands_on_its_korean_day_and_goes_back_on_the_day_of_the_refund() {
        let now = DateTime::parse_from_rfc3339("2026-04-08T00:10:00+09:00").unwrap();
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let after_1970 = |date: NaiveDate| (date - NaiveDate::default()).num_days();
        let moved = |provider, date, won| Moved {
            provider: ProviderId::known(provider),
            day: after_1970(date),
            number: 1,
            won,
        };
        let stored = Stored {
            paid: vec![
                moved("toss", day(3, 10), 100),
                moved("toss", day(4, 7), 1_000),
                moved("toss", day(4, 8), 20),
                moved("bank", day(4, 8), 5_000),
                // Before the first of the thirty days.
                moved("toss", day(3, 9), 7),
            ],
            back: vec![moved("toss", day(4, 8), 400)],
            taken_back: vec![moved("toss", day(4, 8), 30)],
        };
        let money = of(&stored, now.to_utc());
        assert_eq!(money.first, day(3, 10));
        let names: Vec<_> = money
            .providers
            .iter()
            .map(|of| of.provider.as_str())
            .collect();
        assert_eq!(names, ["bank", "toss"], "who took the most is first");
        let toss = &money.providers[1];
        assert_eq!(toss.days.len(), 30);
        assert_eq!(
            (toss.days[0], toss.days[28], toss.days[29]),
            ((100, 0), (1_000, 0), (20, 430))
        );
        assert_eq!((toss.paid(), toss.back()), (1_120, 430));
    }
}
