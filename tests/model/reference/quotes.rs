//! Quotes: what goes back now for a payment, under which promise (policy, sections 7 and FAQ with their decisions).

use super::{Model, Quote, Said, Terms};
use crate::{
    calendar::{DAY, MINUTE, after_days_rolled, show},
    rules::current,
};

/// A quote can be named for a quarter of an hour.
pub(crate) const QUOTE_LIVES: i64 = 15 * MINUTE;

/// Support may date a request back so far.
const ASKED_BACK: i64 = 30 * DAY;

/// What a quote is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wish {
    /// All unused ones where it is not said.
    pub credits: Option<i64>,
    /// When the buyer asked, where that was before.
    pub asked_at: Option<i64>,
    /// Why the seller gives more than was promised.
    pub beyond: Option<&'static str>,
}

/// What the policy says of a wish.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub basis: &'static str,
    pub policy: usize,
    pub code: &'static str,
    pub until: Option<i64>,
    pub won: i64,
    pub credits: i64,
}

impl Model {
    pub(crate) fn assess(&self, payment: usize, wish: Wish) -> Result<Verdict, String> {
        let paid = &self.payments[payment];
        let lot = &self.lots[paid.lot];
        let live = lot.is_live(self.now);
        let mut unused = if live { lot.remaining } else { 0 };
        if let Some(credits) = wish.credits {
            if credits == 0 {
                return Err("NoCredits".to_owned());
            }
            if credits > unused && unused > 0 {
                return Err(format!("CreditsAboveUnused: {credits} of {unused}"));
            }
            unused = unused.min(credits);
        }
        // Of what was paid the share of all credits that went back, less the money that did: no won drifts.
        let share = paid.won * (lot.refunded + unused) / lot.granted;
        let won = (share - paid.refunded - paid.in_flight)
            .max(0)
            .min(paid.rest());
        let mut verdict = Verdict {
            basis: "refused",
            policy: paid.policy,
            code: "",
            until: None,
            won: 0,
            credits: 0,
        };
        if !live {
            verdict.code = "expired";
        } else if unused == 0 {
            verdict.code = "nothing_unused";
        } else if won == 0 {
            verdict.code = "nothing_left_to_pay";
        } else if lot.kind == "membership" {
            // Credits of a membership's month have no window.
            (verdict.basis, verdict.code) = match wish.beyond {
                Some("seller_fault") => ("seller_fault", "unused_seller_fault"),
                Some(_) => ("goodwill", "unused_goodwill"),
                None => ("refused", "membership"),
            };
        } else {
            self.by_window(&mut verdict, payment, wish);
        }
        if verdict.basis != "refused" {
            (verdict.won, verdict.credits) = (won, unused);
        }
        Ok(verdict)
    }

    /// The windows run from the later of payment and credits, and the better one of the version under which it was
    /// bought and the one in force counts.
    fn by_window(&self, verdict: &mut Verdict, payment: usize, wish: Wish) {
        let paid = &self.payments[payment];
        let from = paid.paid_at.max(self.lots[paid.lot].acquired_at);
        let better = |days: fn(&Terms) -> i64| {
            let end = |policy: usize| after_days_rolled(from, days(&self.terms(policy)));
            let (pinned, now) = (paid.policy, current(self.now));
            if end(now) > end(pinned) {
                (end(now), now)
            } else {
                (end(pinned), pinned)
            }
        };
        let by_right = better(|policy| policy.by_right);
        let through_support = better(|policy| policy.through_support);
        let asked_at = wish.asked_at.unwrap_or(self.now);
        let (basis, code, (until, policy)) = if asked_at < by_right.0 {
            ("by_right", "unused_by_right", by_right)
        } else if asked_at < through_support.0 {
            ("through_support", "unused_through_support", through_support)
        } else {
            match wish.beyond {
                Some("seller_fault") => ("seller_fault", "unused_seller_fault", through_support),
                Some(_) => ("goodwill", "unused_goodwill", through_support),
                None => ("refused", "window_closed", through_support),
            }
        };
        (verdict.basis, verdict.code, verdict.until, verdict.policy) =
            (basis, code, Some(until), policy);
    }

    pub(crate) fn quote(&mut self, who: usize, payment: usize, wish: Wish) -> Said {
        if self.payments[payment].who != who {
            return Err("NoPayment".to_owned());
        }
        self.set_off(who);
        let earliest = (self.now - ASKED_BACK).max(self.payments[payment].paid_at);
        if wish
            .asked_at
            .is_some_and(|at| at < earliest || at > self.now)
        {
            return Err("AskedOutOfBounds".to_owned());
        }
        let wish = Wish {
            asked_at: Some(wish.asked_at.unwrap_or(self.now)),
            ..wish
        };
        let verdict = self.assess(payment, wish)?;
        self.quotes.push(Quote {
            who,
            payment,
            wish,
            won: verdict.won,
            credits: verdict.credits,
            basis: verdict.basis,
            policy: verdict.policy,
            expires_at: self.now + QUOTE_LIVES,
        });
        let quote = self.quotes.len() - 1;
        Ok(format!(
            "quote {quote}: {}",
            self.quote_in_words(quote, &verdict)
        ))
    }

    fn quote_in_words(&self, quote: usize, verdict: &Verdict) -> String {
        let it = &self.quotes[quote];
        let paid = &self.payments[it.payment];
        let bought = &self.lots[paid.lot];
        let until = verdict.until.map_or("no window".to_owned(), show);
        let mut words = vec![format!(
            "{} won for {} credits, {}, policy {}, until {}; lot {} {}: {} of {}, {} not refundable, {} paid debts, {until}",
            it.won,
            it.credits,
            it.basis,
            self.terms(it.policy).version,
            show(it.expires_at),
            paid.lot,
            verdict.code,
            it.credits,
            bought.granted,
            bought.granted - it.credits,
            bought.debt_paid
        )];
        for (lot, goes) in self.bonus_that_goes(it.payment, it.credits) {
            let granted = self.lots[lot].granted;
            words.push(format!("lot {lot} bonus: {goes} of {granted} go"));
        }
        words.join("; ")
    }
}
