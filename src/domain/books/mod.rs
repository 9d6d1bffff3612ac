//! The core of the domain. Every change of state goes through [`Books::apply`], in memory and without side effects. The
//! store loads [`Facts`] for a batch of commands, the books apply one after the other, and the store writes the
//! [`Changes`] in one commit. A refused command leaves nothing behind.

pub mod again;
pub mod anew;
mod apply;
pub mod approvals;
mod bonus;
pub mod by_hand;
pub mod campaigns;
pub mod cash_receipts;
pub mod closing;
mod complete;
pub mod contracts;
mod contradictions;
pub mod credits;
pub mod customers;
pub mod debts;
pub mod decisions;
pub mod deposits;
pub mod disputes;
pub mod endpoints;
pub mod freezing;
mod loaded;
pub mod memberships;
mod needs;
pub mod notices;
pub mod observe;
pub mod orders;
mod outside;
pub mod policy_notices;
mod posting;
pub mod promotions;
pub mod quotes;
pub mod refunds;
pub mod repeats;
mod rows;
pub mod tax_invoices;
pub mod thresholds;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::{
    id::{ContractId, CustomerId, DepositId, Entropy, OrderId, QuoteId},
    lot::SpendingKey,
    mask::shows,
    money::Credits,
    policy::Policy,
    rulebook::Rulebook,
};
use rows::Rows;

pub use needs::{Needs, ProviderKey};
pub use rows::{AnsweredKey, Changes, Facts};

/// How long after an order was given up a deposit with its name and amount still counts as late for it, rather than
/// unmatched. A month covers buyers who transfer on their next payday.
pub const LATE_DEPOSIT_DAYS: i64 = 31;

/// The loaded rows of a batch, and the changes of its commands.
pub struct Books<'a> {
    rules: &'a Rulebook,
    now: DateTime<Utc>,
    entropy: &'a mut dyn Entropy,
    rows: Rows,
    /// The quote of a refund that is being approved. It is valid as long as the approval.
    held: Option<QuoteId>,
    /// Lots of a customer in the order of spending. May name lots that a refused command took back.
    in_order: HashMap<CustomerId, BTreeSet<SpendingKey>>,
    /// Orders by depositor key. May name orders that a refused command took back.
    by_depositor: HashMap<String, Vec<OrderId>>,
    /// Deposits by the feed's key. May name deposits that a refused command took back.
    by_movement: HashMap<ProviderKey, DepositId>,
    /// The terms of the contracts that were loaded.
    agreed: HashMap<ContractId, Policy>,
    /// What the ledger has available to customers with thresholds, after the commands so far.
    available: BTreeMap<CustomerId, Credits>,
    seen: BTreeSet<ProviderKey>,
    idempotency_keys: HashMap<(String, String), AnsweredKey>,
    added: Changes,
}

shows!(Books<'_>: now);

impl<'a> Books<'a> {
    /// Books over the loaded rows. `now` is one instant for the whole batch, read after the rows were locked.
    pub fn new(
        rules: &'a Rulebook,
        mut facts: Facts,
        now: DateTime<Utc>,
        entropy: &'a mut dyn Entropy,
    ) -> Self {
        let mut in_order: HashMap<CustomerId, BTreeSet<SpendingKey>> = HashMap::new();
        for lot in &facts.lots {
            in_order
                .entry(lot.customer.clone())
                .or_default()
                .insert(lot.spending_key());
        }
        let mut by_depositor: HashMap<String, Vec<OrderId>> = HashMap::new();
        for order in &facts.orders {
            if let Some(key) = &order.depositor_key {
                by_depositor.entry(key.clone()).or_default().push(order.id);
            }
        }
        let agreed = facts.contracts.iter().filter_map(|contract| {
            let terms = contract.terms(&rules.policies)?;
            Some((contract.id, terms))
        });
        let agreed = agreed.collect();
        let by_movement = facts
            .deposits
            .iter()
            .map(|row| (row.movement.named(), row.id));
        let by_movement = by_movement.collect();
        Self {
            rules,
            now,
            entropy,
            held: None,
            in_order,
            by_depositor,
            by_movement,
            agreed,
            available: std::mem::take(&mut facts.available),
            seen: std::mem::take(&mut facts.events),
            idempotency_keys: std::mem::take(&mut facts.idempotency_keys)
                .into_iter()
                .map(|stored| (stored.idempotency_key.named(), stored))
                .collect(),
            added: Changes::default(),
            rows: Rows::of(facts),
        }
    }

    /// The changed rows, for the store to write.
    pub fn into_changes(self) -> Changes {
        self.rows.into_changes(self.added)
    }
}
