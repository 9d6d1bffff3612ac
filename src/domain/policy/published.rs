//! Published versions. Each is kept whole and never changes. The configured versions are compared with the kept ones. A
//! version that takes something away from buyers needs notice, even if it states a minor change.

use super::{Change, Policies, PoliciesError, Policy, PolicyError};
use crate::hash::sha256;

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
        "policy {version}: field `effective_at`: must be {days} days or more after published_at, at {earliest} or later: \
         {}",
        because(cuts)
    )]
    ShortNotice {
        version: String,
        days: i64,
        earliest: String,
        cuts: Vec<String>,
    },
    #[error("a stored policy cannot be read: {0}")]
    Unreadable(#[from] PolicyError),
    #[error(transparent)]
    Policies(#[from] PoliciesError),
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
        let versions = Vec::new();
        Self { versions }.with_published(stored)
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
                if before.is_some() && (policy.change == Change::Major || !cuts.is_empty()) {
                    policy.given_notice(notice_days, &cuts)?;
                }
                found.push((policy, cuts));
            }
            before = Some(policy);
        }
        Ok(found)
    }
}
