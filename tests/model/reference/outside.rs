//! Money that others gave back takes its credits with it, and brings them back when it comes again.

use super::Model;

impl Model {
    /// Others have given back `total` won of a payment. What is unused goes, what was used is owed.
    pub(crate) fn taken_back(&mut self, payment: usize, total: i64) {
        let it = &mut self.payments[payment];
        let total = total.min(it.won);
        if total > it.outside {
            it.outside = total;
            let who = it.who;
            self.moved(who);
            self.revoke(payment);
        }
    }

    /// Credits that go with what others gave back, as far as our own refunds leave money for them.
    fn credits_to_go(&self, payment: usize) -> i64 {
        let it = &self.payments[payment];
        let covered = it.outside.min(it.won - it.refunded - it.in_flight);
        self.lots[it.lot].granted * covered / it.won
    }

    pub(crate) fn revoke(&mut self, payment: usize) {
        let target = self.credits_to_go(payment);
        let paid = &mut self.payments[payment];
        let lot = &mut self.lots[paid.lot];
        let owed_before = paid.credits_gone - lot.revoked;
        let revoked = (target - paid.credits_gone).max(0).min(lot.remaining);
        // Expired credits were of no use to anyone: they are not owed.
        let unused = lot.revoked + revoked + lot.expired;
        let owed = (target - unused).max(0).min(lot.spent + lot.held) - owed_before;
        let owed = owed.max(0);
        lot.remaining -= revoked;
        lot.revoked += revoked;
        paid.credits_gone += revoked + owed;
        let who = paid.who;
        if revoked + owed > 0 {
            self.moved(who);
        }
        self.follow_bonus(payment);
        self.owe(who, payment, owed);
    }

    /// Of what others had given back only `total` won are gone: the rest is here again, and its credits with it.
    pub(crate) fn paid_again(&mut self, payment: usize, total: i64) {
        let it = &mut self.payments[payment];
        it.outside = total;
        let (who, at) = (it.who, it.lot);
        self.moved(who);
        if self.customers[who].closed {
            return;
        }
        let target = self.credits_to_go(payment);
        let now = self.now;
        let (it, lot) = (&mut self.payments[payment], &mut self.lots[at]);
        let excess = (it.credits_gone - target).max(0);
        let paid_for = excess.min(it.credits_gone - lot.revoked);
        let restored = (excess - paid_for).min(lot.revoked);
        lot.revoked -= restored;
        lot.take_back(now, restored);
        it.credits_gone -= restored + paid_for;
        let mut back = vec![(at, restored)];
        back.extend(self.forgive(payment, paid_for));
        self.settle_back(who, &back);
    }

    /// What a provider that has given back `cancelled` won in all says of others: all that our refunds do not explain.
    pub(crate) fn of_others(&self, payment: usize, cancelled: i64) -> i64 {
        let it = &self.payments[payment];
        (cancelled - (it.refunded + it.in_flight - self.by_hand(payment))).max(0)
    }

    /// How much of a payment a person transfers or transferred: the provider knows nothing of it.
    pub(crate) fn by_hand(&self, payment: usize) -> i64 {
        let refunds = self
            .refunds
            .iter()
            .filter(|refund| refund.payment == payment);
        let by_hand = refunds.filter(|refund| {
            !refund.sent && matches!(refund.state, "by_hand" | "bounced" | "succeeded")
        });
        by_hand.map(|refund| refund.won).sum()
    }
}
