//! Bonus credits that go with what went of their purchase.

use crate::{
    books::Books,
    event::{BonusChanged, Event},
    id::{LotId, PaymentId},
    ledger::Act,
    lot::{Bucket, Lot},
    money::Credits,
    payment::Payment,
};

impl Books<'_> {
    /// Makes the bonus lots of a payment follow its bought credits. The same share goes as went of the bought credits,
    /// and all of it once none of those are left unused.
    pub(in crate::books) fn follow_bonus(&mut self, id: PaymentId) {
        let bonus = self.bonus_of(id);
        if bonus.is_empty() {
            return;
        }
        let (payment, bought) = (self.known_payment(id), self.lot_of(id));
        for lot in bonus {
            let bonus_gone = gone(&payment, &bought, lot.granted);
            if bonus_gone != lot.bonus_gone {
                self.rows.lots.put(lot.id, Lot { bonus_gone, ..lot });
            }
            self.settle_bonus(lot.id);
        }
    }

    /// Credits came back to a lot. For a bonus lot, the credits that are due to go are taken. For a bought lot, its
    /// bonus is taken by share again, since there are unused credits.
    pub(in crate::books) fn bonus_after(&mut self, id: LotId) {
        let bought = self.rows.lots.get(&id).and_then(|lot| lot.payment);
        match bought {
            // A payment of which nothing went is not loaded: its bonus has nothing to follow.
            Some(payment) if self.rows.payments.get(&payment).is_some() => {
                self.follow_bonus(payment);
            }
            Some(_) => {}
            None => self.settle_bonus(id),
        }
    }

    /// Takes the credits of a bonus that are due to go and are there, or gives back those that went in excess.
    fn settle_bonus(&mut self, id: LotId) {
        let Some(lot) = self
            .rows
            .lots
            .get(&id)
            .filter(|lot| lot.bonus_of.is_some())
            .cloned()
        else {
            return;
        };
        let (take, back) = (
            lot.bonus_to_revoke(),
            lot.revoked.minus_or_zero(lot.bonus_gone),
        );
        if !take.is_zero() {
            let lines = [self.shift(id, Bucket::Remaining, Bucket::Revoked, take)];
            self.post(&lot.customer, Act::BonusRevoke, id.to_string(), &lines);
        }
        if !back.is_zero() {
            let lines = [self.give_back(id, Bucket::Revoked, back)];
            self.post(&lot.customer, Act::BonusRestore, id.to_string(), &lines);
        }
        if !take.is_zero() || !back.is_zero() {
            self.event(Event::BonusChanged(BonusChanged {
                customer_id: lot.customer.clone(),
                lot_id: id,
                payment_id: lot.bonus_of,
                credits_revoked: take,
                credits_restored: back,
            }));
        }
        if !back.is_zero() {
            self.pay_debt_from(&lot.customer, &[(id, back)]);
        }
    }

    pub(super) fn bonus_of(&self, id: PaymentId) -> Vec<Lot> {
        let mut lots: Vec<Lot> = self
            .rows
            .lots
            .values()
            .filter(|lot| lot.bonus_of == Some(id))
            .cloned()
            .collect();
        lots.sort_by_key(Lot::spending_key);
        lots
    }
}

/// How many of `bonus` credits go, given the share of the payment and its bought credits that went.
pub(super) fn gone(payment: &Payment, bought: &Lot, bonus: Credits) -> Credits {
    let went = bought
        .refunded
        .plus(payment.credits_revoked)
        .unwrap_or(bought.granted);
    if went.is_zero() && payment.cancelled_outside.is_zero() {
        return Credits::ZERO;
    }
    if bought.remaining.is_zero() && bought.held.is_zero() {
        return bonus;
    }
    bonus
        .share_floor(went.min(bought.granted).get(), bought.granted.get())
        .unwrap_or(bonus)
}
