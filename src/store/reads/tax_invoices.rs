//! Tax invoices of payments.

use domain::{id::PaymentId, tax_invoice::TaxInvoice};

use crate::store::{Db, StoreError, query::Arg, sql::statements};

statements! {
    OF_PAYMENT = "SELECT {tax_invoices} FROM tax_invoices WHERE payment_id = $1 ORDER BY id";
}

/// The records of a payment, oldest first.
pub async fn tax_invoices_of(db: &Db, payment: PaymentId) -> Result<Vec<TaxInvoice>, StoreError> {
    let id = payment.to_string();
    db.things(&OF_PAYMENT, vec![Arg::Text(&id)]).await
}
