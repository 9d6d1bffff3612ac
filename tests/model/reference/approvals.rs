//! Acts beyond what a person may do alone. They are tried, taken back and written down, and done as they were asked for
//! once a second person approves. A refund is judged by the time at which it was asked for.

use std::sync::Arc;

use super::{Model, Said};
use crate::{acts::Deed, calendar::DAY};

/// How long an approval waits for a second person.
pub(crate) const APPROVAL_LIVES: i64 = 7 * DAY;

/// What needs a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limited {
    /// Its credits count.
    Grant(i64),
    /// The won that go back count, which are known once it was tried. It names a quote.
    Refund(usize),
    /// The won between a deposit and an order's price count.
    Match { deposit: usize, order: usize },
}

impl Limited {
    fn word(self) -> &'static str {
        match self {
            Self::Grant(_) => "grant",
            Self::Refund(_) => "refund",
            Self::Match { .. } => "deposit_match",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Approval {
    pub who: usize,
    pub what: Limited,
    pub deed: Arc<dyn Deed>,
    pub amount: i64,
    pub asked_at: i64,
    pub state: &'static str,
    /// Whether the second person asked for it, so that the first one decides.
    pub by_second: bool,
}

impl Approval {
    /// Exclusive.
    pub(crate) fn expires_at(&self) -> i64 {
        self.asked_at + APPROVAL_LIVES
    }

    pub(crate) fn waits(&self, now: i64) -> bool {
        self.state == "waiting" && now < self.expires_at()
    }
}

impl Model {
    /// Does what somebody asks for who may do `most` alone.
    pub(crate) fn up_to(
        &mut self,
        (who, by_second): (usize, bool),
        what: Limited,
        deed: &Arc<dyn Deed>,
        most: i64,
    ) -> Said {
        let before = self.clone();
        let said = deed.carry_out(self)?;
        let amount = self.amount_of(what);
        if amount <= most {
            return Ok(said);
        }
        *self = before;
        self.approvals.push(Approval {
            who,
            what,
            deed: deed.clone(),
            amount,
            asked_at: self.now,
            state: "waiting",
            by_second,
        });
        Ok(self.approval_in_words(self.approvals.len() - 1))
    }

    /// What was done just now, as it counts.
    fn amount_of(&self, what: Limited) -> i64 {
        match what {
            Limited::Grant(credits) => credits,
            Limited::Refund(_) => self.refunds.last().map_or(0, |refund| refund.won),
            Limited::Match { deposit, order } => {
                (self.deposits[deposit].told.won - self.orders[order].won).abs()
            }
        }
    }

    fn decidable(&self, who: usize, approval: usize, by_second: bool) -> Result<(), String> {
        let it = &self.approvals[approval];
        if it.who != who {
            return Err("NoApproval".to_owned());
        }
        if it.state != "waiting" {
            return Err("ApprovalSettled".to_owned());
        }
        if self.now >= it.expires_at() {
            return Err("ApprovalExpired".to_owned());
        }
        if it.by_second == by_second {
            return Err("OwnApproval".to_owned());
        }
        Ok(())
    }

    pub(crate) fn approve(&mut self, who: usize, approval: usize, by_second: bool) -> Said {
        self.decidable(who, approval, by_second)?;
        let it = self.approvals[approval].clone();
        if let Limited::Refund(quote) = it.what {
            if self.now >= self.quotes[quote].expires_at {
                self.happened.push("a refund is approved after its quote");
            }
            self.held_quote = Some(quote);
        }
        it.deed.carry_out(self)?;
        self.held_quote = None;
        if self.amount_of(it.what) != it.amount {
            return Err("ApprovalStale".to_owned());
        }
        self.approvals[approval].state = "approved";
        Ok(self.approval_in_words(approval))
    }

    pub(crate) fn reject(&mut self, who: usize, approval: usize, by_second: bool) -> Said {
        self.decidable(who, approval, by_second)?;
        self.approvals[approval].state = "rejected";
        Ok(self.approval_in_words(approval))
    }

    fn approval_in_words(&self, approval: usize) -> String {
        let it = &self.approvals[approval];
        let word = it.what.word();
        format!("approval {approval}: {word} of {}, {}", it.amount, it.state)
    }

    pub(crate) fn approval_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.approvals.iter().enumerate() {
            lines.push(format!(
                "approval {at}: of {}, {} of {}, {}, {} to {}",
                it.who,
                it.what.word(),
                it.amount,
                it.state,
                it.asked_at,
                it.expires_at()
            ));
        }
    }
}
