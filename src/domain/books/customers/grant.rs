//! Credits that are given without a payment.

use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs},
    calendar::{Rollover, ends_at},
    command::Change,
    effects::AuditAct,
    event::{CreditsGranted, Event},
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    ledger::{self, Account, Act},
    lot::{Lot, NewLot},
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.payments.extend(self.bonus_of);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Lot, Refusal> {
        let (customer, kind, credits, bonus_of, reason) = (
            &self.customer,
            self.kind,
            self.credits,
            self.bonus_of,
            &self.reason,
        );
        books.open_customer(customer)?;
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
        let new = NewLot {
            id: LotId::new(books.now, books.entropy),
            customer: customer.clone(),
            kind,
            policy: (policy.version.clone(), policy.hash.clone()),
            granted: credits,
            acquired_at: books.now,
            expires_at: ends_at(books.now, validity, Rollover::None, &books.rules.holidays)?,
        };
        let lot = Lot {
            bonus_of,
            reason: Some(reason.to_owned()),
            ..Lot::from(new)
        };
        let lines = [ledger::credits(
            Some(lot.id),
            Account::Issued,
            Account::Available,
            credits,
        )];
        books.add_lot(lot.clone())?;
        books.post(customer, Act::Grant, lot.id.to_string(), &lines);
        books.act(
            by,
            AuditAct::CreditsGrant,
            lot.id.to_string(),
            format!("{credits} {kind}: {reason}"),
        );
        books.event(Event::CreditsGranted(CreditsGranted {
            customer_id: customer.clone(),
            lot_id: lot.id,
            kind,
            credits,
            payment_id: bonus_of,
            expires_at: lot.expires_at,
        }));
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
