//! Received webhooks, for people to read. The books write them.

use domain::{
    effects::AuditRecord,
    id::InboxId,
    inbox::{Body, Received},
    kind::ProviderId,
};

use super::{
    Db, Page, StoreError, audit_log, journal::draft::Draft, query::Arg, rows::Stored as _,
    sql::statements,
};

statements! {
    BY_ID = "SELECT {inbox} FROM inbox WHERE id = $1";
    NEWEST = "SELECT {inbox} FROM inbox WHERE id < $1 ORDER BY id DESC LIMIT $2";
    /// The condition repeats that of the partial index word by word: SQLite uses it only then.
    NEWEST_OPEN =
        "SELECT {inbox} FROM inbox WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL \
         AND id < $1 ORDER BY id DESC LIMIT $2";
    OF_EVENT = "SELECT {inbox} FROM inbox WHERE key = $1";
    RECORDED_AT = "SELECT COALESCE(journal_revision, journal_place + 1) FROM inbox WHERE id = $1 AND settled_at IS NULL";
    SETTLE = "UPDATE inbox SET effect = $2, settled_at = $3, journal_revision = $4 WHERE id = $1 AND settled_at IS NULL";
}

/// One webhook as it was received.
pub async fn get(db: &Db, id: InboxId) -> Result<Option<Received>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Newest first; all, or only what waits for a person.
pub async fn list(db: &Db, open: bool, page: &Page) -> Result<Vec<Received>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let sql = if open { &NEWEST_OPEN } else { &NEWEST };
    db.things(sql, args).await
}

/// The body under which an event was stored.
pub async fn body_of(
    db: &Db,
    provider: &ProviderId,
    event_key: &str,
) -> Result<Option<Body>, StoreError> {
    let key = format!("{provider}/{event_key}");
    let row: Option<Received> = db.thing(&OF_EVENT, &key).await?;
    Ok(row.map(|row| row.body))
}

/// A person is done with a webhook that waited; `act` says who, and `effect` what came of it. Returns `false`, and
/// writes nothing, when it was settled before. The rest of the row cannot be changed. For tasks that are never
/// cancelled.
pub async fn settle(
    db: &Db,
    id: InboxId,
    effect: &str,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    let (id, at) = (id.to_string(), act.at.timestamp_micros());
    let mut tx = db.begin().await?;
    let mut draft = Draft::common(&mut tx, act.at).await?;
    let found = tx.conn().all(&RECORDED_AT, vec![Arg::Text(&id)]).await?;
    let Some(row) = found.first() else {
        tx.rollback().await?;
        return Ok(false);
    };
    let before = row.int(0)?.unwrap_or_default();
    let values = [Some(&*id), Some(effect), Some(&*at.to_string())];
    let place = draft.revise(Received::table(), &values, before);
    let args = vec![
        Arg::Text(&id),
        Arg::Text(effect),
        Arg::Int(at),
        Arg::Int(place),
    ];
    if tx.conn().run(&SETTLE, args).await? != 1 {
        tx.rollback().await?;
        return Ok(false);
    }
    draft.write(&mut tx).await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(true)
}
