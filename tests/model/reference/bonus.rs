//! A bonus is never paid out, and goes with its purchase (policy, decision on bonus lots).

use super::Model;

impl Model {
    /// The bonus lots of a payment, in the order of spending.
    pub(crate) fn bonus_lots(&self, payment: usize) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).collect();
        lots.retain(|lot| self.lots[*lot].bonus_of == Some(payment));
        lots.sort_by_key(|lot| self.place(*lot));
        lots
    }

    /// How many credits of a bonus go, when `more` of the bought ones go now: the share that went of the bought ones,
    /// rounded down, and all once none of those are unused.
    pub(crate) fn share_of_bonus(&self, payment: usize, bonus: i64, more: i64) -> i64 {
        let paid = &self.payments[payment];
        let bought = &self.lots[paid.lot];
        let went = bought.refunded + more + paid.credits_gone;
        if went == 0 && paid.outside == 0 {
            0
        } else if bought.remaining - more == 0 && bought.held == 0 {
            bonus
        } else {
            bonus * went.min(bought.granted) / bought.granted
        }
    }

    /// What of each bonus of a payment goes when `more` of the bought credits do, by lot.
    pub(crate) fn bonus_that_goes(&self, payment: usize, more: i64) -> Vec<(usize, i64)> {
        let goes = |lot: usize| {
            let bonus = &self.lots[lot];
            let gone = self.share_of_bonus(payment, bonus.granted, more);
            (lot, (gone - bonus.revoked).max(0).min(bonus.remaining))
        };
        self.bonus_lots(payment).into_iter().map(goes).collect()
    }

    /// Takes what is due to go of the bonus and is there, or gives back what went too far.
    pub(crate) fn follow_bonus(&mut self, payment: usize) {
        for lot in self.bonus_lots(payment) {
            self.lots[lot].bonus_gone = self.share_of_bonus(payment, self.lots[lot].granted, 0);
            self.settle_bonus(lot);
        }
    }

    pub(crate) fn settle_bonus(&mut self, lot: usize) {
        let now = self.now;
        let it = &mut self.lots[lot];
        if it.bonus_of.is_none() {
            return;
        }
        let take = (it.bonus_gone - it.revoked).max(0).min(it.remaining);
        let back = (it.revoked - it.bonus_gone).max(0);
        it.remaining -= take;
        it.revoked += take;
        it.revoked -= back;
        it.take_back(now, back);
        let who = it.who;
        if take + back > 0 {
            self.moved(who);
        }
        if back > 0 {
            self.pay_debt(who, &[(lot, back)]);
        }
    }
}
