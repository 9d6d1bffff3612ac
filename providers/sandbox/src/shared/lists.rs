//! What a list of movements leaves out by a fault, when its rows are dated, and what is wrong with a row of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::faults::{FaultKind, Operation};
use super::simulator::{ProviderState, Simulator};

/// How many won a short row lacks, and by how many days a row's time is wrong.
const SHORT_WON: i64 = 10;
const WRONG_DAYS: i64 = 2;

/// How far from its end the name of an order is another: sixteen million orders differ behind it.
const UNLIKE_FROM_THE_END: usize = 6;

/// How far a list that lags is behind.
const LAG_HOURS: i64 = 24;

/// What one answer leaves out, and how it dates the rest.
pub(crate) struct Hidden {
    /// Rows after this instant.
    pub(crate) after: DateTime<Utc>,
    /// The newest row of those that are left.
    pub(crate) newest: bool,
    /// How long before its time each row is dated, and found by who asks for a time.
    early: TimeDelta,
}

impl Hidden {
    pub(crate) fn drawn<S: ProviderState>(app: &Simulator<S>, now: DateTime<Utc>) -> Self {
        let lags = app.happens(Operation::Lookup, FaultKind::ListLags);
        let lag = TimeDelta::hours(if lags { LAG_HOURS } else { 0 });
        Self {
            after: now - lag,
            newest: app.happens(Operation::Lookup, FaultKind::RowUnlisted),
            early: TimeDelta::days(if app.happens(Operation::Lookup, FaultKind::ListDayWrong) {
                WRONG_DAYS
            } else {
                0
            }),
        }
    }

    /// When a movement was, as this answer has it.
    pub(crate) fn dated(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at - self.early
    }
}

/// What the members of a row are called that a fault changes.
pub(crate) struct Members {
    /// The movement, the payment and the order, by their names.
    pub(crate) key: &'static str,
    pub(crate) payment_key: &'static str,
    pub(crate) order: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) state: &'static str,
    pub(crate) at: &'static str,
    /// A time as a row writes it.
    pub(crate) time: fn(DateTime<Utc>) -> String,
}

/// A row as it is listed, dated so: as it is, not at all, after a second one or one that nobody made, or with something wrong. The true row is the
/// last, because pages go on from it.
pub(crate) fn listed<S: ProviderState>(
    app: &Simulator<S>,
    members: &Members,
    (at, mut row): (DateTime<Utc>, Value),
) -> Vec<Value> {
    let happens = |kind| app.happens(Operation::Lookup, kind);
    if happens(FaultKind::ListRowMissing) {
        return Vec::new();
    }
    if happens(FaultKind::ListShort) {
        let amount = row[members.amount].as_i64().unwrap_or_default();
        row[members.amount] = json!(amount - amount.signum() * SHORT_WON);
    }
    row[members.at] = json!((members.time)(at));
    if happens(FaultKind::ListStateWrong) {
        row[members.state] = json!("UNHEARD_OF");
    }
    if happens(FaultKind::ListPaymentWrong) {
        append(&mut row, members.payment_key, "X");
    }
    let mut all = Vec::new();
    if happens(FaultKind::ListRowDoubled) {
        let mut again = row.clone();
        append(&mut again, members.key, "2");
        all.push(again);
    }
    if happens(FaultKind::ListRowMadeUp) {
        all.push(made_up(row.clone(), members));
    }
    all.push(row);
    all
}

fn append(row: &mut Value, member: &str, end: &str) {
    let text = row[member].as_str().unwrap_or_default();
    row[member] = json!(format!("{text}{end}"));
}

/// The name of an order that nobody opened: another character in a place where names that follow one another are alike.
pub(crate) fn another(order: &str) -> String {
    let at = order.chars().count().saturating_sub(UNLIKE_FROM_THE_END);
    let turned = |(n, c)| match (n == at, c) {
        (false, c) => c,
        (true, '0') => '1',
        (true, _) => '0',
    };
    order.chars().enumerate().map(turned).collect()
}

/// The same of a payment and an order that nobody made.
fn made_up(mut row: Value, members: &Members) -> Value {
    append(&mut row, members.key, "X");
    append(&mut row, members.payment_key, "X");
    let order = another(row[members.order].as_str().unwrap_or_default());
    row[members.order] = json!(order);
    row
}
