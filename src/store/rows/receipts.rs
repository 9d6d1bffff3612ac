//! Cash receipts: what was asked for, and what became of it.

use domain::cash_receipt::{CashReceiptOutcome, CashReceiptRequest};

use super::declare::{stored, table};

stored! {
    /// The letter is an upper-case one, like that of the other: nothing of such a row ever changes.
    pub(crate) RECEIPT_REQUESTS = "cash_receipt_requests", Refused, journal 'Q': CashReceiptRequest {
        key id: id,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        fixed provider: word,
        fixed act: word,
        fixed receipt_id: id = receipt,
        fixed way: word,
        fixed purpose: word,
        fixed identity: maybe_sealed,
        fixed amount: amount,
        fixed tax_free: amount,
        fixed requested_by: id,
        fixed requested_at: instant,
    }
}

stored! {
    pub(crate) RECEIPT_OUTCOMES = "cash_receipt_outcomes", Refused, journal 'Z': CashReceiptOutcome {
        key id: id,
        fixed request_id: id = request,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        fixed outcome: word = end,
        fixed receipt_key: maybe_text,
        fixed issue_number: maybe_text,
        fixed url: maybe_text,
        fixed failure: maybe_json,
        fixed note: maybe_text,
        fixed recorded_by: id,
        fixed recorded_at: instant,
    }
}
