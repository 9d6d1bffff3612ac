//! Publishing a draft: whether it goes with the versions that were published, and the notice that it needs. Here notice
//! is counted from when the draft is published in fact, whatever day the document states before that.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Cut, Policies, PoliciesError, Policy, PublishedError, Stored};
use crate::{calendar::rfc3339_seoul, canary, kind::vocabulary};

/// Seconds between the publication of a draft and its effect, at least. Running gateways read published versions every
/// five seconds, so each has read it several times by then, and none sells under the version before.
pub const LEAD_SECONDS: i64 = 60;

/// What a version takes away from buyers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Whether it needs notice.
    pub major: bool,
    /// The terms that get worse against the version in force before it.
    pub cuts: Vec<String>,
}

impl Announcement {
    /// `before` is the version in force until `policy` takes effect. Before the first there was nobody to give notice to.
    pub fn of(policy: &Policy, before: Option<&Policy>) -> Self {
        let cuts = before.map_or_else(Vec::new, |before| policy.cuts(before));
        let major = before.is_some() && policy.is_major(&cuts);
        Self { major, cuts }
    }
}

/// A major version that takes effect later, as customers are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedChange<'p> {
    pub policy: &'p Policy,
    /// What it takes away; nothing where it only says that it is major.
    pub cuts: Vec<Cut>,
}

vocabulary!(
    /// Where a published version stands.
    PolicyState, "state of a policy" {
        /// It takes effect later.
        Announced = "announced",
        /// Orders opened now are under it.
        Current = "current",
        /// Another took its place. What was bought under it keeps its terms.
        Past = "past",
    }
);

impl Policies {
    /// Where a version of these stands.
    pub fn state(&self, policy: &Policy, at: DateTime<Utc>) -> PolicyState {
        let current = self.current(at);
        if policy.version == current.version {
            PolicyState::Current
        } else if policy.effective_at > current.effective_at {
            PolicyState::Announced
        } else {
            PolicyState::Past
        }
    }

    /// These versions and a draft.
    ///
    /// # Errors
    /// When the draft's name or instant of effect is another version's.
    pub fn with(&self, draft: Policy) -> Result<Self, PublishedError> {
        if let Some(known) = self.get(&draft.version) {
            if known.hash == draft.hash {
                return Ok(self.clone());
            }
            return Err(PublishedError::Taken {
                version: draft.version,
                published: known.hash.clone(),
            });
        }
        let mut versions = self.versions.clone();
        versions.push(draft);
        Ok(Self::new(versions)?)
    }

    /// These versions as if one of them had never taken effect. What was bought under it keeps its terms.
    ///
    /// # Errors
    /// When none is left.
    pub fn without(&self, version: &str) -> Result<Self, PoliciesError> {
        let all = self.versions.iter().cloned();
        let (apart, others): (Vec<_>, Vec<_>) = all.partition(|policy| policy.version == version);
        Ok(Self {
            apart,
            ..Self::new(others)?
        })
    }

    /// The version that is in force until this one takes effect.
    pub fn before(&self, version: &str) -> Option<&Policy> {
        let at = self
            .versions
            .iter()
            .position(|policy| policy.version == version)?;
        self.versions.get(at.checked_sub(1)?)
    }

    /// The version that takes effect next after this one.
    pub fn after(&self, version: &str) -> Option<&Policy> {
        let all = self.versions.iter();
        all.skip_while(|policy| policy.version != version).nth(1)
    }

    /// The major versions that take effect after `now`, the first one first. One whose own day of publication lies ahead
    /// is not announced before it.
    pub fn to_announce(&self, now: DateTime<Utc>) -> Vec<AnnouncedChange<'_>> {
        let major = |policy: &&Policy| {
            policy.published_at <= now
                && self.state(policy, now) == PolicyState::Announced
                && self.announced(policy).major
        };
        let cuts = |policy: &Policy| {
            let before = self.before(&policy.version);
            before.map_or_else(Vec::new, |before| policy.cuts_in_words(before))
        };
        let all = self.versions.iter().filter(major);
        all.map(|policy| AnnouncedChange {
            policy,
            cuts: cuts(policy),
        })
        .collect()
    }

    /// Whether a draft among these leaves the next version its notice: what that one takes away against the draft, and
    /// not against the version before both, nobody has read yet. The days count from `published`.
    ///
    /// # Errors
    /// When the next version takes effect too soon for it.
    pub(super) fn leaves_notice(
        &self,
        draft: &Policy,
        (since, published): (&'static str, DateTime<Utc>),
        days: i64,
    ) -> Result<(), PublishedError> {
        let Some(next) = self.after(&draft.version) else {
            return Ok(());
        };
        let before = self.before(&draft.version);
        let known = before.map_or_else(Vec::new, |before| next.cuts(before));
        let mut cuts = next.cuts(draft);
        cuts.retain(|cut| !known.contains(cut));
        let earliest = published + TimeDelta::days(days);
        if canary!(NextCutUnseen, true, cuts.is_empty()) || next.effective_at >= earliest {
            return Ok(());
        }
        Err(PublishedError::CutsNext {
            version: draft.version.clone(),
            next: next.version.clone(),
            at: rfc3339_seoul(next.effective_at),
            days,
            since,
            cuts,
        })
    }

    /// What a version of these takes away.
    pub fn announced(&self, policy: &Policy) -> Announcement {
        Announcement::of(policy, self.before(&policy.version))
    }
}

impl Policy {
    /// Whether this draft may be published at `now` beside the `stored` versions. `None` when it was published before,
    /// with the same content.
    ///
    /// # Errors
    /// When it does not go with a stored version, or takes effect too soon for the notice of `notice_days` that a major
    /// change needs, or too soon for the running gateways.
    pub fn publishable(
        &self,
        stored: &[Stored],
        notice_days: i64,
        now: DateTime<Utc>,
    ) -> Result<Option<Announcement>, PublishedError> {
        let same = |kept: &Stored| kept.version == self.version && kept.hash == self.hash;
        if stored.iter().any(same) {
            return Ok(None);
        }
        if stored.is_empty() {
            return Ok(Some(Announcement::of(self, None)));
        }
        let all = Policies::published(stored)?.with(self.clone())?;
        let announced = all.announced(self);
        if announced.major {
            let since = ("publication", self.published_at.max(now));
            let days = canary!(CutWithoutNotice, 0, notice_days);
            self.given_notice(since, days, &announced.cuts)?;
        }
        let since = ("its publication", self.published_at.max(now));
        all.leaves_notice(self, since, notice_days)?;
        let earliest = now + TimeDelta::seconds(LEAD_SECONDS);
        if self.effective_at < earliest {
            return Err(PublishedError::TooSoon {
                version: self.version.clone(),
                earliest: rfc3339_seoul(earliest),
            });
        }
        Ok(Some(announced))
    }
}
