//! Operators of the desk: their API keys' names and passwords. Roles and revocations stand in `api_keys`.

pub(super) mod sessions;

use chrono::{DateTime, Utc};
use domain::{effects::AuditRecord, id::KeyId};

use super::{
    Db, PAGE_MAX, Page, StoreError, Tx, audit_log,
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
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, o.last_sign_in_at, k.hash, k.revoked_at, o.totp_pending \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.name = $1";
    BY_ID =
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, o.last_sign_in_at, k.hash, k.revoked_at, o.totp_pending \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.id = $1";
    NEWEST =
        "SELECT o.id, o.name, o.password, o.password_once, o.totp_secret, o.totp_step, o.created_at, o.last_sign_in_at, k.hash, k.revoked_at, o.totp_pending \
         FROM operators AS o JOIN api_keys AS k ON k.id = o.id WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2";
    SET_PASSWORD = "UPDATE operators SET password = $2, password_once = $3 WHERE id = $1";
    REPLACE_PASSWORD = "UPDATE operators SET password = $2, password_once = $3 WHERE id = $1 AND password = $4";
    END_TOTP = "UPDATE operators SET totp_secret = NULL, totp_pending = NULL, totp_step = NULL WHERE id = $1";
    SET_PENDING = "UPDATE operators SET totp_pending = $2 WHERE id = $1";
}

use sessions::end_all;
pub use sessions::{
    Second, Session, add_session, end, end_everywhere, places, prune, seen, session,
};

/// An operator as stored.
#[derive(Clone)]
pub struct Operator {
    pub id: KeyId,
    pub name: String,
    /// PHC string.
    pub password: String,
    /// Whether the password has to be replaced at the first sign-in.
    pub password_once: bool,
    /// The salt of the second factor in force.
    pub totp_secret: Option<String>,
    pub totp_step: Option<i64>,
    /// The salt of one that no code has proved yet.
    pub totp_pending: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
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

/// Adds an operator with its API key; `act` says who did. Returns `false`, and adds nothing, where the name was given
/// before. For tasks that are never cancelled.
pub async fn add(
    db: &Db,
    key: &ApiKey,
    password: &str,
    once: bool,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
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
    audit_log::put(&mut tx, act).await?;
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

/// What became of an operator who is to be disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disabled {
    Now,
    /// It was before.
    Before,
    /// It was not: nobody with the mark that has to remain would be left.
    Last,
}

/// Revokes its key and signs it out everywhere; not where `kept` is a mark and nobody with it would be left. For tasks that
/// are never cancelled.
pub async fn disable(
    db: &Db,
    id: KeyId,
    kept: Option<&str>,
    act: &AuditRecord,
) -> Result<Disabled, StoreError> {
    let mut tx = db.begin().await?;
    // Sessions are locked before the journal, as by every other act on an operator.
    end_all(&mut tx, id, "").await?;
    // Under its lock two who disable one another do so one after the other.
    let mut draft = Draft::common(&mut tx, act.at).await?;
    if !keys::revoke_in(&mut tx, &mut draft, id, act.at).await? {
        tx.rollback().await?;
        return Ok(Disabled::Before);
    }
    draft.write(&mut tx).await?;
    if let Some(kept) = kept
        && !is_any_left(&mut tx, kept).await?
    {
        tx.rollback().await?;
        return Ok(Disabled::Last);
    }
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(Disabled::Now)
}

/// Whether there is an operator with this mark who is not disabled.
async fn is_any_left(tx: &mut Tx, mark: &str) -> Result<bool, StoreError> {
    let mut page = Page::first(PAGE_MAX);
    loop {
        let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
        let found = tx.conn().all(&NEWEST, args).await?;
        let found: Vec<Operator> = found.iter().map(read).collect::<Result<_, _>>()?;
        if found
            .iter()
            .any(|known| known.revoked_at.is_none() && known.mark == mark)
        {
            return Ok(true);
        }
        match found.last() {
            Some(last) => page.after = Some(last.id.to_string()),
            None => return Ok(false),
        }
    }
}

/// Replaces an operator's password, and ends its other sessions. Returns `false`, and does nothing, where it is to replace
/// another one than there is. For tasks that are never cancelled.
pub async fn set_password(
    db: &Db,
    id: KeyId,
    new: &NewPassword<'_>,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let key = id.to_string();
    let mut args = vec![
        Arg::Text(&key),
        Arg::Text(new.hash),
        Arg::Int(i64::from(new.once)),
    ];
    let sql = match new.replaces {
        Some(before) => {
            args.push(Arg::Text(before));
            &REPLACE_PASSWORD
        }
        None => &SET_PASSWORD,
    };
    if tx.conn().run(sql, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    if new.ends_factor {
        tx.conn().run(&END_TOTP, vec![Arg::Text(&key)]).await?;
    }
    end_all(&mut tx, id, new.kept).await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(true)
}

/// Another password of an operator.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    /// PHC string.
    pub hash: &'a str,
    /// The one that was presented, where it may replace no other.
    pub replaces: Option<&'a str>,
    /// Whether it has to be replaced at the next sign-in.
    pub once: bool,
    /// Whether the second factor goes with the password before.
    pub ends_factor: bool,
    /// The session that goes on; empty for none.
    pub kept: &'a str,
}

impl std::fmt::Debug for NewPassword<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPassword").finish_non_exhaustive()
    }
}

/// Keeps the salt of a second factor that waits for its first code, and signs out everywhere. For tasks that are never
/// cancelled.
pub async fn set_pending(
    db: &Db,
    id: KeyId,
    salt: &str,
    act: &AuditRecord,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let key = id.to_string();
    let args = vec![Arg::Text(&key), Arg::Text(salt)];
    tx.conn().run(&SET_PENDING, args).await?;
    end_all(&mut tx, id, "").await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await
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
        last_sign_in_at: row.int(7)?.and_then(DateTime::from_timestamp_micros),
        mark: text(8)?.to_owned(),
        revoked_at: row.int(9)?.and_then(DateTime::from_timestamp_micros),
        totp_pending: row.text(10)?.map(str::to_owned),
    })
}
