//! The staged rows of one kind: the rows that a batch loaded, the changes of its commands, and the undo of a refused
//! command.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use super::{Changes, Facts};
use crate::{
    approval::Approval,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId,
        QuoteId, RefundId, SpendId,
    },
    lot::Lot,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
};

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

    pub(super) fn put(&mut self, key: K, row: V) {
        let was_dirty = !self.dirty.insert(key.clone());
        let before = self.rows.insert(key.clone(), row);
        self.undo.push(Undo {
            key,
            row: before,
            was_dirty,
        });
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
    pub(super) fn into_changed(mut self) -> Vec<V> {
        self.dirty
            .iter()
            .filter_map(|key| self.rows.remove(key))
            .collect()
    }
}

macro_rules! staged {
    ($($kind:ident: $key:ty => $row:ty [$($owner:ident)?],)+) => {
        /// The staged rows of every kind, and the customers' balances with them.
        #[derive(Debug)]
        pub(super) struct Rows {
            $(pub(super) $kind: StagedRows<$key, $row>,)+
            pub(super) balances: StagedRows<CustomerId, Credits>,
        }

        impl Rows {
            pub(super) fn of(facts: Facts) -> Self {
                Self {
                    $($kind: StagedRows::of(facts.$kind.into_iter().map(|row| (row.id.clone(), row))),)+
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
    };
}
crate::kinds!(staged);
