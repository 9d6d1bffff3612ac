//! The kinds of rows that commands change, each declared once, and the staged rows of every kind.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Display,
    hash::Hash,
};

use super::needs::ProviderKey;
use crate::{
    approval::Approval,
    campaign::{Campaign, Redemption},
    cash_receipt::{CashReceiptOutcome, CashReceiptRequest},
    command::{IdempotencyKey, Reply},
    contract::Contract,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    dispute::{Dispute, DisputeDecision},
    effects::{AuditRecord, NewJob},
    endpoint::Endpoint,
    event::EventRecord,
    id::{
        ApprovalId, CampaignId, CashReceiptId, CashReceiptOutcomeId, ContractId, ContradictionId,
        CustomerId, DepositId, DisputeDecisionId, DisputeId, DistributionId, DueMonthId,
        EndpointId, ExtensionId, HoldId, JobId, LotId, NoticeId, OrderId, PaymentId,
        PolicyNoticeId, QuoteId, RedemptionId, RefundId, SpendId, SubscriptionId, TaxInvoiceId,
    },
    inbox::Received,
    ledger::Entry,
    lot::Lot,
    membership::{Distribution, DueMonth, Subscription},
    money::Credits,
    notice::{ExpiryNotice, PolicyNotice},
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, HoldExtension, Spend},
    tax_invoice::TaxInvoice,
};

/// Passes the list to a macro: the name of the rows (the same as their table's), their key and their type, and the
/// field that names the row's customer, where there is one. Rows are written in this order.
#[macro_export]
macro_rules! kinds {
    ($with:ident) => {
        $with! {
            customers: CustomerId => Customer [id],
            orders: OrderId => Order [customer],
            payments: PaymentId => Payment [customer],
            lots: LotId => Lot [customer],
            spends: SpendId => Spend [customer_id],
            holds: HoldId => Hold [customer_id],
            hold_extensions: ExtensionId => HoldExtension [customer],
            expiry_notices: NoticeId => ExpiryNotice [customer],
            policy_notices: PolicyNoticeId => PolicyNotice [customer],
            quotes: QuoteId => Quote [customer_id],
            refunds: RefundId => Refund [customer],
            deposits: DepositId => Deposit [],
            cash_receipt_requests: CashReceiptId => CashReceiptRequest [customer],
            cash_receipt_outcomes: CashReceiptOutcomeId => CashReceiptOutcome [customer],
            disputes: DisputeId => Dispute [customer],
            dispute_decisions: DisputeDecisionId => DisputeDecision [customer],
            tax_invoices: TaxInvoiceId => TaxInvoice [customer],
            contradictions: ContradictionId => Contradiction [customer],
            approvals: ApprovalId => Approval [customer],
            subscriptions: SubscriptionId => Subscription [customer],
            due_months: DueMonthId => DueMonth [customer],
            distributions: DistributionId => Distribution [customer],
            webhook_endpoints: EndpointId => Endpoint [],
            campaigns: CampaignId => Campaign [],
            redemptions: RedemptionId => Redemption [customer],
            contracts: ContractId => Contract [customer],
        }
    };
}

macro_rules! facts_changes_and_rows {
    ($($kind:ident: $key:ty => $row:ty [$($owner:ident)?],)+) => {
        /// The rows that were found.
        #[derive(Debug, Default, Clone)]
        pub struct Facts {
            $(pub $kind: Vec<$row>,)+
            pub balances: BTreeMap<CustomerId, Credits>,
            /// What the ledger has available to the loaded customers that have thresholds, and to those of
            /// [`Needs::available_of`](super::Needs::available_of).
            pub available: BTreeMap<CustomerId, Credits>,
            pub events: BTreeSet<ProviderKey>,
            pub idempotency_keys: Vec<AnsweredKey>,
        }

        /// The rows that are changed or new. Rows of the first group are written whole, new or not. Rows of the second
        /// group are only ever added.
        #[derive(Debug, Default)]
        pub struct Changes {
            $(pub $kind: Vec<$row>,)+

            pub entries: Vec<Entry>,
            pub received: Vec<Received>,
            pub idempotency_keys: Vec<AnsweredKey>,
            pub jobs: Vec<NewJob>,
            pub events: Vec<EventRecord>,
            pub audit_log: Vec<AuditRecord>,
            pub finished: Vec<JobId>,
        }

        impl Changes {
            /// Whether there is nothing to write.
            pub fn is_empty(&self) -> bool {
                let Self { $($kind,)+ entries, received, idempotency_keys, jobs, events, audit_log, finished } = self;
                $($kind.is_empty())&&+
                    && entries.is_empty()
                    && received.is_empty()
                    && idempotency_keys.is_empty()
                    && jobs.is_empty()
                    && events.is_empty()
                    && audit_log.is_empty()
                    && finished.is_empty()
            }

            /// The first row, by its kind, whose customer is not among those that `is_locked`.
            pub fn of_unlocked(&self, is_locked: impl Fn(&CustomerId) -> bool) -> Option<(&'static str, &CustomerId)> {
                let stranger = |owner: &&CustomerId| !is_locked(owner);
                $(if let Some(owner) = self.$kind.iter().filter_map(Row::customer).find(stranger) {
                    return Some((stringify!($kind), owner));
                })+
                let of_entry = self.entries.iter().map(|entry| &entry.customer).find(stranger);
                // The events of a customer are numbered, which takes the lock as well.
                let mut of_events = self.events.iter().filter_map(|record| record.event.customer());
                of_entry
                    .map(|owner| ("entries", owner))
                    .or_else(|| of_events.find(stranger).map(|owner| ("events", owner)))
            }
        }

        /// The staged rows of every kind, and the customers' balances with them.
        #[derive(Debug)]
        pub(super) struct Rows {
            $(pub(super) $kind: StagedRows<$key, $row>,)+
            pub(super) balances: StagedRows<CustomerId, Credits>,
        }

        impl Rows {
            pub(super) fn of(facts: Facts) -> Self {
                Self {
                    $($kind: StagedRows::of(facts.$kind.into_iter().map(|row| (row.key(), row))),)+
                    balances: StagedRows::of(facts.balances),
                }
            }

            /// Keeps the changes of the command.
            pub(super) fn keep(&mut self) {
                $(self.$kind.keep();)+
                self.balances.keep();
            }

            /// Undoes the changes of the command.
            pub(super) fn take_back(&mut self) {
                $(self.$kind.take_back();)+
                self.balances.take_back();
            }

            /// The changed rows, together with `added`.
            pub(super) fn into_changes(self, added: Changes) -> Changes {
                Changes {
                    $($kind: self.$kind.into_changed(),)+
                    ..added
                }
            }
        }

        $(impl Row<$key> for $row {
            const KIND: &'static str = stringify!($kind);

            fn key(&self) -> $key {
                self.id.clone()
            }

            fn customer(&self) -> Option<&CustomerId> {
                [$(&self.$owner)?].first().copied()
            }
        })+
    };
}

crate::kinds!(facts_changes_and_rows);

/// An idempotency key with the stored answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredKey {
    pub idempotency_key: IdempotencyKey,
    pub reply: Reply,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// A row with an id, by which it is found.
pub(super) trait Row<K>: Clone {
    const KIND: &'static str;

    fn key(&self) -> K;

    /// The customer that it belongs to, where there is one.
    fn customer(&self) -> Option<&CustomerId>;
}

/// The staged rows of one kind: the rows that a batch loaded, the changes of its commands, and the undo of a refused
/// command.
#[derive(Debug)]
pub(super) struct StagedRows<K, V> {
    rows: HashMap<K, V>,
    dirty: BTreeSet<K>,
    undo: Vec<Undo<K, V>>,
}

#[derive(Debug)]
struct Undo<K, V> {
    key: K,
    row: Option<V>,
    was_dirty: bool,
}

impl<K: Clone + Display + Eq + Hash + Ord, V: Row<K>> StagedRows<K, V> {
    /// A row that was loaded.
    ///
    /// # Panics
    /// When it was not.
    pub(super) fn known(&self, key: &K) -> V {
        let row = self.get(key).cloned();
        row.unwrap_or_else(|| panic!("{key} was not loaded among the {}", V::KIND))
    }

    /// The loaded row of this key, if it is the customer's.
    pub(super) fn own(&self, customer: &CustomerId, key: &K) -> Option<V> {
        let own = |row: &&V| row.customer() == Some(customer);
        self.get(key).filter(own).cloned()
    }

    /// The customer's loaded rows.
    pub(super) fn of_customer(&self, customer: &CustomerId) -> impl Iterator<Item = &V> {
        let own = move |row: &&V| row.customer() == Some(customer);
        self.values().filter(own)
    }

    /// Stages a row that is changed or new.
    pub(super) fn put(&mut self, row: V) {
        self.insert(row.key(), row);
    }

    /// Stages a row that is changed or new, and returns it.
    pub(super) fn save(&mut self, row: V) -> V {
        self.put(row.clone());
        row
    }

    /// Stages a change of a row that was loaded.
    pub(super) fn update(&mut self, key: &K, change: impl FnOnce(&mut V)) {
        let mut row = self.known(key);
        change(&mut row);
        self.put(row);
    }
}

impl<K: Clone + Eq + Hash + Ord, V> StagedRows<K, V> {
    pub(super) fn of(rows: impl IntoIterator<Item = (K, V)>) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            dirty: BTreeSet::new(),
            undo: Vec::new(),
        }
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.rows.get(key)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.rows.values()
    }

    pub(super) fn insert(&mut self, key: K, row: V) {
        let was_dirty = !self.dirty.insert(key.clone());
        let before = self.rows.insert(key.clone(), row);
        self.undo.push(Undo {
            key,
            row: before,
            was_dirty,
        });
    }

    /// The rows that this command changed: as they were before it, and as they are.
    pub(super) fn changed(&self) -> impl Iterator<Item = (Option<&V>, &V)> {
        let mut seen = BTreeSet::new();
        let first = self.undo.iter().filter(move |undo| seen.insert(&undo.key));
        first.filter_map(|undo| Some((undo.row.as_ref(), self.rows.get(&undo.key)?)))
    }

    /// Keeps the changes of the command.
    pub(super) fn keep(&mut self) {
        self.undo.clear();
    }

    /// Undoes the changes of the command, last first.
    pub(super) fn take_back(&mut self) {
        while let Some(undo) = self.undo.pop() {
            match undo.row {
                Some(row) => self.rows.insert(undo.key.clone(), row),
                None => self.rows.remove(&undo.key),
            };
            if !undo.was_dirty {
                self.dirty.remove(&undo.key);
            }
        }
    }

    /// The changed rows, in the order of their keys.
    fn into_changed(mut self) -> Vec<V> {
        self.dirty
            .iter()
            .filter_map(|key| self.rows.remove(key))
            .collect()
    }
}
