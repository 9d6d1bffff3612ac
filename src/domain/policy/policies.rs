//! Every published version, and which is in force. Each is kept whole and never changes. The configured versions are
//! compared with the kept ones. A version that takes something away from buyers needs notice, even if it states a minor
//! change.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Change, Fault, Policy, PolicyError,
    diff::{PolicyEffect, Terms},
};
use crate::{calendar::rfc3339_seoul, hash::sha256};

/// Every published version. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Ascending by `effective_at`, no two alike.
    pub(super) versions: Vec<Policy>,
    /// A version that is looked at as if it had never taken effect ([`Policies::without`]). It is in force for nobody, and
    /// what was bought under it is still judged by it.
    pub(super) apart: Vec<Policy>,
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
        Ok(Self {
            versions,
            apart: Vec::new(),
        })
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
        let apart = || self.apart.iter().find(|policy| policy.version == version);
        let kept = self.get(version).or_else(apart);
        kept.filter(|policy| policy.hash == hash)
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

/// A version as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub version: String,
    /// SHA-256 of the document in lower-case hex, when it was stored.
    pub hash: String,
    pub document: String,
}

/// Why configured and kept versions do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishedError {
    #[error(
        "policy {version} was edited: it was published with SHA-256 {published}, the configured file has {configured}; \
         a published version is never changed: restore the file, or give the new text a version of its own"
    )]
    Edited {
        version: String,
        published: String,
        configured: String,
    },
    #[error("policy {version} as stored is damaged: its document does not have the SHA-256 {hash}")]
    Damaged { version: String, hash: String },
    #[error(
        "policy {version}: field `effective_at`: must be {days} days or more after {since}, at {earliest} or later: {}",
        because(cuts)
    )]
    ShortNotice {
        version: String,
        days: i64,
        /// What the days are counted from.
        since: &'static str,
        earliest: String,
        cuts: Vec<String>,
    },
    /// A draft has the name of another version.
    #[error(
        "policy {version}: field `version`: was published with SHA-256 {published}; a published version is never changed: \
         give the draft a version of its own"
    )]
    Taken { version: String, published: String },
    #[error(
        "policy {version}: field `effective_at`: must be {earliest} or later, so that every running gateway knows the \
         version by then"
    )]
    TooSoon { version: String, earliest: String },
    /// A draft before a published version makes that one take away what it did not.
    #[error(
        "policy {version}: field `effective_at`: policy {next}, which takes effect at {at}, less than {days} days after \
         {since}, would cut against it {}: let it take effect after that one",
        cuts.join(", ")
    )]
    CutsNext {
        version: String,
        next: String,
        at: String,
        days: i64,
        /// What the days are counted from.
        since: &'static str,
        cuts: Vec<String>,
    },
    #[error("a stored policy cannot be read: {0}")]
    Unreadable(#[from] PolicyError),
    #[error(transparent)]
    Policies(#[from] PoliciesError),
}

impl PublishedError {
    /// The same as a fault of a draft: its field and the rule.
    pub fn fault(&self) -> Fault {
        let text = self.to_string();
        let stated = text.split_once(": field `").and_then(|(_, rest)| {
            let (field, rule) = rest.split_once("`: ")?;
            Some(Fault::new(field, rule))
        });
        let whole = match self {
            Self::Policies(PoliciesError::SameInstant { .. }) => "effective_at",
            _ => "document",
        };
        stated.unwrap_or_else(|| Fault::new(whole, text))
    }
}

fn because(cuts: &[String]) -> String {
    if cuts.is_empty() {
        "it is a major change (section 11)".to_owned()
    } else {
        format!(
            "it is a major change (section 11), for it cuts {}",
            cuts.join(", ")
        )
    }
}

/// SHA-256 of a document's bytes in lower-case hex.
pub fn hash_of(document: &str) -> String {
    sha256(document.as_bytes())
}

impl Policies {
    /// The published versions, where none is configured.
    ///
    /// # Errors
    /// When a stored one is damaged, or they do not go together.
    pub fn published(stored: &[Stored]) -> Result<Self, PublishedError> {
        let none = Self {
            versions: Vec::new(),
            apart: Vec::new(),
        };
        none.with_published(stored)
    }

    /// These versions together with every version published before, so that no file of an old version is needed.
    ///
    /// # Errors
    /// When a configured version is not the one that was published under its name, or a stored one is damaged.
    pub fn with_published(self, stored: &[Stored]) -> Result<Self, PublishedError> {
        let mut versions = self.versions;
        for kept in stored {
            if hash_of(&kept.document) != kept.hash {
                return Err(PublishedError::Damaged {
                    version: kept.version.clone(),
                    hash: kept.hash.clone(),
                });
            }
            match versions
                .iter()
                .find(|policy| policy.version == kept.version)
            {
                Some(configured) if configured.hash != kept.hash => {
                    return Err(PublishedError::Edited {
                        version: kept.version.clone(),
                        published: kept.hash.clone(),
                        configured: configured.hash.clone(),
                    });
                }
                Some(_) => {}
                None => versions.push(Policy::parse(&kept.document)?),
            }
        }
        Ok(Self::new(versions)?)
    }

    /// The versions that are not among `stored`, each with its cuts against the one in force before it.
    ///
    /// # Errors
    /// When one that is a major change, or cuts anything, takes effect less than `notice_days` after it is published.
    pub fn unpublished(
        &self,
        stored: &[Stored],
        notice_days: i64,
    ) -> Result<Vec<(&Policy, Vec<String>)>, PublishedError> {
        let mut found = Vec::new();
        let mut before: Option<&Policy> = None;
        for policy in &self.versions {
            let cuts = before.map_or_else(Vec::new, |before| policy.cuts(before));
            let is_new = !stored.iter().any(|kept| kept.version == policy.version);
            if is_new {
                // If nothing was in force before it, there is nobody to give notice to.
                if before.is_some() && policy.is_major(&cuts) {
                    let stated = ("published_at", policy.published_at);
                    policy.given_notice(stated, notice_days, &cuts)?;
                }
                // The next one, where it is new as well, is judged by its own notice.
                let next = self.after(&policy.version);
                if next.is_some_and(|next| stored.iter().any(|kept| kept.version == next.version)) {
                    let stated = ("its `published_at`", policy.published_at);
                    self.leaves_notice(policy, stated, notice_days)?;
                }
                found.push((policy, cuts));
            }
            before = Some(policy);
        }
        Ok(found)
    }
}

impl Policy {
    /// The terms of `before` that get worse for buyers: the fields, with the old and the new value. The order of
    /// spending is not among them, because a document cannot state another order than the fixed one.
    pub fn cuts(&self, before: &Self) -> Vec<String> {
        let terms = Terms::between(before, self).into_iter();
        let cut = terms.filter(|term| term.effect == PolicyEffect::Worse);
        cut.filter_map(|term| {
            let Terms { field, was, is, .. } = term;
            Some(format!("{field} from {} to {}", was?, is?))
        })
        .collect()
    }

    /// Whether it changes something major against the version whose terms it cuts.
    pub fn is_major(&self, cuts: &[String]) -> bool {
        self.change == Change::Major || !cuts.is_empty()
    }

    /// `published` is the instant that notice is counted from, and its name.
    pub(super) fn given_notice(
        &self,
        (since, published): (&'static str, DateTime<Utc>),
        days: i64,
        cuts: &[String],
    ) -> Result<(), PublishedError> {
        let earliest: DateTime<Utc> = published + TimeDelta::days(days);
        if self.effective_at >= earliest {
            return Ok(());
        }
        Err(PublishedError::ShortNotice {
            version: self.version.clone(),
            days,
            since,
            earliest: rfc3339_seoul(earliest),
            cuts: cuts.to_vec(),
        })
    }
}
