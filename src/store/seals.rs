//! Seals of the journal, one for each day: whoever writes a day's row first has made it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::event::EventRecord;

use super::{
    Db, StoreError,
    columns::Rows,
    engine::Row,
    journal::draft::Draft,
    query::Arg,
    rows::{self, NumberedEvent},
    sql::statements,
};

statements! {
    HAS = "SELECT day FROM seals WHERE day = $1";
    KEEP =
        "INSERT INTO seals (day, made_at, blocks, document) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO NOTHING";
    NEWEST = "SELECT made_at FROM seals WHERE day > '' ORDER BY day DESC LIMIT 1";
    SINCE = "SELECT day, made_at, blocks, document FROM seals WHERE day >= $1 ORDER BY day";
}

/// A day's seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The day of Seoul.
    pub day: NaiveDate,
    pub made_at: DateTime<Utc>,
    /// Blocks of all chains that it covers.
    pub blocks: i64,
    /// The whole text of its file.
    pub document: String,
}

pub async fn has(db: &Db, day: NaiveDate) -> Result<bool, StoreError> {
    let day = day.to_string();
    Ok(!db.rows(&HAS, vec![Arg::Text(&day)]).await?.is_empty())
}

/// Keeps it, with its event. False when that day has one. For tasks that are never cancelled.
pub async fn keep(db: &Db, seal: &Kept, event: &EventRecord) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let day = seal.day.to_string();
    let args = vec![
        Arg::Text(&day),
        Arg::Int(seal.made_at.timestamp_micros()),
        Arg::Int(seal.blocks),
        Arg::Text(&seal.document),
    ];
    if tx.conn().run(&KEEP, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let mut common = Draft::common(&mut tx, seal.made_at).await?;
    let mut events = Rows::new(tx.engine(), &rows::EVENTS, 1);
    let event = NumberedEvent {
        record: event,
        seq: None,
    };
    events.recorded(&mut common, |row| rows::write_event(&event, row));
    tx.conn().insert(events).await?;
    common.write(&mut tx).await?;
    tx.commit().await?;
    Ok(true)
}

/// When the newest was made.
pub async fn newest(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = db.rows(&NEWEST, Vec::new()).await?;
    let at = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(at.and_then(DateTime::from_timestamp_micros))
}

/// Those of this day and after it, the first one first.
pub async fn since(db: &Db, day: NaiveDate) -> Result<Vec<Kept>, StoreError> {
    let day = day.to_string();
    let rows = db.rows(&SINCE, vec![Arg::Text(&day)]).await?;
    rows.iter().map(kept).collect()
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    let day = row.text(0)?.unwrap_or_default();
    let made_at = row.int(1)?.and_then(DateTime::from_timestamp_micros);
    let damaged = |column, why| StoreError::damaged("seals", day, column, why);
    Ok(Kept {
        day: day.parse().map_err(|_| damaged("day", "not a day"))?,
        made_at: made_at.ok_or_else(|| damaged("made_at", "not an instant"))?,
        blocks: row.int(2)?.unwrap_or_default(),
        document: row.text(3)?.unwrap_or_default().to_owned(),
    })
}
