//! Mistakes of our own, seeded where they would be made, to prove that the tests notice them. A test that no mistake
//! makes fail proves nothing. At most one is armed in a process, by a setting, and only in a build with the feature
//! `canaries`. In every other build [`is_armed`] is `false` and the compiler removes the wrong branches.
//!
//! They have their names here because every package may depend on the domain. `tests/gateway/canaries.rs` shows which
//! test catches which mistake.

use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Canary {
    TimeoutIsFailure = 1,
    TimeoutIsRefusal,
    FreshRefundKey,
    CheckedBeforeLock,
    GuardReadAgain,
    AnsweredBeforeCommit,
    SpendableAtExpiry,
    SignatureUnchecked,
    SentBeforeWritten,
    BrowserBelieved,
    AnyWindowIsTheOrder,
    DebtBesideCredits,
}

impl Canary {
    pub const ALL: [Self; 12] = [
        Self::TimeoutIsFailure,
        Self::TimeoutIsRefusal,
        Self::FreshRefundKey,
        Self::CheckedBeforeLock,
        Self::GuardReadAgain,
        Self::AnsweredBeforeCommit,
        Self::SpendableAtExpiry,
        Self::SignatureUnchecked,
        Self::SentBeforeWritten,
        Self::BrowserBelieved,
        Self::AnyWindowIsTheOrder,
        Self::DebtBesideCredits,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeoutIsFailure => "timeout_is_failure",
            Self::TimeoutIsRefusal => "timeout_is_refusal",
            Self::FreshRefundKey => "fresh_refund_key",
            Self::CheckedBeforeLock => "checked_before_lock",
            Self::GuardReadAgain => "guard_read_again",
            Self::AnsweredBeforeCommit => "answered_before_commit",
            Self::SpendableAtExpiry => "spendable_at_expiry",
            Self::SignatureUnchecked => "signature_unchecked",
            Self::SentBeforeWritten => "sent_before_written",
            Self::BrowserBelieved => "browser_believed",
            Self::AnyWindowIsTheOrder => "any_window_is_the_order",
            Self::DebtBesideCredits => "debt_beside_credits",
        }
    }

    /// A description of the mistake.
    pub const fn mistake(self) -> &'static str {
        match self {
            Self::TimeoutIsFailure => "a payment whose answer is in doubt is taken for failed",
            Self::TimeoutIsRefusal => "a refund whose answer is in doubt is taken for refused",
            Self::FreshRefundKey => "a refund that is sent again is sent under another key",
            Self::CheckedBeforeLock => {
                "whether an order is paid is checked before its lock is taken, and a second payment of it is no error"
            }
            Self::GuardReadAgain => {
                "the balance that a refund expects is read again before each sending"
            }
            Self::AnsweredBeforeCommit => "the writer answers, and commits a moment later",
            Self::SpendableAtExpiry => "a lot is still spent at the instant of its expiry",
            Self::SignatureUnchecked => "a webhook with a wrong signature is believed",
            Self::SentBeforeWritten => "a refund is written down as sent after it was sent",
            Self::BrowserBelieved => {
                "what a window was opened for by the buyer's browser is not compared with the order"
            }
            Self::AnyWindowIsTheOrder => {
                "one payment of an order that ended is the order's end while another may still be paid"
            }
            Self::DebtBesideCredits => "a debt is left standing beside credits that are there",
        }
    }
}

/// Why a canary could not be armed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotArmed {
    #[error("no canary `{0}`")]
    Unknown(String),
    #[error("another canary is armed already")]
    Twice,
    #[error("this build has no canaries: build it with the feature canaries")]
    NotBuilt,
}

/// Whether this build can make the mistakes.
const BUILT: bool = cfg!(feature = "canaries");

/// The one that is armed; 0 is none.
static ARMED: AtomicU32 = AtomicU32::new(0);

/// Arms one by name, until the process ends. The same one may be armed again.
pub fn arm(name: &str) -> Result<Canary, NotArmed> {
    let named = |canary: &Canary| canary.name() == name;
    let canary = Canary::ALL.into_iter().find(named);
    let canary = canary.ok_or_else(|| NotArmed::Unknown(name.to_owned()))?;
    if !BUILT {
        return Err(NotArmed::NotBuilt);
    }
    match ARMED.compare_exchange(0, canary as u32, Ordering::Relaxed, Ordering::Relaxed) {
        Err(other) if other != canary as u32 => Err(NotArmed::Twice),
        Ok(_) | Err(_) => Ok(canary),
    }
}

/// Whether the calling code must make this mistake.
#[inline]
pub fn is_armed(canary: Canary) -> bool {
    BUILT && ARMED.load(Ordering::Relaxed) == canary as u32
}

#[cfg(test)]
mod tests {
    use super::{Canary, NotArmed, arm, is_armed};

    #[test]
    fn only_a_build_with_the_feature_arms_and_never_what_nobody_knows() {
        let unknown = NotArmed::Unknown("dodo".to_owned());
        assert_eq!(arm("dodo"), Err(unknown));
        if cfg!(not(feature = "canaries")) {
            assert_eq!(arm("signature_unchecked"), Err(NotArmed::NotBuilt));
        }
        assert!(Canary::ALL.iter().all(|canary| !is_armed(*canary)));
    }
}
