//! Comparisons of providers' days with the books: who is at which, and what they came to. They are written beside the books,
//! each by a statement of its own, and never in a transaction with money.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::ReconciliationId,
    kind::ProviderId,
    reconcile::{Run, RunState, Source, Tally},
};

use super::{Db, Page, StoreError, columns::Set, engine::Row, query::Arg, sql::statements};

statements! {
    START =
        "INSERT INTO reconciliations (id, provider, day, state, asked_by, holder, started_at, leased_until, finished_at, \
             compared, explained, of_others, asked, still_open, error, source, won, explained_won) \
         VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, NULL, 0, 0, 0, 0, 0, NULL, $8, 0, 0) \
         ON CONFLICT (provider, day) WHERE state = 'running' DO NOTHING";
    /// Only one whose lease is over: its gateway was killed. One of another source keeps the day until it is taken up.
    TAKE_UP =
        "UPDATE reconciliations SET holder = $3, leased_until = $4 \
         WHERE provider = $1 AND day = $2 AND state = 'running' AND leased_until <= $5 AND source || '' = $6";
    RUNNING = "SELECT {reconciliations} FROM reconciliations WHERE provider = $1 AND day = $2 AND state = 'running'";
    LEFT =
        "SELECT {reconciliations} FROM reconciliations WHERE provider > '' AND state = 'running' AND leased_until <= $1";
    RENEW =
        "UPDATE reconciliations SET leased_until = $3, compared = $4, explained = $5, of_others = $6, asked = $7, won = $8, \
             explained_won = $9 \
         WHERE id = $1 AND holder = $2 AND state = 'running'";
    END =
        "UPDATE reconciliations SET state = $3, finished_at = $4, error = $5, compared = $6, explained = $7, of_others = $8, \
             asked = $9, won = $10, explained_won = $11, still_open = $12, explained_by = $13 \
         WHERE id = $1 AND holder = $2 AND state = 'running'";
    BY_ID = "SELECT {reconciliations} FROM reconciliations WHERE id = $1";
    NEWEST =
        "SELECT {reconciliations} FROM reconciliations WHERE id < $1 AND ($3 = '' OR provider || '' = $3) \
         AND ($4 = '' OR state || '' = $4) ORDER BY id DESC LIMIT $2";
    DAYS =
        "SELECT day, MAX(CASE WHEN state = 'finished' THEN started_at END), \
             MAX(CASE WHEN state = 'failed' THEN finished_at END), \
             MAX(CASE WHEN state = 'running' THEN leased_until END) \
         FROM reconciliations WHERE provider = $1 AND day >= $2 AND source || '' = $3 GROUP BY day";
    /// Ids are in the order in which comparisons were begun.
    LAST_OF_DAYS =
        "SELECT last.provider, last.source, last.day, last.finished, last.failed, r.compared, r.explained, r.won, \
             r.explained_won, r.of_others, r.asked, r.still_open \
         FROM (SELECT provider, source, day, MAX(CASE WHEN state = 'finished' THEN id END) AS finished, \
                 MAX(CASE WHEN state = 'failed' THEN id END) AS failed \
             FROM reconciliations WHERE provider = ANY($1) AND day >= $2 AND day <= $3 GROUP BY provider, source, day) AS last \
         LEFT JOIN reconciliations AS r ON r.id = last.finished";
    LAST_FINISHED =
        "SELECT MAX(finished_at) FROM reconciliations WHERE provider = $1 AND day >= $2 AND state = 'finished' \
         AND source || '' = 'movements'";
}

/// A comparison that somebody carries out.
#[derive(Debug, Clone)]
pub struct Held {
    pub run: Run,
    /// The name under which it is held.
    pub holder: String,
}

/// Begins a comparison, or takes up one whose lease is over; `None` while somebody else is at that day.
pub async fn begin(db: &Db, run: Run, holder: String) -> Result<Option<Held>, StoreError> {
    let (id, day, by) = (
        run.id.to_string(),
        run.day.to_string(),
        run.asked_by.to_string(),
    );
    let until = run.leased_until.timestamp_micros();
    let provider = run.provider.as_str();
    let args = vec![
        Arg::Text(&id),
        Arg::Text(provider),
        Arg::Text(&day),
        Arg::Text(&by),
        Arg::Text(&holder),
        Arg::Int(run.started_at.timestamp_micros()),
        Arg::Int(until),
        Arg::Text(run.source.as_str()),
    ];
    if db.writer().await?.conn().run(&START, args).await? == 1 {
        return Ok(Some(Held { run, holder }));
    }
    let args = vec![
        Arg::Text(provider),
        Arg::Text(&day),
        Arg::Text(&holder),
        Arg::Int(until),
        Arg::Int(run.started_at.timestamp_micros()),
        Arg::Text(run.source.as_str()),
    ];
    if db.writer().await?.conn().run(&TAKE_UP, args).await? == 0 {
        return Ok(None);
    }
    let found = running(db, &run.provider, run.day).await?;
    Ok(found.map(|run| Held { run, holder }))
}

/// The comparison of a day that goes on.
pub async fn running(
    db: &Db,
    provider: &ProviderId,
    day: NaiveDate,
) -> Result<Option<Run>, StoreError> {
    let day = day.to_string();
    let args = vec![Arg::Text(provider.as_str()), Arg::Text(&day)];
    Ok(db.things(&RUNNING, args).await?.pop())
}

/// Those whose lease is over: their gateways were killed, or stopped.
pub async fn left(db: &Db, now: DateTime<Utc>) -> Result<Vec<Run>, StoreError> {
    db.things(&LEFT, vec![Arg::Int(now.timestamp_micros())])
        .await
}

/// In the order of the statements: what is still open comes last.
fn counts(tally: &Tally) -> [i64; 7] {
    let Tally {
        rows,
        explained,
        won,
        explained_won,
        foreign,
        asked,
        open,
    } = *tally;
    let all = [rows, explained, foreign, asked, won, explained_won, open];
    all.map(|count| i64::try_from(count).unwrap_or(i64::MAX))
}

/// Holds it until `until`, and says how far it has come. False when somebody else has taken it up.
pub async fn renew(db: &Db, held: &Held, until: DateTime<Utc>) -> Result<bool, StoreError> {
    let id = held.run.id.to_string();
    let [counts @ .., _open] = counts(&held.run.tally);
    let mut args = vec![
        Arg::Text(&id),
        Arg::Text(&held.holder),
        Arg::Int(until.timestamp_micros()),
    ];
    args.extend(counts.map(Arg::Int));
    Ok(db.writer().await?.conn().run(&RENEW, args).await? == 1)
}

/// Ends it as `held.run` says. False when somebody else has taken it up.
pub async fn end(db: &Db, held: &Held) -> Result<bool, StoreError> {
    let id = held.run.id.to_string();
    let finished = held.run.finished_at.map(|at| at.timestamp_micros());
    let mut args = vec![
        Arg::Text(&id),
        Arg::Text(&held.holder),
        Arg::Text(held.run.state.as_str()),
        Arg::MaybeInt(finished),
        Arg::MaybeText(held.run.error.as_deref()),
    ];
    args.extend(counts(&held.run.tally).map(Arg::Int));
    let explained = serde_json::to_string(&held.run.explained).map_err(StoreError::Unwritable)?;
    args.push(Arg::Text(&explained));
    Ok(db.writer().await?.conn().run(&END, args).await? == 1)
}

pub async fn by_id(db: &Db, id: ReconciliationId) -> Result<Option<Run>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Newest first; of one provider and in one state where these are given.
pub async fn list(
    db: &Db,
    provider: Option<&ProviderId>,
    state: Option<RunState>,
    page: &Page,
) -> Result<Vec<Run>, StoreError> {
    let args = vec![
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Text(provider.map_or("", ProviderId::as_str)),
        Arg::Text(state.map_or("", RunState::as_str)),
    ];
    db.things(&NEWEST, args).await
}

/// What is known of the comparisons of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRuns {
    pub day: NaiveDate,
    /// When the last that finished was begun.
    pub finished_from: Option<DateTime<Utc>>,
    /// When the last that failed ended.
    pub failed_at: Option<DateTime<Utc>>,
    /// Until when one that goes on is held.
    pub leased_until: Option<DateTime<Utc>>,
}

/// The days from `from` on of which there are comparisons with this source.
pub async fn days(
    db: &Db,
    provider: &ProviderId,
    source: Source,
    from: NaiveDate,
) -> Result<Vec<DayRuns>, StoreError> {
    let from = from.to_string();
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(&from),
        Arg::Text(source.as_str()),
    ];
    let rows = db.rows(&DAYS, args).await?;
    rows.iter().map(day).collect()
}

fn day(row: &Row) -> Result<DayRuns, StoreError> {
    let text = row.text(0)?.unwrap_or_default();
    let instant = |at| Ok::<_, StoreError>(row.int(at)?.and_then(DateTime::from_timestamp_micros));
    Ok(DayRuns {
        day: text
            .parse()
            .map_err(|_| StoreError::damaged("reconciliations", text, "day", "not a day"))?,
        finished_from: instant(1)?,
        failed_at: instant(2)?,
        leased_until: instant(3)?,
    })
}

/// When the last comparison with the list of a provider's days from `from` on finished.
pub async fn last_finished(
    db: &Db,
    provider: &ProviderId,
    from: NaiveDate,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let from = from.to_string();
    let args = vec![Arg::Text(provider.as_str()), Arg::Text(&from)];
    let rows = db.rows(&LAST_FINISHED, args).await?;
    let at = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(at.and_then(DateTime::from_timestamp_micros))
}

/// How the comparisons of one day with one source stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastOfDay {
    pub provider: ProviderId,
    pub source: Source,
    pub day: NaiveDate,
    /// What the last one that finished came to.
    pub finished: Option<Tally>,
    /// Whether one failed that was begun after it.
    pub failed: bool,
}

/// The last comparisons of each of these days, by provider and source. Days without any are left out.
pub async fn last_of_days(
    db: &Db,
    providers: &[ProviderId],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<LastOfDay>, StoreError> {
    let (first, last) = (first.to_string(), last.to_string());
    let providers = providers.iter().map(ProviderId::as_str);
    let args = vec![
        Arg::Set(Set::of(db.engine(), providers)),
        Arg::Text(&first),
        Arg::Text(&last),
    ];
    let rows = db.rows(&LAST_OF_DAYS, args).await?;
    rows.iter().map(last_of_day).collect()
}

fn last_of_day(row: &Row) -> Result<LastOfDay, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let (provider, source, day) = (text(0)?, text(1)?, text(2)?);
    let damaged = |what| StoreError::damaged("reconciliations", day, what, "not in its form");
    let (finished, failed) = (row.text(3)?, row.text(4)?);
    let count = |at| {
        let count = u64::try_from(row.int(at)?.unwrap_or_default());
        count.map_err(|_| damaged("count"))
    };
    let tally = || {
        Ok::<_, StoreError>(Tally {
            rows: count(5)?,
            explained: count(6)?,
            won: count(7)?,
            explained_won: count(8)?,
            foreign: count(9)?,
            asked: count(10)?,
            open: count(11)?,
        })
    };
    Ok(LastOfDay {
        provider: provider
            .to_owned()
            .try_into()
            .map_err(|_| damaged("provider"))?,
        source: source.parse().map_err(|_| damaged("source"))?,
        day: day.parse().map_err(|_| damaged("day"))?,
        failed: failed > finished,
        finished: finished.map(|_| tally()).transpose()?,
    })
}
