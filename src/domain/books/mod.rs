//! The core of the domain. Every change of state goes through [`Books::apply`], in memory and without side effects. The
//! store loads [`Facts`] for a batch of commands, the books apply one after the other, and the store writes the
//! [`Changes`] in one commit. A refused command leaves nothing behind.

pub mod again;
pub mod approvals;
mod bonus;
pub mod by_hand;
pub mod closing;
mod complete;
mod contradictions;
pub mod credits;
pub mod customers;
pub mod debts;
pub mod decisions;
pub mod deposits;
mod facts;
mod kinds;
pub mod observe;
pub mod orders;
mod outside;
mod paid;
mod paid_again;
pub mod quotes;
pub mod refunds;
pub mod repeats;
mod shared;
mod staged_rows;
mod sums;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

pub use facts::{AnsweredKey, Changes, Facts, Needs, ProviderKey};
use staged_rows::Rows;

use crate::{
    command::{Command, Reply},
    id::{CustomerId, DepositId, Entropy, OrderId, QuoteId},
    lot::SpendingKey,
    money::Credits,
    refusal::Refusal,
    rulebook::Rulebook,
};

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
    seen: BTreeSet<ProviderKey>,
    idempotency_keys: HashMap<(String, String), AnsweredKey>,
    added: Changes,
}

impl std::fmt::Debug for Books<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Books")
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

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
            seen: std::mem::take(&mut facts.events),
            idempotency_keys: std::mem::take(&mut facts.idempotency_keys)
                .into_iter()
                .map(|stored| {
                    (
                        (
                            stored.idempotency_key.scope.clone(),
                            stored.idempotency_key.key.clone(),
                        ),
                        stored,
                    )
                })
                .collect(),
            added: Changes::default(),
            rows: Rows::of(facts),
        }
    }

    /// Applies one command, whole or not at all. A command whose idempotency key was answered before changes nothing
    /// and returns the same answer.
    pub fn apply<A>(&mut self, command: &Command<A>) -> Result<Reply, Refusal> {
        let key = command
            .idempotency_key
            .as_ref()
            .map(|idempotency_key| (idempotency_key.scope.clone(), idempotency_key.key.clone()));
        if let Some((idempotency_key, stored)) = command
            .idempotency_key
            .as_ref()
            .zip(key.as_ref().and_then(|key| self.idempotency_keys.get(key)))
        {
            if stored.idempotency_key.fingerprint != idempotency_key.fingerprint {
                return Err(Refusal::KeyReused);
            }
            return Ok(Reply {
                replayed: true,
                // The present balance, because the client goes on with it.
                balance: self.balance_for(command.change.balance_of()),
                ..stored.reply.clone()
            });
        }
        let mark = self.mark();
        // The credits of a lapsed hold are the customer's again from that instant on, whether or not a sweep has run.
        if let Some(customer) = command.change.balance_of() {
            self.lapse_holds(customer);
        }
        match self.carry_out(command, &mark) {
            Ok(answer) => {
                let reply = Reply {
                    answer,
                    balance: self.balance_for(command.change.balance_of()),
                    replayed: false,
                };
                if let Some((idempotency_key, key)) = command.idempotency_key.clone().zip(key) {
                    let stored = AnsweredKey {
                        idempotency_key,
                        reply: reply.clone(),
                        at: self.now,
                    };
                    self.added.idempotency_keys.push(stored.clone());
                    self.idempotency_keys.insert(key, stored);
                }
                self.added.finished.extend(command.finishes);
                self.rows.keep();
                Ok(reply)
            }
            Err(refusal) => {
                self.take_back(&mark);
                Err(refusal)
            }
        }
    }

    /// The balance in the answer to a change. It is given only where the change asks for it, so that rows loaded for
    /// another command of the batch have no effect.
    fn balance_for(&self, customer: Option<&CustomerId>) -> Option<Credits> {
        let customer = customer?;
        let known = self.rows.balances.get(customer)?;
        let lapsed = self.lapsed_holds(customer).into_iter();
        let back = lapsed
            .flat_map(|hold| hold.parts)
            .filter(|part| self.now < part.expires_at);
        Some(back.fold(*known, |sum, part| sum.plus(part.credits).unwrap_or(sum)))
    }

    /// The changed rows, for the store to write.
    pub fn into_changes(self) -> Changes {
        self.rows.into_changes(self.added)
    }

    fn mark(&self) -> Mark {
        Mark {
            entries: self.added.entries.len(),
            received: self.added.received.len(),
            jobs: self.added.jobs.len(),
            events: self.added.events.len(),
            audit_log: self.added.audit_log.len(),
        }
    }

    fn take_back(&mut self, mark: &Mark) {
        self.rows.take_back();
        self.added.entries.truncate(mark.entries);
        self.added.received.truncate(mark.received);
        self.added.jobs.truncate(mark.jobs);
        self.added.events.truncate(mark.events);
        self.added.audit_log.truncate(mark.audit_log);
    }
}

/// How long the lists were before a command, to cut them back if it is refused.
struct Mark {
    entries: usize,
    received: usize,
    jobs: usize,
    events: usize,
    audit_log: usize,
}
