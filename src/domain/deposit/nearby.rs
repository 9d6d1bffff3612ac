//! The search for deposits that may be of the same movement as a report.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Balance, Movement,
    source::Source,
    times::{MINUTE, NEAR, is_day, span},
};
use crate::money::Won;

/// The time around a report in which similar deposits are searched, both ways: a day for a report that knows only the
/// day, a day for the same balance.
const LOOKED_FOR_WITHIN: TimeDelta = TimeDelta::days(2);

/// The search for deposits that may be the same movement as a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearby {
    pub account: String,
    pub amount: Won,
    /// From the first to before the second.
    pub within: (DateTime<Utc>, DateTime<Utc>),
    /// The part of it in which the balance does not matter. Outside it a deposit counts with this balance, or when only
    /// its day is known.
    pub near: (DateTime<Utc>, DateTime<Utc>),
    pub balance: Option<Balance>,
    /// Deposits that the first feed reported itself are left out: it distinguishes its own.
    pub of_others: bool,
}

impl Nearby {
    pub fn of(report: &Movement) -> Self {
        let (from, until) = span(report.at);
        Self {
            account: report.account.clone(),
            amount: report.amount,
            within: (report.at - LOOKED_FOR_WITHIN, until + LOOKED_FOR_WITHIN),
            near: (from - MINUTE - NEAR, until + NEAR + MINUTE),
            balance: report.balance,
            of_others: report.source == Source::FEED,
        }
    }

    /// Whether a deposit must be loaded.
    pub fn covers(&self, movement: &Movement) -> bool {
        let inside = |(from, until)| movement.at >= from && movement.at < until;
        movement.amount == self.amount
            && inside(self.within)
            && (inside(self.near)
                || is_day(movement.at)
                || (self.balance.is_some() && movement.balance == self.balance))
            && !(self.of_others && movement.source == Source::FEED)
    }
}
