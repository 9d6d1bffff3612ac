//! The bonus lot of a purchase.

use crate::{
    books::Books,
    calendar::{Rollover, ends_at},
    event::{CreditsGranted, Event},
    id::{LotId, PaymentId},
    kind::Kind,
    ledger::{self, Account, Act},
    lot::{Lot, NewLot},
    money::Credits,
    order::Order,
    product::Bonus,
    refusal::Refusal,
};

impl Books<'_> {
    /// Mints the bonus of an order. Returns its lot and its credits.
    pub(in crate::books) fn mint_bonus(
        &mut self,
        order: &Order,
        payment: PaymentId,
        bonus: Bonus,
    ) -> Result<(LotId, Credits), Refusal> {
        let credits = bonus.credits;
        let new = NewLot {
            id: LotId::new(self.now, self.entropy),
            customer: order.customer.clone(),
            kind: Kind::Promotional,
            policy: (order.policy.clone(), order.policy_hash.clone()),
            granted: credits,
            acquired_at: self.now,
            expires_at: ends_at(
                self.now,
                bonus.validity,
                Rollover::None,
                &self.rules.holidays,
            )?,
        };
        let lot = Lot {
            bonus_of: Some(payment),
            reason: Some(format!("comes with order {}", order.id)),
            ..Lot::from(new)
        };
        let (id, expires_at) = (lot.id, lot.expires_at);
        let lines = [ledger::credits(
            Some(id),
            Account::Issued,
            Account::Available,
            credits,
        )];
        self.add_lot(lot)?;
        self.post(&order.customer, Act::Grant, id.to_string(), &lines);
        self.event(Event::CreditsGranted(CreditsGranted {
            customer_id: order.customer.clone(),
            lot_id: id,
            kind: Kind::Promotional,
            credits,
            payment_id: Some(payment),
            expires_at,
        }));
        Ok((id, credits))
    }
}
