//! Disputes of payments, and what became of them. No row ever changes.

use domain::dispute::{Dispute, DisputeDecision};

use super::declare::{stored, table};

stored! {
    /// The letter is an upper-case one, like that of the other: nothing of such a row ever changes.
    pub(crate) DISPUTES = "disputes", Refused, journal 'B': Dispute {
        key id: id,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        fixed amount: amount,
        fixed reference: text,
        fixed reason: text,
        fixed respond_by: maybe_instant,
        fixed opened_by: id,
        fixed opened_at: instant,
    }
}

stored! {
    pub(crate) DISPUTE_DECISIONS = "dispute_decisions", Refused, journal 'U': DisputeDecision {
        key id: id,
        fixed dispute_id: id = dispute,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        fixed state: word,
        fixed taken: maybe_id,
        fixed note: text,
        fixed decided_by: id,
        fixed decided_at: instant,
    }
}
