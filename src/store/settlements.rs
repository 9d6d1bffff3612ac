//! Settlements of providers: kept row by row, once however often a file is imported, and read by day, by payment and by payout.
//! They are written beside the books, and never in a transaction with money.

pub(super) mod reads;
pub(super) mod sums;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    effects::AuditRecord,
    id::{SettlementId, SettlementImportId},
    kind::ProviderId,
    settlement::{Import, Line, Origin, Payout, Row, Settlement},
};

use super::{
    Db, StoreError, Tx, audit_log,
    columns::{Rows, Set},
    query::Arg,
    rows::{self, Stored},
    sql::statements,
};
pub use reads::{
    arrived, by_id, first_arrived, first_sold, import_by_content, import_by_id, imports, list,
    of_order, of_payments, paid, payout, row, rows_of, sold,
};
pub use sums::{Match, arrive, match_rows};

/// Rows that are written in one transaction: no writer of money waits long for SQLite's one lock.
const WRITTEN_MAX: usize = 200;

statements! {
    KNOWN = "SELECT {settlement_rows} FROM settlement_rows WHERE provider = $1 AND row_key = ANY($2)";
    OF_DAYS = "SELECT {settlements} FROM settlements WHERE provider = $1 AND paid_out_on = ANY($2)";
    NEW_DAY =
        "INSERT INTO settlements (id, provider, paid_out_on, lines, gross, fee, vat, net, payout_id, added_at) \
         VALUES ($1, $2, $3, 0, 0, 0, 0, 0, NULL, $4) ON CONFLICT (provider, paid_out_on) DO NOTHING";
    NEW_IMPORT =
        "INSERT INTO settlement_imports (id, provider, origin, file, hash, added, known, unread, unread_rows, imported_by, \
             imported_at) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9) ON CONFLICT (provider, hash) DO NOTHING";
    COUNTED = "UPDATE settlement_imports SET added = $2, known = $3 WHERE id = $1";
    CORRECT =
        "UPDATE settlement_rows SET settlement_id = $2, payment_key = $3, order_ref = $4, gross = $5, fee = $6, vat = $7, \
             net = $8, sold_on = $9, paid_out_on = $10, import_id = $11 WHERE id = $1";
    KNOWN_PAYOUTS = "SELECT {payouts} FROM payouts WHERE provider = $1 AND row_key = ANY($2)";
    /// Whoever keeps rows of a provider holds the settlement without a day, so that two imports never add one row twice.
    LOCK = "UPDATE settlements SET lines = lines WHERE provider = $1 AND paid_out_on = ''";
}

/// What became of rows that were kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Not known before.
    pub added: i64,
    /// Known, with the same content or with another: then the newest counts.
    pub known: i64,
}

/// An import that was begun.
#[derive(Debug, Clone)]
pub enum Begun {
    New(Import),
    /// The same content was imported before.
    Before(Import),
}

/// Writes an import down with the line of the audit log that says whose it is, or finds the one that had the same content. Whoever was
/// cut short begins again with it: each row is kept once. For tasks that are never cancelled.
pub async fn begin(
    db: &Db,
    import: Import,
    act: Option<&AuditRecord>,
) -> Result<Begun, StoreError> {
    let (id, by) = (import.id.to_string(), import.imported_by.to_string());
    let args = vec![
        Arg::Text(&id),
        Arg::Text(import.provider.as_str()),
        Arg::Text(import.origin.as_str()),
        Arg::Text(&import.file),
        Arg::Text(&import.hash),
        Arg::Int(import.unread),
        Arg::Text(&import.unread_rows),
        Arg::Text(&by),
        Arg::Int(import.imported_at.timestamp_micros()),
    ];
    let mut tx = db.begin().await?;
    if tx.conn().run(&NEW_IMPORT, args).await? == 1 {
        if let Some(act) = act {
            audit_log::put(&mut tx, act).await?;
        }
        tx.commit().await?;
        return Ok(Begun::New(import));
    }
    tx.commit().await?;
    let before = import_by_content(db, &import.provider, &import.hash).await?;
    Ok(before.map_or(Begun::New(import), Begun::Before))
}

/// Writes down what an import came to.
pub async fn end(db: &Db, id: SettlementImportId, kept: Kept) -> Result<(), StoreError> {
    let id = id.to_string();
    let args = vec![Arg::Text(&id), Arg::Int(kept.added), Arg::Int(kept.known)];
    db.writer().await?.conn().run(&COUNTED, args).await?;
    Ok(())
}

/// Keeps rows of a provider, some in a commit. `made` makes the row of a line that is not known, and `settlement` the settlement of a day
/// that is not. For tasks that are never cancelled.
pub async fn keep(
    db: &Db,
    import: &Import,
    lines: &[Line],
    mut made: impl FnMut(&Line, SettlementId) -> Row,
    mut settlement: impl FnMut() -> SettlementId,
) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    for some in lines.chunks(WRITTEN_MAX) {
        let mut tx = db.begin().await?;
        let at = import.imported_at;
        lock(&mut tx, &import.provider, at, settlement()).await?;
        let days = days(&mut tx, &import.provider, some, at, &mut settlement).await?;
        let keys = some.iter().map(|line| line.key.as_str());
        let args = vec![
            Arg::Text(import.provider.as_str()),
            Arg::Set(Set::of(tx.engine(), keys)),
        ];
        let known: Vec<Row> = rows::read_all(&tx.conn().all(&KNOWN, args).await?)?;
        let known: BTreeMap<_, _> = known
            .iter()
            .map(|row| ((row.line.key.as_str(), row.line.kind), row))
            .collect();
        let mut touched: BTreeSet<SettlementId> = BTreeSet::new();
        let mut added = Vec::new();
        for line in some {
            let of = days[&day(line.paid_out_on)];
            match known.get(&(line.key.as_str(), line.kind)) {
                None => added.push(made(line, of)),
                Some(row) if row.line == *line || is_old(import, row) => kept.known += 1,
                Some(row) => {
                    kept.known += 1;
                    touched.insert(row.settlement);
                    correct(&mut tx, row, line, (of, import.id)).await?;
                }
            }
            touched.insert(of);
        }
        kept.added += i64::try_from(added.len()).unwrap_or(i64::MAX);
        put(&mut tx, &added).await?;
        sums::add_up(&mut tx, &touched).await?;
        tx.commit().await?;
    }
    Ok(kept)
}

/// Whether a file that is sent again is older than the row's last word, which it must not undo: ids are in the order of time. What a
/// provider answers is its word of now.
fn is_old(import: &Import, row: &Row) -> bool {
    import.origin != Origin::Api && row.import > import.id
}

async fn lock(
    tx: &mut Tx,
    provider: &ProviderId,
    at: DateTime<Utc>,
    id: SettlementId,
) -> Result<(), StoreError> {
    new_day(tx, provider, "", at, id).await?;
    let args = vec![Arg::Text(provider.as_str())];
    tx.conn().run(&LOCK, args).await?;
    Ok(())
}

async fn new_day(
    tx: &mut Tx,
    provider: &ProviderId,
    day: &str,
    at: DateTime<Utc>,
    id: SettlementId,
) -> Result<(), StoreError> {
    let id = id.to_string();
    let args = vec![
        Arg::Text(&id),
        Arg::Text(provider.as_str()),
        Arg::Text(day),
        Arg::Int(at.timestamp_micros()),
    ];
    tx.conn().run(&NEW_DAY, args).await?;
    Ok(())
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// The settlements of the days on which these lines are paid out, made where they are not there.
async fn days(
    tx: &mut Tx,
    provider: &ProviderId,
    lines: &[Line],
    at: DateTime<Utc>,
    new: &mut impl FnMut() -> SettlementId,
) -> Result<BTreeMap<String, SettlementId>, StoreError> {
    let days: BTreeSet<String> = lines.iter().map(|line| day(line.paid_out_on)).collect();
    for day in &days {
        new_day(tx, provider, day, at, new()).await?;
    }
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Set(Set::of(tx.engine(), days.iter().map(String::as_str))),
    ];
    let found: Vec<Settlement> = rows::read_all(&tx.conn().all(&OF_DAYS, args).await?)?;
    Ok(found
        .into_iter()
        .map(|it| (day(it.paid_out_on), it.id))
        .collect())
}

/// A provider's newest word of a row: a day of payout that it knows by now, a fee that it corrected.
async fn correct(
    tx: &mut Tx,
    row: &Row,
    line: &Line,
    (of, by): (SettlementId, SettlementImportId),
) -> Result<(), StoreError> {
    let (id, of, sold) = (row.id.to_string(), of.to_string(), line.sold_on.to_string());
    let by = by.to_string();
    let paid = line.paid_out_on.map(|day| day.to_string());
    let args = vec![
        Arg::Text(&id),
        Arg::Text(&of),
        Arg::Text(&line.payment_key),
        Arg::Text(&line.order_ref),
        Arg::Int(line.gross.get()),
        Arg::Int(line.fee.get()),
        Arg::MaybeInt(line.vat.map(domain::money::SignedWon::get)),
        Arg::Int(line.net.get()),
        Arg::Text(&sold),
        Arg::MaybeText(paid.as_deref()),
        Arg::Text(&by),
    ];
    tx.conn().run(&CORRECT, args).await?;
    Ok(())
}

async fn put<T: Stored>(tx: &mut Tx, things: &[T]) -> Result<(), StoreError> {
    if things.is_empty() {
        return Ok(());
    }
    let mut lines = Rows::new(tx.engine(), T::table(), things.len());
    for it in things {
        lines.row(|row| it.write(row));
    }
    tx.conn().insert(lines).await
}

/// Keeps money that arrived for a provider. What is known stays as it is. For tasks that are never cancelled.
pub async fn keep_payouts(
    db: &Db,
    provider: &ProviderId,
    payouts: &[Payout],
    mut settlement: impl FnMut() -> SettlementId,
) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    for some in payouts.chunks(WRITTEN_MAX) {
        let mut tx = db.begin().await?;
        if let Some(first) = some.first() {
            lock(&mut tx, provider, first.added_at, settlement()).await?;
        }
        let keys = some.iter().map(|it| it.key.as_str());
        let args = vec![
            Arg::Text(provider.as_str()),
            Arg::Set(Set::of(tx.engine(), keys)),
        ];
        let known: Vec<Payout> = rows::read_all(&tx.conn().all(&KNOWN_PAYOUTS, args).await?)?;
        let known: BTreeSet<&str> = known.iter().map(|it| it.key.as_str()).collect();
        let is_new = |it: &&Payout| !known.contains(it.key.as_str());
        let added: Vec<Payout> = some.iter().filter(is_new).cloned().collect();
        let new = i64::try_from(added.len()).unwrap_or(i64::MAX);
        kept.added += new;
        kept.known += i64::try_from(some.len()).unwrap_or(i64::MAX) - new;
        put(&mut tx, &added).await?;
        tx.commit().await?;
    }
    Ok(kept)
}
