//! Thresholds of a customer's available credits, and the events of their crossings.
//!
//! A command is judged as a whole, once it is done: by what the ledger had available to each customer before it and what it
//! has after it. Whatever took the credits counts alike: a use, a hold, a refund, a cancel, a debt, a lot's end. A closing
//! does not count, because the account is at its end and `customer.closed` reports what was lost. There is no memory of
//! what was reported: a balance that rose to a threshold again can fall below it again.

use std::collections::BTreeMap;

use super::{Books, Needs, apply::Mark};
use crate::{
    actor::Actor,
    command::{Change, of_customer},
    customer::{Customer, CustomerState},
    effects::AuditAct,
    event::{BalanceLow, Event},
    id::CustomerId,
    ledger::Account,
    money::Credits,
    refusal::Refusal,
    threshold::{ThresholdSetting, Thresholds},
};

/// Sets all thresholds of a customer in place of those before. The same ones again change nothing.
#[derive(Debug, Clone)]
pub struct SetThresholds {
    pub customer: CustomerId,
    pub thresholds: Thresholds,
}

impl Change for SetThresholds {
    type Answer = Customer;

    of_customer!();

    /// Later commands of the batch are compared with these thresholds.
    fn needs(&self, needs: &mut Needs) {
        needs.available_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Customer, Refusal> {
        let row = books.open_customer(&self.customer)?;
        let (number, known) = match &row.thresholds {
            Some(last) => (last.number, last.thresholds.clone()),
            None => (0, Thresholds::default()),
        };
        if known == self.thresholds {
            return Ok(row);
        }
        let setting = ThresholdSetting {
            number: number.saturating_add(1),
            after_entry: row.seq,
            thresholds: self.thresholds.clone(),
        };
        let detail = setting.to_string();
        books.act(by, AuditAct::CustomerThresholds, &self.customer, detail);
        let thresholds = Some(setting);
        Ok(books.rows.customers.save(Customer { thresholds, ..row }))
    }
}

/// What a command did to the credits that are available to a customer.
#[derive(Default)]
struct Moved {
    change: i64,
    last_entry: i64,
}

impl Books<'_> {
    /// Emits an event for each threshold that the command let a balance fall below. Of customers without thresholds the
    /// available credits are not loaded, and nothing is done.
    pub(super) fn report_low(&mut self, mark: &Mark) {
        if self.available.is_empty() {
            return;
        }
        let mut moved: BTreeMap<CustomerId, Moved> = BTreeMap::new();
        for entry in self.added.entries.iter().skip(mark.entries) {
            if self.available.contains_key(&entry.customer) {
                let of = moved.entry(entry.customer.clone()).or_default();
                of.change = of
                    .change
                    .saturating_add(entry.change_of(Account::Available));
                of.last_entry = entry.seq;
            }
        }
        for (customer, moved) in &moved {
            self.report_low_of(customer, moved);
        }
    }

    /// # Panics
    /// When the ledger would have less than nothing available: every entry comes from a lot that had the credits.
    fn report_low_of(&mut self, customer: &CustomerId, moved: &Moved) {
        let before = self.available.get(customer).copied().unwrap_or_default();
        let after = Credits::new(before.get().saturating_add(moved.change));
        let after = after.unwrap_or_else(|_| panic!("{customer} has less than nothing available"));
        let row = self.customer(customer);
        self.available.insert(customer.clone(), after);
        let Some(setting) = row
            .thresholds
            .filter(|_| row.state != CustomerState::Closed)
        else {
            return;
        };
        for threshold in setting.thresholds.passed(before, after) {
            self.event(Event::BalanceLow(BalanceLow {
                customer_id: customer.clone(),
                threshold,
                available_before: before,
                available_after: after,
                entry_seq: moved.last_entry,
            }));
        }
    }
}
