//! Debts: used credits whose money others took back. Whatever credits are there or come pay them at once, in the order
//! of spending (policy, decision on used credits whose payment is taken back).

use super::{Model, Said};

impl Model {
    /// Used credits of a payment are owed from now on.
    pub(crate) fn owe(&mut self, who: usize, payment: usize, credits: i64) {
        if credits == 0 {
            return;
        }
        self.customers[who].debt += credits;
        self.payments[payment].debt += credits;
        self.moved(who);
        self.set_off(who);
    }

    /// All that can be spent pays what is owed.
    pub(crate) fn set_off(&mut self, who: usize) {
        let all: Vec<(usize, i64)> = self
            .spendable(who)
            .iter()
            .map(|lot| (*lot, self.lots[*lot].remaining))
            .collect();
        self.pay_debt(who, &all);
    }

    /// What came to these lots pays what is owed.
    pub(crate) fn pay_debt(&mut self, who: usize, came: &[(usize, i64)]) {
        for (lot, credits) in came {
            let now = self.now;
            let debt = self.customers[who].debt;
            let it = &mut self.lots[*lot];
            let paid = debt.min(it.remaining).min(*credits);
            if paid == 0 || !it.is_live(now) {
                continue;
            }
            it.remaining -= paid;
            it.spent += paid;
            it.debt_paid += paid;
            self.customers[who].debt -= paid;
            self.lessen(who, paid, false);
            self.moved(who);
        }
    }

    /// The oldest payment's debt ends first.
    fn lessen(&mut self, who: usize, credits: i64, waived: bool) {
        let mut payments: Vec<usize> = (0..self.payments.len()).collect();
        payments.retain(|at| self.payments[*at].who == who);
        payments.sort_by_key(|at| (self.payments[*at].paid_at, *at));
        let mut left = credits;
        for at in payments {
            let payment = &mut self.payments[at];
            let part = payment.debt.min(left);
            payment.debt -= part;
            left -= part;
            if waived {
                payment.debt_waived += part;
            }
        }
        assert_eq!(left, 0, "every debt is of a payment");
    }

    pub(crate) fn waive(&mut self, who: usize, credits: Option<i64>) -> Said {
        let debt = self.customers[who].debt;
        let waived = credits.unwrap_or(debt);
        if debt == 0 {
            return Err("NoDebt".to_owned());
        }
        if waived == 0 {
            return Err("NoCredits".to_owned());
        }
        if waived > debt {
            return Err("WaiverAboveDebt".to_owned());
        }
        self.customers[who].debt -= waived;
        self.customers[who].debt_waived += waived;
        self.lessen(who, waived, true);
        self.moved(who);
        Ok(format!("waived {waived}, {} owed", debt - waived))
    }

    /// Credits that had been owed for a payment are not owed any more: first what is still owed, then what was waived,
    /// then what other lots paid, which they get back, the one that lives longest first. Returns what came back.
    pub(crate) fn forgive(&mut self, payment: usize, credits: i64) -> Vec<(usize, i64)> {
        let it = &mut self.payments[payment];
        let who = it.who;
        let owed = credits.min(it.debt);
        let waived = (credits - owed).min(it.debt_waived);
        it.debt -= owed;
        it.debt_waived -= waived;
        self.customers[who].debt -= owed;
        self.customers[who].debt_waived -= waived;
        let mut missing = credits - owed - waived;
        if credits > 0 {
            self.moved(who);
        }
        let mut returned = Vec::new();
        while missing > 0 {
            let payers = (0..self.lots.len())
                .filter(|lot| self.lots[*lot].who == who && self.lots[*lot].debt_paid > 0);
            let Some(lot) = payers.max_by_key(|lot| self.place(*lot)) else {
                break;
            };
            let now = self.now;
            let it = &mut self.lots[lot];
            let part = it.debt_paid.min(missing);
            it.debt_paid -= part;
            it.spent -= part;
            it.take_back(now, part);
            missing -= part;
            returned.push((lot, part));
        }
        let mut back = returned.clone();
        for (lot, part) in returned {
            back.extend(self.undo_debt(lot, part));
        }
        back
    }

    /// How many of the credits that came back to a lot go with money that others took of its payment.
    pub(crate) fn goes_with_money(&self, lot: usize, came: i64) -> i64 {
        let it = &self.lots[lot];
        it.payment.map_or(0, |payment| {
            let gone = self.payments[payment].credits_gone;
            (gone - it.revoked).min(came).max(0)
        })
    }

    /// Credits came back to a lot whose money others took. They go with that money now, and what was owed for them is
    /// not owed any more: who uses nothing owes nothing. Returns what came back to lots that had paid.
    pub(crate) fn undo_debt(&mut self, lot: usize, came: i64) -> Vec<(usize, i64)> {
        let Some(payment) = self.lots[lot].payment else {
            return Vec::new();
        };
        let undone = self.goes_with_money(lot, came);
        if undone == 0 {
            return Vec::new();
        }
        let it = &mut self.lots[lot];
        let paid = &mut self.payments[payment];
        let revoked = undone.min(it.remaining);
        it.remaining -= revoked;
        it.revoked += revoked;
        // What expired meanwhile does not go. It is only not owed any more.
        paid.credits_gone -= undone - revoked;
        self.forgive(payment, undone)
    }

    /// Credits are in these lots again: bonuses follow their purchases, and the rest pays what is owed.
    pub(crate) fn settle_back(&mut self, who: usize, back: &[(usize, i64)]) {
        for (lot, _) in back {
            match self.lots[*lot].payment {
                Some(payment) => self.follow_bonus(payment),
                None => self.settle_bonus(*lot),
            }
        }
        self.pay_debt(who, back);
    }
}
