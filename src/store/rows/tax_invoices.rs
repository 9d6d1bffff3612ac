//! Tax invoices of payments, as they were recorded. No row ever changes.

use domain::tax_invoice::TaxInvoice;

use super::declare::{stored, table};

stored! {
    /// The letter is an upper-case one: nothing of such a row ever changes.
    pub(crate) TAX_INVOICES = "tax_invoices", Refused, journal 'A': TaxInvoice {
        key id: id,
        fixed payment_id: id = payment,
        fixed customer_id: word = customer,
        fixed kind: word,
        fixed reason: maybe_id,
        fixed refund_id: maybe_id = refund,
        fixed corrects: maybe_id,
        fixed approval_number: word = number,
        fixed issued_on: id,
        fixed supply: amount,
        fixed vat: amount,
        fixed note: maybe_text,
        fixed recorded_by: id,
        fixed recorded_at: instant,
    }
}
