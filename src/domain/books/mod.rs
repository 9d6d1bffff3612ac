//! The heart: every change of state goes through [`Books::apply`], in memory, purely. The store
//! loads [`Facts`] for a batch of commands, the books apply one after the other, and the store
//! writes the [`Changes`] in one commit. A refused command leaves nothing behind.

mod again;
mod credits;
mod customers;
mod deposits;
mod facts;
mod needs;
mod observe;
mod orders;
mod quotes;
mod refunds;
mod shelf;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

pub use again::ASKED_AGAIN_DAYS;
pub use facts::{Changes, Facts, Needs, ProviderKey, StoredClaim};
use shelf::Shelf;

use crate::{
    command::{Answer, Change, Command, Reply},
    customer::{Customer, CustomerState},
    deposit::Deposit,
    id::{
        ActId, CustomerId, DepositId, Entropy, EventId, HoldId, JobId, LotId, OrderId, PaymentId,
        PostingId, QuoteId, RefundId, SpendId,
    },
    ledger::{self, Account, Line},
    lot::{Lot, Place, SpendingKey},
    money::Credits,
    order::Order,
    payment::Payment,
    promise::{AuditAct, Event, JobKind, NewJob},
    refund::{Quote, Refund},
    refusal::Refusal,
    rulebook::Rulebook,
    spend::{Hold, Spend},
};

/// How long after an order was given up a deposit with its name and amount is still told to be late
/// for it, rather than unmatched: a month covers buyers who transfer on their next payday.
pub const LATE_DEPOSIT_DAYS: i64 = 31;

/// The loaded rows of a batch, and what its commands change.
pub struct Books<'a> {
    rules: &'a Rulebook,
    now: DateTime<Utc>,
    entropy: &'a mut dyn Entropy,
    customers: Shelf<CustomerId, Customer>,
    balances: Shelf<CustomerId, Credits>,
    orders: Shelf<OrderId, Order>,
    payments: Shelf<PaymentId, Payment>,
    lots: Shelf<LotId, Lot>,
    spends: Shelf<SpendId, Spend>,
    holds: Shelf<HoldId, Hold>,
    quotes: Shelf<QuoteId, Quote>,
    refunds: Shelf<RefundId, Refund>,
    deposits: Shelf<DepositId, Deposit>,
    /// Lots of a customer in the order of spending. May name lots that a refused command took back.
    in_order: HashMap<CustomerId, BTreeSet<SpendingKey>>,
    /// Orders by depositor key. May name orders that a refused command took back.
    by_depositor: HashMap<String, Vec<OrderId>>,
    seen: BTreeSet<ProviderKey>,
    claims: HashMap<(String, String), StoredClaim>,
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
    /// Books over what was loaded. `now` is one instant for the whole batch, read after the rows were locked.
    pub fn new(
        rules: &'a Rulebook,
        facts: Facts,
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
        Self {
            rules,
            now,
            entropy,
            customers: Shelf::of(facts.customers.into_iter().map(|row| (row.id.clone(), row))),
            balances: Shelf::of(facts.balances),
            orders: Shelf::of(facts.orders.into_iter().map(|row| (row.id, row))),
            payments: Shelf::of(facts.payments.into_iter().map(|row| (row.id, row))),
            lots: Shelf::of(facts.lots.into_iter().map(|row| (row.id, row))),
            spends: Shelf::of(facts.spends.into_iter().map(|row| (row.id, row))),
            holds: Shelf::of(facts.holds.into_iter().map(|row| (row.id, row))),
            quotes: Shelf::of(facts.quotes.into_iter().map(|row| (row.id, row))),
            refunds: Shelf::of(facts.refunds.into_iter().map(|row| (row.id, row))),
            deposits: Shelf::of(facts.deposits.into_iter().map(|row| (row.id, row))),
            in_order,
            by_depositor,
            seen: facts.events,
            claims: facts
                .claims
                .into_iter()
                .map(|stored| {
                    (
                        (stored.claim.scope.clone(), stored.claim.key.clone()),
                        stored,
                    )
                })
                .collect(),
            added: Changes::default(),
        }
    }

    /// Applies one command, whole or not at all. A command whose idempotency key was answered before
    /// changes nothing and gives the same answer.
    pub fn apply(&mut self, command: &Command) -> Result<Reply, Refusal> {
        let key = command
            .claim
            .as_ref()
            .map(|claim| (claim.scope.clone(), claim.key.clone()));
        if let Some((claim, stored)) = command
            .claim
            .as_ref()
            .zip(key.as_ref().and_then(|key| self.claims.get(key)))
        {
            if stored.claim.fingerprint != claim.fingerprint {
                return Err(Refusal::KeyReused);
            }
            return Ok(Reply {
                replayed: true,
                ..stored.reply.clone()
            });
        }
        let mark = self.mark();
        match self.change(&command.change, &command.by) {
            Ok(answer) => {
                // Only what the change asked for: what a neighbour in the batch loaded must not show.
                let told = command
                    .change
                    .customer()
                    .filter(|_| command.change.tells_balance());
                let balance = told.and_then(|id| self.balances.get(id)).copied();
                let reply = Reply {
                    answer,
                    balance,
                    replayed: false,
                };
                if let Some((claim, key)) = command.claim.clone().zip(key) {
                    let stored = StoredClaim {
                        claim,
                        reply: reply.clone(),
                        at: self.now,
                    };
                    self.added.claims.push(stored.clone());
                    self.claims.insert(key, stored);
                }
                self.added.finished.extend(command.finishes);
                self.keep();
                Ok(reply)
            }
            Err(refusal) => {
                self.take_back(&mark);
                Err(refusal)
            }
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each change and nothing else"
    )]
    fn change(&mut self, change: &Change, by: &str) -> Result<Answer, Refusal> {
        match change {
            Change::OpenOrder(open) => self.open_order(open),
            Change::AttachSession {
                customer,
                order,
                session,
            } => self.attach_session(customer, *order, session),
            Change::FailOrder {
                customer,
                order,
                note,
            } => self.fail_order(customer, *order, note),
            Change::Confirming {
                customer,
                order,
                query,
            } => self.confirming(customer, *order, query),
            Change::CancelOrder {
                customer,
                order,
                note,
            } => self.cancel_order(customer, *order, note, by),
            Change::Overdue { customer, order } => self.overdue(customer, *order),
            Change::ExpireOrder { customer, order } => self.expire_order(customer, *order),
            Change::Observe {
                customer,
                order,
                snapshot,
                asked_at,
            } => self.observe(customer, *order, snapshot, *asked_at),
            Change::Spend {
                customer,
                credits,
                meter,
                reference,
            } => self.spend(customer, *credits, meter, reference),
            Change::Reverse { customer, spend } => self.reverse(customer, *spend, by),
            Change::Hold {
                customer,
                credits,
                meter,
                reference,
                expires_at,
            } => self.hold(customer, *credits, meter, reference, *expires_at),
            Change::Capture {
                customer,
                hold,
                credits,
            } => self.capture(customer, *hold, *credits),
            Change::Release { customer, hold } => self.release(customer, *hold),
            Change::Grant {
                customer,
                kind,
                credits,
                reason,
            } => self.grant(customer, *kind, *credits, reason, by),
            Change::Expire { customer } => Ok(self.expire(customer)),
            Change::Quote { customer, payment } => self.quote(customer, *payment),
            Change::RequestRefund(request) => self.request_refund(request, by),
            Change::Submit { customer, refund } => self.submit(customer, *refund),
            Change::ObserveRefund {
                customer,
                refund,
                outcome,
            } => self.observe_refund(customer, *refund, outcome, by),
            Change::Receive { received, then } => self.receive(received, then),
            Change::Match {
                customer,
                deposit,
                order,
                despite_amount,
                reason,
            } => self.match_deposit(customer, *deposit, *order, *despite_amount, reason, by),
            Change::Return { deposit, reason } => self.return_deposit(*deposit, reason, by),
            Change::CloseCustomer {
                customer,
                confirm_forfeit,
            } => self.close_customer(customer, *confirm_forfeit, by),
        }
    }

    /// What changed, for the store to write.
    pub fn into_changes(self) -> Changes {
        Changes {
            customers: self.customers.into_changed(),
            orders: self.orders.into_changed(),
            payments: self.payments.into_changed(),
            lots: self.lots.into_changed(),
            spends: self.spends.into_changed(),
            holds: self.holds.into_changed(),
            quotes: self.quotes.into_changed(),
            refunds: self.refunds.into_changed(),
            deposits: self.deposits.into_changed(),
            ..self.added
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            entries: self.added.entries.len(),
            received: self.added.received.len(),
            jobs: self.added.jobs.len(),
            events: self.added.events.len(),
            acts: self.added.acts.len(),
        }
    }

    fn keep(&mut self) {
        self.customers.keep();
        self.balances.keep();
        self.orders.keep();
        self.payments.keep();
        self.lots.keep();
        self.spends.keep();
        self.holds.keep();
        self.quotes.keep();
        self.refunds.keep();
        self.deposits.keep();
    }

    fn take_back(&mut self, mark: &Mark) {
        self.customers.take_back();
        self.balances.take_back();
        self.orders.take_back();
        self.payments.take_back();
        self.lots.take_back();
        self.spends.take_back();
        self.holds.take_back();
        self.quotes.take_back();
        self.refunds.take_back();
        self.deposits.take_back();
        self.added.entries.truncate(mark.entries);
        self.added.received.truncate(mark.received);
        self.added.jobs.truncate(mark.jobs);
        self.added.events.truncate(mark.events);
        self.added.acts.truncate(mark.acts);
    }

    // What the chapters of the books share.

    fn customer(&self, id: &CustomerId) -> Customer {
        self.customers
            .get(id)
            .cloned()
            .unwrap_or_else(|| panic!("customer {id} was not loaded"))
    }

    fn open_customer(&self, id: &CustomerId) -> Result<Customer, Refusal> {
        let customer = self.customer(id);
        match customer.state {
            CustomerState::Open => Ok(customer),
            CustomerState::Closed => Err(Refusal::CustomerClosed(id.clone())),
        }
    }

    fn order(&self, customer: &CustomerId, id: OrderId) -> Result<Order, Refusal> {
        self.orders
            .get(&id)
            .filter(|order| order.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoOrder(id))
    }

    fn payment(&self, customer: &CustomerId, id: PaymentId) -> Result<Payment, Refusal> {
        self.payments
            .get(&id)
            .filter(|payment| payment.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoPayment(id))
    }

    fn lot_of(&self, payment: PaymentId) -> Lot {
        self.lots
            .values()
            .find(|lot| lot.payment == Some(payment))
            .cloned()
            .unwrap_or_else(|| panic!("the lot of payment {payment} was not loaded"))
    }

    /// Appends a balanced posting to the customer's chain.
    fn post(&mut self, customer: &CustomerId, act: ledger::Act, reference: String, lines: &[Line]) {
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
        self.customers.put(row.id.clone(), row);
    }

    /// Moves credits within a lot, and with them the customer's balance. Gives the ledger lines.
    ///
    /// # Panics
    /// When the lot has not that many there: every caller has checked.
    fn shift(&mut self, lot: LotId, from: Place, to: Place, credits: Credits) -> [Line; 2] {
        let before = self
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
        self.lots.put(lot, after);
        ledger::credits(Some(lot), account(from), account(to), credits)
    }

    fn rebalance(&mut self, customer: &CustomerId, old: Credits, new: Credits) {
        if let Some(balance) = self.balances.get(customer) {
            let after = balance.minus_or_zero(old).plus(new).unwrap_or(*balance);
            // The balance loaded counts this lot, so taking the old part out never meets zero.
            self.balances.put(customer.clone(), after);
        }
    }

    /// Adds a new lot to the shelf, with its balance.
    fn add_lot(&mut self, lot: Lot) {
        self.in_order
            .entry(lot.customer.clone())
            .or_default()
            .insert(lot.spending_key());
        self.rebalance(&lot.customer, Credits::ZERO, lot.remaining);
        self.lots.put(lot.id, lot);
    }

    fn job(&mut self, kind: JobKind, subject: String, run_at: DateTime<Utc>) {
        // Drawn in any case, so that ids do not depend on how commands were batched.
        let id = JobId::new(self.now, self.entropy);
        let waiting = self
            .added
            .jobs
            .iter_mut()
            .find(|job| job.kind == kind && job.subject == subject);
        if let Some(job) = waiting {
            job.run_at = job.run_at.min(run_at);
            return;
        }
        self.added.jobs.push(NewJob {
            id,
            kind,
            subject,
            run_at,
            created_at: self.now,
        });
    }

    fn event(
        &mut self,
        kind: &'static str,
        customer: Option<&CustomerId>,
        subject: String,
        body: serde_json::Value,
    ) {
        let id = EventId::new(self.now, self.entropy);
        self.added.events.push(Event {
            id,
            kind,
            customer: customer.cloned(),
            subject,
            body,
            at: self.now,
        });
    }

    fn act(&mut self, by: &str, act: &'static str, subject: String, detail: impl Into<String>) {
        let id = ActId::new(self.now, self.entropy);
        self.added.acts.push(AuditAct {
            id,
            by: by.to_owned(),
            act,
            subject,
            detail: detail.into(),
            at: self.now,
        });
    }
}

/// How long the lists were before a command, to cut them back if it is refused.
struct Mark {
    entries: usize,
    received: usize,
    jobs: usize,
    events: usize,
    acts: usize,
}

/// Where the ledger keeps each place of a lot. Credits on their way to a refund are `refunding` until
/// the provider's word is in; the refund's own postings move them on.
const fn account(place: Place) -> Account {
    match place {
        Place::Remaining => Account::Available,
        Place::Held => Account::Held,
        Place::Spent => Account::Used,
        Place::Refunded => Account::Refunding,
        Place::Expired => Account::Expired,
        Place::Revoked => Account::Revoked,
    }
}
