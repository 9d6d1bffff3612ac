//! Idempotency keys with what they answered.

use chrono::{DateTime, Utc};
use domain::{books::AnsweredKey, command::IdempotencyKey};

use super::{
    Reader,
    declare::table,
    reply::{self, Document, Kept},
};
use crate::store::{StoreError, columns::Rows};

table! {
    pub(crate) IDEMPOTENCY_KEYS = "idempotency_keys", Refused, journal 'c' {
        fixed scope: text,
        fixed client_key: text,
        fixed fingerprint: text,
        fixed reply: json,
        fixed answered_at: instant,
        key key: text,
    }
}

/// An idempotency key with the data of its answer.
#[derive(Debug)]
pub(crate) struct KeptKey {
    pub(crate) idempotency_key: IdempotencyKey,
    pub(crate) kept: Kept,
    pub(crate) at: DateTime<Utc>,
}

pub(crate) fn write_answered(stored: &AnsweredKey, row: &mut Rows) {
    row.text(&stored.idempotency_key.scope);
    row.text(&stored.idempotency_key.key);
    row.text(&stored.idempotency_key.fingerprint);
    row.json(&Document::from(&stored.reply.answer));
    row.instant(stored.at);
    row.pair(&stored.idempotency_key.scope, &stored.idempotency_key.key);
}

pub(crate) fn read_answered(row: &mut Reader<'_>) -> Result<KeptKey, StoreError> {
    Ok(KeptKey {
        idempotency_key: IdempotencyKey {
            scope: row.text()?,
            key: row.text()?,
            fingerprint: row.text()?,
        },
        kept: reply::read(&row.text()?)
            .ok_or_else(|| row.damaged("no answer in a known version"))?,
        at: row.instant()?,
    })
}
