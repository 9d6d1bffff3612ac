//! One invariant, and the rows that break it.

use serde::Serialize;

/// Broken rows that are named per check: enough to show what kind of damage it is.
pub const SHOWN_MAX: usize = 20;

/// One invariant, and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// A stable word.
    pub name: &'static str,
    /// The rule, in one sentence.
    pub statement: &'static str,
    /// The first [`SHOWN_MAX`] rows that break it.
    pub broken: Vec<Violation>,
    /// How many rows break it.
    pub count: u64,
}

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The row: its id, or `customer/seq` of an entry.
    pub id: String,
    /// The fault of the row. Ids, words and numbers only: never a name, an account or a body.
    pub detail: String,
}

impl Check {
    pub(super) const fn new(name: &'static str, statement: &'static str) -> Self {
        Self {
            name,
            statement,
            broken: Vec::new(),
            count: 0,
        }
    }

    pub const fn holds(&self) -> bool {
        self.count == 0
    }

    pub(super) fn add(&mut self, id: impl Into<String>, detail: impl Into<String>) {
        self.count += 1;
        if self.broken.len() < SHOWN_MAX {
            self.broken.push(Violation {
                id: id.into(),
                detail: detail.into(),
            });
        }
    }
}
