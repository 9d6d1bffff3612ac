//! Quotes and refunds: money that goes back. Statements of providers that the books cannot follow, and acts that wait
//! for a second person.

use domain::{
    approval::Approval,
    contradiction::Contradiction,
    refund::{Quote, Refund},
};

use super::declare::{stored, table};

stored! {
    pub(crate) QUOTES = "quotes", Refused, journal 'q': Quote {
        key id: id,
        fixed payment_id: id,
        fixed customer_id: word,
        fixed amount: amount,
        fixed credits: amount,
        fixed basis: word,
        fixed lines: json,
        fixed policy: text,
        fixed policy_hash: text,
        fixed quoted_at: instant,
        fixed expires_at: instant,
        fixed asked_at: instant,
        fixed wanted: maybe_amount,
        fixed beyond: maybe_id,
    }
}

stored! {
    pub(crate) REFUNDS = "refunds", Replaced, journal 'r': Refund {
        key id: id,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        changing provider: word,
        fixed quote_id: id = quote,
        fixed lot_id: id = lot,
        fixed amount: amount,
        changing tax_free: amount,
        changing vat: amount,
        fixed credits: amount,
        fixed basis: word,
        fixed reason: text,
        changing account: maybe_sealed,
        fixed expected_balance: amount,
        changing state: word,
        changing failure: maybe_json,
        changing note: maybe_text,
        changing cancel_key: maybe_text,
        fixed requested_by: id,
        fixed requested_at: instant,
        changing sent_at: maybe_instant,
        changing settled_at: maybe_instant,
        fixed due_at: instant,
        changing settled_amount: maybe_amount,
    }
}

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
        changing account: maybe_sealed,
        changing failure: maybe_json,
    }
}

stored! {
    pub(crate) APPROVALS = "approvals", Replaced, journal 'n': Approval {
        key id: id,
        fixed customer_id: word = customer,
        fixed act: word,
        fixed subject: text,
        fixed amount: int,
        fixed asked_by: id,
        fixed asked_at: instant,
        fixed expires_at: instant,
        changing request: sealed_request,
        changing state: word = decision,
        changing decided_by: maybe_id,
        changing decided_at: maybe_instant,
        changing reason: maybe_text,
        changing outcome: maybe_text,
    }
}
