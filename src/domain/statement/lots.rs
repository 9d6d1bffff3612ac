//! Lots in a statement: which of them it shows, and what of their credits had ended.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{OfLot, StatedBalance, StatedLot, standing::Standing};
use crate::{id::LotId, kind::Kind, money::Credits};

/// A lot as it stood before the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningLot {
    pub id: LotId,
    pub kind: Kind,
    pub granted: Credits,
    pub acquired_at: DateTime<Utc>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
    pub opening: OfLot,
}

impl OfLot {
    pub const NOTHING: Self = Self {
        available: 0,
        held: 0,
    };
}

/// The balance of a standing at an instant, by the ends of its lots.
pub(super) fn balance(
    standing: &Standing,
    at: DateTime<Utc>,
    ends: &BTreeMap<LotId, DateTime<Utc>>,
) -> StatedBalance {
    StatedBalance {
        available: standing.change.available,
        held: standing.change.held,
        debt: standing.change.debt,
        ended: standing
            .change
            .available
            .saturating_sub(standing.live(at, ends)),
    }
}

/// The lots that a statement of [from, until) shows: those that had credits before or after it or in between, and those
/// that were there and had not ended.
pub(super) fn shown(
    lots: Vec<OpeningLot>,
    closing: &Standing,
    touched: &BTreeSet<LotId>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<StatedLot> {
    let mut shown: Vec<StatedLot> = lots
        .into_iter()
        .map(|lot| StatedLot {
            closing: closing.lots.get(&lot.id).cloned().unwrap_or(OfLot::NOTHING),
            id: lot.id,
            kind: lot.kind,
            granted: lot.granted,
            acquired_at: lot.acquired_at,
            expires_at: lot.expires_at,
            opening: lot.opening,
            digest: String::new(),
        })
        .filter(|lot| {
            let alive = lot.acquired_at < until && lot.expires_at > from;
            let touched = touched.contains(&lot.id);
            alive || touched || lot.opening != OfLot::NOTHING || lot.closing != OfLot::NOTHING
        })
        .collect();
    shown.sort_by_key(|lot| lot.id);
    shown
}
