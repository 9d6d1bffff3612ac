//! The decision about a lot, with reasons in the words of the policy.

use chrono::{DateTime, Utc};

use super::{
    request::QuoteRequest,
    windows::{Ending, Windows},
};
use crate::{
    calendar::rfc3339_seoul,
    lot::Lot,
    money::{Credits, Won},
    policy::{NotRefundable, Policy},
    refund::{Basis, Beyond, QuoteCode},
    terms::place,
};

/// The decision about a lot.
pub(super) struct Judged<'p> {
    pub(super) basis: Basis,
    /// The policy whose text decided.
    pub(super) policy: &'p Policy,
    pub(super) code: QuoteCode,
    /// Exclusive end of the window that decided, if one did.
    pub(super) until: Option<DateTime<Utc>>,
    /// The reason in the words of that text.
    pub(super) why: String,
}

pub(super) fn judge<'p>(
    windows: &Windows<'p>,
    pinned: &'p Policy,
    lot: &Lot,
    unused: Credits,
    amount: Won,
    request: QuoteRequest,
    now: DateTime<Utc>,
) -> Judged<'p> {
    let refused = |code, why| Judged {
        basis: Basis::Refused,
        policy: pinned,
        code,
        until: None,
        why,
    };
    if !lot.is_live(now) {
        let (ended, rule) = (
            rfc3339_seoul(lot.expires_at),
            never(pinned, NotRefundable::Expired),
        );
        return refused(
            QuoteCode::Expired,
            format!("the credits expired at {ended} ({rule})"),
        );
    }
    if unused.is_zero() {
        let rule = never(pinned, NotRefundable::Used);
        return refused(
            QuoteCode::NothingUnused,
            format!("no unused credits are left ({rule})"),
        );
    }
    if amount.is_zero() {
        return refused(
            QuoteCode::NothingLeftToPay,
            "nothing of the payment is left to give back".to_owned(),
        );
    }
    windows.judge(request)
}

/// The policy's text about credits that bring no money back.
fn never(policy: &Policy, credits: NotRefundable) -> String {
    let rule = policy.never(credits);
    format!(
        "policy {}, {}: \"{}\"",
        policy.version,
        place(&rule.section),
        rule.says
    )
}

impl<'p> Windows<'p> {
    /// Judges credits that money can go back for.
    fn judge(&self, request: QuoteRequest) -> Judged<'p> {
        let Self {
            by_right,
            through_support,
        } = self;
        let by = |window: &Ending<'p>, basis, code, why| Judged {
            basis,
            policy: window.policy,
            code,
            until: Some(window.until),
            why,
        };
        if request.asked_at < by_right.until {
            let (until, rule) = (rfc3339_seoul(by_right.until), by_right.rule());
            let why = format!("unused credits are refundable by right until {until} ({rule})");
            return by(by_right, Basis::ByRight, QuoteCode::UnusedByRight, why);
        }
        let (until, rule) = (rfc3339_seoul(through_support.until), through_support.rule());
        if request.asked_at < through_support.until {
            let why =
                format!("unused credits are refundable through support until {until} ({rule})");
            let basis = Basis::ThroughSupport;
            return by(through_support, basis, QuoteCode::UnusedThroughSupport, why);
        }
        let why = format!(
            "the refund window closed at {until} ({}; {rule})",
            by_right.rule()
        );
        let (basis, code, why) = match request.beyond {
            None => (Basis::Refused, QuoteCode::WindowClosed, why),
            Some(Beyond::SellerFault) => {
                let why = format!(
                    "{why}; given back beyond it for the seller's fault (E-Commerce Act art. 17(3))"
                );
                (Basis::SellerFault, QuoteCode::UnusedSellerFault, why)
            }
            Some(Beyond::Goodwill) => {
                let why = format!("{why}; given back beyond it by the seller's goodwill");
                (Basis::Goodwill, QuoteCode::UnusedGoodwill, why)
            }
        };
        by(through_support, basis, code, why)
    }
}
