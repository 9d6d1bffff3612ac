//! Grants, and the booking of expiry.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    approval::Request,
    command::{Change, Expired, of_customer},
    effects::AuditAct,
    event::{CreditsGranted, Event, LotExpired},
    id::{CustomerId, PaymentId},
    kind::Kind,
    ledger::{self, Act},
    lot::{Bucket, Lot},
    money::Credits,
    refusal::Refusal,
};

/// Gives promotional or membership credits, with the validity of the policy in force.
#[derive(Debug, Clone)]
pub struct GrantCredits {
    pub customer: CustomerId,
    pub kind: Kind,
    pub credits: Credits,
    /// The purchase that promotional credits belong to.
    pub bonus_of: Option<PaymentId>,
    pub reason: String,
}

impl Change for GrantCredits {
    type Answer = Lot;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.extend(self.bonus_of);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Lot, Refusal> {
        let (customer, kind, credits) = (&self.customer, self.kind, self.credits);
        let (bonus_of, reason) = (self.bonus_of, &self.reason);
        books.active_customer(customer)?;
        if let Some(payment) = bonus_of {
            books.payment(customer, payment)?;
            if kind != Kind::Promotional {
                return Err(Refusal::BonusIsPromotional(kind));
            }
        }
        if credits.is_zero() {
            return Err(Refusal::NoCredits);
        }
        let policy = books.rules.policies.current(books.now);
        let validity = match kind {
            Kind::Promotional => policy.validity.promotional.period,
            Kind::Membership => policy.validity.membership.period,
            Kind::Purchased | Kind::Bulk => return Err(Refusal::KindIsPaid(kind)),
        };
        let policy = (policy.version.as_str(), policy.hash.as_str());
        let lot = Lot {
            bonus_of,
            reason: Some(reason.to_owned()),
            ..books.new_lot(customer, kind, credits, validity, policy)?
        };
        books.grant(lot.clone())?;
        let detail = format!("{credits} {kind}: {reason}");
        books.act(by, AuditAct::CreditsGrant, &lot.id, detail);
        if let Some(payment) = bonus_of {
            // A payment that already went back takes its bonus with it.
            books.follow_bonus(payment);
        }
        let left = books.rows.lots.get(&lot.id).map(|lot| lot.remaining);
        books.pay_debt_from(customer, &[(lot.id, left.unwrap_or(credits))]);
        let lot = books.rows.lots.get(&lot.id).cloned().unwrap_or(lot);
        Ok(lot)
    }

    fn request(&self) -> Option<Request> {
        Some(Request::Grant {
            kind: self.kind,
            credits: self.credits,
            bonus_of: self.bonus_of,
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, _: &Books<'_>) -> Option<i64> {
        Some(self.credits.get())
    }
}

/// Writes expiry that has already happened into the books: lots past their end, and holds that nobody captured.
#[derive(Debug, Clone)]
pub struct BookExpiry {
    pub customer: CustomerId,
}

impl Change for BookExpiry {
    type Answer = Expired;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.lapsed_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Expired, Refusal> {
        let customer = &self.customer;
        let holds = books.lapse_holds(customer);
        let ended: Vec<Lot> = books.lots_of(customer, |lot, now| {
            !lot.is_live(now) && !lot.remaining.is_zero()
        });
        for lot in &ended {
            let lines = [books.shift(lot.id, Bucket::Remaining, Bucket::Expired, lot.remaining)];
            books.post(customer, Act::Expire, &lot.id, &lines);
            books.event(Event::LotExpired(LotExpired {
                customer_id: customer.clone(),
                lot_id: lot.id,
                kind: lot.kind,
                credits: lot.remaining,
                expired_at: lot.expires_at,
            }));
        }
        let lots = i64::try_from(ended.len()).unwrap_or(i64::MAX);
        Ok(Expired { lots, holds })
    }
}

impl Books<'_> {
    /// Adds a lot that nobody paid for, with its posting and its event.
    pub(super) fn grant(&mut self, lot: Lot) -> Result<(), Refusal> {
        let lines = [ledger::issued(lot.id, lot.granted)];
        let granted = CreditsGranted {
            customer_id: lot.customer.clone(),
            lot_id: lot.id,
            kind: lot.kind,
            credits: lot.granted,
            payment_id: lot.bonus_of,
            expires_at: lot.expires_at,
        };
        let customer = lot.customer.clone();
        self.add_lot(lot)?;
        self.post(&customer, Act::Grant, &granted.lot_id, &lines);
        self.event(Event::CreditsGranted(granted));
        Ok(())
    }

    pub(super) fn lots_of(
        &self,
        customer: &CustomerId,
        which: impl Fn(&Lot, chrono::DateTime<chrono::Utc>) -> bool,
    ) -> Vec<Lot> {
        let order = self.in_order.get(customer).into_iter().flatten();
        order
            .filter_map(|(_, _, _, id)| self.rows.lots.get(id))
            .filter(|lot| which(lot, self.now))
            .cloned()
            .collect()
    }
}
