//! Disputes of payments, and those that are open.

use domain::{
    dispute::{Dispute, DisputeDecision, Disputed},
    id::{DisputeId, PaymentId},
};

use crate::store::{Db, Page, StoreError, columns::Set, query::Arg, sql::statements};

statements! {
    DISPUTE = "SELECT {disputes} FROM disputes WHERE id = $1";
    DISPUTES_OF = "SELECT {disputes} FROM disputes WHERE payment_id = $1 ORDER BY id";
    DECISIONS_OF = "SELECT {dispute_decisions} FROM dispute_decisions WHERE payment_id = $1 ORDER BY id";
    OPEN =
        "SELECT {disputes} FROM disputes WHERE id IN ( \
             SELECT p.dispute_id FROM payments AS p WHERE p.dispute_id IS NOT NULL AND p.dispute_id < $1 \
             ORDER BY p.dispute_id DESC LIMIT $2) \
         ORDER BY id DESC";
    ALL = "SELECT {disputes} FROM disputes WHERE id < $1 ORDER BY id DESC LIMIT $2";
    DECISIONS_OF_MANY = "SELECT {dispute_decisions} FROM dispute_decisions WHERE dispute_id = ANY($1)";
}

/// A dispute by its id, as it was opened.
pub async fn dispute(db: &Db, id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    db.thing(&DISPUTE, &id.to_string()).await
}

/// The disputes of a payment, oldest first.
pub async fn disputes_of(db: &Db, payment: PaymentId) -> Result<Vec<Disputed>, StoreError> {
    let id = payment.to_string();
    let disputes: Vec<Dispute> = db.things(&DISPUTES_OF, vec![Arg::Text(&id)]).await?;
    if disputes.is_empty() {
        return Ok(Vec::new());
    }
    let decisions: Vec<DisputeDecision> = db.things(&DECISIONS_OF, vec![Arg::Text(&id)]).await?;
    let with = |dispute| Disputed::of(dispute, &decisions);
    Ok(disputes.into_iter().map(with).collect())
}

/// Disputes, newest first: those that are open, or all.
pub async fn disputes(db: &Db, open: bool, page: &Page) -> Result<Vec<Disputed>, StoreError> {
    let sql = if open { &OPEN } else { &ALL };
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let disputes: Vec<Dispute> = db.things(sql, args).await?;
    if open || disputes.is_empty() {
        let undecided = |dispute| Disputed {
            dispute,
            decision: None,
        };
        return Ok(disputes.into_iter().map(undecided).collect());
    }
    let ids = Set::of(db.engine(), disputes.iter().map(|dispute| dispute.id));
    let args = vec![Arg::Set(ids)];
    let decisions: Vec<DisputeDecision> = db.things(&DECISIONS_OF_MANY, args).await?;
    let with = |dispute| Disputed::of(dispute, &decisions);
    Ok(disputes.into_iter().map(with).collect())
}
