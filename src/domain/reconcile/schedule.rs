//! When a day is compared: some days later, and again, because lists lag and money is given back late.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::{calendar::in_seoul, kind::ProviderId};

/// Most comparisons of one day: each asks for the provider's whole list.
const SWEEPS_MAX: usize = 8;
/// The latest comparison, in days: a year and a month. No provider is asked for older lists.
const SWEEP_AFTER_MAX: u64 = 400;
/// The hour of Seoul from which on a day's comparisons are made: the maintenance of banks (23:30 to 00:35) and of providers
/// (02:00 to 04:00) is over, and the shop's day has not begun.
const SWEPT_FROM_HOUR: i64 = 5;

/// After how many days a day is compared, ascending. Empty: never by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepDays(Vec<u64>);

impl Default for SweepDays {
    /// On the next day; on the day after, for rows that lagged; after a week, for what took a weekend or a long holiday; and on
    /// day 40, for what people mend late at a provider's console.
    fn default() -> Self {
        Self(vec![1, 2, 7, 40])
    }
}

impl SweepDays {
    /// The last comparison of `day` that is due at `now`, by the instant from which on it is.
    pub fn last_due(&self, day: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let due = |after: &u64| {
            let on = day.checked_add_days(Days::new(*after))?;
            Some(in_seoul(on.and_hms_opt(0, 0, 0)?)? + TimeDelta::hours(SWEPT_FROM_HOUR))
        };
        let due = self.0.iter().filter_map(due);
        due.filter(|at| *at <= now).max()
    }

    /// Those of them from `days` on: what is reported late is not compared before.
    #[must_use]
    pub fn not_before(&self, days: u64) -> Self {
        let later = self.0.iter().copied().filter(|after| *after >= days);
        Self(later.collect())
    }

    /// How many days back one may be due: nothing is made up for after the last.
    pub fn days_back(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }
}

impl fmt::Display for SweepDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<String> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&days.join(","))
    }
}

impl FromStr for SweepDays {
    type Err = String;

    /// Reads `1,2,7,40`. Nothing at all is never.
    ///
    /// # Errors
    /// The rule that the text breaks.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut days: Vec<u64> = Vec::new();
        let parts = text.split(',').map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let day = part.parse().ok();
            let day = day.filter(|day| (1..=SWEEP_AFTER_MAX).contains(day));
            let day = day.ok_or_else(|| {
                format!("`{part}` is not a number of days, 1 to {SWEEP_AFTER_MAX}")
            })?;
            if days.last().is_some_and(|last| *last >= day) {
                return Err(format!("`{text}` is not ascending, each day once"));
            }
            days.push(day);
        }
        if days.len() > SWEEPS_MAX {
            return Err(format!("`{text}` has more than {SWEEPS_MAX} days"));
        }
        Ok(Self(days))
    }
}

/// The days of all providers, and of those that have their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SweepSchedule {
    all: SweepDays,
    own: BTreeMap<ProviderId, SweepDays>,
}

impl SweepSchedule {
    /// The days of a provider.
    pub fn of(&self, provider: &ProviderId) -> &SweepDays {
        self.own.get(provider).unwrap_or(&self.all)
    }
}

impl fmt::Display for SweepSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all.fmt(f)?;
        let mut own = self.own.iter();
        own.try_for_each(|(provider, days)| write!(f, ";{}={days}", provider.as_str()))
    }
}

impl FromStr for SweepSchedule {
    type Err = String;

    /// Reads `1,2,7,40;kakaopay=1,2`: the days of all, and those of a provider.
    ///
    /// # Errors
    /// The rule that the text breaks.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut schedule = Self {
            all: SweepDays(Vec::new()),
            own: BTreeMap::new(),
        };
        for part in text.split(';') {
            match part.split_once('=') {
                None => schedule.all = part.parse()?,
                Some((provider, days)) => {
                    let provider = ProviderId::try_from(provider.trim().to_owned());
                    let provider = provider.map_err(|error| error.to_string())?;
                    schedule.own.insert(provider, days.parse()?);
                }
            }
        }
        Ok(schedule)
    }
}
