//! Idempotency keys with the answers that were given.

use std::collections::BTreeSet;

use domain::{
    books::AnsweredKey,
    command::{Answer, Reply},
    order::Order,
};

use super::{IDEMPOTENCY_KEYS, Loading, ORDERS, by_set};
use crate::store::{
    StoreError,
    query::Arg,
    rows::{self, Kept, KeptKey},
};

/// Keys with the answers that were given; an order is loaded in its current state.
pub(in crate::store::books) async fn idempotency_keys(
    tx: &mut Loading<'_>,
    asked: &BTreeSet<(String, String)>,
) -> Result<Vec<AnsweredKey>, StoreError> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let set = tx.set(asked.iter().map(|(scope, key)| format!("{scope}/{key}")));
    let found = tx
        .conn()
        .all(&IDEMPOTENCY_KEYS, vec![Arg::Set(set)])
        .await?;
    let kept = found
        .iter()
        .map(|row| rows::read_with(row, &rows::IDEMPOTENCY_KEYS, rows::read_answered));
    let kept: Vec<KeptKey> = kept.collect::<Result<_, _>>()?;
    let ids = kept
        .iter()
        .filter_map(|idempotency_key| match idempotency_key.kept {
            Kept::Order(id) => Some(id),
            Kept::Answer(_) => None,
        });
    let orders = by_set::<Order, _>(tx, &ORDERS, &ids.collect()).await?;
    kept.into_iter()
        .map(|idempotency_key| answered(idempotency_key, &orders))
        .collect()
}

fn answered(kept: KeptKey, orders: &[Order]) -> Result<AnsweredKey, StoreError> {
    let KeptKey {
        idempotency_key,
        kept,
        at,
    } = kept;
    let answer = match kept {
        Kept::Answer(answer) => *answer,
        Kept::Order(id) => {
            let order = orders.iter().find(|order| order.id == id);
            let order = order.ok_or_else(|| StoreError::Damaged {
                table: "idempotency_keys",
                id: format!("{}/{}", idempotency_key.scope, idempotency_key.key),
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
    Ok(AnsweredKey {
        idempotency_key,
        reply,
        at,
    })
}
