//! Answers that were given must be readable, and what they told of must be there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Check, Look, text};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// One page; answers are a few kilobytes each.
static PAGE: Sql = Sql::new("SELECT key, reply FROM claims WHERE key > $1 ORDER BY key LIMIT 500");
/// Ids carry their kind in front, so one set serves all tables.
static KNOWN: Sql = Sql::new(
    "SELECT id FROM orders WHERE id = ANY($1) \
     UNION ALL SELECT id FROM spends WHERE id = ANY($1) \
     UNION ALL SELECT id FROM holds WHERE id = ANY($1) \
     UNION ALL SELECT id FROM lots WHERE id = ANY($1) \
     UNION ALL SELECT id FROM quotes WHERE id = ANY($1) \
     UNION ALL SELECT id FROM refunds WHERE id = ANY($1) \
     UNION ALL SELECT id FROM deposits WHERE id = ANY($1) \
     UNION ALL SELECT id FROM contradictions WHERE id = ANY($1) \
     UNION ALL SELECT id FROM inbox WHERE id = ANY($1) \
     UNION ALL SELECT id FROM customers WHERE id = ANY($1)",
);

pub(super) async fn run(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "claims_answered",
        "the reply stored for an idempotency key can be read, and what it answered is in the books",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&PAGE, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        let mut told = BTreeMap::new();
        for row in &page {
            let key = text(row, 0)?;
            match answered(text(row, 1)?) {
                Some(Told::Thing(id)) => drop(told.insert(key, id)),
                Some(Told::Count) => {}
                None => check.add(key, "the stored reply cannot be read"),
            }
        }
        let rows = look
            .rows_of(&KNOWN, told.values().map(String::as_str))
            .await?;
        let known: BTreeSet<&str> = rows
            .iter()
            .map(|row| text(row, 0))
            .collect::<Result<_, _>>()?;
        for (key, id) in told.iter().filter(|(_, id)| !known.contains(id.as_str())) {
            check.add(*key, format!("it answered {id}, which is not there"));
        }
        text(last, 0)?.clone_into(&mut after);
    }
}

enum Told {
    Thing(String),
    /// Only numbers: what expired.
    Count,
}

fn answered(reply: &str) -> Option<Told> {
    let reply: Value = serde_json::from_str(reply).ok()?;
    let balance = reply.get("balance")?;
    if !balance.is_null() && balance.as_i64().is_none_or(|credits| credits < 0) {
        return None;
    }
    let answer = reply
        .get("answer")?
        .as_object()
        .filter(|answer| answer.len() == 1)?;
    let (kind, thing) = answer.iter().next()?;
    let id = match kind.as_str() {
        "order" | "spend" | "hold" | "lot" | "quote" | "refund" | "deposit" | "contradiction" => {
            thing.get("id")
        }
        "observed" => thing.get("order")?.get("id"),
        "received" => thing.get("inbox"),
        "customer" | "debt_waived" => thing.get("customer")?.get("id"),
        "closing_quote" => return thing.get("forfeited")?.as_i64().map(|_| Told::Count),
        "expired" => return thing.get("lots")?.as_i64().map(|_| Told::Count),
        _ => None,
    };
    Some(Told::Thing(id?.as_str()?.to_owned()))
}
