//! Rules in words, and the sections of the published text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::vocabulary;

/// A rule in words, with the section of the published text it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub says: String,
    pub section: String,
}

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
