//! What was seen before: events that are in the inbox, and idempotency keys with the answers that were given.

use std::collections::BTreeSet;

use domain::{
    books::{AnsweredKey, ProviderKey},
    command::{Answer, Reply},
    order::Order,
};

use super::{
    EVENTS_SEEN, IDEMPOTENCY_KEYS, ORDERS,
    load::{Load, text_of},
    money::keys,
};
use crate::store::{
    StoreError,
    engine::Row,
    query::Arg,
    rows::{self, Kept, KeptKey},
};

impl Load<'_> {
    /// Which of the events asked for are in the inbox.
    pub(super) async fn events(&mut self) -> Result<BTreeSet<ProviderKey>, StoreError> {
        let asked = &self.needs.events;
        if asked.is_empty() {
            return Ok(BTreeSet::new());
        }
        let args = vec![Arg::Set(self.tx.set(keys(asked)))];
        let found = self.tx.conn().all(&EVENTS_SEEN, args).await?;
        let pair = |row: &Row| {
            let (provider, key) = (text_of(row, 0)?, text_of(row, 1)?);
            let provider = provider
                .parse()
                .map_err(|_| StoreError::damaged("inbox", key, "provider", "not a provider"))?;
            Ok((provider, key.to_owned()))
        };
        found.iter().map(pair).collect()
    }

    /// Keys with the answers that were given; an order is loaded in its current state.
    pub(super) async fn idempotency_keys(&mut self) -> Result<Vec<AnsweredKey>, StoreError> {
        let asked = &self.needs.idempotency_keys;
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let asked = asked.iter().map(|(scope, key)| format!("{scope}/{key}"));
        let args = vec![Arg::Set(self.tx.set(asked))];
        let found = self.tx.conn().all(&IDEMPOTENCY_KEYS, args).await?;
        let kept = found
            .iter()
            .map(|row| rows::read_with(row, &rows::IDEMPOTENCY_KEYS, rows::read_answered));
        let kept: Vec<KeptKey> = kept.collect::<Result<_, _>>()?;
        let ids = kept.iter().filter_map(|key| match key.kept {
            Kept::Order(id) => Some(id),
            Kept::Answer(_) => None,
        });
        let orders: Vec<Order> = self.by_set(&ORDERS, &ids.collect()).await?;
        kept.into_iter().map(|key| answered(key, &orders)).collect()
    }
}

fn answered(key: KeptKey, orders: &[Order]) -> Result<AnsweredKey, StoreError> {
    let KeptKey {
        idempotency_key, ..
    } = key;
    let answer = match key.kept {
        Kept::Answer(answer) => *answer,
        Kept::Order(id) => {
            let order = orders.iter().find(|order| order.id == id);
            let order = order.ok_or_else(|| {
                StoreError::damaged(
                    "idempotency_keys",
                    format!("{}/{}", idempotency_key.scope, idempotency_key.key),
                    "reply",
                    "the order that it answered is not there",
                )
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
        at: key.at,
    })
}
