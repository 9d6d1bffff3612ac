//! Lots: how they come, in which order they are spent, and what comes back to them.

use super::{Lives, Lot, Model, Part};
use crate::calendar::{after_days, after_months, show};

/// Promotional before membership before purchased; bulk is purchased (policy, section 4).
fn rank(kind: &str) -> i64 {
    match kind {
        "promotional" => 0,
        "membership" => 1,
        _ => 2,
    }
}

impl Lot {
    pub(crate) fn is_live(&self, now: i64) -> bool {
        now < self.expires_at
    }

    /// Credits come back to it: they expire at once where its time is over.
    pub(crate) fn take_back(&mut self, now: i64, credits: i64) {
        if self.is_live(now) {
            self.remaining += credits;
        } else {
            self.expired += credits;
        }
    }
}

impl Model {
    /// Mints a lot. `months` is for packages.
    pub(crate) fn mint(
        &mut self,
        who: usize,
        kind: &'static str,
        credits: i64,
        (policy, months): (usize, i64),
    ) -> usize {
        let terms = self.terms(policy);
        let expires_at = match kind {
            "promotional" => after_days(self.now, terms.policy.promotional),
            "membership" => after_days(self.now, terms.policy.membership),
            "purchased" => match terms.purchased {
                Lives::Days(days) => after_days(self.now, days),
                Lives::Months(months) => after_months(self.now, months),
            },
            _ => after_months(self.now, months),
        };
        self.lots.push(Lot {
            who,
            kind,
            payment: None,
            bonus_of: None,
            bonus_gone: 0,
            policy,
            granted: credits,
            remaining: credits,
            held: 0,
            spent: 0,
            refunded: 0,
            expired: 0,
            revoked: 0,
            debt_paid: 0,
            acquired_at: self.now,
            expires_at,
            of_grace: false,
        });
        self.moved(who);
        self.lots.len() - 1
    }

    /// The place of a lot in the order of spending.
    pub(crate) fn place(&self, lot: usize) -> (i64, i64, i64, usize) {
        let it = &self.lots[lot];
        (it.expires_at, rank(it.kind), it.acquired_at, lot)
    }

    /// The customer's lots that can be spent now, in the order of spending.
    pub(crate) fn spendable(&self, who: usize) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).collect();
        lots.retain(|lot| {
            let lot = &self.lots[*lot];
            lot.who == who && lot.is_live(self.now) && lot.remaining > 0
        });
        lots.sort_by_key(|lot| self.place(*lot));
        lots
    }

    /// Takes credits out of what remains, in the order of spending. Where they go is the caller's business.
    pub(crate) fn take(&mut self, who: usize, credits: i64) -> Result<Vec<Part>, String> {
        self.active_customer(who)?;
        if credits == 0 {
            return Err("NoCredits".to_owned());
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut missing = credits;
        let mut before = None;
        for lot in self.spendable(who) {
            let taken = missing.min(self.lots[lot].remaining);
            if taken > 0 {
                self.lots[lot].remaining -= taken;
                parts.push(Part {
                    lot,
                    credits: taken,
                    why: self.why(before, lot),
                });
            }
            missing -= taken;
            before = Some(lot);
        }
        if missing > 0 {
            let available = credits - missing;
            return Err(format!("InsufficientCredits: {credits} of {available}"));
        }
        self.moved(who);
        Ok(parts)
    }

    /// Why a lot comes after the one before it.
    fn why(&self, before: Option<usize>, lot: usize) -> String {
        let it = &self.lots[lot];
        let Some(earlier) = before.map(|lot| &self.lots[lot]) else {
            return format!("first to expire, at {}", show(it.expires_at));
        };
        if earlier.expires_at != it.expires_at {
            format!("next to expire, at {}", show(it.expires_at))
        } else if rank(earlier.kind) != rank(it.kind) {
            format!("same expiry: {} before {}", earlier.kind, it.kind)
        } else if earlier.acquired_at != it.acquired_at {
            "same expiry and rank: acquired later".to_owned()
        } else {
            "same expiry, rank and time: by id".to_owned()
        }
    }

    /// Used or held credits go back to the lots that they came from. Returns how many of each part went with money that
    /// others took.
    pub(crate) fn give_parts_back(
        &mut self,
        who: usize,
        parts: &[Part],
        from: fn(&mut Lot) -> &mut i64,
    ) -> Vec<i64> {
        for part in parts {
            let lot = &mut self.lots[part.lot];
            *from(lot) -= part.credits;
            lot.take_back(self.now, part.credits);
        }
        if !parts.is_empty() {
            self.moved(who);
        }
        let (mut back, mut went) = (Vec::new(), Vec::new());
        for part in parts {
            went.push(self.goes_with_money(part.lot, part.credits));
            back.extend(self.undo_debt(part.lot, part.credits));
        }
        back.extend(parts.iter().map(|part| (part.lot, part.credits)));
        self.settle_back(who, &back);
        went
    }

    /// Releases the customer's holds that nobody captured in time. Returns how many.
    pub(crate) fn lapse(&mut self, who: usize) -> usize {
        let mut count = 0;
        for at in 0..self.holds.len() {
            let hold = &self.holds[at];
            if hold.who == who && hold.state == "open" && hold.ends_at() <= self.now {
                let parts = hold.parts.clone();
                self.give_parts_back(who, &parts, |lot| &mut lot.held);
                self.holds[at].state = "lapsed";
                count += 1;
            }
        }
        count
    }

    /// Writes down what has expired. Returns how many lots and holds were over.
    pub(crate) fn sweep(&mut self, who: usize) -> (usize, usize) {
        let holds = self.lapse(who);
        let now = self.now;
        let mut lots = 0;
        for lot in &mut self.lots {
            if lot.who == who && !lot.is_live(now) && lot.remaining > 0 {
                lot.expired += lot.remaining;
                lot.remaining = 0;
                lots += 1;
            }
        }
        if lots > 0 {
            self.moved(who);
        }
        (lots, holds)
    }
}
