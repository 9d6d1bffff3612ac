//! Deposits that a signed feed reported must be in the deposit queue. They are read from the stored bodies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Check, Look, text};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// One page; bodies are bounded by the limit of a webhook's length.
static PAGE: Sql = Sql::new(
    "SELECT id, provider, body FROM inbox \
     WHERE verdict = 'signed' AND body_form = 'text' AND id > $1 ORDER BY id LIMIT 500",
);
static KNOWN: Sql = Sql::new("SELECT key FROM deposits WHERE key = ANY($1)");

pub(super) async fn run(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "deposits_received",
        "every deposit of which a signed webhook told is in the deposit queue",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&PAGE, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        let mut reported = BTreeMap::new();
        for row in &page {
            if let Some(movement) = movement(text(row, 2)?) {
                reported.insert(text(row, 0)?, format!("{}/{movement}", text(row, 1)?));
            }
        }
        let rows = look
            .rows_of(&KNOWN, reported.values().map(String::as_str))
            .await?;
        let known: BTreeSet<&str> = rows
            .iter()
            .map(|row| text(row, 0))
            .collect::<Result<_, _>>()?;
        for (id, key) in reported
            .iter()
            .filter(|(_, key)| !known.contains(key.as_str()))
        {
            check.add(*id, format!("no deposit has the key {key}"));
        }
        text(last, 0)?.clone_into(&mut after);
    }
}

/// The feed's name of the movement, when the body reports incoming money.
fn movement(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let received = body.get("type")?.as_str()? == "deposit.received";
    received.then(|| {
        body.get("data")?
            .get("movement_id")?
            .as_str()
            .map(str::to_owned)
    })?
}
