//! Cash receipts of a payment, and those that wait for a person.

use std::collections::HashMap;

use domain::{
    cash_receipt::{CashReceipt, CashReceiptOutcome, CashReceiptRequest},
    id::{CashReceiptId, PaymentId},
};

use crate::store::{Db, Page, StoreError, query::Arg, sql::statements};

statements! {
    REQUEST = "SELECT {cash_receipt_requests} FROM cash_receipt_requests WHERE id = $1";
    REQUESTS_OF = "SELECT {cash_receipt_requests} FROM cash_receipt_requests WHERE payment_id = $1 ORDER BY id";
    OUTCOMES_OF = "SELECT {cash_receipt_outcomes} FROM cash_receipt_outcomes WHERE payment_id = $1 ORDER BY id";
    WAITING =
        "SELECT {cash_receipt_requests} FROM cash_receipt_requests WHERE id IN ( \
             SELECT waiting.id FROM cash_receipts_waiting AS waiting WHERE waiting.id < $1 \
             ORDER BY waiting.id DESC LIMIT $2) \
         ORDER BY id DESC";
}

/// What was asked for by this id, alone.
pub async fn cash_receipt(
    db: &Db,
    id: CashReceiptId,
) -> Result<Option<CashReceiptRequest>, StoreError> {
    db.thing(&REQUEST, &id.to_string()).await
}

/// The receipts of a payment and the cancels of them, oldest first.
pub async fn cash_receipts_of(db: &Db, payment: PaymentId) -> Result<Vec<CashReceipt>, StoreError> {
    let id = payment.to_string();
    let requests: Vec<CashReceiptRequest> = db.things(&REQUESTS_OF, vec![Arg::Text(&id)]).await?;
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let outcomes: Vec<CashReceiptOutcome> = db.things(&OUTCOMES_OF, vec![Arg::Text(&id)]).await?;
    let outcomes = outcomes.into_iter().map(|it| (it.request, it));
    let mut outcomes: HashMap<CashReceiptId, CashReceiptOutcome> = outcomes.collect();
    let with = |request: CashReceiptRequest| CashReceipt {
        outcome: outcomes.remove(&request.id),
        request,
    };
    Ok(requests.into_iter().map(with).collect())
}

/// What waits for a person, newest first.
pub async fn cash_receipts_waiting(
    db: &Db,
    page: &Page,
) -> Result<Vec<CashReceiptRequest>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&WAITING, args).await
}
