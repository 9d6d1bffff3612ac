//! API keys: who may call. Only a hash of the secret is stored.

use chrono::{DateTime, Utc};
use domain::{effects::AuditRecord, id::KeyId};

pub use super::rows::ApiKey;
use super::{
    Db, Page, StoreError, Tx, audit_log, columns::Rows, engine::Row, journal::draft::Draft,
    query::Arg, rows, sql::statements,
};

statements! {
    BY_ID = "SELECT id, role, hash, name, created_at, revoked_at FROM api_keys WHERE id = $1";
    NEWEST =
        "SELECT id, role, hash, name, created_at, revoked_at FROM api_keys WHERE id < $1 ORDER BY id DESC LIMIT $2";
    RECORDED_AT =
        "SELECT COALESCE(journal_revision, journal_place + 1) FROM api_keys WHERE id = $1 AND revoked_at IS NULL";
    REVOKE = "UPDATE api_keys SET revoked_at = $2, journal_revision = $3 WHERE id = $1 AND revoked_at IS NULL";
}

/// Committed when this returns, with the line of the audit log that says who made it. For tasks that are never cancelled.
pub async fn add(db: &Db, key: &ApiKey, act: Option<&AuditRecord>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let mut draft = Draft::common(&mut tx, key.created_at).await?;
    let mut added = Rows::new(tx.engine(), &rows::API_KEYS, 1);
    added.recorded(&mut draft, |row| rows::write_key(key, row));
    tx.conn().insert(added).await?;
    draft.write(&mut tx).await?;
    if let Some(act) = act {
        audit_log::put(&mut tx, act).await?;
    }
    tx.commit().await
}

/// Includes revoked keys: the caller decides how to answer for one.
pub async fn by_id(db: &Db, id: KeyId) -> Result<Option<ApiKey>, StoreError> {
    let id = id.to_string();
    let found = db.rows(&BY_ID, vec![Arg::Text(&id)]).await?;
    found.first().map(read).transpose()
}

/// Newest first.
pub async fn list(db: &Db, page: &Page) -> Result<Vec<ApiKey>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let found = db.rows(&NEWEST, args).await?;
    found.iter().map(read).collect()
}

/// Returns `false`, and writes nothing, when there is no such key or it was revoked before.
pub async fn revoke(
    db: &Db,
    id: KeyId,
    now: DateTime<Utc>,
    act: Option<&AuditRecord>,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let mut draft = Draft::common(&mut tx, now).await?;
    if !revoke_in(&mut tx, &mut draft, id, now).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    draft.write(&mut tx).await?;
    if let Some(act) = act {
        audit_log::put(&mut tx, act).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The same with whatever else the transaction does.
pub(super) async fn revoke_in(
    tx: &mut Tx,
    draft: &mut Draft,
    id: KeyId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let id = id.to_string();
    let found = tx.conn().all(&RECORDED_AT, vec![Arg::Text(&id)]).await?;
    let Some(row) = found.first() else {
        return Ok(false);
    };
    let at = now.timestamp_micros();
    let values = [Some(id.as_str()), Some(&*at.to_string())];
    let place = draft.revise(&rows::API_KEYS, &values, row.int(0)?.unwrap_or_default());
    let args = vec![Arg::Text(&id), Arg::Int(at), Arg::Int(place)];
    Ok(tx.conn().run(&REVOKE, args).await? == 1)
}

fn read(row: &Row) -> Result<ApiKey, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let id = text(0)?;
    let damaged = |column, why| StoreError::damaged("api_keys", id, column, why);
    let created = row.int(4)?.and_then(DateTime::from_timestamp_micros);
    Ok(ApiKey {
        id: id.parse().map_err(|_| damaged("id", "not a key's id"))?,
        role: text(1)?.to_owned(),
        hash: text(2)?.to_owned(),
        name: text(3)?.to_owned(),
        created_at: created.ok_or_else(|| damaged("created_at", "not an instant"))?,
        revoked_at: row.int(5)?.and_then(DateTime::from_timestamp_micros),
    })
}
