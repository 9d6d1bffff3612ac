//! Where operators are signed in.

use chrono::{DateTime, Utc};
use domain::{effects::AuditRecord, id::KeyId};

use super::Operator;
use crate::store::{Db, StoreError, Tx, audit_log, engine::Row, query::Arg, sql::statements};

statements! {
    /// Each of the three compares what was verified with what there is, and locks the row: a password or a factor that is
    /// replaced meanwhile lets nobody in.
    ENTER =
        "UPDATE operators SET last_sign_in_at = $2 WHERE id = $1 AND password = $3 AND totp_secret IS NULL";
    /// A code is of one step, and no step is used twice or after a later one.
    ENTER_BY_CODE =
        "UPDATE operators SET last_sign_in_at = $2, totp_step = $5 \
         WHERE id = $1 AND password = $3 AND totp_secret = $4 AND COALESCE(totp_step, -1) < $5";
    ENTER_AND_PROVE =
        "UPDATE operators SET last_sign_in_at = $2, totp_secret = totp_pending, totp_pending = NULL, totp_step = $5 \
         WHERE id = $1 AND password = $3 AND totp_pending = $4";
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

/// The second factor of a sign-in, with the step of time whose code was presented.
#[derive(Debug, Clone, Copy)]
pub enum Second {
    None,
    InForce(i64),
    /// One whose first code this is. It is in force from now on, in the place of the one before.
    Pending(i64),
}

/// Begins a session in the place of the one that its browser had before, of an operator as it was `known` when its password
/// and its code were found right. Returns `false`, and begins none, where these are not in force any more, or the code was
/// used. For tasks that are never cancelled.
pub async fn add_session(
    db: &Db,
    digest: &str,
    before: Option<&str>,
    (known, second): (&Operator, Second),
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    let operator = known.id.to_string();
    let mut tx = db.begin().await?;
    let at = Arg::Int(act.at.timestamp_micros());
    let mut args = vec![Arg::Text(&operator), at, Arg::Text(&known.password)];
    let (sql, code) = match second {
        Second::None => (&ENTER, None),
        Second::InForce(step) => (&ENTER_BY_CODE, Some((&known.totp_secret, step))),
        Second::Pending(step) => (&ENTER_AND_PROVE, Some((&known.totp_pending, step))),
    };
    if let Some((salt, step)) = code {
        args.extend([Arg::MaybeText(salt.as_deref()), Arg::Int(step)]);
    }
    if tx.conn().run(sql, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    if let Some(before) = before {
        tx.conn().run(&END, vec![Arg::Text(before)]).await?;
    }
    let at = Arg::Int(act.at.timestamp_micros());
    let args = vec![Arg::Text(digest), Arg::Text(&operator), at];
    tx.conn().run(&ADD_SESSION, args).await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(true)
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

/// Signs an operator out everywhere. For tasks that are never cancelled.
pub async fn end_everywhere(db: &Db, operator: KeyId, act: &AuditRecord) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    end_all(&mut tx, operator, "").await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await
}

/// Ends an operator's sessions but this one.
pub(super) async fn end_all(tx: &mut Tx, operator: KeyId, kept: &str) -> Result<(), StoreError> {
    let operator = operator.to_string();
    let args = vec![Arg::Text(&operator), Arg::Text(kept)];
    tx.conn().run(&END_OTHERS, args).await?;
    Ok(())
}

/// In how many places an operator is signed in, of sessions that began and were used after these instants.
pub async fn places(
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
