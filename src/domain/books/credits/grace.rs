//! Credits of a reversed use whose lot has ended meanwhile. The end of a lot never moves; a policy may give them a grace,
//! as promotional credits of their own ([`crate::policy::ReversalRules`]).

use crate::{
    books::Books,
    calendar::Period,
    canary,
    event::{CreditsGranted, Event},
    id::{CustomerId, LotId, PaymentId, SpendId},
    kind::Kind,
    ledger::{self, Act},
    lot::Lot,
    money::Credits,
    refusal::Refusal,
    spend::Part,
};

/// The beginning of the reason of a lot that was given in a grace.
const REASON: &str = "back from spend ";

/// Whether the lot was given in a grace. Such a lot has no grace itself: else credits would live as long as somebody
/// uses them and reverses it.
fn is_of_grace(lot: &Lot) -> bool {
    let reason = lot.reason.as_deref().unwrap_or_default();
    let given = reason.starts_with(REASON);
    lot.kind == Kind::Promotional && lot.payment.is_none() && canary!(GraceOnGrace, false, given)
}

impl Books<'_> {
    /// The parts of a reversed use that its policy gives a grace: those of lots that have ended.
    ///
    /// # Errors
    /// Where this gateway does not know the policy of a lot that has ended.
    pub(super) fn parts_in_grace(&self, parts: &[Part]) -> Result<Vec<(Lot, Period)>, Refusal> {
        let lots = parts
            .iter()
            .filter_map(|part| self.rows.lots.get(&part.lot));
        let ended = lots.filter(|lot| !lot.is_live(self.now) && !is_of_grace(lot));
        let mut found = Vec::new();
        for lot in ended {
            let grace = self.policy_of(lot)?.reversals.grace;
            if grace.count() > 0 {
                found.push((lot.clone(), grace));
            }
        }
        Ok(found)
    }

    /// Gives credits that expired with `ended` again, under the policy of that lot. Bought credits and those of a bonus
    /// come as a bonus of their purchase: they go when its money goes. They pay the customer's debt first, like all
    /// credits that come.
    ///
    /// The posting names the spend, and so does the reason: no other grant's posting names one.
    pub(super) fn grant_in_grace(
        &mut self,
        customer: &CustomerId,
        spend: SpendId,
        (ended, grace): &(Lot, Period),
        credits: Credits,
    ) -> Result<(), Refusal> {
        let policy = (ended.policy.as_str(), ended.policy_hash.as_str());
        let bonus_of = ended.bonus_of.or(self.untouched_payment(ended));
        let lot = Lot {
            bonus_of,
            reason: Some(format!("{REASON}{spend}: lot {} has ended", ended.id)),
            ..self.new_lot(customer, Kind::Promotional, credits, *grace, policy)?
        };
        let (id, expires_at) = (lot.id, lot.expires_at);
        self.add_lot(lot)?;
        self.post(customer, Act::Grant, &spend, &[ledger::issued(id, credits)]);
        self.event(Event::CreditsGranted(CreditsGranted {
            customer_id: customer.clone(),
            lot_id: id,
            kind: Kind::Promotional,
            credits,
            payment_id: bonus_of,
            expires_at,
        }));
        // A payment of which nothing went is not loaded: its bonus has nothing to follow.
        let payment = bonus_of.filter(|id| self.rows.payments.get(id).is_some());
        if let Some(payment) = payment {
            self.follow_bonus(payment);
        }
        self.pay_debt_from(customer, &[(id, credits)]);
        Ok(())
    }

    /// The payment that bought the lot, where nothing of it went. Where something did, the credits that come are those
    /// whose money stayed, and following the payment would take them at once.
    fn untouched_payment(&self, ended: &Lot) -> Option<PaymentId> {
        ended.payment.filter(|id| {
            let payment = self.rows.payments.get(id);
            payment.is_none_or(|payment| {
                payment.rest() == payment.amount && payment.credits_revoked.is_zero()
            })
        })
    }

    /// How many credits of a part came back to the customer's use: not those that go with money that others took.
    pub(super) fn came_unowed(part: &Part, undone: &[(LotId, Credits)]) -> Credits {
        let went = undone.iter().find(|(lot, _)| *lot == part.lot);
        let went = went.map_or(Credits::ZERO, |(_, credits)| *credits);
        canary!(
            GraceForMoneyGone,
            part.credits,
            part.credits.minus_or_zero(went)
        )
    }
}
