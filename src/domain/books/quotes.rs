//! What the policy allows for a payment now, with reasons (credits policy, sections 2 and 7, FAQ).

use chrono::{DateTime, Duration, Utc};

use super::Books;
use crate::{
    calendar::rfc3339_seoul,
    command::Answer,
    id::{CustomerId, PaymentId, QuoteId},
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
    refund::{Basis, QUOTE_LIVES_SECONDS, Quote, QuoteLine},
    refusal::Refusal,
    terms::{Windows, refund_windows},
};

/// What the policy says about one lot of one payment.
pub(super) struct Assessment {
    pub basis: Basis,
    pub policy: String,
    pub line: QuoteLine,
}

impl Books<'_> {
    pub(super) fn quote(
        &mut self,
        customer: &CustomerId,
        id: PaymentId,
    ) -> Result<Answer, Refusal> {
        let payment = self.payment(customer, id)?;
        self.set_off(customer);
        let lot = self.lot_of(id);
        let assessed = self.assess(&payment, &lot, self.now)?;
        let quote = Quote {
            id: QuoteId::new(self.now, self.entropy),
            payment_id: id,
            customer_id: customer.clone(),
            amount: assessed.line.amount,
            credits: assessed.line.credits,
            basis: assessed.basis,
            lines: vec![assessed.line],
            policy: assessed.policy,
            quoted_at: self.now,
            expires_at: self.now + Duration::seconds(QUOTE_LIVES_SECONDS),
        };
        self.quotes.put(quote.id, quote.clone());
        Ok(Answer::Quote(Box::new(quote)))
    }

    /// Judges the lot of a payment for a request made at `requested_at`. The window is the better of
    /// the pinned policy's and the current one's; the amount is of what is unused now.
    pub(super) fn assess(
        &self,
        payment: &Payment,
        lot: &Lot,
        requested_at: DateTime<Utc>,
    ) -> Result<Assessment, Refusal> {
        // The window starts at the later of payment completed and credits granted.
        let from = payment.paid_at.max(lot.acquired_at);
        let current = self.rules.policies.current(self.now);
        let pinned = self.rules.policies.get(&payment.policy).unwrap_or(current);
        let by_pinned = refund_windows(pinned, &self.rules.holidays, from)?;
        let by_current = refund_windows(current, &self.rules.holidays, from)?;
        let current_is_better = by_current.through_support_until > by_pinned.through_support_until
            || by_current.by_right_until > by_pinned.by_right_until;
        let policy = if current_is_better { current } else { pinned };
        let windows = Windows {
            by_right_until: by_pinned.by_right_until.max(by_current.by_right_until),
            through_support_until: by_pinned
                .through_support_until
                .max(by_current.through_support_until),
        };
        let unused = if lot.is_live(self.now) {
            lot.remaining
        } else {
            Credits::ZERO
        };
        let amount = refundable(payment, lot, unused);
        let (basis, code, why) = judge(&windows, lot, unused, amount, requested_at, self.now);
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
            code: code.to_owned(),
            why,
        };
        Ok(Assessment {
            basis,
            policy: policy.version.clone(),
            line,
        })
    }
}

/// `floor(paid × refunded so far and now / granted)` less what was refunded before: cumulative, so
/// the sum of several refunds never drifts from the whole. Never more than is left of the payment.
fn refundable(payment: &Payment, lot: &Lot, unused: Credits) -> Won {
    let given = lot.refunded.plus(unused).unwrap_or(lot.refunded);
    let due = payment
        .amount
        .share_floor(given.get(), lot.granted.get())
        .unwrap_or(Won::ZERO);
    due.minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight)
        .min(payment.rest())
}

fn judge(
    windows: &Windows,
    lot: &Lot,
    unused: Credits,
    amount: Won,
    requested_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> (Basis, &'static str, String) {
    let refused = |code, why| (Basis::Refused, code, why);
    if !lot.is_live(now) {
        let ended = rfc3339_seoul(lot.expires_at);
        return refused(
            "expired",
            format!(
                "the credits expired at {ended}; expired credits are non-refundable (section 7)"
            ),
        );
    }
    if unused.is_zero() {
        return refused(
            "nothing_unused",
            "no unused credits are left; used credits cannot be refunded (section 7)".to_owned(),
        );
    }
    if amount.is_zero() {
        return refused(
            "nothing_left_to_pay",
            "nothing of the payment is left to give back".to_owned(),
        );
    }
    if requested_at < windows.by_right_until {
        let until = rfc3339_seoul(windows.by_right_until);
        return (
            Basis::ByRight,
            "unused_by_right",
            format!("unused credits are refundable by right until {until} (section 7: 7 days)"),
        );
    }
    if requested_at < windows.through_support_until {
        let until = rfc3339_seoul(windows.through_support_until);
        let why =
            format!("unused credits are refundable through support until {until} (FAQ: 14 days)");
        return (Basis::ThroughSupport, "unused_through_support", why);
    }
    let closed = rfc3339_seoul(windows.through_support_until);
    refused(
        "window_closed",
        format!("the refund window closed at {closed} (section 7: 7 days; FAQ: 14 days)"),
    )
}
