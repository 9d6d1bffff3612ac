//! Operators of the desk: their API keys' names and passwords. Roles and revocations stand in `api_keys`.

use chrono::{DateTime, Utc};
use domain::id::KeyId;

use super::{
    Db, Page, StoreError,
    columns::Rows,
    engine::Row,
    journal::draft::Draft,
    keys::{self, ApiKey},
    query::Arg,
    rows,
    sql::statements,
};

statements! {
    ADD =
        "INSERT INTO operators (id, name, password, password_once, totp_secret, totp_step, created_at) \
         VALUES ($1, $2, $3, $4, NULL, NULL, $5) ON CONFLICT (name) DO NOTHING";
    BY_NAME =
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, k.hash, k.revoked_at \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.name = $1";
    BY_ID =
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, k.hash, k.revoked_at \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.id = $1";
    NEWEST =
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, k.hash, k.revoked_at \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2";
    SET_PASSWORD = "UPDATE operators SET password = $2, password_once = $3 WHERE id = $1";
    SET_TOTP = "UPDATE operators SET totp_secret = $2, totp_step = NULL WHERE id = $1";
    /// A code is of one step, and no step is used twice or after a later one.
    USE_STEP = "UPDATE operators SET totp_step = $2 WHERE id = $1 AND COALESCE(totp_step, -1) < $2";
    ADD_SESSION =
        "INSERT INTO operator_sessions (digest, operator_id, started_at, seen_at) VALUES ($1, $2, $3, $3)";
    SESSION =
        "SELECT s.digest, s.operator_id, s.started_at, s.seen_at, o.name, o.password_once, k.hash \
         FROM operator_sessions AS s JOIN operators AS o ON o.id = s.operator_id JOIN api_keys AS k ON k.id = s.operator_id \
         WHERE s.digest = $1 AND k.revoked_at IS NULL";
    SEEN = "UPDATE operator_sessions SET seen_at = $2 WHERE digest = $1 AND seen_at < $2";
    END = "DELETE FROM operator_sessions WHERE digest = $1";
    END_OTHERS = "DELETE FROM operator_sessions WHERE operator_id = $1 AND digest <> $2";
    COUNT = "SELECT COUNT(*) FROM operator_sessions WHERE operator_id = $1 AND started_at > $2 AND seen_at > $3";
    PRUNE =
        "DELETE FROM operator_sessions WHERE digest IN ( \
             SELECT old.digest FROM operator_sessions AS old WHERE old.started_at < $1 ORDER BY old.started_at LIMIT $2 \
             FOR UPDATE SKIP LOCKED)";
}

/// An operator as stored.
#[derive(Clone)]
pub struct Operator {
    pub id: KeyId,
    pub name: String,
    /// PHC string.
    pub password: String,
    /// Whether the password has to be replaced at the first sign-in.
    pub password_once: bool,
    pub totp_secret: Option<String>,
    pub totp_step: Option<i64>,
    pub created_at: DateTime<Utc>,
    /// What stands in the place of its key's hash: the edge's word for its role at the desk.
    pub mark: String,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operator")
            .field("id", &self.id)
            .field("mark", &self.mark)
            .finish_non_exhaustive()
    }
}

/// Where an operator who is not disabled is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    pub digest: String,
    pub operator: KeyId,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub name: String,
    pub password_once: bool,
    pub mark: String,
}

/// Adds an operator with its API key. Returns `false`, and adds nothing, where the name was given before. For tasks
/// that are never cancelled.
pub async fn add(db: &Db, key: &ApiKey, password: &str, once: bool) -> Result<bool, StoreError> {
    let id = key.id.to_string();
    let mut tx = db.begin().await?;
    let args = vec![
        Arg::Text(&id),
        Arg::Text(&key.name),
        Arg::Text(password),
        Arg::Int(i64::from(once)),
        Arg::Int(key.created_at.timestamp_micros()),
    ];
    if tx.conn().run(&ADD, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let mut draft = Draft::common(&mut tx, key.created_at).await?;
    let mut added = Rows::new(tx.engine(), &rows::API_KEYS, 1);
    added.recorded(&mut draft, |row| rows::write_key(key, row));
    tx.conn().insert(added).await?;
    draft.write(&mut tx).await?;
    tx.commit().await?;
    Ok(true)
}

pub async fn by_name(db: &Db, name: &str) -> Result<Option<Operator>, StoreError> {
    let found = db.rows(&BY_NAME, vec![Arg::Text(name)]).await?;
    found.first().map(read).transpose()
}

pub async fn by_id(db: &Db, id: KeyId) -> Result<Option<Operator>, StoreError> {
    let id = id.to_string();
    let found = db.rows(&BY_ID, vec![Arg::Text(&id)]).await?;
    found.first().map(read).transpose()
}

/// Newest first, disabled ones included.
pub async fn list(db: &Db, page: &Page) -> Result<Vec<Operator>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let found = db.rows(&NEWEST, args).await?;
    found.iter().map(read).collect()
}

/// Revokes its key and signs it out everywhere. Returns `false` when it was disabled before. For tasks that are never
/// cancelled.
pub async fn disable(db: &Db, id: KeyId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    // The key first: from then on no session of it is valid.
    let revoked = keys::revoke(db, id, now, None).await?;
    end_others(db, id, "").await?;
    Ok(revoked)
}

/// For tasks that are never cancelled.
pub async fn set_password(
    db: &Db,
    id: KeyId,
    password: &str,
    once: bool,
) -> Result<(), StoreError> {
    let id = id.to_string();
    let args = vec![
        Arg::Text(&id),
        Arg::Text(password),
        Arg::Int(i64::from(once)),
    ];
    db.writer().await?.conn().run(&SET_PASSWORD, args).await?;
    Ok(())
}

/// Sets the secret of the second factor, or removes it. For tasks that are never cancelled.
pub async fn set_totp(db: &Db, id: KeyId, secret: Option<&str>) -> Result<(), StoreError> {
    let id = id.to_string();
    let args = vec![Arg::Text(&id), Arg::MaybeText(secret)];
    db.writer().await?.conn().run(&SET_TOTP, args).await?;
    Ok(())
}

/// Returns `false` where a code of this step or a later one was used. For tasks that are never cancelled.
pub async fn use_step(db: &Db, id: KeyId, step: i64) -> Result<bool, StoreError> {
    let id = id.to_string();
    let args = vec![Arg::Text(&id), Arg::Int(step)];
    Ok(db.writer().await?.conn().run(&USE_STEP, args).await? == 1)
}

/// For tasks that are never cancelled.
pub async fn add_session(
    db: &Db,
    digest: &str,
    operator: KeyId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let operator = operator.to_string();
    let args = vec![
        Arg::Text(digest),
        Arg::Text(&operator),
        Arg::Int(now.timestamp_micros()),
    ];
    db.writer().await?.conn().run(&ADD_SESSION, args).await?;
    Ok(())
}

/// The session of this digest; none where its operator is disabled.
pub async fn session(db: &Db, digest: &str) -> Result<Option<Session>, StoreError> {
    let found = db.rows(&SESSION, vec![Arg::Text(digest)]).await?;
    found.first().map(read_session).transpose()
}

/// For tasks that are never cancelled.
pub async fn seen(db: &Db, digest: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let args = vec![Arg::Text(digest), Arg::Int(now.timestamp_micros())];
    db.writer().await?.conn().run(&SEEN, args).await?;
    Ok(())
}

/// For tasks that are never cancelled.
pub async fn end(db: &Db, digest: &str) -> Result<(), StoreError> {
    let args = vec![Arg::Text(digest)];
    db.writer().await?.conn().run(&END, args).await?;
    Ok(())
}

/// Ends an operator's sessions but this one. Returns how many. For tasks that are never cancelled.
pub async fn end_others(db: &Db, operator: KeyId, kept: &str) -> Result<u64, StoreError> {
    let operator = operator.to_string();
    let args = vec![Arg::Text(&operator), Arg::Text(kept)];
    db.writer().await?.conn().run(&END_OTHERS, args).await
}

/// In how many places an operator is signed in, of sessions that began and were used after these instants.
pub async fn sessions(
    db: &Db,
    operator: KeyId,
    [began, used]: [DateTime<Utc>; 2],
) -> Result<i64, StoreError> {
    let operator = operator.to_string();
    let args = vec![
        Arg::Text(&operator),
        Arg::Int(began.timestamp_micros()),
        Arg::Int(used.timestamp_micros()),
    ];
    let found = db.rows(&COUNT, args).await?;
    let count = found.first().map(|row| row.int(0)).transpose()?;
    Ok(count.flatten().unwrap_or_default())
}

/// Deletes the oldest sessions that began before an instant, `limit` at most. Returns how many.
pub async fn prune(db: &Db, before: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let args = vec![Arg::Int(before.timestamp_micros()), Arg::Int(limit)];
    db.writer().await?.conn().run(&PRUNE, args).await
}

fn read(row: &Row) -> Result<Operator, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let id = text(0)?;
    let damaged = |column, why| StoreError::damaged("operators", id, column, why);
    let created = row.int(6)?.and_then(DateTime::from_timestamp_micros);
    Ok(Operator {
        id: id.parse().map_err(|_| damaged("id", "not a key's id"))?,
        name: text(1)?.to_owned(),
        password: text(2)?.to_owned(),
        password_once: row.int(3)? == Some(1),
        totp_secret: row.text(4)?.map(str::to_owned),
        totp_step: row.int(5)?,
        created_at: created.ok_or_else(|| damaged("created_at", "not an instant"))?,
        mark: text(7)?.to_owned(),
        revoked_at: row.int(8)?.and_then(DateTime::from_timestamp_micros),
    })
}

fn read_session(row: &Row) -> Result<Session, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let id = text(1)?;
    let damaged = |column, why| StoreError::damaged("operator_sessions", id, column, why);
    let instant = |at, column| {
        let at = row.int(at)?.and_then(DateTime::from_timestamp_micros);
        at.ok_or_else(|| damaged(column, "not an instant"))
    };
    Ok(Session {
        digest: text(0)?.to_owned(),
        operator: id
            .parse()
            .map_err(|_| damaged("operator_id", "not a key's id"))?,
        started_at: instant(2, "started_at")?,
        seen_at: instant(3, "seen_at")?,
        name: text(4)?.to_owned(),
        password_once: row.int(5)? == Some(1),
        mark: text(6)?.to_owned(),
    })
}
