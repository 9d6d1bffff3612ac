//! The staged rows of one kind: the rows that a batch loaded, the changes of its commands, and the undo of a refused
//! command.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
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
