//! What came in, for people to look at. Writing it is the books' own business.

use domain::{
    id::InboxId,
    inbox::{Received, Verdict},
};

use super::{Db, Page, StoreError, query::Arg, rows, sql::statements};

statements! {
    BY_ID = "SELECT {inbox} FROM inbox WHERE id = $1";
    NEWEST = "SELECT {inbox} FROM inbox WHERE id < $1 ORDER BY id DESC LIMIT $2";
    NEWEST_OF_VERDICT = "SELECT {inbox} FROM inbox WHERE verdict = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    TELL = "UPDATE inbox SET effect = $2 WHERE id = $1";
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
pub async fn tell(db: &Db, id: InboxId, effect: &str) -> Result<bool, StoreError> {
    let id = id.to_string();
    Ok(db
        .writer()
        .await?
        .conn()
        .run(&TELL, vec![Arg::Text(&id), Arg::Text(effect)])
        .await?
        == 1)
}
