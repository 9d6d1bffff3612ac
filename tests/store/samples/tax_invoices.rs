//! Tax invoices.

use domain::{
    actor::Actor,
    tax_invoice::{AmendReason, InvoiceKind, TaxInvoice},
};

use super::{NASTY, at, customer_id, invoice_id, key_id, payment_id, refund_id, won};

pub(crate) fn tax_invoice(n: u64, customer: &str) -> TaxInvoice {
    TaxInvoice {
        id: invoice_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        kind: InvoiceKind::Amended,
        reason: Some(AmendReason::Returned),
        refund: Some(refund_id(n)),
        corrects: Some(invoice_id(n + 1)),
        number: "202603094100020300000001".parse().unwrap(),
        issued_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 9).unwrap(),
        supply: won(10),
        vat: won(1),
        note: Some(NASTY.into()),
        recorded_by: Actor::Key(key_id(1)),
        recorded_at: at(4),
    }
}
