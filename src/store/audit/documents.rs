//! What stored documents name must be in the tables: the movements that signed webhooks reported, and the things that
//! the answers to idempotency keys are about.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Check, Look, text};
use crate::store::{StoreError, sql::Sql};

/// One page; bodies are bounded by the limit of a webhook's length.
static SIGNED: Sql = Sql::new(
    "SELECT id, provider, body FROM inbox \
     WHERE verdict = 'signed' AND body_form = 'text' AND id > $1 ORDER BY id LIMIT 500",
);
static DEPOSITS: Sql = Sql::new("SELECT key FROM deposits WHERE key = ANY($1)");

pub(super) async fn movements(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "deposits_received",
        "every deposit that a signed webhook reported is in the deposit queue",
    );
    let mut after = String::new();
    while let Some(page) = look.page(&SIGNED, &mut after).await? {
        let mut reported = BTreeMap::new();
        for row in &page {
            if let Some(movement) = movement(text(row, 2)?) {
                reported.insert(text(row, 0)?, format!("{}/{movement}", text(row, 1)?));
            }
        }
        for (id, key) in missing(look, &DEPOSITS, reported).await? {
            check.add(id, format!("no deposit has the key {key}"));
        }
    }
    Ok(check)
}

/// The feed's name of the movement, when the body reports incoming money.
fn movement(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let received = body.get("type")?.as_str()? == "deposit.received";
    let movement = body.pointer("/data/movement_id")?.as_str()?;
    received.then(|| movement.to_owned())
}

/// One page; answers are a few kilobytes each.
static ANSWERED: Sql =
    Sql::new("SELECT key, reply FROM idempotency_keys WHERE key > $1 ORDER BY key LIMIT 500");
/// Ids begin with their kind, so one set serves all tables.
static THINGS: Sql = Sql::new(
    "SELECT id FROM orders WHERE id = ANY($1) \
     UNION ALL SELECT id FROM spends WHERE id = ANY($1) \
     UNION ALL SELECT id FROM holds WHERE id = ANY($1) \
     UNION ALL SELECT id FROM lots WHERE id = ANY($1) \
     UNION ALL SELECT id FROM quotes WHERE id = ANY($1) \
     UNION ALL SELECT id FROM refunds WHERE id = ANY($1) \
     UNION ALL SELECT id FROM deposits WHERE id = ANY($1) \
     UNION ALL SELECT id FROM contradictions WHERE id = ANY($1) \
     UNION ALL SELECT id FROM approvals WHERE id = ANY($1) \
     UNION ALL SELECT id FROM subscriptions WHERE id = ANY($1) \
     UNION ALL SELECT id FROM webhook_endpoints WHERE id = ANY($1) \
     UNION ALL SELECT id FROM campaigns WHERE id = ANY($1) \
     UNION ALL SELECT id FROM redemptions WHERE id = ANY($1) \
     UNION ALL SELECT id FROM contracts WHERE id = ANY($1) \
     UNION ALL SELECT id FROM cash_receipt_requests WHERE id = ANY($1) \
     UNION ALL SELECT id FROM disputes WHERE id = ANY($1) \
     UNION ALL SELECT id FROM tax_invoices WHERE id = ANY($1) \
     UNION ALL SELECT id FROM customers WHERE id = ANY($1)",
);

pub(super) async fn answers(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "idempotency_keys_answered",
        "the reply stored for an idempotency key can be read, and what it answered is in the books",
    );
    let mut after = String::new();
    while let Some(page) = look.page(&ANSWERED, &mut after).await? {
        let mut things = BTreeMap::new();
        for row in &page {
            let key = text(row, 0)?;
            match answered(text(row, 1)?) {
                Some(id) => drop(things.insert(key, id)),
                None => check.add(key, "the stored reply cannot be read"),
            }
        }
        for (key, id) in missing(look, &THINGS, things).await? {
            check.add(key, format!("it answered {id}, which is not there"));
        }
    }
    Ok(check)
}

/// Of what the documents of a page name, by row, what `known` does not find.
async fn missing<'r>(
    look: &mut Look<'_>,
    known: &'static Sql,
    mut named: BTreeMap<&'r str, String>,
) -> Result<BTreeMap<&'r str, String>, StoreError> {
    let rows = look
        .rows_of(known, named.values().map(String::as_str))
        .await?;
    let known = rows.iter().map(|row| text(row, 0));
    let known: BTreeSet<&str> = known.collect::<Result<_, _>>()?;
    named.retain(|_, name| !known.contains(name.as_str()));
    Ok(named)
}

/// The id that a stored reply answered with. Version 1 is one member beside `v`; for an order it is the id alone.
fn answered(reply: &str) -> Option<String> {
    let mut reply: Value = serde_json::from_str(reply).ok()?;
    let members = reply.as_object_mut()?;
    if members.remove("v")? != 1 || members.len() != 1 {
        return None;
    }
    let (kind, thing) = members.iter().next()?;
    let id = match kind.as_str() {
        "order" => Some(thing),
        "spend" | "hold" | "lot" | "quote" | "refund" | "deposit" | "contradiction"
        | "approval" | "subscription" | "endpoint" | "campaign" | "redemption" | "account"
        | "contract" | "cash_receipt" | "dispute" | "tax_invoice" => thing.get("id"),
        "customer" | "debt_waived" => thing.get("customer")?.get("id"),
        "closing_quote" => thing.get("customer_id"),
        _ => None,
    };
    Some(id?.as_str()?.to_owned())
}
