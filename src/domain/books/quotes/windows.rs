//! The windows of a refund: the better ones of the pinned policy and of the current one.

use chrono::{DateTime, Utc};

use crate::{
    books::Books,
    policy::{self, Policy, RefundRules},
    refusal::Refusal,
    terms::{place, refund_window},
};

pub(super) struct Windows<'p> {
    pub(super) by_right: Ending<'p>,
    pub(super) through_support: Ending<'p>,
}

/// A window of refund with its end, and the version whose text it is.
#[derive(Clone, Copy)]
pub(super) struct Ending<'p> {
    pub(super) policy: &'p Policy,
    window: &'p policy::Window,
    /// Exclusive.
    pub(super) until: DateTime<Utc>,
}

impl Ending<'_> {
    /// The place of the rule and its text, e.g. `policy 2025-07-17, section 7, 7 days: "…"`.
    pub(super) fn rule(&self) -> String {
        let Self { policy, window, .. } = self;
        format!(
            "policy {}, {}, {}: \"{}\"",
            policy.version,
            place(&window.section),
            window.period,
            window.says
        )
    }
}

impl Books<'_> {
    /// The terms under which something was bought. A gateway that started before they were published does not know
    /// them, and must not judge by others.
    pub(super) fn pinned(&self, version: &str, hash: &str) -> Result<&Policy, Refusal> {
        let found = self.rules.policies.pinned(version, hash);
        found.ok_or_else(|| Refusal::UnknownPolicy {
            version: version.to_owned(),
            hash: hash.to_owned(),
        })
    }

    /// The window of the pinned policy, or the current one's where that ends later.
    pub(super) fn kinder<'p>(
        &self,
        pinned: &'p Policy,
        current: &'p Policy,
        window: impl Fn(&'p RefundRules) -> &'p policy::Window,
        from: DateTime<Utc>,
    ) -> Result<Ending<'p>, Refusal> {
        let ending = |policy: &'p Policy| {
            let window = window(&policy.refund);
            let until = refund_window(window, &self.rules.holidays, from)?;
            Ok::<_, Refusal>(Ending {
                policy,
                window,
                until,
            })
        };
        let (by_pinned, by_current) = (ending(pinned)?, ending(current)?);
        Ok(if by_current.until > by_pinned.until {
            by_current
        } else {
            by_pinned
        })
    }
}
