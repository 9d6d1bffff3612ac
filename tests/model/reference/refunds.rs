//! Refunds: credits leave with the request, and come back where the money does not go.

use super::{Model, Refund, Said};
use crate::calendar::{after_business_days, day_of, midnight};

/// Business days until the money must be on its way (E-Commerce Act, art. 18(2)).
const DUE_BUSINESS_DAYS: i64 = 3;

impl Model {
    pub(crate) fn request(
        &mut self,
        who: usize,
        payment: usize,
        quote: usize,
        (by_hand, account): (bool, Option<usize>),
    ) -> Said {
        if self.payments[payment].who != who {
            return Err("NoPayment".to_owned());
        }
        self.set_off(who);
        let asked = self.quotes[quote].clone();
        if asked.payment != payment {
            return Err("QuoteOfOther".to_owned());
        }
        if self.now >= asked.expires_at && self.held_quote != Some(quote) {
            return Err("QuoteExpired".to_owned());
        }
        let of_payment = || {
            self.refunds
                .iter()
                .filter(|refund| refund.payment == payment)
        };
        if of_payment().any(Refund::is_open) {
            return Err("RefundOpen".to_owned());
        }
        if of_payment().any(|refund| refund.quote == quote && refund.state != "declined") {
            return Err("QuoteUsed".to_owned());
        }
        let verdict = self.assess(payment, asked.wish)?;
        if verdict.basis == "refused" {
            return Err("NotRefundable".to_owned());
        }
        if (verdict.won, verdict.credits) != (asked.won, asked.credits) {
            return Err("QuoteStale".to_owned());
        }
        // A period that begins at 00:00 counts its first day, for the seller (Civil Act art. 157).
        let asked_at = asked.wish.asked_at.unwrap_or(self.now);
        let begins = if midnight(day_of(asked_at)) == asked_at {
            asked_at - 1
        } else {
            asked_at
        };
        let lot = &mut self.lots[self.payments[payment].lot];
        lot.remaining -= verdict.credits;
        lot.refunded += verdict.credits;
        self.payments[payment].in_flight += verdict.won;
        self.moved(who);
        self.follow_bonus(payment);
        self.refunds.push(Refund {
            who,
            payment,
            quote,
            won: verdict.won,
            credits: verdict.credits,
            state: if by_hand { "by_hand" } else { "requested" },
            sent: false,
            due_at: after_business_days(begins, DUE_BUSINESS_DAYS),
            account,
        });
        Ok(self.refund_in_words(self.refunds.len() - 1))
    }

    pub(crate) fn refund_in_words(&self, refund: usize) -> String {
        let it = &self.refunds[refund];
        format!(
            "refund {refund}: {} won for {} credits, {}",
            it.won, it.credits, it.state
        )
    }

    pub(crate) fn submit(&mut self, refund: usize) -> Said {
        let it = &mut self.refunds[refund];
        match it.state {
            "requested" => (it.state, it.sent) = ("sent", true),
            "sent" => {}
            _ => return Err("RefundNotOpen".to_owned()),
        }
        Ok(self.refund_in_words(refund))
    }

    /// The money went. One whose transfer came back needs another account first.
    pub(crate) fn succeed(&mut self, refund: usize) -> Said {
        let it = &mut self.refunds[refund];
        if it.state == "bounced" {
            return Err("RefundNotOpen".to_owned());
        }
        if it.is_open() {
            let (who, won) = (it.who, it.won);
            let payment = &mut self.payments[it.payment];
            payment.in_flight -= won;
            payment.refunded += won;
            it.state = "succeeded";
            self.moved(who);
        }
        Ok(self.refund_in_words(refund))
    }

    /// The money did not go. A refund that was asked for in time stays owed where its credits have ended since, and
    /// nobody else gave the money.
    pub(crate) fn decline(&mut self, refund: usize) -> Said {
        let it = self.refunds[refund].clone();
        if !it.is_open() {
            return Ok(self.refund_in_words(refund));
        }
        let paid = &self.payments[it.payment];
        let left = (paid.won - paid.refunded).max(0) - paid.outside;
        let at = paid.lot;
        if matches!(it.state, "by_hand" | "bounced") {
            if left > 0 {
                self.open_customer(it.who)?;
            }
        } else if !self.lots[at].is_live(self.now) && it.won <= left.max(0) {
            (self.refunds[refund].state, self.refunds[refund].sent) = ("by_hand", false);
            return Ok(self.refund_in_words(refund));
        }
        self.lots[at].refunded -= it.credits;
        self.lots[at].remaining += it.credits;
        self.payments[it.payment].in_flight -= it.won;
        self.refunds[refund].state = "declined";
        self.moved(it.who);
        self.revoke(it.payment);
        let mut back = self.undo_debt(at, it.credits.min(self.lots[at].remaining));
        back.push((at, it.credits));
        self.settle_back(it.who, &back);
        Ok(self.refund_in_words(refund))
    }
}
