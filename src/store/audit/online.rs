//! The auditor beside a running gateway. It evaluates the same invariants as the one over the whole, over slices: each is
//! read at one instant and small, so that any number of lots costs no more at a time than a few.
//!
//! A slice of customers is copied into a private database of this process, with all that belongs to them and nothing else,
//! and there the statements of the auditor run as they are. So an invariant has one text, and a new one is evaluated here as
//! well once [`judged`] says in which stage. What is recorded in the journal is compared with it where it is, page by page,
//! and summed from slice to slice.

mod copy;
mod customers;
mod pages;
mod stages;
mod walk;

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::{Check, DaysOff, Look, Violation, horizon, of_rows, of_sums, text};
use crate::store::{
    StoreError,
    db::{Db, Held},
    journal,
    query::Arg,
    sql::Sql,
};
use copy::{Copy, Sides};
use pages::Slice;
pub use stages::{Stage, judged};
use walk::Walk;

/// Rows that a slice of customers should have: some ten milliseconds of one core.
const ROWS_AIM: i64 = 1_000;
/// Customers of the first slice, and of any: those that never did anything have one row each.
const CUSTOMERS_FIRST: i64 = 20;
const CUSTOMERS_MAX: i64 = 200;
/// How old an answer to an idempotency key may be that the sums count. They are kept for 30 days, so a pass may take some
/// weeks; every answer is in several passes before.
const ANSWERS_COUNTED_DAYS: i64 = 10;

/// How far a pass has come. What it needs to go on from there, on any gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Progress {
    pub stage: Stage,
    /// Where the next slice of the stage begins.
    after: String,
    /// How many customers the next slice has.
    customers: i64,
    walk: Walk,
    /// Invariants of which slices left broken rows out, because there were many.
    cut: BTreeSet<String>,
}

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The invariant, by the name that the auditor of the whole gives it.
    pub kind: &'static str,
    /// The row, as the auditor of the whole names it.
    pub subject: String,
    /// Whose it is, where that is known.
    pub customer: Option<String>,
    /// Ids, words and numbers only.
    pub detail: String,
}

/// Faults of a slice that are kept as findings. A slice in which more is broken says enough by these.
pub const KEPT_MAX: usize = 100;

/// A slice that was evaluated.
#[derive(Debug)]
pub struct Done {
    /// None once the pass is over.
    pub next: Option<Progress>,
    /// How many rows were read.
    pub rows: u64,
    pub faults: Vec<Fault>,
    /// Invariants of which slices of this pass left broken rows out: that one of them was not seen means nothing.
    pub cut: BTreeSet<String>,
}

impl Progress {
    /// The beginning of a pass. `key` is a random text.
    pub async fn begin(db: &Db, key: String, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let pruned = (now - TimeDelta::days(ANSWERS_COUNTED_DAYS)).timestamp_micros();
        Ok(Self {
            stage: Stage::Journal,
            after: String::new(),
            customers: CUSTOMERS_FIRST,
            walk: Walk::begin(journal::heads(db).await?, key, pruned),
            cut: BTreeSet::new(),
        })
    }

    /// What the next slice begins after, for people.
    pub fn place(&self) -> String {
        match self.stage {
            Stage::Journal => self.walk.place(false),
            Stage::Rows => self.walk.place(true),
            _ => self.after.clone(),
        }
    }

    /// Notes of which checks not all broken rows are named.
    fn leave_out(&mut self, checks: &[Check]) {
        let named = |check: &&Check| u64::try_from(check.broken.len()) == Ok(check.count);
        let cut = checks.iter().filter(|check| !named(check));
        self.cut.extend(cut.map(|check| check.name.to_owned()));
    }

    /// Notes of which invariants broken rows are named and not kept, because the slice has too many.
    fn leave_rest(&mut self, faults: &[Fault]) {
        let rest = faults.iter().skip(KEPT_MAX);
        self.cut.extend(rest.map(|fault| fault.kind.to_owned()));
    }

    /// The first slice of the next stage; none after the last.
    fn end_stage(mut self) -> Option<Self> {
        self.stage = self.stage.next()?;
        self.after.clear();
        Some(self)
    }
}

/// What evaluates slices: one for each process. It keeps the tables of the copy from slice to slice.
#[derive(Debug, Default)]
pub struct Auditor(Mutex<Option<Copy>>);

impl Auditor {
    /// Evaluates the next slice. It only reads; what it found is the caller's to store.
    pub fn slice<'a>(
        &'a self,
        db: &'a Db,
        progress: Progress,
        now: DateTime<Utc>,
        off: &'a DaysOff,
    ) -> BoxFuture<'a, Result<Done, StoreError>> {
        Box::pin(async move {
            if matches!(progress.stage, Stage::Journal | Stage::Rows) {
                return walked(db, progress).await;
            }
            // First of all: while the database is away, the copy stays as it is.
            let live = Held::from(db.snapshot().await?);
            // One that broke midway is made anew.
            let kept = locked(&self.0).take();
            let mut copy = match kept {
                Some(copy) => copy,
                None => Copy::open().await?,
            };
            let done = copied(live, &mut copy, progress, (now, off)).await?;
            *locked(&self.0) = Some(copy);
            Ok(done)
        })
    }
}

/// The value behind a lock. A thread that panicked with it left nothing half done.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn walked(db: &Db, mut progress: Progress) -> Result<Done, StoreError> {
    let mut held = Held::from(db.snapshot().await?);
    let mut look = Look::within(&mut held);
    let walked = if progress.stage == Stage::Journal {
        progress.walk.blocks(&mut look).await?
    } else {
        progress.walk.rows(&mut look).await?
    };
    look.end().await?;
    let stage = progress.stage;
    progress.leave_out(&walked.checks);
    let faults = faults(walked.checks, stage, None);
    let faults: Vec<Fault> = faults.map(|(kind, row)| fault(kind, row, None)).collect();
    progress.leave_rest(&faults);
    let cut = progress.cut.clone();
    let next = if walked.over {
        progress.end_stage()
    } else {
        Some(progress)
    };
    Ok(Done {
        next,
        rows: walked.rows,
        faults,
        cut,
    })
}

fn copied<'a>(
    live: Held,
    copy: &'a mut Copy,
    progress: Progress,
    of: (DateTime<Utc>, &'a DaysOff),
) -> BoxFuture<'a, Result<Done, StoreError>> {
    Box::pin(copied_slice(live, copy, progress, of))
}

async fn copied_slice(
    mut live: Held,
    copy: &mut Copy,
    mut progress: Progress,
    (now, off): (DateTime<Utc>, &DaysOff),
) -> Result<Done, StoreError> {
    let aside = copy.aside.clone();
    let mut aside = aside.held().await?;
    let mut sides = Sides {
        live: Look::within(&mut live),
        aside: Look::within(&mut aside),
    };
    copy.clear(&mut sides.aside).await?;
    let Slice { next, judged } = if progress.stage == Stage::Customers {
        let most = progress.customers;
        let next = customers::copy(copy, &mut sides, &progress.after, most).await?;
        progress.customers = sized(most, copy.rows);
        Slice { next, judged: None }
    } else {
        pages::copy(copy, &mut sides, progress.stage, &progress.after).await?
    };
    let Sides { live, mut aside } = sides;
    // Nothing of the books is held while the copy is judged.
    live.end().await?;
    let mut found = Vec::new();
    if copy.rows > 0 {
        let mut checks = of_rows(&mut aside, horizon(now), off).await?;
        checks.extend(of_sums(&mut aside).await?);
        progress.leave_out(&checks);
        let broken: Vec<_> = faults(checks, progress.stage, judged).collect();
        for (kind, row) in broken {
            let customer = owner(&mut aside, &row.id).await?;
            found.push(fault(kind, row, customer));
        }
    }
    progress.leave_rest(&found);
    let cut = progress.cut.clone();
    let next = match next {
        Some(after) => {
            progress.after = after;
            Some(progress)
        }
        None => progress.end_stage(),
    };
    Ok(Done {
        next,
        rows: copy.rows,
        faults: found,
        cut,
    })
}

/// How many customers the next slice has, when this many had so many rows.
fn sized(customers: i64, rows: u64) -> i64 {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX).max(1);
    let next = customers.saturating_mul(ROWS_AIM) / rows;
    next.clamp(1, CUSTOMERS_MAX)
        .min(customers.saturating_mul(2))
}

/// The broken rows that a stage judges.
fn faults(
    checks: Vec<Check>,
    stage: Stage,
    rows: Option<BTreeSet<String>>,
) -> impl Iterator<Item = (&'static str, Violation)> {
    let checks = checks
        .into_iter()
        .filter(move |check| judged(check.name).contains(&stage));
    let broken = checks.flat_map(|check| {
        let name = check.name;
        check.broken.into_iter().map(move |row| (name, row))
    });
    broken.filter(move |(_, row)| rows.as_ref().is_none_or(|rows| rows.contains(&row.id)))
}

fn fault(kind: &'static str, row: Violation, customer: Option<String>) -> Fault {
    Fault {
        kind,
        subject: row.id,
        customer,
        detail: row.detail,
    }
}

static OWNER: Sql = Sql::new(
    "SELECT customer_id FROM ( \
     SELECT id, id AS customer_id FROM customers UNION ALL SELECT id, customer_id FROM approvals \
     UNION ALL SELECT id, customer_id FROM cash_receipt_requests UNION ALL SELECT id, customer_id FROM cash_receipt_outcomes \
     UNION ALL SELECT id, customer_id FROM contracts UNION ALL SELECT id, customer_id FROM contradictions \
     UNION ALL SELECT id, customer_id FROM disputes UNION ALL SELECT id, customer_id FROM dispute_decisions \
     UNION ALL SELECT id, customer_id FROM tax_invoices \
     UNION ALL SELECT id, customer_id FROM distributions UNION ALL SELECT id, customer_id FROM due_months \
     UNION ALL SELECT id, customer_id FROM events UNION ALL SELECT id, customer_id FROM expiry_notices \
     UNION ALL SELECT id, customer_id FROM hold_extensions UNION ALL SELECT id, customer_id FROM holds \
     UNION ALL SELECT id, customer_id FROM lots UNION ALL SELECT id, customer_id FROM orders \
     UNION ALL SELECT id, customer_id FROM payments UNION ALL SELECT id, customer_id FROM policy_notices \
     UNION ALL SELECT id, customer_id FROM quotes UNION ALL SELECT id, customer_id FROM redemptions \
     UNION ALL SELECT id, customer_id FROM refunds UNION ALL SELECT id, customer_id FROM spends \
     UNION ALL SELECT id, customer_id FROM subscriptions \
     UNION ALL SELECT posting_id, customer_id FROM entries \
     ) AS named WHERE id = $1 AND customer_id IS NOT NULL LIMIT 1",
);

/// Whose a row of the copy is: the row's own customer, or the one before the number of an entry.
async fn owner(aside: &mut Look<'_>, subject: &str) -> Result<Option<String>, StoreError> {
    let found = aside.rows(&OWNER, vec![Arg::Text(subject)]).await?;
    if let Some(row) = found.first() {
        return Ok(Some(text(row, 0)?.to_owned()));
    }
    let entry = subject.rsplit_once('/');
    let entry = entry.filter(|(_, seq)| seq.bytes().all(|byte| byte.is_ascii_digit()));
    Ok(entry.map(|(customer, _)| customer.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CUSTOMERS_MAX, Fault, KEPT_MAX, Progress, Stage, Walk, sized};

    /// What is not kept of a slice is not taken for mended at the end of the pass.
    #[test]
    fn invariants_whose_faults_are_not_kept_are_noted() {
        let fault = |kind: &'static str| Fault {
            kind,
            subject: "x".to_owned(),
            customer: None,
            detail: String::new(),
        };
        let mut faults = vec![fault("first"); KEPT_MAX];
        let mut progress = Progress {
            stage: Stage::Customers,
            after: String::new(),
            customers: 1,
            walk: Walk::begin(Vec::new(), String::new(), 0),
            cut: BTreeSet::new(),
        };
        progress.leave_rest(&faults);
        assert_eq!(progress.cut.len(), 0);
        faults.push(fault("last"));
        progress.leave_rest(&faults);
        assert_eq!(progress.cut, ["last".to_owned()].into());
    }

    #[test]
    fn slices_grow_and_shrink_toward_the_rows_they_should_have() {
        assert_eq!(sized(20, 500), 40);
        assert_eq!(sized(20, 10), 40);
        assert_eq!(sized(150, 0), CUSTOMERS_MAX);
        assert_eq!(sized(100, 10_000), 10);
        assert_eq!(sized(1, 1_000_000), 1);
    }
}
