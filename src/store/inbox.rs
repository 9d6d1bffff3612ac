//! What came in, for people to look at. Writing it is the books' own business.

use chrono::{DateTime, Utc};
use domain::{
    id::InboxId,
    inbox::{Received, Verdict},
};

use super::{Db, Page, StoreError, journal::Draft, query::Arg, rows, sql::statements};

statements! {
    BY_ID = "SELECT {inbox} FROM inbox WHERE id = $1";
    NEWEST = "SELECT {inbox} FROM inbox WHERE id < $1 ORDER BY id DESC LIMIT $2";
    NEWEST_OF_VERDICT = "SELECT {inbox} FROM inbox WHERE verdict = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    RECORDED_AT = "SELECT COALESCE(journal_revision, journal_place + 1) FROM inbox WHERE id = $1";
    TELL = "UPDATE inbox SET effect = $2, journal_revision = $3 WHERE id = $1";
}

/// One webhook as it was received.
pub async fn get(db: &Db, id: InboxId) -> Result<Option<Received>, StoreError> {
    let id = id.to_string();
    let found = db
        .reader()
        .await?
        .conn()
        .all(&BY_ID, vec![Arg::Text(&id)])
        .await?;
    found.first().map(rows::read_one).transpose()
}

/// Newest first; all, or those of one verdict.
pub async fn list(
    db: &Db,
    verdict: Option<Verdict>,
    page: &Page,
) -> Result<Vec<Received>, StoreError> {
    let mut args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let sql = match verdict {
        None => &NEWEST,
        Some(verdict) => {
            args.insert(0, Arg::Text(verdict.as_str()));
            &NEWEST_OF_VERDICT
        }
    };
    rows::read_all(&db.reader().await?.conn().all(sql, args).await?)
}

/// Says what followed from it, after a replay. The rest of the row cannot be changed.
pub async fn tell(
    db: &Db,
    id: InboxId,
    effect: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let id = id.to_string();
    let mut tx = db.begin().await?;
    let mut draft = Draft::common(&mut tx, now).await?;
    let found = tx.conn().all(&RECORDED_AT, vec![Arg::Text(&id)]).await?;
    let Some(row) = found.first() else {
        tx.rollback().await?;
        return Ok(false);
    };
    let values = [Some(id.as_str()), Some(effect)];
    let place = draft.revise(&rows::INBOX, &values, row.int(0)?.unwrap_or_default());
    let args = vec![Arg::Text(&id), Arg::Text(effect), Arg::Int(place)];
    let told = tx.conn().run(&TELL, args).await? == 1;
    draft.write(&mut tx).await?;
    tx.commit().await?;
    Ok(told)
}
