//! What does not agree with a provider's list.

use serde_json::{Value, json};

use super::{Event, ORDER, id, won};
use crate::{
    event::DiscrepancyFound,
    reconcile::{DiscrepancyKind, Movement, Source},
};

const DISCREPANCY: &str = "dis_0000000000000000000000000b";

pub(super) fn sample() -> (Event, Value) {
    let found = DiscrepancyFound {
        discrepancy_id: id(DISCREPANCY),
        provider: id("toss"),
        day: id("2026-04-08"),
        source: Source::Movements,
        kind: DiscrepancyKind::Amount,
        movement: Movement::Paid,
        order_ref: ORDER.to_owned(),
        order_id: Some(id(ORDER)),
        their_amount: Some(won(9)),
        our_amount: None,
    };
    let body = json!({ "discrepancy_id": DISCREPANCY, "provider": "toss", "day": "2026-04-08", "source": "movements", "kind": "amount",
                       "movement": "paid", "order_ref": ORDER, "order_id": ORDER, "their_amount": 9,
                       "our_amount": null });
    (Event::DiscrepancyFound(found), body)
}
