//! The credits policy as data: one versioned document says how long credits live, when and how money goes back, and how
//! open questions of the published text were decided. The document is checked when it is read, so no rule of the
//! gateway has to doubt it later. Carrying out a refund is deliberately not here.

mod check;
mod published;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use published::{PublishedError, Stored, hash_of};

use crate::{
    calendar::{Period, Rollover, deserialize_seoul, serialize_seoul},
    kind::{Kind, vocabulary},
};

/// Days of withdrawal that no seller may shorten (E-Commerce Act art. 17(1), art. 35).
pub const STATUTORY_DAYS_MIN: u32 = 7;

/// Longest period a document may name, in days or business days: a century. More is a typing error.
pub const DAYS_MAX: u32 = 36_500;

/// Longest period a document may name in months: a century.
pub const MONTHS_MAX: u32 = 1_200;

/// Longest version name: it is copied into every order, lot and payment.
pub const VERSION_CHARS_MAX: usize = 40;

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
    pub closure: Closure,
    pub transfers: Transfers,
    pub enterprise: Statement,
    pub updates: Statement,
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

/// A rule in words, with the section of the published text it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub says: String,
    pub section: String,
}

/// How long credits live, by kind. Expiry does not roll over holidays: its exact instant is shown to
/// the buyer beforehand (Civil Act art. 155).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub promotional: Lifetime,
    pub membership: Lifetime,
    pub purchased: Lifetime,
    pub bulk: Bulk,
}

/// How long credits of one kind live, counted from `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    pub period: Period,
    /// The event that starts it, in words.
    pub from: String,
    pub section: String,
}

/// Packages bought at once make one lot that lives longer the more there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Ascending by number of packages. No other number is for sale.
    pub table: Vec<BulkRow>,
    pub from: String,
    pub says: String,
    pub section: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRow {
    pub packages: i64,
    /// Validity of the whole purchase.
    pub months: u32,
}

/// The order in which lots are spent. A document cannot change it, only state the one that is kept by
/// [`crate::lot::Lot::spending_key`]; one that states another is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spending {
    pub order: Vec<SpendingKey>,
    /// Kinds in the order in which they are spent; kinds in one list are alike.
    pub kinds: Vec<Vec<Kind>>,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// One key of the order of spending.
    SpendingKey, "key of the order of spending" {
        EarliestExpiry = "earliest_expiry",
        Kind = "kind",
        EarliestAcquired = "earliest_acquired",
        Id = "id",
    }
);

/// When and how much money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundRules {
    pub start: WindowStart,
    /// The unused part is refunded, no reason needed.
    pub by_right: Window,
    /// The unused part is refunded by support, with a reason.
    pub through_support: Window,
    pub formula: Formula,
    pub formula_says: String,
    /// What brings no money back, and which text says so.
    pub never: Vec<Never>,
}

/// Credits that bring no money back, and the text that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Never {
    pub credits: NotRefundable,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// Which credits bring no money back.
    NotRefundable, "kind of credits that are not refundable" {
        Used = "used",
        Expired = "expired",
        /// Given without a payment.
        Unpaid = "unpaid",
    }
);

vocabulary!(
    /// The event at which the windows of refund begin.
    WindowStart, "start of a refund window" {
        LaterOfPaidAndGranted = "later_of_paid_and_granted",
    }
);

/// A time in which money may go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub period: Period,
    pub rollover: Rollover,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// How a refund is computed when part of the credits was used.
    Formula, "refund formula" {
        /// `floor(paid × unused / granted)`, cumulative over the refunds of one payment.
        ProRataUnused = "pro_rata_unused",
    }
);

/// What happens to credits when an account is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    pub rule: ClosureRule,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// The rule of closing an account.
    ClosureRule, "rule of closing an account" {
        /// Lots expire without a refund, after a quote showed what would be lost.
        ForfeitAfterQuote = "forfeit_after_quote",
    }
);

/// Whether credits can change hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfers {
    pub rule: TransferRule,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// The rule of transferring credits.
    TransferRule, "rule of transferring credits" {
        /// No such operation exists.
        Never = "never",
    }
);

/// One section of the published text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub section: String,
    pub title: String,
    pub says: Vec<String>,
}

/// How a question was decided that the published text leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub question: String,
    pub decision: String,
    pub reason: String,
    pub source: String,
}

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

impl Policy {
    /// Reads and checks a TOML document.
    pub fn parse(document: &str) -> Result<Self, PolicyError> {
        let mut policy: Self =
            toml::from_str(document).map_err(|error| PolicyError::Unreadable(error.to_string()))?;
        if let Some((field, rule)) = policy.broken_rule() {
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

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// Every published version. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Ascending by `effective_at`, no two alike.
    versions: Vec<Policy>,
}

/// Why several documents do not make a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PoliciesError {
    #[error("no policy: nothing can be sold without terms")]
    Empty,
    #[error("policy {version} is there twice")]
    Twice { version: String },
    #[error("policies {one} and {other} take effect at the same instant, so neither is current")]
    SameInstant { one: String, other: String },
}

impl Policies {
    pub fn new(mut versions: Vec<Policy>) -> Result<Self, PoliciesError> {
        if versions.is_empty() {
            return Err(PoliciesError::Empty);
        }
        versions.sort_by(|one, other| one.version.cmp(&other.version));
        if let Some([one, _]) = versions
            .array_windows()
            .find(|[one, other]| one.version == other.version)
        {
            let version = one.version.clone();
            return Err(PoliciesError::Twice { version });
        }
        versions.sort_by_key(|policy| policy.effective_at);
        let clash = versions
            .array_windows()
            .find(|[one, other]| one.effective_at == other.effective_at);
        if let Some([one, other]) = clash {
            return Err(PoliciesError::SameInstant {
                one: one.version.clone(),
                other: other.version.clone(),
            });
        }
        Ok(Self { versions })
    }

    /// The version in force at `at`: the last one that has taken effect. Before the first takes effect it is the first,
    /// since nothing is ever sold without terms.
    pub fn current(&self, at: DateTime<Utc>) -> &Policy {
        let in_force = |policy: &&Policy| policy.effective_at <= at;
        self.versions
            .iter()
            .rev()
            .find(in_force)
            .unwrap_or(&self.versions[0])
    }

    /// The version under which something was bought: of this name, and with this content.
    pub fn pinned(&self, version: &str, hash: &str) -> Option<&Policy> {
        self.get(version).filter(|policy| policy.hash == hash)
    }

    pub fn get(&self, version: &str) -> Option<&Policy> {
        self.versions
            .iter()
            .find(|policy| policy.version == version)
    }

    /// Every version, the first to take effect first.
    pub fn all(&self) -> &[Policy] {
        &self.versions
    }
}
