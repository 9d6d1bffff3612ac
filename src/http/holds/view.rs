//! A hold as answers show it.

use domain::{
    id::{CustomerId, HoldId, SpendId},
    money::Credits,
    spend::{Hold, HoldState},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::{spends::PartView, view::At};

/// Credits set aside, and from which lots.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Hold")]
pub(in crate::http) struct HoldView {
    id: HoldId,
    customer_id: CustomerId,
    state: HoldState,
    credits: Credits,
    captured: Credits,
    meter: String,
    reference: String,
    parts: Vec<PartView>,
    /// The spend it was captured into.
    spend: Option<SpendId>,
    opened_at: At,
    /// Exclusive: from here on it can no longer be captured.
    expires_at: At,
    /// Of one that lapsed, when that was written down; null until then.
    closed_at: Option<At>,
    /// Spendable right after the change; null where nothing was changed.
    balance: Option<Credits>,
}

pub(super) fn view(hold: Hold, balance: Option<Credits>) -> HoldView {
    HoldView {
        id: hold.id,
        customer_id: hold.customer_id,
        state: hold.state,
        credits: hold.credits,
        captured: hold.captured,
        meter: hold.meter,
        reference: hold.reference,
        parts: hold.parts.into_iter().map(PartView::from).collect(),
        spend: hold.spend,
        opened_at: At(hold.opened_at),
        expires_at: At(hold.expires_at),
        closed_at: hold.closed_at.map(At),
        balance,
    }
}
