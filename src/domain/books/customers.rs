//! Grants, and the booking of expiry.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    approval::Request,
    calendar::{Rollover, ends_at},
    command::{Change, Expired},
    effects::AuditAct,
    event::{CreditsGranted, Event, LotExpired},
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    ledger::{self, Account, Act},
    lot::{Bucket, Lot, NewLot},
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

/// Writes expiry that has already happened into the books: lots past their end, and holds that nobody captured.
#[derive(Debug, Clone)]
pub struct BookExpiry {
    pub customer: CustomerId,
}

impl Change for BookExpiry {
    type Answer = Expired;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.lapsed_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Expired, Refusal> {
        Ok(books.expire(&self.customer))
    }
}

impl Books<'_> {
    /// Books expiry that has already happened: lots past their end are emptied, and holds past theirs are released.
    fn expire(&mut self, customer: &CustomerId) -> Expired {
        let holds = self.lapse_holds(customer);
        let ended: Vec<Lot> = self.lots_of(customer, |lot, now| {
            !lot.is_live(now) && !lot.remaining.is_zero()
        });
        for lot in &ended {
            let lines = [self.shift(lot.id, Bucket::Remaining, Bucket::Expired, lot.remaining)];
            self.post(customer, Act::Expire, lot.id.to_string(), &lines);
            self.event(Event::LotExpired(LotExpired {
                customer_id: customer.clone(),
                lot_id: lot.id,
                kind: lot.kind,
                credits: lot.remaining,
                expired_at: lot.expires_at,
            }));
        }
        Expired {
            lots: count(&ended),
            holds,
        }
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

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}
