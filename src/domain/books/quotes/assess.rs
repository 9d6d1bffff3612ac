//! The verdict of the policy on the lot of a payment.

use super::{
    judge::{Judged, judge},
    quote::QuoteRequest,
};
use crate::{
    books::{Books, outside::revoke::took_no_credits},
    canary,
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
    policy::Policy,
    refund::{Basis, QuoteCode, QuoteLine},
    refusal::Refusal,
};

/// The policy's verdict on one lot of one payment.
pub(in crate::books) struct Assessment {
    pub basis: Basis,
    pub policy: String,
    pub policy_hash: String,
    pub line: QuoteLine,
}

impl Books<'_> {
    /// Judges the lot of a payment for a request. The window is the better of the pinned policy's and the current
    /// one's. The amount covers the credits that are unused now.
    pub(in crate::books) fn assess(
        &self,
        payment: &Payment,
        lot: &Lot,
        request: QuoteRequest,
    ) -> Result<Assessment, Refusal> {
        let pinned = self.pinned(&payment.policy, &payment.policy_hash)?;
        let windows = self.windows(payment, lot, pinned)?;
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
            code,
            why,
        };
        Ok(Assessment {
            basis,
            policy: policy.version.clone(),
            policy_hash: policy.hash.clone(),
            line,
        })
    }
}

/// `floor(paid × refunded so far and now / granted)` less the amount that was refunded before. It is cumulative, so the
/// sum of several refunds never drifts from the whole. The amount that others `made_up` for an earlier refund of ours
/// is subtracted too. It is never more than is left of the payment.
pub(super) fn refundable(payment: &Payment, lot: &Lot, unused: Credits, made_up: Won) -> Won {
    let given = lot.refunded.plus(unused).unwrap_or(lot.refunded);
    let given = canary!(EarlierRefundForgotten, unused, given);
    let (paid, part, whole) = (payment.amount, given.get(), lot.granted.get());
    let due = canary!(
        ShareRoundedUp,
        paid.share_ceil(part, whole),
        paid.share_floor(part, whole)
    );
    let due = due.unwrap_or(Won::ZERO);
    due.minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight)
        .minus_or_zero(made_up)
        .min(payment.rest())
}

impl Books<'_> {
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
            code: QuoteCode::GivenShort,
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
}
