//! An entry of the ledger as stored, and its hash; credits that moved, by lot.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{hash_of, int, text};
use crate::store::{StoreError, engine::Row};

/// An entry as stored.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) customer: String,
    pub(super) seq: i64,
    pub(super) posting: String,
    pub(super) act: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) unit: String,
    pub(super) amount: i64,
    pub(super) lot: String,
    pub(super) reference: String,
    pub(super) at: i64,
    pub(super) hash: String,
}

impl Entry {
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        self.customer == other.customer && self.posting == other.posting
    }

    /// The amount the entry adds to an account; negative for an amount it takes, none when it names another account.
    pub(super) fn change_of(&self, account: &str) -> Option<i64> {
        match (self.from == account, self.to == account) {
            (false, false) => None,
            (from, to) => Some(self.amount.saturating_mul(i64::from(to) - i64::from(from))),
        }
    }

    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.customer, self.seq)
    }

    /// The hash over the previous hash and the fields.
    pub(super) fn hash_after(&self, before: &str) -> String {
        let numbers = [self.seq, self.amount, self.at];
        let [seq, amount, at] = numbers.map(|number| number.to_string());
        hash_of(&[
            before,
            &self.customer,
            &seq,
            &self.posting,
            &self.act,
            &self.from,
            &self.to,
            &self.unit,
            &amount,
            &self.lot,
            &self.reference,
            &at,
        ])
    }
}

pub(super) fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        customer: text(row, 0)?.to_owned(),
        seq: int(row, 1)?,
        posting: text(row, 2)?.to_owned(),
        act: text(row, 3)?.to_owned(),
        from: text(row, 4)?.to_owned(),
        to: text(row, 5)?.to_owned(),
        unit: text(row, 6)?.to_owned(),
        amount: int(row, 7)?,
        lot: text(row, 8)?.to_owned(),
        reference: text(row, 9)?.to_owned(),
        at: int(row, 10)?,
        hash: text(row, 11)?.to_owned(),
    })
}

/// Credits per lot.
pub(super) type Moves = BTreeMap<String, i64>;

/// The parts of a spend or a hold, by lot. `None` when they cannot be read.
pub(super) fn parts(json: &str) -> Option<Moves> {
    let mut moves = Moves::new();
    for part in serde_json::from_str::<Value>(json).ok()?.as_array()? {
        let credits = part
            .get("credits")?
            .as_i64()
            .filter(|credits| *credits > 0)?;
        let sum = moves
            .entry(part.get("lot")?.as_str()?.to_owned())
            .or_default();
        *sum = i64::checked_add(*sum, credits)?;
    }
    Some(moves)
}

/// `from` less `taken`, without lots of which nothing is left.
pub(super) fn less(mut from: Moves, taken: &Moves) -> Moves {
    for (lot, credits) in taken {
        let left = from.entry(lot.clone()).or_default();
        *left = left.saturating_sub(*credits);
    }
    from.retain(|_, left| *left != 0);
    from
}
