//! Statements of providers that the books cannot follow.

use domain::contradiction::Contradiction;

use super::declare::{stored, table};

stored! {
    pub(crate) CONTRADICTIONS = "contradictions", Replaced, journal 'x': Contradiction {
        key id: id,
        fixed customer_id: word = customer,
        fixed order_id: id = order,
        fixed provider: word,
        fixed payment_key: text,
        fixed kind: word,
        fixed opened_at: instant,
        changing state: word,
        changing note: text,
        changing amount: amount,
        changing cancelled: amount,
        changing settled_at: maybe_instant,
        changing decided_by: maybe_id,
        changing reason: maybe_text,
        changing refund_id: maybe_id = refund,
        changing account: maybe_json,
        changing failure: maybe_json,
    }
}
