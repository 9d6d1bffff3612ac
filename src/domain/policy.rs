//! The credits policy as data: one versioned document says how long credits live, when and how money goes back, and how
//! open questions of the published text were decided. The document is checked when it is read, so no rule of the
//! gateway has to doubt it later. Carrying out a refund is deliberately not here.

mod awaiting;
mod check;
mod check_terms;
mod diff;
mod document;
mod form;
mod policies;
mod publishing;
mod stated;
mod words;

use std::fmt;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Period, deserialize_seoul, serialize_seoul},
    kind::{Kind, vocabulary},
};

pub use awaiting::{Drafted, PolicyDecision, PolicyDraft};
pub(crate) use check_terms::{broken_period, reaches_statutory_minimum};
pub use diff::{Diff, Named, PolicyEffect, RuleChange};
pub use document::{
    Announced, Bulk, BulkRow, Closure, ClosureRule, Decision, Formula, HeldLotEnd, HoldRules,
    Lifetime, Never, NotRefundable, RefundRules, ReversalRules, Section, Spending, SpendingKey,
    Statement, TransferRule, Transfers, Validity, Window, WindowStart,
};
pub use policies::{Policies, PoliciesError, PublishedError, Stored, hash_of};
pub use publishing::{AnnouncedChange, Announcement, LEAD_SECONDS, PolicyState};
pub use words::Cut;

/// Days of withdrawal that no seller may shorten (E-Commerce Act art. 17(1), art. 35).
pub const STATUTORY_DAYS_MIN: u32 = 7;

/// Longest period a document may name, in days or business days: a century. More is a typing error.
pub const DAYS_MAX: u32 = 36_500;

/// Longest period a document may name in months: a century.
pub const MONTHS_MAX: u32 = 1_200;

/// Largest document that is checked or published, in bytes. The published one has 15 kB, and a request has room for two
/// such documents beside each other.
pub const DOCUMENT_BYTES_MAX: usize = 28 * 1024;

/// Longest version name: it is copied into every order, lot and payment.
pub const VERSION_CHARS_MAX: usize = 40;

/// Longest name of an announced way to pay. The names of methods and providers are shorter.
pub const ANNOUNCED_CHARS_MAX: usize = 40;

/// One version of the policy. Lots and payments keep the version under which they were bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Lower-case letters, digits, `.` and `-`; usually the day of publication.
    pub version: String,
    /// SHA-256 of the document's bytes in lower-case hex: what was in force can be proved.
    /// Computed when a document is read; a document that states one is refused.
    #[serde(default)]
    pub hash: String,
    /// The document itself, as it was read.
    #[serde(skip)]
    pub document: String,
    /// Where these are the terms of a contract, the version of the policy that it is agreed under. The contract's id stands
    /// in the place of the version then.
    #[serde(skip)]
    pub agreed_under: Option<String>,
    pub title: String,
    /// Where buyers read the published text.
    pub source: String,
    pub change: Change,
    #[serde(
        serialize_with = "serialize_seoul",
        deserialize_with = "deserialize_seoul"
    )]
    #[schemars(with = "DateTime<Utc>")]
    pub published_at: DateTime<Utc>,
    /// Inclusive: orders opened from here on are under this version.
    #[serde(
        serialize_with = "serialize_seoul",
        deserialize_with = "deserialize_seoul"
    )]
    #[schemars(with = "DateTime<Utc>")]
    pub effective_at: DateTime<Utc>,
    pub validity: Validity,
    pub spending: Spending,
    pub refund: RefundRules,
    #[serde(default)]
    pub holds: HoldRules,
    #[serde(default)]
    pub reversals: ReversalRules,
    pub closure: Closure,
    pub transfers: Transfers,
    pub enterprise: Statement,
    pub updates: Statement,
    /// Ways to pay that are not sold yet. A version may announce none.
    #[serde(default)]
    pub announced: Vec<Announced>,
    /// What the published text says, section by section, in short.
    pub sections: Vec<Section>,
    pub decisions: Vec<Decision>,
}

vocabulary!(
    /// How much a version changes against the one before.
    Change, "kind of change of policy" {
        First = "first",
        Minor = "minor",
        /// Needs notice: it takes effect after it is published (policy, section 11).
        Major = "major",
    }
);

/// Why a document is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Not TOML, or a field is missing, unknown or of the wrong form. Names line and field.
    #[error("policy cannot be read: {0}")]
    Unreadable(String),
    #[error("policy {version}: field `{field}`: {rule}")]
    Rule {
        version: String,
        field: String,
        rule: String,
    },
}

/// A field of a document that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyFault")]
pub struct Fault {
    /// The key in the document, e.g. `refund.by_right.period`; `document` where it cannot be read at all.
    pub field: String,
    pub rule: String,
}

impl Fault {
    pub fn new(field: impl Into<String>, rule: impl Into<String>) -> Self {
        let (field, rule) = (field.into(), rule.into());
        Self { field, rule }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.rule)
    }
}

impl Policy {
    /// Reads and checks a TOML document.
    pub fn parse(document: &str) -> Result<Self, PolicyError> {
        let mut policy: Self =
            toml::from_str(document).map_err(|error| PolicyError::Unreadable(error.to_string()))?;
        if let Some(Fault { field, rule }) = policy.broken_rules().into_iter().next() {
            return Err(PolicyError::Rule {
                version: policy.version,
                field,
                rule,
            });
        }
        policy.hash = hash_of(document);
        document.clone_into(&mut policy.document);
        Ok(policy)
    }

    /// Reads and checks a draft, and names everything that is wrong with it.
    ///
    /// # Errors
    /// Every field that breaks a rule. Where fields have not the form of a policy, only those are named, because the
    /// rules are about fields that can be read.
    pub fn check(document: &str) -> Result<Self, Vec<Fault>> {
        if document.len() > DOCUMENT_BYTES_MAX {
            let rule = format!("has at most {DOCUMENT_BYTES_MAX} bytes");
            return Err(vec![Fault::new(form::DOCUMENT, rule)]);
        }
        form::check(document)?;
        let policy: Self = toml::from_str(document)
            .map_err(|error| vec![Fault::new(form::DOCUMENT, error.message())])?;
        let faults = policy.broken_rules();
        if faults.is_empty() {
            let (hash, document) = (hash_of(document), document.to_owned());
            Ok(Self {
                hash,
                document,
                ..policy
            })
        } else {
            Err(faults)
        }
    }

    /// What a sentence calls it: `policy 2025-07-17`, or `contract con_…`.
    pub fn called(&self) -> String {
        match &self.agreed_under {
            Some(_) => format!("contract {}", self.version),
            None => format!("policy {}", self.version),
        }
    }

    /// What a sentence calls the published text itself, where these are the terms of a contract.
    pub fn published_as(&self) -> String {
        let version = self.agreed_under.as_ref().unwrap_or(&self.version);
        format!("policy {version}")
    }

    /// How long credits of a kind live by themselves. The validity of bulk lots depends on the number of packages
    /// bought.
    pub fn validity(&self, kind: Kind) -> Option<Period> {
        match kind {
            Kind::Promotional => Some(self.validity.promotional.period),
            Kind::Membership => Some(self.validity.membership.period),
            Kind::Purchased => Some(self.validity.purchased.period),
            Kind::Bulk => None,
        }
    }

    /// The rule by which credits of one kind bring no money back. A document states each once.
    ///
    /// # Panics
    /// When the policy was not read by [`Policy::parse`].
    pub fn never(&self, credits: NotRefundable) -> &Never {
        let mut rules = self.refund.never.iter();
        rules
            .find(|rule| rule.credits == credits)
            .unwrap_or_else(|| panic!("policy {} says nothing of {credits} credits", self.version))
    }

    /// How long a purchase of `packages` at once lives, if that many are for sale.
    pub fn bulk_validity(&self, packages: i64) -> Option<Period> {
        self.validity
            .bulk
            .table
            .iter()
            .find(|row| row.packages == packages)
            .map(|row| Period::Months(row.months))
    }
}
