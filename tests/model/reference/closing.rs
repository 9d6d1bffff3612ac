//! An account that is closed: what that loses is quoted first, and what goes back by right can be given back before.

use super::{ClosingQuote, Model, Said, Wish, quotes::QUOTE_LIVES};

/// A payment whose credits a closing would lose, or of which something could go back first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loss {
    pub payment: usize,
    pub credits: i64,
    pub won: i64,
    pub basis: &'static str,
}

impl Loss {
    pub(crate) fn is_by_right(&self) -> bool {
        self.basis == "by_right" && self.won > 0
    }
}

impl Model {
    /// What closing the account now would lose. Months that are due come first, and what is owed is paid.
    pub(crate) fn loss(&mut self, who: usize) -> Result<(i64, Vec<Loss>), String> {
        self.open_customer(who)?;
        if self.is_busy(who) {
            return Err("OpenBusiness".to_owned());
        }
        self.settle_months_of(who);
        self.set_off(who);
        let lots = self.spendable(who);
        let forfeited = lots.iter().map(|lot| self.lots[*lot].remaining).sum();
        let wish = Wish {
            credits: None,
            asked_at: None,
            beyond: None,
        };
        let mut losses = Vec::new();
        for payment in (0..self.payments.len()).filter(|at| self.payments[*at].who == who) {
            let verdict = self.assess(payment, wish)?;
            let lot = &self.lots[self.payments[payment].lot];
            let live = lot.is_live(self.now);
            let (credits, won) = (if live { lot.remaining } else { 0 }, verdict.won);
            let basis = verdict.basis;
            if credits > 0 || won > 0 {
                losses.push(Loss {
                    payment,
                    credits,
                    won,
                    basis,
                });
            }
        }
        Ok((forfeited, losses))
    }

    /// Something of this customer's is under way, or waits for a person.
    fn is_busy(&self, who: usize) -> bool {
        let order = |at: usize| &self.orders[at];
        let orders = self.orders.iter().any(|it| it.who == who && it.is_open());
        let holds = self.holds.iter();
        let holds = holds.filter(|it| it.who == who && it.state == "open");
        let refunds = self.refunds.iter();
        let refunds = refunds.filter(|it| it.who == who && it.is_open());
        let parked = self.contradictions.iter();
        let parked = parked.filter(|it| it.is_open() && it.holds_money());
        let parked = parked.filter(|it| order(it.order).who == who);
        let asked = self.approvals.iter();
        let asked = asked.filter(|it| it.who == who && it.waits(self.now));
        orders || holds.count() + refunds.count() + parked.count() + asked.count() > 0
    }

    pub(crate) fn quote_closing(&mut self, who: usize) -> Said {
        let expires_at = self.now + QUOTE_LIVES;
        self.closing_quote(who, expires_at)
    }

    fn closing_quote(&mut self, who: usize, expires_at: i64) -> Said {
        let (forfeited, losses) = self.loss(who)?;
        let it = ClosingQuote {
            who,
            forfeited,
            losses,
            debt: self.customers[who].debt,
            moves: self.customers[who].moves,
            expires_at,
        };
        let mut words = vec![format!(
            "closing loses {forfeited} credits, {} won could go back, {} owed",
            it.refundable(),
            it.debt
        )];
        for of in &it.losses {
            words.push(format!(
                "payment {}: {} credits, {} won {}",
                of.payment, of.credits, of.won, of.basis
            ));
        }
        self.closing_quotes.push(it);
        Ok(words.join("; "))
    }

    /// Refused where the quote does not hold any more. Returns what closing now would lose.
    fn quoted(&mut self, who: usize, quote: usize) -> Result<(i64, Vec<Loss>), String> {
        let (forfeited, losses) = self.loss(who)?;
        let it = &self.closing_quotes[quote];
        if self.now >= it.expires_at {
            return Err("ClosingQuoteExpired".to_owned());
        }
        let (debt, moves) = (self.customers[who].debt, self.customers[who].moves);
        let same = (it.who, it.forfeited, &it.losses, it.debt, it.moves)
            == (who, forfeited, &losses, debt, moves);
        if !same {
            return Err("ClosingQuoteStale".to_owned());
        }
        Ok((forfeited, losses))
    }

    /// The account is frozen until what goes back by right has gone. What is lost besides is confirmed before.
    pub(crate) fn begin_closing(&mut self, who: usize, quote: usize, confirmed: bool) -> Said {
        let (forfeited, losses) = self.quoted(who, quote)?;
        let mut given_back = 0;
        for of in losses.iter().filter(|of| of.is_by_right()) {
            let bonus = self.bonus_that_goes(of.payment, of.credits).into_iter();
            let bonus = bonus.filter(|(lot, _)| self.lots[*lot].is_live(self.now));
            given_back += of.credits + bonus.map(|(_, goes)| goes).sum::<i64>();
        }
        if forfeited > given_back && !confirmed {
            return Err("ForfeitNotConfirmed".to_owned());
        }
        if given_back > 0 {
            self.happened.push("a closing waits for its refunds");
        }
        self.customers[who].frozen = true;
        let expires_at = self.closing_quotes[quote].expires_at;
        self.closing_quote(who, expires_at)
    }

    pub(crate) fn close(&mut self, who: usize, quote: usize, confirmed: bool) -> Said {
        let (forfeited, _) = self.quoted(who, quote)?;
        if forfeited > 0 && !confirmed {
            return Err("ForfeitNotConfirmed".to_owned());
        }
        for lot in self.lots.iter_mut().filter(|lot| lot.who == who) {
            lot.expired += lot.remaining;
            lot.remaining = 0;
        }
        self.end_subscriptions_of(who);
        let it = &mut self.customers[who];
        if it.frozen {
            self.happened.push("a frozen account is closed");
        }
        (it.closed, it.frozen) = (true, false);
        Ok(format!("closed, {forfeited} credits forfeited"))
    }
}
