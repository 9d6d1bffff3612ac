//! Falls of what is available to a customer below a threshold, found by a walk over the customer's entries and compared
//! with the events.
//!
//! Which entries were of one command is not on record. Those of one instant may be of several, so at the ends of
//! instants alone it is known what a command left. In between, an event is believed when the ledger had what it says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Check, Look, int, text};
use crate::store::{StoreError, engine::Row, query::Arg, sql::Sql};

/// One page of a customer's entries: what each adds to what is available.
static ENTRIES: Sql = Sql::new(
    "SELECT seq, posted_at, CASE WHEN to_account = 'available' THEN amount WHEN from_account = 'available' THEN -amount ELSE 0 END \
     FROM entries WHERE customer_id = $1 AND seq > $2 ORDER BY seq LIMIT 500",
);
static EVENTS: Sql = Sql::new(
    "SELECT id, body FROM events WHERE customer_id = $1 AND kind = 'balance.low' ORDER BY seq",
);

/// Thresholds as they were set once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) number: i64,
    /// The last entry before.
    pub(super) after: i64,
    pub(super) credits: Vec<i64>,
}

/// What an event says.
struct Low {
    id: String,
    threshold: i64,
    before: i64,
    after: i64,
}

/// Follows the entries of a customer, who is closed from an instant on.
pub(super) async fn walk(
    look: &mut Look<'_>,
    (customer, closed_at): (&str, i64),
    settings: &[Setting],
    check: &mut Check,
) -> Result<(), StoreError> {
    let mut lows: BTreeMap<i64, Vec<Low>> = BTreeMap::new();
    for row in look.rows(&EVENTS, vec![Arg::Text(customer)]).await? {
        match low(&row)? {
            Some((entry, low)) => lows.entry(entry).or_default().push(low),
            None => check.add(text(&row, 0)?, "its body cannot be read"),
        }
    }
    let mut walk = Walk {
        settings,
        closed_at,
        instant: i64::MIN,
        points: vec![(0, 0)],
        reported: BTreeMap::new(),
        faults: Vec::new(),
    };
    let mut last = 0;
    loop {
        let args = vec![Arg::Text(customer), Arg::Int(last)];
        let page = look.rows(&ENTRIES, args).await?;
        let Some(end) = page.last() else { break };
        last = int(end, 0)?;
        for row in &page {
            let seq = int(row, 0)?;
            walk.follow(seq, int(row, 1)?, int(row, 2)?);
            for low in lows.remove(&seq).unwrap_or_default() {
                walk.judge(&low, check);
            }
        }
    }
    walk.end_instant();
    for (seq, fault) in walk.faults {
        check.add(format!("{customer}/{seq}"), fault);
    }
    for low in lows.into_values().flatten() {
        check.add(low.id, "the ledger has no such entry");
    }
    Ok(())
}

fn low(row: &Row) -> Result<Option<(i64, Low)>, StoreError> {
    let body: Value = serde_json::from_str(text(row, 1)?).unwrap_or_default();
    let id = text(row, 0)?.to_owned();
    let number = |name: &str| body.get(name).and_then(Value::as_i64);
    let low = || {
        let low = Low {
            id,
            threshold: number("threshold")?,
            before: number("available_before")?,
            after: number("available_after")?,
        };
        Some((number("entry_seq")?, low))
    };
    Ok(low())
}

struct Walk<'s> {
    /// In their order.
    settings: &'s [Setting],
    closed_at: i64,
    instant: i64,
    /// What was available after each entry of the instant, by its number; first the last entry before.
    points: Vec<(i64, i64)>,
    /// The entry of the last event of each threshold.
    reported: BTreeMap<i64, i64>,
    faults: Vec<(i64, String)>,
}

impl Walk<'_> {
    fn first(&self) -> (i64, i64) {
        self.points.first().copied().unwrap_or_default()
    }

    fn last(&self) -> (i64, i64) {
        self.points.last().copied().unwrap_or_default()
    }

    /// The thresholds in force for the entries of the instant.
    fn in_force(&self) -> &[i64] {
        let (first, _) = self.first();
        let set = self.settings.partition_point(|it| it.after <= first);
        let last = set.checked_sub(1).and_then(|at| self.settings.get(at));
        last.map_or(&[], |setting| &setting.credits)
    }

    fn follow(&mut self, seq: i64, at: i64, change: i64) {
        let (last, available) = self.last();
        // A setting is a command of its own, so what was available at it is what a command left.
        let set_here = self.settings.binary_search_by_key(&last, |it| it.after);
        if at != self.instant || set_here.is_ok() {
            self.end_instant();
            self.points = vec![(last, available)];
            self.instant = at;
        }
        self.points.push((seq, available.saturating_add(change)));
    }

    fn judge(&mut self, low: &Low, check: &mut Check) {
        let Low {
            threshold, before, ..
        } = *low;
        let (seq, available) = self.last();
        if !self.in_force().contains(&threshold) {
            check.add(&low.id, format!("{threshold} was no threshold then"));
        }
        if low.after != available || before < threshold || threshold <= low.after {
            let detail = format!("from {before} to {available} is no such fall below {threshold}");
            check.add(&low.id, detail);
        }
        // A second event needs that the balance was there again after the first.
        let since = self.reported.insert(threshold, seq).unwrap_or_default();
        let mut points = self.points.iter();
        if !points.any(|point| point.0 < seq && point.0 >= since && point.1 == before) {
            let detail =
                format!("{before} were not available before entry {seq}, or were reported");
            check.add(&low.id, detail);
        }
    }

    /// Whatever fell between the ends of two instants was reported, but by a closing.
    fn end_instant(&mut self) {
        let (first, before) = self.first();
        let (last, after) = self.last();
        if self.instant >= self.closed_at {
            self.closed_at = i64::MIN;
            return;
        }
        let reported = |threshold: &i64| self.reported.get(threshold).is_some_and(|at| *at > first);
        let fallen = self.in_force().iter();
        let fallen = fallen.filter(|it| before >= **it && **it > after && !reported(it));
        let faults: Vec<String> = fallen
            .map(|it| {
                format!("from {before} to {after} is a fall below {it} that was not reported")
            })
            .collect();
        let faults = faults.into_iter().map(|fault| (last, fault));
        self.faults.extend(faults);
    }
}
