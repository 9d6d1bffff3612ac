//! What a version changes against another, rule by rule, and what each change means to buyers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{HeldLotEnd, Policy, publishing::Announcement, stated::Stated};
use crate::{
    calendar::{Period, serialize_seoul},
    kind::vocabulary,
};

vocabulary!(
    /// What a change of a rule means to buyers.
    PolicyEffect, "effect of a change of policy" {
        /// A period gets longer, or something is sold that was not.
        Better = "better",
        /// A period gets shorter, or is counted in another unit, which is shorter on some day of the year.
        Worse = "worse",
        /// Something is not sold any more. What was bought keeps its terms.
        Neutral = "neutral",
        /// Only words change.
        Words = "words",
    }
);

/// One rule that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyRuleChange")]
pub struct RuleChange {
    /// The key in the document, e.g. `refund.by_right`.
    pub rule: String,
    /// The old value; null where the old version has no such rule.
    pub was: Option<String>,
    /// The new value; null where the new version has no such rule.
    pub is: Option<String>,
    pub effect: PolicyEffect,
}

/// A version by its name and its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyName")]
pub struct Named {
    pub version: String,
    /// SHA-256 of the document, in lower-case hex.
    pub hash: String,
}

impl Named {
    pub fn of(policy: &Policy) -> Self {
        Self {
            version: policy.version.clone(),
            hash: policy.hash.clone(),
        }
    }
}

/// Everything that a version changes against another, and the notice that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyDiff")]
pub struct Diff {
    pub old: Named,
    pub new: Named,
    /// Terms first, then words.
    pub changes: Vec<RuleChange>,
    /// Whether the new version needs notice: it says that it is major, or it cuts a term.
    pub major: bool,
    /// What gets worse for buyers.
    pub cuts: Vec<String>,
    /// Days between publication and effect that it needs; 0 when it is not major.
    pub notice_days: i64,
    /// The earliest instant at which it may take effect, by its own `published_at`.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub earliest_effective_at: DateTime<Utc>,
}

impl Diff {
    /// `notice_days` is the notice of a major change.
    pub fn between(old: &Policy, new: &Policy, notice_days: i64) -> Self {
        let Announcement { major, cuts } = Announcement::of(new, Some(old));
        let notice_days = if major { notice_days } else { 0 };
        Self {
            old: Named::of(old),
            new: Named::of(new),
            changes: changes(old, new),
            major,
            cuts,
            notice_days,
            earliest_effective_at: new.published_at + TimeDelta::days(notice_days),
        }
    }
}

/// A term of a buyer that two versions may state differently. One of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) field: String,
    pub(super) was: Option<Stated>,
    pub(super) is: Option<Stated>,
    pub(super) effect: PolicyEffect,
}

impl Terms {
    /// Every term of the two versions.
    pub(super) fn between(old: &Policy, new: &Policy) -> Vec<Self> {
        let (was, is) = (&old.validity, &new.validity);
        let (had, has) = (&old.refund, &new.refund);
        let both = |field: &str, was, is| Self::period(field.to_owned(), Some(was), Some(is));
        let mut terms = vec![
            both(
                "validity.promotional",
                was.promotional.period,
                is.promotional.period,
            ),
            both(
                "validity.membership",
                was.membership.period,
                is.membership.period,
            ),
            both(
                "validity.purchased",
                was.purchased.period,
                is.purchased.period,
            ),
            both("refund.by_right", had.by_right.period, has.by_right.period),
            both(
                "refund.through_support",
                had.through_support.period,
                has.through_support.period,
            ),
            both("reversals.grace", old.reversals.grace, new.reversals.grace),
            Self::held(old.holds.lot_ended, new.holds.lot_ended),
        ];
        let rows = was.bulk.table.iter().chain(&is.bulk.table);
        let numbers: BTreeSet<i64> = rows.map(|row| row.packages).collect();
        terms.extend(numbers.into_iter().map(|packages| {
            let field = format!("validity.bulk.table ({packages} packages)");
            let (was, is) = (old.bulk_validity(packages), new.bulk_validity(packages));
            Self::period(field, was, is)
        }));
        terms
    }

    fn period(field: String, was: Option<Period>, is: Option<Period>) -> Self {
        let effect = match (was, is) {
            (Some(was), Some(is)) if is_cut(was, is) => PolicyEffect::Worse,
            (Some(was), Some(is)) if was == is => PolicyEffect::Words,
            (_, Some(_)) => PolicyEffect::Better,
            (_, None) => PolicyEffect::Neutral,
        };
        Self {
            field,
            was: was.map(Stated::Period),
            is: is.map(Stated::Period),
            effect,
        }
    }

    fn held(was: HeldLotEnd, is: HeldLotEnd) -> Self {
        let effect = match (was, is) {
            (HeldLotEnd::StaysUsable, HeldLotEnd::EndsWithLot) => PolicyEffect::Worse,
            (HeldLotEnd::EndsWithLot, HeldLotEnd::StaysUsable) => PolicyEffect::Better,
            _ => PolicyEffect::Words,
        };
        Self {
            field: "holds.lot_ended".to_owned(),
            was: Some(Stated::Held(was)),
            is: Some(Stated::Held(is)),
            effect,
        }
    }
}

/// A period counted in another unit may be shorter on some day of the year. So it counts as cut.
fn is_cut(was: Period, is: Period) -> bool {
    std::mem::discriminant(&was) != std::mem::discriminant(&is) || is.count() < was.count()
}

fn changes(old: &Policy, new: &Policy) -> Vec<RuleChange> {
    let terms = Terms::between(old, new).into_iter();
    let terms = terms
        .filter(|term| term.was != term.is)
        .map(|term| RuleChange {
            effect: term.effect,
            was: term.was.map(|stated| stated.to_string()),
            is: term.is.map(|stated| stated.to_string()),
            rule: term.field,
        });
    let (was, is) = (words(old), words(new));
    let rules: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let words = rules
        .into_iter()
        .filter(|rule| was.get(*rule) != is.get(*rule));
    let words = words.map(|rule| RuleChange {
        rule: rule.clone(),
        was: was.get(rule).cloned(),
        is: is.get(rule).cloned(),
        effect: PolicyEffect::Words,
    });
    terms.chain(words).collect()
}

/// What names a version and when it applies, which is not a rule.
const HEADING: [&str; 5] = ["version", "hash", "change", "published_at", "effective_at"];

/// Terms that are not under a key `period`.
const TERMS: [&str; 3] = ["validity.bulk.table", "reversals.grace", "holds.lot_ended"];

/// Every value of a version that is no term, by its key.
fn words(policy: &Policy) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    if let Ok(Value::Object(fields)) = serde_json::to_value(policy) {
        let rules = fields
            .iter()
            .filter(|(name, _)| !HEADING.contains(&name.as_str()));
        for (name, value) in rules {
            collect(name, value, &mut words);
        }
    }
    words
}

fn collect(path: &str, value: &Value, words: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                // Terms are compared as such.
                let path_to = format!("{path}.{name}");
                let is_term = name == "period" || TERMS.contains(&path_to.as_str());
                if !is_term {
                    collect(&path_to, value, words);
                }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (place, item) in items.iter().enumerate() {
                collect(&format!("{path} ({})", name_of(item, place)), item, words);
            }
        }
        Value::Array(items) => {
            let lines: Vec<String> = items.iter().map(plain).collect();
            words.insert(path.to_owned(), lines.join("\n"));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            words.insert(path.to_owned(), plain(value));
        }
    }
}

/// A list's thing by what names it, so that one more at the beginning does not change all after it.
fn name_of(item: &Value, place: usize) -> String {
    ["question", "credits", "methods", "section"]
        .iter()
        .find_map(|key| item.get(key))
        .map_or_else(|| place.to_string(), plain)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
