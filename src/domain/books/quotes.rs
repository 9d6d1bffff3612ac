//! The refund that the policy allows for a payment now, with reasons in the words of the pinned policy.

use chrono::{DateTime, Duration, Utc};

use super::{Books, Needs, outside::took_no_credits};
use crate::{
    actor::Actor,
    calendar::rfc3339_seoul,
    command::Change,
    effects::AuditAct,
    id::{CustomerId, PaymentId, QuoteId},
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
    policy::{self, NotRefundable, Policy, RefundRules},
    refund::{ASKED_BACK_DAYS_MAX, Basis, Beyond, QUOTE_LIVES_SECONDS, Quote, QuoteLine},
    refusal::Refusal,
    terms::{place, refund_window},
};

/// The policy's verdict on one lot of one payment.
pub(super) struct Assessment {
    pub basis: Basis,
    pub policy: String,
    pub policy_hash: String,
    pub line: QuoteLine,
}

/// The values that a quote is judged by, beside the payment and its lot.
#[derive(Clone, Copy)]
pub(super) struct QuoteRequest {
    pub asked_at: DateTime<Utc>,
    pub wanted: Option<Credits>,
    pub beyond: Option<Beyond>,
}

impl QuoteRequest {
    /// All unused credits, asked for now.
    pub(super) const fn at(asked_at: DateTime<Utc>) -> Self {
        Self {
            asked_at,
            wanted: None,
            beyond: None,
        }
    }

    /// The request that a quote was made for.
    pub(super) const fn of(quote: &Quote) -> Self {
        Self {
            asked_at: quote.asked_at,
            wanted: quote.wanted,
            beyond: quote.beyond,
        }
    }
}

/// Quotes the refund that the policy allows for a payment now.
#[derive(Debug, Clone)]
pub struct QuoteRefund {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub asked: Asked,
}

/// What a quote is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many credits; all unused credits when left out.
    pub credits: Option<Credits>,
    /// When the buyer asked, with the evidence; now when left out.
    pub at: Option<AskedAt>,
    pub beyond: Option<Beyond>,
}

/// A buyer's request from before the quote was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAt {
    pub at: DateTime<Utc>,
    /// Where the request can be read: a mail, a ticket.
    pub evidence: String,
}

impl Change for QuoteRefund {
    type Answer = Quote;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        // A debt is set off first.
        needs.all_spendable(&self.customer);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Quote, Refusal> {
        let (customer, id, asked) = (&self.customer, self.payment, &self.asked);
        let payment = books.payment(customer, id)?;
        books.set_off(customer);
        let lot = books.lot_of(id);
        let asked_at = books.asked_at(&payment, asked)?;
        let request = QuoteRequest {
            asked_at,
            wanted: asked.credits,
            beyond: asked.beyond,
        };
        let assessed = books.assess(&payment, &lot, request)?;
        let bonus = books.bonus_lines(id, assessed.line.credits);
        let (amount, credits) = (assessed.line.amount, assessed.line.credits);
        let lines: Vec<QuoteLine> = std::iter::once(assessed.line).chain(bonus).collect();
        let quote = Quote {
            id: QuoteId::new(books.now, books.entropy),
            payment_id: id,
            customer_id: customer.clone(),
            amount,
            credits,
            basis: assessed.basis,
            lines,
            policy: assessed.policy,
            policy_hash: assessed.policy_hash,
            quoted_at: books.now,
            asked_at,
            wanted: asked.credits,
            beyond: asked.beyond,
            expires_at: books.now + Duration::seconds(QUOTE_LIVES_SECONDS),
        };
        if let Some(before) = &asked.at {
            let detail = format!("to {}: {}", rfc3339_seoul(asked_at), before.evidence);
            books.act(by, AuditAct::RefundDateBack, quote.id.to_string(), detail);
        }
        if matches!(quote.basis, Basis::SellerFault | Basis::Goodwill) {
            let detail = format!(
                "{}, {} won for {} credits",
                quote.basis, quote.amount, quote.credits
            );
            books.act(by, AuditAct::RefundBeyond, quote.id.to_string(), detail);
        }
        books.rows.quotes.put(quote.id, quote.clone());
        Ok(quote)
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

impl Books<'_> {
    /// When the buyer asked. It must not be in the future, before anything was paid, or further back than anybody could
    /// check.
    fn asked_at(&self, payment: &Payment, asked: &Asked) -> Result<DateTime<Utc>, Refusal> {
        let Some(AskedAt { at, .. }) = asked.at else {
            return Ok(self.now);
        };
        let back = self.now - Duration::days(ASKED_BACK_DAYS_MAX);
        let from = back.max(payment.paid_at);
        if at < from || at > self.now {
            return Err(Refusal::AskedOutOfBounds { at, from });
        }
        Ok(at)
    }

    /// Judges the lot of a payment for a request. The window is the better of the pinned policy's and the current
    /// one's. The amount covers the credits that are unused now.
    pub(super) fn assess(
        &self,
        payment: &Payment,
        lot: &Lot,
        request: QuoteRequest,
    ) -> Result<Assessment, Refusal> {
        // The window starts at the later of payment completed and credits granted.
        let from = payment.paid_at.max(lot.acquired_at);
        let current = self.rules.policies.current(self.now);
        let pinned = self.pinned(&payment.policy, &payment.policy_hash)?;
        let windows = Windows {
            by_right: self.kinder(pinned, current, |rules| &rules.by_right, from)?,
            through_support: self.kinder(pinned, current, |rules| &rules.through_support, from)?,
        };
        let unused = if lot.is_live(self.now) {
            lot.remaining
        } else {
            Credits::ZERO
        };
        let unused = match request.wanted {
            Some(asked) if asked.is_zero() => return Err(Refusal::NoCredits),
            Some(asked) if asked > unused && !unused.is_zero() => {
                return Err(Refusal::CreditsAboveUnused { asked, unused });
            }
            Some(asked) => asked.min(unused),
            None => unused,
        };
        let short = self.short(payment, lot);
        // Others may have given it since, at the provider's console.
        let made_up = short.min(took_no_credits(payment, lot));
        let missing = short.minus_or_zero(made_up).min(payment.rest());
        let amount = refundable(payment, lot, unused, made_up);
        let Judged {
            basis,
            policy,
            code,
            until,
            why,
        } = judge(&windows, pinned, lot, unused, amount, request, self.now);
        if basis == Basis::Refused && !missing.is_zero() {
            return Ok(self.rest_of_short_refund(payment, lot, pinned, missing));
        }
        let refused = basis == Basis::Refused;
        let credits = if refused { Credits::ZERO } else { unused };
        let line = QuoteLine {
            lot: lot.id,
            kind: lot.kind,
            granted: lot.granted,
            not_refundable: lot.granted.minus_or_zero(credits),
            debt_paid: lot.debt_paid,
            credits,
            amount: if refused { Won::ZERO } else { amount },
            revoked: Credits::ZERO,
            window_until: until,
            code: code.to_owned(),
            why,
        };
        Ok(Assessment {
            basis,
            policy: policy.version.clone(),
            policy_hash: policy.hash.clone(),
            line,
        })
    }

    /// The amount that an earlier refund did not bring is still due, even if credits were used or have ended since: its
    /// credits have gone.
    fn rest_of_short_refund(
        &self,
        payment: &Payment,
        lot: &Lot,
        pinned: &Policy,
        missing: Won,
    ) -> Assessment {
        let last = self
            .refunds_given_short(payment.id)
            .max_by_key(|refund| refund.id);
        let of = last.map_or_else(String::new, |refund| format!(" of refund {}", refund.id));
        let line = QuoteLine {
            lot: lot.id,
            kind: lot.kind,
            granted: lot.granted,
            not_refundable: lot.granted,
            debt_paid: lot.debt_paid,
            credits: Credits::ZERO,
            amount: missing,
            revoked: Credits::ZERO,
            window_until: None,
            code: "given_short".to_owned(),
            why: format!(
                "{missing} won{of} did not go back: they are due, and take no more credits"
            ),
        };
        Assessment {
            basis: Basis::ByRight,
            policy: pinned.version.clone(),
            policy_hash: pinned.hash.clone(),
            line,
        }
    }

    /// The terms under which something was bought. A gateway that started before they were published does not know
    /// them, and must not judge by others.
    fn pinned(&self, version: &str, hash: &str) -> Result<&Policy, Refusal> {
        let found = self.rules.policies.pinned(version, hash);
        found.ok_or_else(|| Refusal::UnknownPolicy {
            version: version.to_owned(),
            hash: hash.to_owned(),
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
        Ok(if by_current.until > by_pinned.until {
            by_current
        } else {
            by_pinned
        })
    }
}

/// A window of refund with its end, and the version whose text it is.
#[derive(Clone, Copy)]
struct Ending<'p> {
    policy: &'p Policy,
    window: &'p policy::Window,
    /// Exclusive.
    until: DateTime<Utc>,
}

impl Ending<'_> {
    /// The place of the rule and its text, e.g. `policy 2025-07-17, section 7, 7 days: "…"`.
    fn rule(&self) -> String {
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

struct Windows<'p> {
    by_right: Ending<'p>,
    through_support: Ending<'p>,
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

/// `floor(paid × refunded so far and now / granted)` less the amount that was refunded before. It is cumulative, so the
/// sum of several refunds never drifts from the whole. The amount that others `made_up` for an earlier refund of ours
/// is subtracted too. It is never more than is left of the payment.
fn refundable(payment: &Payment, lot: &Lot, unused: Credits, made_up: Won) -> Won {
    let given = lot.refunded.plus(unused).unwrap_or(lot.refunded);
    let due = payment
        .amount
        .share_floor(given.get(), lot.granted.get())
        .unwrap_or(Won::ZERO);
    due.minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight)
        .minus_or_zero(made_up)
        .min(payment.rest())
}

/// The decision about a lot.
struct Judged<'p> {
    basis: Basis,
    /// The policy whose text decided.
    policy: &'p Policy,
    /// A stable word.
    code: &'static str,
    /// Exclusive end of the window that decided, if one did.
    until: Option<DateTime<Utc>>,
    /// The reason in the words of that text.
    why: String,
}

fn judge<'p>(
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
            "expired",
            format!("the credits expired at {ended} ({rule})"),
        );
    }
    if unused.is_zero() {
        let rule = never(pinned, NotRefundable::Used);
        return refused(
            "nothing_unused",
            format!("no unused credits are left ({rule})"),
        );
    }
    if amount.is_zero() {
        return refused(
            "nothing_left_to_pay",
            "nothing of the payment is left to give back".to_owned(),
        );
    }
    windows.judge(request)
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
            return by(by_right, Basis::ByRight, "unused_by_right", why);
        }
        let (until, rule) = (rfc3339_seoul(through_support.until), through_support.rule());
        if request.asked_at < through_support.until {
            let why =
                format!("unused credits are refundable through support until {until} ({rule})");
            let basis = Basis::ThroughSupport;
            return by(through_support, basis, "unused_through_support", why);
        }
        let why = format!(
            "the refund window closed at {until} ({}; {rule})",
            by_right.rule()
        );
        let (basis, code, why) = match request.beyond {
            None => (Basis::Refused, "window_closed", why),
            Some(Beyond::SellerFault) => {
                let why = format!(
                    "{why}; given back beyond it for the seller's fault (E-Commerce Act art. 17(3))"
                );
                (Basis::SellerFault, "unused_seller_fault", why)
            }
            Some(Beyond::Goodwill) => {
                let why = format!("{why}; given back beyond it by the seller's goodwill");
                (Basis::Goodwill, "unused_goodwill", why)
            }
        };
        by(through_support, basis, code, why)
    }
}
