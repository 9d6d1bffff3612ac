//! Paid is not the end: a deposit may be taken back by its bank, and others may cancel at the provider's console. The
//! webhook that tells of it may be lost, and Kakao Pay and Naver Pay send none: what is paid is asked about again.

use chrono::{DateTime, Duration, Utc};

use super::Books;
use crate::{
    id::{OrderId, PaymentId},
    money::Won,
    promise::JobKind,
};

/// Days after a payment on which it is asked about again. A bank finds its mistakes within days; the last look comes
/// after the policy's longest window for refunds (14 days, section 7 and its FAQ), when the seller counts on the money.
pub const ASKED_AGAIN_DAYS: [i64; 4] = [1, 3, 8, 15];

impl Books<'_> {
    /// Promises the next look at a payment of which something is left to be taken back. An answer tells what was when it
    /// was asked for: what came due since is not done with it.
    pub(super) fn look_again(&mut self, order: OrderId, id: PaymentId, asked_at: DateTime<Utc>) {
        let Some(payment) = self.payments.get(&id) else {
            return;
        };
        if payment.rest() == Won::ZERO {
            return;
        }
        let paid_at = payment.paid_at;
        let due = |days: &i64| paid_at + Duration::days(*days);
        if let Some(at) = ASKED_AGAIN_DAYS.iter().map(due).find(|at| *at > asked_at) {
            self.job(JobKind::SettleOrder, order.to_string(), at);
        }
    }
}
