//! Refunds, quotes, contradictions and approvals by the keys of a batch.

use std::collections::BTreeSet;

use domain::{
    approval::Approval,
    contradiction::Contradiction,
    id::{ApprovalId, CustomerId, OrderId, PaymentId, QuoteId, RefundId},
    refund::{Quote, Refund},
};

use super::{
    APPROVALS, CONTRADICTIONS_OF, CONTRADICTIONS_OPEN, QUOTES, REFUNDS, REFUNDS_OF,
    REFUNDS_TO_SETTLE, all, by_set,
};
use crate::store::{StoreError, books::Loading, query::Arg};

pub(in crate::store::books) async fn refunds(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<RefundId>,
) -> Result<Vec<Refund>, StoreError> {
    by_set(tx, &REFUNDS, ids).await
}

pub(in crate::store::books) async fn refunds_of(
    tx: &mut Loading<'_>,
    payments: impl ExactSizeIterator<Item = &PaymentId>,
) -> Result<Vec<Refund>, StoreError> {
    if payments.len() == 0 {
        return Ok(Vec::new());
    }
    let set = tx.set(payments);
    all(tx, &REFUNDS_OF, vec![Arg::Set(set)]).await
}

/// Refunds that are open, or of which the provider gave less than was asked for.
pub(in crate::store::books) async fn refunds_to_settle(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Refund>, StoreError> {
    by_set(tx, &REFUNDS_TO_SETTLE, of).await
}

pub(in crate::store::books) async fn quotes(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<QuoteId>,
) -> Result<Vec<Quote>, StoreError> {
    by_set(tx, &QUOTES, ids).await
}

/// Contradictions of these orders. Open orders have none.
pub(in crate::store::books) async fn contradictions_of(
    tx: &mut Loading<'_>,
    orders: &BTreeSet<OrderId>,
) -> Result<Vec<Contradiction>, StoreError> {
    by_set(tx, &CONTRADICTIONS_OF, orders).await
}

pub(in crate::store::books) async fn approvals(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<ApprovalId>,
) -> Result<Vec<Approval>, StoreError> {
    by_set(tx, &APPROVALS, ids).await
}

/// Contradictions about these customers' money that wait for a person.
pub(in crate::store::books) async fn open_contradictions(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Contradiction>, StoreError> {
    by_set(tx, &CONTRADICTIONS_OPEN, of).await
}
