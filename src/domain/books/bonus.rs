//! Bonus credits belong to a purchase. They are never paid out, and the unused ones go with its refund (the policy's
//! decision on bonus lots).

use super::Books;
use crate::{
    canary,
    event::{BonusChanged, CreditsGranted, Event},
    id::{LotId, PaymentId},
    kind::Kind,
    ledger::{self, Act},
    lot::{Bucket, Lot},
    money::{Credits, Won},
    order::Order,
    payment::Payment,
    product::Bonus,
    refund::{QuoteCode, QuoteLine},
    refusal::Refusal,
};

impl Books<'_> {
    /// Mints the bonus of an order. Returns its lot and its credits.
    pub(super) fn mint_bonus(
        &mut self,
        order: &Order,
        payment: PaymentId,
        bonus: Bonus,
    ) -> Result<(LotId, Credits), Refusal> {
        let credits = bonus.credits;
        let policy = (order.policy.as_str(), order.policy_hash.as_str());
        let (customer, kind) = (&order.customer, Kind::Promotional);
        let lot = Lot {
            bonus_of: Some(payment),
            reason: Some(format!("comes with order {}", order.id)),
            ..self.new_lot(customer, kind, credits, bonus.validity, policy)?
        };
        let (id, expires_at) = (lot.id, lot.expires_at);
        let lines = [ledger::issued(id, credits)];
        self.add_lot(lot)?;
        self.post(customer, Act::Grant, &id, &lines);
        self.event(Event::CreditsGranted(CreditsGranted {
            customer_id: customer.clone(),
            lot_id: id,
            kind,
            credits,
            payment_id: Some(payment),
            expires_at,
        }));
        Ok((id, credits))
    }

    /// Makes the bonus lots of a payment follow its bought credits. The same share goes as went of the bought credits,
    /// and all of it once none of those are left unused.
    pub(super) fn follow_bonus(&mut self, id: PaymentId) {
        let bonus = self.bonus_of(id);
        if canary!(BonusKept, true, bonus.is_empty()) {
            return;
        }
        let (payment, bought) = (self.known_payment(id), self.lot_of(id));
        for lot in bonus {
            let bonus_gone = gone(&payment, &bought, lot.granted);
            if bonus_gone != lot.bonus_gone {
                self.rows.lots.put(Lot { bonus_gone, ..lot });
            }
            self.settle_bonus(lot.id);
        }
    }

    /// Credits came back to a lot. For a bonus lot, the credits that are due to go are taken. For a bought lot, its
    /// bonus is taken by share again, since there are unused credits.
    pub(super) fn bonus_after(&mut self, id: LotId) {
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
        let lot = self.rows.lots.get(&id).cloned();
        let Some(lot) = lot.filter(|lot| lot.bonus_of.is_some()) else {
            return;
        };
        let take = lot.bonus_to_revoke();
        let back = lot.revoked.minus_or_zero(lot.bonus_gone);
        if !take.is_zero() {
            let lines = [self.shift(id, Bucket::Remaining, Bucket::Revoked, take)];
            self.post(&lot.customer, Act::BonusRevoke, &id, &lines);
        }
        if !back.is_zero() {
            let lines = [self.give_back(id, Bucket::Revoked, back)];
            self.post(&lot.customer, Act::BonusRestore, &id, &lines);
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
        let all = self.rows.lots.values();
        let mut lots: Vec<Lot> = all
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

impl Books<'_> {
    /// The lines of a quote about the bonus: it brings nothing back, and its unused rest goes.
    pub(super) fn bonus_lines(&self, id: PaymentId, credits: Credits) -> Vec<QuoteLine> {
        let (payment, bought) = (self.known_payment(id), self.lot_of(id));
        // As if the refund had been made.
        let after = bought
            .moved(Bucket::Remaining, Bucket::Refunded, credits)
            .unwrap_or(bought);
        let line = |lot: Lot| {
            let bonus_gone = gone(&payment, &after, lot.granted);
            let lot = Lot { bonus_gone, ..lot };
            let goes = lot.bonus_to_revoke();
            let used = lot.spent.plus(lot.held).unwrap_or(lot.granted);
            QuoteLine {
                lot: lot.id,
                kind: lot.kind,
                granted: lot.granted,
                not_refundable: lot.granted,
                debt_paid: lot.debt_paid,
                credits: Credits::ZERO,
                amount: Won::ZERO,
                revoked: goes,
                window_until: None,
                code: QuoteCode::Bonus,
                why: format!(
                    "a bonus of the purchase is never paid out: {used} of its {} credits are used, and {goes} unused ones go with the refund",
                    lot.granted
                ),
            }
        };
        self.bonus_of(id).into_iter().map(line).collect()
    }
}
