//! What does not agree: with a provider's list, or within the books; and seals of them.

use serde_json::{Value, json};

use super::{Event, INSTANT, ORDER, at, id, won};
use crate::{
    event::{AuditFinding, DiscrepancyFound, SealMade},
    reconcile::{DiscrepancyKind, Movement, Source},
};

const DISCREPANCY: &str = "dis_0000000000000000000000000b";
const FINDING: &str = "fnd_0000000000000000000000000b";

pub(super) fn samples() -> Vec<(Event, Value)> {
    vec![discrepancy(), finding(), seal()]
}

fn discrepancy() -> (Event, Value) {
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

fn finding() -> (Event, Value) {
    let found = AuditFinding {
        finding_id: id(FINDING),
        invariant: "lot_sums".to_owned(),
        subject: "lot_1".to_owned(),
        customer: Some("alice".to_owned()),
        detail: "granted 2, its places hold 3".to_owned(),
    };
    let body = json!({ "finding_id": FINDING, "invariant": "lot_sums", "subject": "lot_1", "customer": "alice",
                       "detail": "granted 2, its places hold 3" });
    (Event::AuditFinding(found), body)
}

fn seal() -> (Event, Value) {
    let made = SealMade {
        name: "seal-2026-04-08.json".to_owned(),
        made_at: at(),
        blocks: 7,
        document: "{}".to_owned(),
    };
    let body = json!({ "name": "seal-2026-04-08.json", "made_at": INSTANT, "blocks": 7, "document": "{}" });
    (Event::SealMade(made), body)
}
