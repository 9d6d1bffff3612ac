//! When credits expire, computed again from the policy that was in force when they were offered.

use serde_json::Value;

use super::{
    Check, Look,
    calendar::{DaysOff, Ends},
    int,
    terms::Versions,
    text,
};
use crate::store::{StoreError, query::Arg, sql::Sql};

static ORDERS: Sql = Sql::new(
    "SELECT id, kind, quantity, validity, bonus, policy, policy_hash FROM orders WHERE id > $1 ORDER BY id LIMIT 500",
);
/// With the order whose payment bought them, or whose bonus they are.
static LOTS: Sql = Sql::new(
    "SELECT t.id, t.kind, o.quantity, t.acquired_at, t.expires_at, t.policy, t.policy_hash \
     FROM (SELECT * FROM lots WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     LEFT JOIN payments AS p ON p.id = t.payment_id \
     LEFT JOIN orders AS o ON o.id = p.order_id ORDER BY t.id",
);

pub(super) async fn run(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<[Check; 2], StoreError> {
    Ok([
        orders(look, versions).await?,
        lots(look, versions, off).await?,
    ])
}

/// Another check reports what cannot be found among the policies.
async fn orders(look: &mut Look<'_>, versions: &Versions) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "validity_as_published",
        "an order promises its credits, and its bonus, the validity that its policy gives to their kind",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&ORDERS, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            let Some(policy) = versions.pinned(text(row, 5)?, text(row, 6)?) else {
                continue;
            };
            let promised: Value = serde_json::from_str(text(row, 3)?).unwrap_or_default();
            let due = policy.lifetime(text(row, 1)?, int(row, 2)?);
            if due.as_ref() != Some(&promised) {
                let detail = format!(
                    "promises {promised}, and its policy {}",
                    period_in_words(due)
                );
                check.add(text(row, 0)?, detail);
            }
            let Some(bonus) = row.text(4)? else { continue };
            let bonus: Value = serde_json::from_str(bonus).unwrap_or_default();
            let due = policy.lifetime("promotional", 1);
            if due.as_ref() != bonus.get("validity") {
                let detail = format!(
                    "promises a bonus {bonus}, and its policy {}",
                    period_in_words(due)
                );
                check.add(text(row, 0)?, detail);
            }
        }
    }
}

async fn lots(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "expiry_as_promised",
        "a lot, bought or given, lives to the end of the Korean day that its policy promises, counted from when it was acquired",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&LOTS, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            let Some(policy) = versions.pinned(text(row, 5)?, text(row, 6)?) else {
                continue;
            };
            let due = policy.lifetime(text(row, 1)?, int(row, 2)?);
            let from = int(row, 3)?;
            // Not moved by days off: the exact instant is announced beforehand.
            let ends = due
                .as_ref()
                .and_then(|period| Ends::of(from, period, false, off));
            if !ends.is_some_and(|ends| int(row, 4).is_ok_and(|until| ends.may_be(until))) {
                let detail = format!("{} from {from} does not end then", period_in_words(due));
                check.add(text(row, 0)?, detail);
            }
        }
    }
}

fn period_in_words(period: Option<Value>) -> String {
    period.map_or_else(|| "nothing".to_owned(), |period| period.to_string())
}
