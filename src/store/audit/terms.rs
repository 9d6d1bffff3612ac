//! Terms are pinned by content. What is stored of a policy is what was hashed, and everything bought names such a
//! hash. When credits expire is computed again from the policy that was in force when they were offered.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    Check, Look,
    calendar::Ends,
    check::{Set, sets},
    days_off::DaysOff,
    hex, int, text,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 1] = sets! {
    terms_pinned "orders, payments, lots and quotes name a stored policy, or a contract under one, by name and content" = "\
        SELECT t.id, 'under ' || t.policy || ' with SHA-256 ' || t.policy_hash || ', which is not stored' AS detail \
        FROM ( \
            SELECT id, policy, policy_hash FROM orders UNION ALL SELECT id, policy, policy_hash FROM payments \
            UNION ALL SELECT id, policy, policy_hash FROM lots UNION ALL SELECT id, policy, policy_hash FROM quotes \
            UNION ALL SELECT id, policy, policy_hash FROM contracts \
        ) t LEFT JOIN (SELECT version, hash FROM policies UNION ALL SELECT id, hash FROM contracts) p \
            ON p.version = t.policy AND p.hash = t.policy_hash \
        WHERE p.version IS NULL";
};

static POLICIES: Sql = Sql::new(
    "SELECT version, hash, document, published_at, effective_at, stored_at FROM policies ORDER BY effective_at, version",
);

/// How long a version may be unknown to a gateway after it was stored, in days. Gateways read the versions when they
/// start, and those that share a database are restarted one after another.
const KNOWN_EVERYWHERE_DAYS: i64 = 7;

/// A stored version that can be read.
pub(super) struct Version {
    name: String,
    hash: String,
    document: Value,
    effective_at: i64,
    stored_at: i64,
}

impl Version {
    pub(super) fn is(&self, (version, hash): &(String, String)) -> bool {
        self.name == *version && self.hash == *hash
    }

    /// A part of the document, e.g. `/refund/by_right/period`; nothing where it has no such part.
    pub(super) fn says(&self, pointer: &str) -> &Value {
        self.document.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The lifetime of credits of a kind, when `packages` are bought at once.
    pub(super) fn lifetime(&self, kind: &str, packages: i64) -> Option<Value> {
        match kind {
            "promotional" | "membership" | "purchased" => {
                Some(self.says(&format!("/validity/{kind}/period")).clone())
            }
            "bulk" => {
                let rows = self.says("/validity/bulk/table").as_array()?;
                let row = rows.iter().find(|row| row["packages"] == packages)?;
                Some(serde_json::json!({ "months": row["months"] }))
            }
            _ => None,
        }
    }
}

/// A stored contract that can be read.
pub(super) struct Agreed<'c> {
    pub(super) id: &'c str,
    pub(super) hash: String,
    /// Version and hash of the policy that it is agreed under.
    pub(super) policy: (String, String),
    pub(super) stated: Value,
}

/// All of them, the first to take effect first. They are few: a seller publishes some in a year. And the contracts, as
/// versions under their ids.
pub(super) struct Versions(Vec<Version>, Vec<Version>);

impl Versions {
    /// A contract, as the policy that it is agreed under with its own validity and windows.
    pub(super) fn agree(&mut self, contract: Agreed<'_>) {
        let Agreed {
            id,
            hash,
            policy,
            stated,
        } = contract;
        let Some(base) = self.0.iter().find(|known| known.is(&policy)) else {
            return;
        };
        let mut document = base.document.clone();
        let own = [
            ("/validity/purchased/period", "/validity/period"),
            ("/refund/by_right/period", "/refund/by_right/period"),
            (
                "/refund/through_support/period",
                "/refund/through_support/period",
            ),
        ];
        for (place, said) in own {
            if let Some((place, said)) = document.pointer_mut(place).zip(stated.pointer(said)) {
                place.clone_from(said);
            }
        }
        self.1.push(Version {
            name: id.to_owned(),
            hash,
            document,
            effective_at: base.effective_at,
            stored_at: base.stored_at,
        });
    }

    pub(super) fn pinned(&self, version: &str, hash: &str) -> Option<&Version> {
        let mut versions = self.0.iter().chain(&self.1);
        versions.find(|known| known.name == version && known.hash == hash)
    }

    /// Versions that a gateway may have considered in force at an instant: of those it knew, the last that had taken
    /// effect; the first, before any had.
    pub(super) fn in_force(&self, at: i64) -> Vec<&Version> {
        let days = TimeDelta::days(KNOWN_EVERYWHERE_DAYS);
        let everywhere = at - days.num_microseconds().unwrap_or_default();
        let mut started: Vec<i64> = self.0.iter().map(|version| version.stored_at).collect();
        started.push(everywhere);
        started.retain(|started| (everywhere..=at).contains(started));
        let mut found: Vec<&Version> = Vec::new();
        for started in started {
            let known = || self.0.iter().filter(|version| version.stored_at <= started);
            let in_force = known().rfind(|version| version.effective_at <= at);
            found.extend(in_force.or_else(|| known().next()));
        }
        found
    }
}

pub(super) async fn policies(look: &mut Look<'_>) -> Result<(Check, Versions), StoreError> {
    let mut check = Check::new(
        "policies_whole",
        "every stored policy is the document that was hashed, under the version and the instants that it states",
    );
    let mut versions = Vec::new();
    for row in look.rows(&POLICIES, Vec::new()).await? {
        let (version, document) = (text(&row, 0)?, text(&row, 2)?);
        let hash = hex(&Sha256::digest(document.as_bytes()));
        if hash != text(&row, 1)? {
            check.add(version, format!("its document has SHA-256 {hash}"));
            continue;
        }
        let Ok(stated) = toml::from_str::<Value>(document) else {
            check.add(version, "its document cannot be read");
            continue;
        };
        let word = |field: &str| stated.get(field).and_then(Value::as_str);
        if word("version") != Some(version) {
            check.add(version, "its document states another version");
        }
        for (field, at) in [("published_at", 3), ("effective_at", 4)] {
            let instant =
                word(field).and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
            if instant.map(|instant| instant.timestamp_micros()) != Some(int(&row, at)?) {
                check.add(version, format!("its document states another {field}"));
            }
        }
        versions.push(Version {
            name: version.to_owned(),
            hash,
            document: stated,
            effective_at: int(&row, 4)?,
            stored_at: int(&row, 5)?,
        });
    }
    Ok((check, Versions(versions, Vec::new())))
}

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

/// Another check reports what cannot be found among the policies.
pub(super) async fn validity(
    look: &mut Look<'_>,
    versions: &Versions,
) -> Result<Check, StoreError> {
    let check = Check::new(
        "validity_as_published",
        "an order promises its credits, and its bonus, the validity that its policy gives to their kind",
    );
    let faults = |row: &Row| {
        let mut faults = Vec::new();
        let Some(policy) = versions.pinned(text(row, 5)?, text(row, 6)?) else {
            return Ok(faults);
        };
        let promised: Value = serde_json::from_str(text(row, 3)?).unwrap_or_default();
        let due = policy.lifetime(text(row, 1)?, int(row, 2)?);
        if due.as_ref() != Some(&promised) {
            let due = period_in_words(due);
            faults.push(format!("promises {promised}, and its policy {due}"));
        }
        if let Some(bonus) = row.text(4)? {
            let bonus: Value = serde_json::from_str(bonus).unwrap_or_default();
            let due = policy.lifetime("promotional", 1);
            if due.as_ref() != bonus.get("validity") {
                let due = period_in_words(due);
                faults.push(format!("promises a bonus {bonus}, and its policy {due}"));
            }
        }
        Ok(faults)
    };
    look.every_row(check, &ORDERS, faults).await
}

/// Lots of credits that came again after a reversal: their posting names a spend.
static IN_GRACE: Sql = Sql::new(
    "SELECT DISTINCT lot_id FROM entries WHERE act = 'grant' AND reference LIKE 'spd!_%' ESCAPE '!'",
);
/// Captures from lots that had ended.
static PAST_THEIR_LOT: Sql = Sql::new(
    "SELECT e.reference, l.policy, l.policy_hash FROM entries AS e JOIN lots AS l ON l.id = e.lot_id \
     WHERE e.act = 'capture' AND e.to_account = 'used' AND e.posted_at >= l.expires_at",
);

pub(super) async fn held_lots(
    look: &mut Look<'_>,
    versions: &Versions,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "held_as_published",
        "what was set aside of a lot is not captured after the lot's end where its policy ends it with the lot",
    );
    let ends = |version: &Version| version.says("/holds/lot_ended") == "ends_with_lot";
    if versions.0.iter().any(ends) {
        for row in look.rows(&PAST_THEIR_LOT, Vec::new()).await? {
            if versions
                .pinned(text(&row, 1)?, text(&row, 2)?)
                .is_some_and(ends)
            {
                check.add(text(&row, 0)?, "captured from a lot that had ended");
            }
        }
    }
    Ok(check)
}

pub(super) async fn expiry(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<Check, StoreError> {
    let mut in_grace = BTreeSet::new();
    for row in look.rows(&IN_GRACE, Vec::new()).await? {
        in_grace.insert(text(&row, 0)?.to_owned());
    }
    let check = Check::new(
        "expiry_as_promised",
        "a lot, bought or given, lives to the end of the Korean day that its policy promises, counted from when it was acquired",
    );
    let fault = |row: &Row| {
        let Some(policy) = versions.pinned(text(row, 5)?, text(row, 6)?) else {
            return Ok(None);
        };
        let due = if in_grace.contains(text(row, 0)?) {
            Some(policy.says("/reversals/grace").clone())
        } else {
            policy.lifetime(text(row, 1)?, int(row, 2)?)
        };
        let from = int(row, 3)?;
        // Not moved by days off: the exact instant is announced beforehand.
        let ends = due
            .as_ref()
            .and_then(|period| Ends::of(from, period, false, off));
        let right = ends.is_some_and(|ends| int(row, 4).is_ok_and(|until| ends.may_be(until)));
        Ok((!right).then(|| format!("{} from {from} does not end then", period_in_words(due))))
    };
    look.every_row(check, &LOTS, fault).await
}

fn period_in_words(period: Option<Value>) -> String {
    period.map_or_else(|| "nothing".to_owned(), |period| period.to_string())
}
