//! What follows from settlement rows: the sums of a settlement, what the books have of a row, and the money that arrived.

use std::collections::BTreeSet;

use domain::{
    id::{OrderId, PaymentId, PayoutId, RefundId, SettlementId, SettlementRowId},
    kind::ProviderId,
};

use crate::store::{Db, StoreError, Tx, columns::Set, query::Arg, sql::statements};

/// Rows whose matches are written in one transaction.
const WRITTEN_MAX: usize = 500;

statements! {
    ADD_UP =
        "UPDATE settlements SET \
             lines = (SELECT COUNT(*) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id), \
             gross = (SELECT CAST(COALESCE(SUM(r.gross), 0) AS BIGINT) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id), \
             fee = (SELECT CAST(COALESCE(SUM(r.fee), 0) AS BIGINT) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id), \
             vat = (SELECT CAST(COALESCE(SUM(r.vat), 0) AS BIGINT) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id), \
             net = (SELECT CAST(COALESCE(SUM(r.net), 0) AS BIGINT) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id) \
         WHERE id = ANY($1)";
    MATCH = "UPDATE settlement_rows SET order_id = $2, payment_id = $3, refund_id = $4 WHERE id = $1";
    /// Money that arrived for another sum explains this one no more.
    CHANGED =
        "UPDATE settlements SET payout_id = NULL WHERE id = ANY($1) AND payout_id IS NOT NULL \
         AND net <> (SELECT CAST(COALESCE(SUM(r.net), 0) AS BIGINT) FROM settlement_rows AS r WHERE r.settlement_id = settlements.id)";
    ARRIVED = "UPDATE settlements SET payout_id = $3 WHERE provider = $1 AND paid_out_on = $2";
}

pub(super) async fn add_up(
    tx: &mut Tx,
    settlements: &BTreeSet<SettlementId>,
) -> Result<(), StoreError> {
    for sql in [&CHANGED, &ADD_UP] {
        let args = vec![Arg::Set(Set::of(tx.engine(), settlements))];
        tx.conn().run(sql, args).await?;
    }
    Ok(())
}

/// What the books have of a row.
pub type Match = (
    SettlementRowId,
    Option<OrderId>,
    Option<PaymentId>,
    Option<RefundId>,
);

/// Writes down what the books have of rows.
pub async fn match_rows(db: &Db, matches: &[Match]) -> Result<(), StoreError> {
    for some in matches.chunks(WRITTEN_MAX) {
        let mut tx = db.begin().await?;
        for (id, order, payment, refund) in some {
            let id = id.to_string();
            let order = order.map(|id| id.to_string());
            let payment = payment.map(|id| id.to_string());
            let refund = refund.map(|id| id.to_string());
            let args = vec![
                Arg::Text(&id),
                Arg::MaybeText(order.as_deref()),
                Arg::MaybeText(payment.as_deref()),
                Arg::MaybeText(refund.as_deref()),
            ];
            tx.conn().run(&MATCH, args).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Writes down by what a settlement's money arrived, or that nothing of exactly its sum did.
pub async fn arrive(
    db: &Db,
    provider: &ProviderId,
    paid_out_on: chrono::NaiveDate,
    payout: Option<PayoutId>,
) -> Result<(), StoreError> {
    let (day, payout) = (paid_out_on.to_string(), payout.map(|id| id.to_string()));
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(&day),
        Arg::MaybeText(payout.as_deref()),
    ];
    db.writer().await?.conn().run(&ARRIVED, args).await?;
    Ok(())
}
