//! What customers and sellers are told: that a balance is low, that credits end soon, and that a version of the policy
//! takes something away.

use super::{Model, Said};
use crate::{
    calendar::{DAY, midnight_of},
    rules::POLICIES,
};

/// A balance that fell below a threshold.
#[derive(Debug, Clone)]
pub(crate) struct Low {
    pub who: usize,
    pub threshold: i64,
    pub before: i64,
    pub after: i64,
}

/// A notice of a lot's end, so many days before.
#[derive(Debug, Clone)]
pub(crate) struct EndNotice {
    pub lot: usize,
    pub days: i64,
    pub outcome: &'static str,
}

/// A notice of a version of the policy.
#[derive(Debug, Clone)]
pub(crate) struct PolicyNotice {
    pub who: usize,
    pub policy: usize,
}

/// The days before a lot's end on which a seller tells of it.
pub(crate) const NOTICE_DAYS: [i64; 3] = [30, 7, 1];

impl Model {
    /// What a customer has not used yet. Lots whose end no sweep has written down count.
    fn in_the_books(&self, who: usize) -> i64 {
        let own = self.lots.iter().filter(|lot| lot.who == who);
        own.map(|lot| lot.remaining).sum()
    }

    /// All thresholds of a customer, in the place of those before.
    pub(crate) fn set_thresholds(&mut self, who: usize, thresholds: &[i64]) -> Said {
        self.open_customer(who)?;
        self.customers[who].thresholds = thresholds.to_vec();
        Ok(self.customer_in_words(who))
    }

    pub(crate) fn customer_in_words(&self, who: usize) -> String {
        let it = &self.customers[who];
        let state = match (it.closed, it.frozen) {
            (true, _) => "closed",
            (false, true) => "frozen",
            (false, false) => "open",
        };
        format!("customer is {state}, {} owed", it.debt)
    }

    /// After something was done: each threshold that a balance has fallen below, the highest first. A closing does not
    /// count.
    pub(crate) fn tell_of_low_balances(&mut self, before: &Self) {
        for who in 0..self.customers.len() {
            let it = &self.customers[who];
            let (was, is) = (before.in_the_books(who), self.in_the_books(who));
            if it.closed {
                continue;
            }
            let mut thresholds = it.thresholds.clone();
            thresholds.sort_unstable();
            for threshold in thresholds.into_iter().rev() {
                if was >= threshold && is < threshold {
                    let (before, after) = (was, is);
                    self.lows.push(Low {
                        who,
                        threshold,
                        before,
                        after,
                    });
                    self.happened.push("a balance is low");
                }
            }
        }
    }

    /// Settles the notices of a lot that are due. Of several only the one nearest to the end is sent, and none after one
    /// that is nearer. None is due that would have come before the lot.
    pub(crate) fn tell_of_end(&mut self, lot: usize) -> String {
        let it = &self.lots[lot];
        let mut due: Vec<i64> = Vec::new();
        for days in NOTICE_DAYS {
            let at = it.expires_at - days * DAY;
            let settled = |known: &EndNotice| known.lot == lot && known.days == days;
            let is_due = it.acquired_at < at && at <= self.now;
            if is_due && !self.end_notices.iter().any(settled) {
                due.push(days);
            }
        }
        if !it.is_live(self.now) || it.remaining == 0 {
            due.clear();
        }
        let sent = |known: &EndNotice| known.lot == lot && known.outcome == "sent";
        let sent = self.end_notices.iter().filter(|known| sent(known));
        let nearest_sent = sent.map(|known| known.days).min();
        for days in &due {
            let nearer = due.iter().any(|other| other < days);
            let outcome = if nearer || nearest_sent.is_some_and(|sent| sent < *days) {
                "overtaken"
            } else {
                "sent"
            };
            self.end_notices.push(EndNotice {
                lot,
                days: *days,
                outcome,
            });
        }
        let it = &self.lots[lot];
        format!("lot {lot}: {} of {} remaining", it.remaining, it.granted)
    }

    /// Tells a customer of a version that takes something away: once, while it is announced, and where there are credits
    /// that it could touch. Those of a contract have terms of their own.
    pub(crate) fn tell_of_policy(&mut self, who: usize, policy: usize) -> String {
        let midnight = |(year, month, day)| midnight_of(year, month, day);
        let announced = POLICIES[policy]
            .announced
            .is_some_and(|(from, until)| (midnight(from)..midnight(until)).contains(&self.now));
        let told = |known: &PolicyNotice| known.who == who && known.policy == policy;
        let touched = self.lots.iter().any(|lot| {
            let some = lot.remaining + lot.held > 0;
            lot.who == who && lot.is_live(self.now) && some && lot.policy < POLICIES.len()
        });
        if announced && touched && !self.policy_notices.iter().any(told) {
            self.policy_notices.push(PolicyNotice { who, policy });
            self.happened.push("a customer is told of a version");
        }
        self.customer_in_words(who)
    }

    pub(crate) fn notice_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.lows.iter().enumerate() {
            lines.push(format!(
                "low {at}: of {}, below {}, from {} to {}",
                it.who, it.threshold, it.before, it.after
            ));
        }
        for (at, it) in self.end_notices.iter().enumerate() {
            let (who, lot) = (self.lots[it.lot].who, Some(it.lot));
            lines.push(format!(
                "end notice {at}: of {who}, lot {lot:?}, {} days, {}",
                it.days, it.outcome
            ));
        }
        for (at, it) in self.policy_notices.iter().enumerate() {
            lines.push(format!(
                "policy notice {at}: of {}, {}",
                it.who, POLICIES[it.policy].version
            ));
        }
    }
}
