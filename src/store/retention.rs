//! Removal of personal data whose time is over (`domain::retention` says when). It does not pass the writer, whose
//! batches never change what is fixed in a row: like what else is written outside the writers it goes on the common
//! chain of the journal, in batches, under the locks of the customers concerned.
//!
//! A row's changing columns are recorded as another version. The digest of its fixed columns cannot be recorded anew:
//! a row of `removals` names the one before and the one since. A row that is not as the journal recorded it is left
//! alone and named, or a removal could hide what was done to it.

mod rewrite;
mod row;
mod sql;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    effects::AuditRecord,
    retention::{Kept, Removal, Rule},
};

use super::{
    Db, StoreError,
    columns::{Rows, Set},
    engine::Row,
    journal::draft::Draft,
    query::{Arg, Conn},
    rows::{self, Removed, Stored as _},
};
pub use rewrite::{overwriting, rewrite};
use row::{Access, Known};
pub(crate) use sql::STATEMENTS;

/// Rows of a table that are looked at, and removed from, at a time: some milliseconds of everybody's lock.
pub const BATCH: i64 = 200;

/// A row that has personal data left.
#[derive(Debug, Clone)]
pub struct Found {
    pub id: String,
    /// Whose it is, where it is known.
    customer: Option<String>,
    pub kept: Kept,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// Rows of which data was removed.
    pub removed: u64,
    /// Rows that are not as the journal recorded them: nothing was done with them.
    pub unlike: Vec<String>,
}

/// The ids of the next rows of a rule's table, whatever they hold.
pub async fn ids_after(db: &Db, rule: &Rule, after: &str) -> Result<Vec<String>, StoreError> {
    let args = vec![Arg::Text(after), Arg::Int(BATCH)];
    let rows = db.rows(sql::ids(rule.removal), args).await?;
    rows.iter().map(|row| text(row, 0)).collect()
}

/// Those of these rows that have ended and have data left.
pub async fn found(
    db: &Db,
    removal: Removal,
    ids: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<Found>, StoreError> {
    let waited_for = waited_for(db.reader().await?.conn(), removal).await?;
    let mut found = found_by(db.reader().await?.conn(), removal, ids, now).await?;
    need(&mut found, &waited_for);
    Ok(found)
}

/// Orders that deposits which wait for a person name; none where the removal is not of orders.
async fn waited_for(conn: Conn<'_>, removal: Removal) -> Result<BTreeSet<String>, StoreError> {
    if !matches!(removal, Removal::UnpaidOrder | Removal::OrderPayer) {
        return Ok(BTreeSet::new());
    }
    let rows = conn.all(sql::WAITED_FOR, Vec::new()).await?;
    rows.iter().map(|row| text(row, 0)).collect()
}

fn need(found: &mut [Found], waited_for: &BTreeSet<String>) {
    for row in found {
        row.kept.needed |= waited_for.contains(&row.id);
    }
}

async fn found_by(
    conn: Conn<'_>,
    removal: Removal,
    ids: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<Found>, StoreError> {
    let set = Arg::Set(Set::of(conn.engine(), ids));
    let args = vec![set, Arg::Int(now.timestamp_micros())];
    let rows = conn.all(sql::found(removal), args).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Found, StoreError> {
    let instant = |at| {
        let micros = row.int(at)?;
        Ok::<_, StoreError>(micros.and_then(DateTime::from_timestamp_micros))
    };
    Ok(Found {
        id: text(row, 0)?,
        customer: row.text(1)?.map(str::to_owned),
        kept: Kept {
            ended_at: instant(2)?.unwrap_or(DateTime::<Utc>::MAX_UTC),
            closed_at: instant(3)?,
            needed: row.int(4)? != Some(0),
        },
    })
}

/// Removes the data of these rows for which `is_due` holds once they are locked, with `act`, whose detail gets the
/// number of rows, in the same commit. `at` is when it happens. For tasks that are never cancelled.
pub async fn remove(
    db: &Db,
    rule: &Rule,
    found: &[Found],
    act: AuditRecord,
    is_due: impl Fn(&Kept) -> bool,
) -> Result<Batch, StoreError> {
    let at = act.at;
    let access = row::access(rule.removal);
    let mut tx = db.begin().await?;
    let customers: BTreeSet<&str> = found
        .iter()
        .filter_map(|row| row.customer.as_deref())
        .collect();
    let args = vec![Arg::Set(tx.set(&customers))];
    tx.conn().all(sql::LOCK_CUSTOMERS, args).await?;
    // Others that write on the common chain wait from here on.
    let mut draft = Draft::common(&mut tx, at).await?;
    let ids: Vec<String> = found.iter().map(|row| row.id.clone()).collect();
    if rule.removal == Removal::DepositName {
        let args = vec![Arg::Set(tx.set(&ids))];
        tx.conn().all(sql::LOCK_DEPOSITS, args).await?;
    }
    let waited_for = waited_for(tx.conn(), rule.removal).await?;
    let mut again = found_by(tx.conn(), rule.removal, &ids, at).await?;
    need(&mut again, &waited_for);
    let locked = |row: &&Found| {
        row.customer
            .as_deref()
            .is_none_or(|id| customers.contains(id))
    };
    let due = again.iter().filter(locked).filter(|row| is_due(&row.kept));
    let due: Vec<&str> = due.map(|row| row.id.as_str()).collect();
    let known = row::read(&mut tx, access, &due).await?;
    let (sound, unlike): (Vec<Known>, Vec<Known>) =
        known.into_iter().partition(Known::is_as_recorded);
    let batch = Batch {
        removed: u64::try_from(sound.len()).unwrap_or(u64::MAX),
        unlike: unlike.into_iter().map(|row| row.id).collect(),
    };
    if sound.is_empty() {
        tx.rollback().await?;
        return Ok(batch);
    }
    let mut removals = Rows::new(tx.engine(), Removed::table(), sound.len());
    for known in sound {
        let removed = empty(&mut tx, &mut draft, rule, access, known, at).await?;
        removals.recorded(&mut draft, |row| removed.write(row));
    }
    tx.conn().insert(removals).await?;
    let columns: Vec<&str> = rule.names().collect();
    let act = AuditRecord {
        detail: format!(
            "{} rows of {}: {}",
            batch.removed,
            rule.table,
            columns.join(", ")
        ),
        ..act
    };
    let mut lines = Rows::new(tx.engine(), &rows::AUDIT_LOG, 1);
    lines.recorded(&mut draft, |row| act.write(row));
    tx.conn().insert(lines).await?;
    draft.write(&mut tx).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Empties one row, and returns what stands on record of it.
async fn empty(
    tx: &mut super::Tx,
    draft: &mut Draft,
    rule: &Rule,
    access: &Access,
    mut known: Known,
    at: DateTime<Utc>,
) -> Result<Removed, StoreError> {
    let before = known.fixed_digest();
    known.empty(rule);
    let after = known.fixed_digest();
    let place = known.revise(draft);
    let mut args = vec![Arg::Text(&known.id)];
    args.extend(rule.names().map(|name| Arg::MaybeText(known.value(name))));
    if access.revises {
        args.push(Arg::Int(place.unwrap_or_default()));
    }
    let written = tx.conn().run(access.update, args).await?;
    if written != 1 {
        return Err(StoreError::Miscounted {
            table: rule.table,
            given: 1,
            written,
        });
    }
    let (digest_before, digest_after) = if before == after {
        (None, None)
    } else {
        (Some(before), Some(after))
    };
    Ok(Removed {
        id: format!("{}/{}/{}", rule.removal, known.id, at.timestamp_micros()),
        removal: rule.removal,
        row_id: known.id,
        digest_before,
        digest_after,
        at,
    })
}

fn text(row: &Row, at: usize) -> Result<String, StoreError> {
    Ok(row.text(at)?.unwrap_or_default().to_owned())
}

/// The statements that are made of the rules, for the test that prepares all.
pub(crate) fn made() -> impl Iterator<Item = &'static super::sql::Sql> {
    let all = Removal::ALL.iter().map(|removal| row::access(*removal));
    all.flat_map(|access| [access.select, access.update])
}
