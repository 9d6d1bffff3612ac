//! Tax invoices of payments, and the payments of which an amended one is due.

use domain::{id::PaymentId, payment::Payment, refund::Refund, tax_invoice::TaxInvoice};

use crate::store::{Db, Page, StoreError, columns::Set, query::Arg, sql::statements};

statements! {
    OF_PAYMENT = "SELECT {tax_invoices} FROM tax_invoices WHERE payment_id = $1 ORDER BY id";
    OF_PAYMENTS = "SELECT {tax_invoices} FROM tax_invoices WHERE payment_id = ANY($1)";
    REFUNDS = "SELECT {refunds} FROM refunds WHERE payment_id = ANY($1)";
    AMENDED_NEXT =
        "SELECT {payments} FROM payments WHERE id IN ( \
             SELECT due.payment_id FROM tax_amendments_due AS due WHERE due.payment_id < $1 \
             ORDER BY due.payment_id DESC LIMIT $2) \
         ORDER BY id DESC";
}

/// The records of a payment, oldest first.
pub async fn tax_invoices_of(db: &Db, payment: PaymentId) -> Result<Vec<TaxInvoice>, StoreError> {
    let id = payment.to_string();
    db.things(&OF_PAYMENT, vec![Arg::Text(&id)]).await
}

/// A payment with all its tax invoices and refunds.
pub(crate) type Amended = (Payment, Vec<TaxInvoice>, Vec<Refund>);

/// Payments of which an amended tax invoice is due, newest first.
pub async fn amendments_due(db: &Db, page: &Page) -> Result<Vec<Amended>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let payments: Vec<Payment> = db.things(&AMENDED_NEXT, args).await?;
    if payments.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || {
        vec![Arg::Set(Set::of(
            db.engine(),
            payments.iter().map(|it| it.id),
        ))]
    };
    let invoices: Vec<TaxInvoice> = db.things(&OF_PAYMENTS, ids()).await?;
    let refunds: Vec<Refund> = db.things(&REFUNDS, ids()).await?;
    let with = |payment: &Payment| {
        let own = invoices.iter().filter(|it| it.payment == payment.id);
        let given = refunds.iter().filter(|it| it.payment == payment.id);
        (
            payment.clone(),
            own.cloned().collect(),
            given.cloned().collect(),
        )
    };
    Ok(payments.iter().map(with).collect())
}
