//! Thresholds of balances: those that a customer's row has are those that the audit log says were set last. What was in
//! force at each entry of the ledger follows from the same lines.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Check, Look,
    check::{Set, sets},
    int,
    lows::{Setting, walk},
    text,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 1] = sets! {
    thresholds_known "who had thresholds set has them in the customer's row, and only of these a balance is reported low" = "\
        SELECT a.subject AS id, 'its row has no thresholds' AS detail \
        FROM (SELECT DISTINCT subject FROM audit_log WHERE act = 'customer.thresholds') a \
        LEFT JOIN customers c ON c.id = a.subject WHERE c.thresholds IS NULL \
        UNION ALL SELECT c.id, 'nobody set its thresholds' FROM customers c \
        LEFT JOIN (SELECT DISTINCT subject FROM audit_log WHERE act = 'customer.thresholds') a ON a.subject = c.id \
        WHERE c.thresholds IS NOT NULL AND a.subject IS NULL \
        UNION ALL SELECT e.id, 'its customer has no thresholds' FROM events e \
        LEFT JOIN customers c ON c.id = e.customer_id WHERE e.kind = 'balance.low' AND c.thresholds IS NULL";
};

/// One page. The greatest number stands for an account that is not closed.
static CUSTOMERS: Sql = Sql::new(
    "SELECT id, thresholds, COALESCE(closed_at, 9223372036854775807) FROM customers \
     WHERE id > $1 AND thresholds IS NOT NULL ORDER BY id LIMIT 500",
);
static ACTS: Sql = Sql::new(
    "SELECT subject, detail FROM audit_log WHERE act = 'customer.thresholds' AND subject = ANY($1)",
);

/// Both checks, customer by customer.
pub(super) async fn run(look: &mut Look<'_>) -> Result<[Check; 2], StoreError> {
    let mut kept = Check::new(
        "thresholds_kept",
        "a customer's thresholds are those that were set last, and the settings are numbered without a gap",
    );
    let mut lows = Check::new(
        "lows_reported",
        "each fall of what is available below a threshold in force is one event, with what was available around it",
    );
    let mut after = String::new();
    while let Some(page) = look.page(&CUSTOMERS, &mut after).await? {
        let ids = page.iter().map(|row| text(row, 0));
        let ids: Vec<&str> = ids.collect::<Result<_, _>>()?;
        let acts = look.rows_of(&ACTS, ids.iter().copied()).await?;
        let mut settings = in_order(&acts, &mut kept)?;
        for (row, id) in page.iter().zip(ids) {
            let settings = settings.remove(id).unwrap_or_default();
            let last = settings.last();
            if stored(text(row, 1)?).as_ref() != last {
                kept.add(id, "its thresholds are not those that were set last");
            }
            walk(look, (id, int(row, 2)?), &settings, &mut lows).await?;
        }
    }
    Ok([kept, lows])
}

/// The settings of each customer by their numbers.
fn in_order<'r>(
    acts: &'r [Row],
    check: &mut Check,
) -> Result<BTreeMap<&'r str, Vec<Setting>>, StoreError> {
    let mut all: BTreeMap<&str, Vec<Setting>> = BTreeMap::new();
    for row in acts {
        let customer = text(row, 0)?;
        match told(text(row, 1)?) {
            Some(setting) => all.entry(customer).or_default().push(setting),
            None => check.add(customer, "a setting in the audit log cannot be read"),
        }
    }
    for (customer, settings) in &mut all {
        settings.sort_by_key(|setting| setting.number);
        let numbered = (1..).zip(settings.iter());
        let gap = numbered.into_iter().any(|(nth, it)| it.number != nth);
        if gap || !settings.is_sorted_by_key(|setting| setting.after) {
            check.add(*customer, "its settings are not in one order");
        }
    }
    Ok(all)
}

/// `50, 100; number 1, after entry 7`, or `none; …`.
fn told(detail: &str) -> Option<Setting> {
    let (credits, rest) = detail.split_once("; number ")?;
    let (number, after) = rest.split_once(", after entry ")?;
    let credits = match credits {
        "none" => Vec::new(),
        some => {
            let each = some.split(", ").map(|credits| credits.parse().ok());
            each.collect::<Option<Vec<i64>>>()?
        }
    };
    Some(Setting {
        number: number.parse().ok()?,
        after: after.parse().ok()?,
        credits,
    })
}

/// The same as the customer's row has it.
fn stored(json: &str) -> Option<Setting> {
    let stored: Value = serde_json::from_str(json).ok()?;
    let number = |name: &str| stored.get(name).and_then(Value::as_i64);
    let credits = stored.get("thresholds")?.as_array()?.iter();
    Some(Setting {
        number: number("number")?,
        after: number("after_entry")?,
        credits: credits.map(Value::as_i64).collect::<Option<_>>()?,
    })
}
