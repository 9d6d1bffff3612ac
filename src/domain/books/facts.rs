//! The rows that were found, and the rows that changed. Plain data: the store fills the facts and writes the changes.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::ProviderKey;
use crate::{
    approval::Approval,
    command::{IdempotencyKey, Reply},
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    effects::{AuditRecord, NewJob},
    event::EventRecord,
    id::{CustomerId, JobId},
    inbox::Received,
    ledger::Entry,
    lot::Lot,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
};

macro_rules! facts_and_changes {
    ($($kind:ident: $key:ty => $row:ty [$($owner:ident)?],)+) => {
        /// The rows that were found.
        #[derive(Debug, Default)]
        pub struct Facts {
            $(pub $kind: Vec<$row>,)+
            pub balances: BTreeMap<CustomerId, Credits>,
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
                $($(
                    if let Some(owner) = self.$kind.iter().map(|row| &row.$owner).find(stranger) {
                        return Some((stringify!($kind), owner));
                    }
                )?)+
                let of_entry = self.entries.iter().map(|entry| &entry.customer).find(stranger);
                of_entry.map(|owner| ("entries", owner))
            }
        }
    };
}

crate::kinds!(facts_and_changes);

/// An idempotency key with the stored answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredKey {
    pub idempotency_key: IdempotencyKey,
    pub reply: Reply,
    pub at: chrono::DateTime<chrono::Utc>,
}
