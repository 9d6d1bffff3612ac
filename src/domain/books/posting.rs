//! Postings of the ledger, and the only way in which credits move.

use std::fmt::Display;

use super::Books;
use crate::{
    calendar::{Period, Rollover, ends_at},
    id::{CustomerId, LotId, PostingId},
    kind::Kind,
    ledger::{self, Account, Line},
    lot::{Bucket, Lot},
    money::{Credits, Won},
    refusal::Refusal,
};

impl Books<'_> {
    /// Appends a posting to the customer's chain.
    pub(super) fn post(
        &mut self,
        customer: &CustomerId,
        act: ledger::Act,
        reference: &dyn Display,
        lines: &[Line],
    ) {
        let mut row = self.customer(customer);
        let posting = ledger::Posting {
            id: PostingId::new(self.now, self.entropy),
            act,
            reference: reference.to_string(),
            at: self.now,
        };
        let entries = ledger::append(&mut row, &posting, lines);
        self.added.entries.extend(entries);
        self.rows.customers.put(row);
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
            self.rebalance(&after.customer, before.remaining, after.remaining);
        }
        self.rows.lots.put(after);
        ledger::credits(Some(lot), account(from), account(to), credits)
    }

    fn rebalance(&mut self, customer: &CustomerId, old: Credits, new: Credits) {
        if let Some(balance) = self.rows.balances.get(customer) {
            // The loaded balance counts this lot, so subtracting the old part never meets zero. No sum of a customer's
            // credits passes the total that was granted.
            let after = balance.minus_or_zero(old).plus(new).unwrap_or(*balance);
            self.rows.balances.insert(customer.clone(), after);
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

    /// A lot of `credits` that are acquired now, under the policy of this version and hash.
    pub(super) fn new_lot(
        &mut self,
        customer: &CustomerId,
        kind: Kind,
        credits: Credits,
        validity: Period,
        (version, hash): (&str, &str),
    ) -> Result<Lot, Refusal> {
        let holidays = &self.rules.holidays;
        Ok(Lot {
            id: LotId::new(self.now, self.entropy),
            customer: customer.clone(),
            kind,
            payment: None,
            bonus_of: None,
            bonus_gone: Credits::ZERO,
            reason: None,
            policy: version.to_owned(),
            policy_hash: hash.to_owned(),
            granted: credits,
            remaining: credits,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            refunded: Credits::ZERO,
            expired: Credits::ZERO,
            revoked: Credits::ZERO,
            debt_paid: Credits::ZERO,
            acquired_at: self.now,
            expires_at: ends_at(self.now, validity, Rollover::None, holidays)?,
        })
    }

    /// Adds a new lot to the staged rows, with its balance. This is the one place where credits come in.
    pub(super) fn add_lot(&mut self, lot: Lot) -> Result<(), Refusal> {
        let granted = self.granted_with(&lot.customer, lot.granted)?;
        let customers = &mut self.rows.customers;
        customers.update(&lot.customer, |row| row.granted = granted);
        self.in_order
            .entry(lot.customer.clone())
            .or_default()
            .insert(lot.spending_key());
        self.rebalance(&lot.customer, Credits::ZERO, lot.remaining);
        self.rows.lots.put(lot);
        Ok(())
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

/// A sum of credits of one customer.
///
/// # Panics
/// When it passes the largest amount, as no sum of a customer's credits does (`Books::add_lot`).
pub(super) fn sum(a: Credits, b: Credits) -> Credits {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} credits pass the largest amount"))
}

/// A sum of parts of one payment. It cannot pass the payment itself.
pub(super) fn plus(a: Won, b: Won) -> Won {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} won passes the largest amount"))
}
