//! Every published version, and which is in force.

use chrono::{DateTime, Utc};

use super::Policy;

/// Every published version. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Ascending by `effective_at`, no two alike.
    pub(super) versions: Vec<Policy>,
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
