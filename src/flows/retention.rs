//! Removes personal data whose time is over, rule by rule and batch by batch, while gateways run or not. It begins again
//! wherever it ended: what was removed has nothing left to find.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::{ActId, Entropy},
    retention::{RULES, Rule},
};

use crate::{
    clock::Clock,
    store::{
        Db, StoreError, Trouble,
        retention::{self, Batch, Found},
    },
};

/// How often a batch is tried while others hold a lock that it needs. Its rows are left to the next run then.
const TRIES: u32 = 5;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The instant at which times are over; not after now where anything is removed.
    pub as_of: DateTime<Utc>,
    pub mode: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Counts, and changes nothing.
    Look,
    Remove,
}

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Done {
    pub rule: &'static Rule,
    /// Rows of its table that were looked at.
    pub looked_at: u64,
    /// Rows whose time is over, of which the data was removed, or would be.
    pub rows: u64,
    /// Rows that are not as the journal recorded them. Nothing was done with them: the auditor names them too.
    pub unlike: Vec<String>,
    /// Rows that others held.
    pub held: u64,
}

/// Goes through all rules. `progress` hears of each batch. A run that is told to remove counts its own time as now.
///
/// # Errors
/// Those of the store. What was removed until then stays so, and is on record.
pub async fn run(
    db: &Db,
    asked: Asked,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
    mut progress: impl FnMut(&Done),
) -> Result<Vec<Done>, StoreError> {
    if asked.mode == Mode::Remove {
        retention::overwriting(db).await?;
    }
    let mut all = Vec::new();
    for rule in &RULES {
        let mut done = Done {
            rule,
            looked_at: 0,
            rows: 0,
            unlike: Vec::new(),
            held: 0,
        };
        let mut after = String::new();
        loop {
            let ids = retention::ids_after(db, rule, &after).await?;
            let Some(last) = ids.last() else { break };
            after.clone_from(last);
            done.looked_at += count(&ids);
            let found = retention::found(db, rule.removal, &ids, asked.as_of).await?;
            let due = found.into_iter();
            let due: Vec<Found> = due
                .filter(|row| rule.is_due(&row.kept, asked.as_of))
                .collect();
            match asked.mode {
                Mode::Look => done.rows += count(&due),
                Mode::Remove if due.is_empty() => {}
                Mode::Remove => match batch(db, rule, &due, asked.as_of, clock, entropy).await? {
                    Some(batch) => {
                        done.rows += batch.removed;
                        done.unlike.extend(batch.unlike);
                    }
                    None => done.held += count(&due),
                },
            }
            progress(&done);
        }
        all.push(done);
    }
    Ok(all)
}

/// Removes one batch; none when others held its rows all the time.
async fn batch(
    db: &Db,
    rule: &'static Rule,
    due: &[Found],
    as_of: DateTime<Utc>,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<Option<Batch>, StoreError> {
    for _ in 0..TRIES {
        let at = clock.now();
        let act = AuditRecord {
            id: ActId::new(at, entropy),
            by: Actor::Gateway,
            act: AuditAct::RetentionRemove,
            subject: rule.removal.to_string(),
            detail: String::new(),
            at,
        };
        match retention::remove(db, rule, due, act, |row| rule.is_due(row, as_of)).await {
            Ok(batch) => return Ok(Some(batch)),
            Err(error) => match error.trouble() {
                Trouble::Again | Trouble::Locked => {}
                _ => return Err(error),
            },
        }
    }
    Ok(None)
}

fn count<T>(all: &[T]) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}
