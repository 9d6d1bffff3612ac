//! A spend as answers show it.

use domain::{
    id::{CustomerId, HoldId, LotId, SpendId},
    kind::Kind,
    money::Credits,
    spend::{Part, Spend},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::view::At;

/// One lot's part, in the order in which lots were taken.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Part")]
pub(in crate::http) struct PartView {
    lot: LotId,
    kind: Kind,
    credits: Credits,
    expires_at: At,
    /// Why this lot, and why at this place.
    why: String,
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        let Part {
            lot,
            kind,
            credits,
            expires_at,
            why,
        } = part;
        Self {
            lot,
            kind,
            credits,
            expires_at: At(expires_at),
            why,
        }
    }
}

/// Credits used, and which lots paid them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Spend")]
pub(in crate::http) struct SpendView {
    id: SpendId,
    customer_id: CustomerId,
    credits: Credits,
    meter: String,
    reference: String,
    parts: Vec<PartView>,
    /// The hold it was captured from.
    hold: Option<HoldId>,
    at: At,
    reversed_at: Option<At>,
    /// Spendable right after the change; null where nothing was changed.
    balance: Option<Credits>,
}

pub(super) fn view(spend: Spend, balance: Option<Credits>) -> SpendView {
    SpendView {
        id: spend.id,
        customer_id: spend.customer_id,
        credits: spend.credits,
        meter: spend.meter,
        reference: spend.reference,
        parts: spend.parts.into_iter().map(PartView::from).collect(),
        hold: spend.hold,
        at: At(spend.at),
        reversed_at: spend.reversed_at.map(At),
        balance,
    }
}
