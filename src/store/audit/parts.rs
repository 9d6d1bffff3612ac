//! Postings of spends and holds against the parts that their rows name, lot by lot.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use serde_json::Value;

use super::{
    Check, Look,
    entry::{Entry, Moves, less, parts},
    int, text,
};
use crate::store::{StoreError, sql::Sql};

/// Compares the postings of spends and holds with their rows.
pub(super) async fn compare(
    look: &mut Look<'_>,
    postings: &[&[Entry]],
    check: &mut Check,
) -> Result<(), StoreError> {
    let owners = Owners::load(look, postings).await?;
    for posting in postings {
        let first = &posting[0];
        let Some((account, expected)) = owners.expect(&first.act, &first.reference) else {
            continue;
        };
        if expected.as_ref() != Some(&moved(posting, account)) {
            check.add(
                &first.reference,
                format!("its parts are not what posting {} moved", first.posting),
            );
        }
    }
    owners.compare_lots(look, check).await
}

/// The credits a posting moved into an account, by lot.
fn moved(posting: &[Entry], account: &str) -> Moves {
    let mut moves = Moves::new();
    for entry in posting {
        if let Some(change) = entry.change_of(account) {
            let sum = moves.entry(entry.lot.clone()).or_default();
            *sum = i64::saturating_add(*sum, change);
        }
    }
    moves
}

static HOLDS: Sql = Sql::new("SELECT id, parts, spend_id FROM holds WHERE id = ANY($1)");
static SPENDS: Sql = Sql::new("SELECT id, parts FROM spends WHERE id = ANY($1)");
static LOTS: Sql = Sql::new("SELECT id, kind, expires_at FROM lots WHERE id = ANY($1)");

/// The rows that a page's postings belong to. `None` for parts that cannot be read.
#[derive(Default)]
struct Owners {
    /// Parts of the hold, and the spend it was captured into; empty when it was not.
    holds: BTreeMap<String, (Option<Moves>, String)>,
    spends: BTreeMap<String, Option<Moves>>,
    /// What the parts say about their lots.
    lots: Vec<PartOf>,
}

/// What a part of a spend or a hold says about its lot.
struct PartOf {
    row: String,
    lot: String,
    kind: String,
    /// Microseconds since 1970; none where it cannot be read.
    expires_at: Option<i64>,
}

impl Owners {
    async fn load(look: &mut Look<'_>, postings: &[&[Entry]]) -> Result<Self, StoreError> {
        let mut owners = Self::default();
        let references = |acts: [&str; 3]| -> BTreeSet<&str> {
            let mine = postings
                .iter()
                .filter(|posting| acts.contains(&posting[0].act.as_str()));
            mine.map(|posting| posting[0].reference.as_str()).collect()
        };
        for row in look
            .rows_of(&HOLDS, references(["hold", "capture", "release"]))
            .await?
        {
            let (id, json) = (text(&row, 0)?, text(&row, 1)?);
            let hold = (parts(json), text(&row, 2)?.to_owned());
            owners.lots.extend(lots_of(id, json));
            owners.holds.insert(id.to_owned(), hold);
        }
        let mut wanted = references(["spend", "reverse", ""]);
        wanted.extend(owners.holds.values().map(|(_, into)| into.as_str()));
        for row in look.rows_of(&SPENDS, wanted).await? {
            let (id, json) = (text(&row, 0)?, text(&row, 1)?);
            owners.lots.extend(lots_of(id, json));
            owners.spends.insert(id.to_owned(), parts(json));
        }
        Ok(owners)
    }

    /// Each part names the kind and the end of its lot.
    async fn compare_lots(&self, look: &mut Look<'_>, check: &mut Check) -> Result<(), StoreError> {
        let asked: BTreeSet<&str> = self.lots.iter().map(|part| part.lot.as_str()).collect();
        let mut lots = BTreeMap::new();
        for row in look.rows_of(&LOTS, asked).await? {
            let lot = (text(&row, 1)?.to_owned(), int(&row, 2)?);
            lots.insert(text(&row, 0)?.to_owned(), lot);
        }
        for part in &self.lots {
            let right = lots
                .get(&part.lot)
                .is_some_and(|lot| part.kind == lot.0 && part.expires_at == Some(lot.1));
            if !right {
                let detail = format!("its parts do not name lot {} as it is", part.lot);
                check.add(&part.row, detail);
            }
        }
        Ok(())
    }

    /// The moves that a posting of a spend or a hold must have made, and the account they went into. The moves are
    /// none when no readable row names them. `None` for postings of other acts.
    fn expect(&self, act: &str, reference: &str) -> Option<(&'static str, Option<Moves>)> {
        let of_spend = |id: &str| self.spends.get(id).cloned().flatten();
        let set_aside = || {
            self.holds
                .get(reference)
                .and_then(|(parts, _)| parts.clone())
        };
        let used = || match self.holds.get(reference) {
            Some((_, into)) if into.is_empty() => Some(Moves::new()),
            Some((_, into)) => of_spend(into),
            None => None,
        };
        Some(match act {
            "spend" => ("used", of_spend(reference)),
            "reverse" => (
                "used",
                of_spend(reference).map(|parts| less(Moves::new(), &parts)),
            ),
            "hold" => ("held", set_aside()),
            "capture" => ("used", used()),
            "release" => (
                "held",
                set_aside()
                    .zip(used())
                    .map(|(parts, used)| less(used, &parts)),
            ),
            _ => return None,
        })
    }
}

/// What the parts of a row say about their lots; empty where they cannot be read, which [`parts`] reports.
fn lots_of(row: &str, json: &str) -> Vec<PartOf> {
    let read = serde_json::from_str::<Value>(json).unwrap_or_default();
    let word = |part: &Value, name| part.get(name).and_then(Value::as_str).map(str::to_owned);
    let part = |part: &Value| {
        let ends = word(part, "expires_at").and_then(|at| DateTime::parse_from_rfc3339(&at).ok());
        PartOf {
            row: row.to_owned(),
            lot: word(part, "lot").unwrap_or_default(),
            kind: word(part, "kind").unwrap_or_default(),
            expires_at: ends.map(|at| at.timestamp_micros()),
        }
    };
    read.as_array().into_iter().flatten().map(part).collect()
}
