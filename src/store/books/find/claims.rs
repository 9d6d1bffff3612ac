//! Idempotency keys with the answers that were given.

use std::collections::BTreeSet;

use domain::{
    books::StoredClaim,
    command::{Answer, Reply},
    order::Order,
};

use super::{CLAIMS, Loading, ORDERS, by_set};
use crate::store::{
    StoreError,
    query::Arg,
    rows::{self, Kept, KeptClaim},
};

/// Keys with the answers that were given; an order is loaded in its current state.
pub(in crate::store::books) async fn claims(
    tx: &mut Loading<'_>,
    asked: &BTreeSet<(String, String)>,
) -> Result<Vec<StoredClaim>, StoreError> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let set = tx.set(asked.iter().map(|(scope, key)| format!("{scope}/{key}")));
    let found = tx.conn().all(&CLAIMS, vec![Arg::Set(set)]).await?;
    let kept = found
        .iter()
        .map(|row| rows::read_with(row, &rows::CLAIMS, rows::read_claim));
    let kept: Vec<KeptClaim> = kept.collect::<Result<_, _>>()?;
    let ids = kept.iter().filter_map(|claim| match claim.kept {
        Kept::Order(id) => Some(id),
        Kept::Answer(_) => None,
    });
    let orders = by_set::<Order, _>(tx, &ORDERS, &ids.collect()).await?;
    kept.into_iter()
        .map(|claim| answered(claim, &orders))
        .collect()
}

fn answered(kept: KeptClaim, orders: &[Order]) -> Result<StoredClaim, StoreError> {
    let KeptClaim { claim, kept, at } = kept;
    let answer = match kept {
        Kept::Answer(answer) => *answer,
        Kept::Order(id) => {
            let order = orders.iter().find(|order| order.id == id);
            let order = order.ok_or_else(|| StoreError::Damaged {
                table: "claims",
                id: format!("{}/{}", claim.scope, claim.key),
                column: "reply",
                why: "the order that it answered is not there",
            })?;
            Answer::Order(Box::new(order.clone()))
        }
    };
    let reply = Reply {
        answer,
        // The current balance is returned when the answer is given again.
        balance: None,
        replayed: false,
    };
    Ok(StoredClaim { claim, reply, at })
}
