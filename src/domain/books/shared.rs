//! Functions that the modules of the books share: finding loaded rows, posting to the ledger, moving credits, and
//! queueing jobs, events and audit lines.

use chrono::{DateTime, Utc};

use super::Books;
use crate::{
    actor::Actor,
    customer::{Customer, CustomerState},
    effects::{AuditAct, AuditRecord, Job, NewJob},
    event::{Event, EventRecord},
    id::{ActId, CustomerId, EventId, JobId, LotId, OrderId, PaymentId, PostingId},
    ledger::{self, Account, Line},
    lot::{Bucket, Lot},
    money::Credits,
    order::Order,
    payment::Payment,
    refusal::Refusal,
};

impl Books<'_> {
    pub(super) fn customer(&self, id: &CustomerId) -> Customer {
        self.rows
            .customers
            .get(id)
            .cloned()
            .unwrap_or_else(|| panic!("customer {id} was not loaded"))
    }

    pub(super) fn open_customer(&self, id: &CustomerId) -> Result<Customer, Refusal> {
        let customer = self.customer(id);
        match customer.state {
            CustomerState::Open => Ok(customer),
            CustomerState::Closed => Err(Refusal::CustomerClosed(id.clone())),
        }
    }

    pub(super) fn order(&self, customer: &CustomerId, id: OrderId) -> Result<Order, Refusal> {
        self.rows
            .orders
            .get(&id)
            .filter(|order| order.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoOrder(id))
    }

    pub(super) fn payment(&self, customer: &CustomerId, id: PaymentId) -> Result<Payment, Refusal> {
        self.rows
            .payments
            .get(&id)
            .filter(|payment| payment.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoPayment(id))
    }

    pub(super) fn known_payment(&self, id: PaymentId) -> Payment {
        self.rows
            .payments
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("payment {id} was not loaded"))
    }

    pub(super) fn lot_of(&self, payment: PaymentId) -> Lot {
        self.rows
            .lots
            .values()
            .find(|lot| lot.payment == Some(payment))
            .cloned()
            .unwrap_or_else(|| panic!("the lot of payment {payment} was not loaded"))
    }

    /// Appends a posting to the customer's chain.
    pub(super) fn post(
        &mut self,
        customer: &CustomerId,
        act: ledger::Act,
        reference: String,
        lines: &[Line],
    ) {
        let mut row = self.customer(customer);
        let id = PostingId::new(self.now, self.entropy);
        let posting = ledger::Posting {
            id,
            act,
            reference,
            at: self.now,
        };
        self.added
            .entries
            .extend(ledger::append(&mut row, &posting, lines));
        self.rows.customers.put(row.id.clone(), row);
    }

    /// Moves credits within a lot, and with them the customer's balance. Returns the line for the ledger.
    ///
    /// # Panics
    /// When the lot does not have that many there: every caller has checked.
    pub(super) fn shift(&mut self, lot: LotId, from: Bucket, to: Bucket, credits: Credits) -> Line {
        let before = self
            .rows
            .lots
            .get(&lot)
            .unwrap_or_else(|| panic!("lot {lot} was not loaded"));
        let after = before
            .moved(from, to, credits)
            .unwrap_or_else(|| panic!("lot {lot} has not {credits} credits {from:?}"));
        assert!(after.adds_up(), "lot {lot} does not add up");
        if after.is_live(self.now) {
            let old = before.remaining;
            let new = after.remaining;
            self.rebalance(&after.customer, old, new);
        }
        self.rows.lots.put(lot, after);
        ledger::credits(Some(lot), account(from), account(to), credits)
    }

    fn rebalance(&mut self, customer: &CustomerId, old: Credits, new: Credits) {
        if let Some(balance) = self.rows.balances.get(customer) {
            // The loaded balance counts this lot, so subtracting the old part never meets zero. No sum of a customer's
            // credits passes the total that was granted.
            let after = balance.minus_or_zero(old).plus(new).unwrap_or(*balance);
            self.rows.balances.put(customer.clone(), after);
        }
    }

    /// The total that a customer was granted, with `credits` more.
    pub(super) fn granted_with(
        &self,
        customer: &CustomerId,
        credits: Credits,
    ) -> Result<Credits, Refusal> {
        self.customer(customer)
            .granted
            .plus(credits)
            .ok_or(Refusal::TooManyCredits)
    }

    /// Adds a new lot to the staged rows, with its balance. This is the one place where credits come in.
    pub(super) fn add_lot(&mut self, lot: Lot) -> Result<(), Refusal> {
        let granted = self.granted_with(&lot.customer, lot.granted)?;
        let row = self.customer(&lot.customer);
        self.rows
            .customers
            .put(row.id.clone(), Customer { granted, ..row });
        self.in_order
            .entry(lot.customer.clone())
            .or_default()
            .insert(lot.spending_key());
        self.rebalance(&lot.customer, Credits::ZERO, lot.remaining);
        self.rows.lots.put(lot.id, lot);
        Ok(())
    }

    pub(super) fn job(&mut self, job: Job, run_at: DateTime<Utc>) {
        // The id is drawn in any case, so that ids do not depend on how commands were batched.
        let id = JobId::new(self.now, self.entropy);
        let waiting = self
            .added
            .jobs
            .iter_mut()
            .find(|waiting| waiting.job == job);
        if let Some(waiting) = waiting {
            waiting.run_at = waiting.run_at.min(run_at);
            return;
        }
        self.added.jobs.push(NewJob {
            id,
            job,
            run_at,
            created_at: self.now,
        });
    }

    pub(super) fn event(&mut self, event: Event) {
        self.added.events.push(EventRecord {
            id: EventId::new(self.now, self.entropy),
            event,
            at: self.now,
        });
    }

    pub(super) fn act(
        &mut self,
        by: &Actor,
        act: AuditAct,
        subject: String,
        detail: impl Into<String>,
    ) {
        let id = ActId::new(self.now, self.entropy);
        self.added.audit_log.push(AuditRecord {
            id,
            by: by.clone(),
            act,
            subject,
            detail: detail.into(),
            at: self.now,
        });
    }
}

/// The ledger's account for each place of a lot. Credits on their way to a refund are `refunding` until the provider
/// has answered. The refund's own postings move them on.
const fn account(place: Bucket) -> Account {
    match place {
        Bucket::Remaining => Account::Available,
        Bucket::Held => Account::Held,
        Bucket::Spent => Account::Used,
        Bucket::Refunded => Account::Refunding,
        Bucket::Expired => Account::Expired,
        Bucket::Revoked => Account::Revoked,
    }
}
