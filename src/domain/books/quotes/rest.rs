//! The rest that an earlier refund did not bring.

use super::assess::Assessment;
use crate::{
    books::Books,
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
    policy::Policy,
    refund::{Basis, QuoteCode, QuoteLine},
};

impl Books<'_> {
    /// The amount that an earlier refund did not bring is still due, even if credits were used or have ended since: its
    /// credits have gone.
    pub(super) fn rest_of_short_refund(
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
