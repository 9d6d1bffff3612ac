//! The decision about a lot, with reasons in the words of the policy, and the windows of a refund: the better ones of
//! the pinned policy and of the current one.

use chrono::{DateTime, Utc};

use super::quote::QuoteRequest;
use crate::{
    books::Books,
    calendar::rfc3339_seoul,
    canary,
    id::ContractId,
    kind::Kind,
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
    policy::{self, NotRefundable, Policy, RefundRules},
    refund::{Basis, Beyond, QuoteCode},
    refusal::Refusal,
    terms::{place, refund_window},
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
    let membership = canary!(MonthGivenBack, false, lot.kind == Kind::Membership);
    if membership {
        return of_month(pinned, request.beyond);
    }
    windows.judge(request)
}

/// Credits of a month of a membership have no window: money for them goes back only beyond the policy.
fn of_month(pinned: &Policy, beyond: Option<Beyond>) -> Judged<'_> {
    let rule = never(pinned, NotRefundable::Unpaid);
    let why = format!("credits of a membership's month are not refundable ({rule})");
    let (basis, code, why) = match beyond {
        None => (Basis::Refused, QuoteCode::Membership, why),
        Some(beyond) => beyond_the_policy(beyond, &why),
    };
    Judged {
        basis,
        policy: pinned,
        code,
        until: None,
        why,
    }
}

/// What is given back although no window is open.
fn beyond_the_policy(beyond: Beyond, why: &str) -> (Basis, QuoteCode, String) {
    match beyond {
        Beyond::SellerFault => {
            let law = "E-Commerce Act art. 17(3)";
            let why = format!("{why}; given back beyond it for the seller's fault ({law})");
            (Basis::SellerFault, QuoteCode::UnusedSellerFault, why)
        }
        Beyond::Goodwill => {
            let why = format!("{why}; given back beyond it by the seller's goodwill");
            (Basis::Goodwill, QuoteCode::UnusedGoodwill, why)
        }
    }
}

/// The policy's text about credits that bring no money back.
fn never(policy: &Policy, credits: NotRefundable) -> String {
    let rule = policy.never(credits);
    format!(
        "{}, {}: \"{}\"",
        policy.published_as(),
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
            Some(beyond) => beyond_the_policy(beyond, &why),
        };
        by(through_support, basis, code, why)
    }
}

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
            "{}, {}, {}: \"{}\"",
            policy.called(),
            place(&window.section),
            window.period,
            window.says
        )
    }
}

impl Books<'_> {
    /// The terms under which something was bought. A gateway that started before they were published does not know
    /// them, and must not judge by others.
    pub(in crate::books) fn pinned(&self, version: &str, hash: &str) -> Result<&Policy, Refusal> {
        let found = match version.parse() {
            Ok(contract) => {
                let agreed = self.agreed.get::<ContractId>(&contract);
                agreed.filter(|terms| terms.hash == hash)
            }
            Err(_) => self.rules.policies.pinned(version, hash),
        };
        found.ok_or_else(|| Refusal::UnknownPolicy {
            version: version.to_owned(),
            hash: hash.to_owned(),
        })
    }

    /// The windows of a payment, each the better of the pinned policy's and the current one's. They start at the later of
    /// payment completed and credits granted.
    pub(super) fn windows<'p>(
        &'p self,
        payment: &Payment,
        lot: &Lot,
        pinned: &'p Policy,
    ) -> Result<Windows<'p>, Refusal> {
        // The window starts at the later of payment completed and credits granted.
        let from = payment.paid_at.max(lot.acquired_at);
        let from = canary!(WindowFromPayment, payment.paid_at, from);
        let current = self.rules.policies.current(self.now);
        Ok(Windows {
            by_right: self.kinder(pinned, current, |rules| &rules.by_right, from)?,
            through_support: self.kinder(pinned, current, |rules| &rules.through_support, from)?,
        })
    }

    /// The window of the pinned policy, or the current one's where that ends later.
    fn kinder<'p>(
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
        let current_is_kinder = by_current.until > by_pinned.until;
        Ok(if canary!(CurrentTermsAlone, true, current_is_kinder) {
            by_current
        } else {
            by_pinned
        })
    }
}
