//! Grants, expiry written down, and closing an account.

use serde_json::json;

use super::Books;
use crate::{
    calendar::{Rollover, ends_at},
    command::Answer,
    customer::CustomerState,
    id::{CustomerId, LotId},
    kind::Kind,
    ledger::{self, Account, Act},
    lot::{Lot, Place},
    money::{Credits, Won},
    refusal::Refusal,
    spend::HoldState,
};

impl Books<'_> {
    /// Promotional and membership credits, with the validity of the policy in force.
    pub(super) fn grant(
        &mut self,
        customer: &CustomerId,
        kind: Kind,
        credits: Credits,
        reason: &str,
        by: &str,
    ) -> Result<Answer, Refusal> {
        self.open_customer(customer)?;
        if credits.is_zero() {
            return Err(Refusal::NoCredits);
        }
        let policy = self.rules.policies.current(self.now);
        let validity = match kind {
            Kind::Promotional => policy.validity.promotional.period,
            Kind::Membership => policy.validity.membership.period,
            Kind::Purchased | Kind::Bulk => return Err(Refusal::KindIsPaid(kind)),
        };
        let lot = Lot {
            id: LotId::new(self.now, self.entropy),
            customer: customer.clone(),
            kind,
            payment: None,
            reason: Some(reason.to_owned()),
            policy: policy.version.clone(),
            policy_hash: policy.hash.clone(),
            granted: credits,
            remaining: credits,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            refunded: Credits::ZERO,
            expired: Credits::ZERO,
            revoked: Credits::ZERO,
            debt_paid: Credits::ZERO,
            acquired_at: self.now,
            expires_at: ends_at(self.now, validity, Rollover::None, &self.rules.holidays)?,
        };
        let lines = ledger::credits(Some(lot.id), Account::Issued, Account::Available, credits);
        self.add_lot(lot.clone())?;
        self.post(customer, Act::Grant, lot.id.to_string(), &lines);
        self.act(
            by,
            "credits.grant",
            lot.id.to_string(),
            format!("{credits} {kind}: {reason}"),
        );
        self.event(
            "credits.granted",
            Some(customer),
            lot.id.to_string(),
            json!({
                "customer_id": customer, "lot_id": lot.id, "kind": kind, "credits": credits,
                "expires_at": crate::calendar::rfc3339_seoul(lot.expires_at),
            }),
        );
        self.pay_debt_from(customer, &[(lot.id, credits)]);
        let lot = self.lots.get(&lot.id).cloned().unwrap_or(lot);
        Ok(Answer::Lot(Box::new(lot)))
    }

    /// Writes down what has already happened: lots past their end hold nothing, holds past theirs give back.
    pub(super) fn expire(&mut self, customer: &CustomerId) -> Answer {
        let holds = self.lapse_holds(customer);
        let ended: Vec<Lot> = self.lots_of(customer, |lot, now| {
            !lot.is_live(now) && !lot.remaining.is_zero()
        });
        for lot in &ended {
            let lines = self.shift(lot.id, Place::Remaining, Place::Expired, lot.remaining);
            self.post(customer, Act::Expire, lot.id.to_string(), &lines);
            self.event("lot.expired", Some(customer), lot.id.to_string(), json!({
                "customer_id": customer, "lot_id": lot.id, "kind": lot.kind, "credits": lot.remaining,
                "expired_at": crate::calendar::rfc3339_seoul(lot.expires_at),
            }));
        }
        Answer::Expired {
            lots: count(&ended),
            holds,
        }
    }

    /// Closing forfeits what remains (credits policy, section 7). Nothing may be in the middle of
    /// something, and the forfeit must be confirmed.
    pub(super) fn close_customer(
        &mut self,
        customer: &CustomerId,
        confirm_forfeit: bool,
        by: &str,
    ) -> Result<Answer, Refusal> {
        let mut row = self.open_customer(customer)?;
        let what = self.open_business(customer);
        if !what.is_empty() {
            return Err(Refusal::OpenBusiness { what });
        }
        self.set_off(customer);
        let live = self.lots_of(customer, |lot, now| {
            lot.is_live(now) && !lot.remaining.is_zero()
        });
        let forfeited = live
            .iter()
            .try_fold(Credits::ZERO, |sum, lot| sum.plus(lot.remaining));
        let forfeited = forfeited.ok_or(Refusal::TooManyCredits)?;
        if !forfeited.is_zero() && !confirm_forfeit {
            return Err(Refusal::ForfeitNotConfirmed {
                forfeited,
                refundable: self.refundable_now(&live)?,
            });
        }
        for lot in self.lots_of(customer, |lot, _| !lot.remaining.is_zero()) {
            let lines = self.shift(lot.id, Place::Remaining, Place::Expired, lot.remaining);
            self.post(customer, Act::Forfeit, lot.id.to_string(), &lines);
        }
        row = super::Customer {
            state: CustomerState::Closed,
            closed_at: Some(self.now),
            ..self.customer(&row.id)
        };
        self.customers.put(customer.clone(), row.clone());
        self.act(
            by,
            "customer.close",
            customer.to_string(),
            format!("{forfeited} credits forfeited"),
        );
        self.event(
            "customer.closed",
            Some(customer),
            customer.to_string(),
            json!({
                "customer_id": customer, "forfeited": forfeited,
            }),
        );
        Ok(Answer::Customer {
            customer: Box::new(row),
            forfeited,
        })
    }

    fn open_business(&self, customer: &CustomerId) -> Vec<String> {
        let orders = self
            .orders
            .values()
            .filter(|order| order.customer == *customer && order.state.is_open());
        let holds = self
            .holds
            .values()
            .filter(|hold| hold.customer_id == *customer && hold.state == HoldState::Open);
        let refunds = self
            .refunds
            .values()
            .filter(|refund| refund.customer == *customer && refund.state.is_open());
        let mut what: Vec<String> = orders
            .map(|order| format!("order {} is {}", order.id, order.state))
            .chain(holds.map(|hold| format!("hold {} is open", hold.id)))
            .chain(refunds.map(|refund| format!("refund {} is {}", refund.id, refund.state)))
            .collect();
        what.sort();
        what
    }

    /// What could be refunded now for these lots, in won; of more than the largest amount, that.
    fn refundable_now(&self, lots: &[Lot]) -> Result<Won, Refusal> {
        let paid = lots.iter().filter_map(|lot| {
            lot.payment
                .and_then(|id| self.payments.get(&id))
                .zip(Some(lot))
        });
        paid.map(|(payment, lot)| Ok(self.assess(payment, lot, self.now)?.line.amount))
            .try_fold(Won::ZERO, |sum, amount: Result<Won, Refusal>| {
                Ok(sum.plus(amount?).unwrap_or(Won::MAX))
            })
    }

    pub(super) fn lots_of(
        &self,
        customer: &CustomerId,
        which: impl Fn(&Lot, chrono::DateTime<chrono::Utc>) -> bool,
    ) -> Vec<Lot> {
        let order = self.in_order.get(customer).into_iter().flatten();
        order
            .filter_map(|(_, _, _, id)| self.lots.get(id))
            .filter(|lot| which(lot, self.now))
            .cloned()
            .collect()
    }
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}
