//! The schedule of look-ups of a payment: data, one schedule for each provider.

use chrono::{DateTime, Duration, Utc};

/// Days after a payment on which its provider is asked about it, as long as it may be taken back. They are close
/// together at first, when banks find their mistakes and buyers change their minds, and then rare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The first look-ups, in days after the payment, ascending.
    pub first_days: &'static [i64],
    /// The interval of the later look-ups, in days.
    pub every_days: i64,
    /// The day of the last look-up: the day after the provider's last for a refund.
    pub last_day: i64,
}

/// A bank finds its mistakes within days. The policy's longest window for refunds is 14 days (section 7 and its FAQ).
pub const FIRST_DAYS: &[i64] = &[1, 3, 8, 15];

/// For a provider whose terms say nothing: a card's cancel may fail a year after the payment (Toss Payments' guide).
pub const A_YEAR: Asking = Asking {
    first_days: FIRST_DAYS,
    // An unreported cancel is known within two weeks, for 25 look-ups a year.
    every_days: 14,
    last_day: 366,
};

impl Asking {
    /// For a provider that sends no webhooks: only a look-up shows a cancel at its console. It refunds for years, and
    /// the credits of a payment are valid for one at most, so four weeks between two look-ups are enough.
    pub const fn silent(last_day: i64) -> Self {
        Self {
            first_days: FIRST_DAYS,
            every_days: 28,
            last_day,
        }
    }

    /// The first look-up of a payment of `paid_at` that is due after `asked_at`. `None` after the last.
    pub fn next(&self, paid_at: DateTime<Utc>, asked_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let begun = self.first_days.last().copied().unwrap_or_default();
        let then = (1..).map(|turn| begun + turn * self.every_days.max(1));
        let days = self.first_days.iter().copied().chain(then);
        days.take_while(|day| *day < self.last_day)
            .chain([self.last_day])
            .map(|day| paid_at + Duration::days(day))
            .find(|due| *due > asked_at)
    }
}
