//! Credits that moved, by lot.

use std::collections::BTreeMap;

use serde_json::Value;

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
