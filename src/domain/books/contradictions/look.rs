//! When the provider is asked again about a contradiction.

use chrono::{DateTime, Duration, Utc};

use crate::{books::Books, effects::Job, order::Order};

/// How long after an order was parked its provider is asked again, in minutes. A provider's own mistake is often
/// corrected by then, and a buyer waits. Afterwards the schedule is that of a payment.
const PARKED_ASKED_MINUTES: i64 = 10;

impl Books<'_> {
    /// A contradicted payment is asked about again soon, because a provider's own mistake is often corrected by then.
    pub(in crate::books) fn look_soon(&mut self, order: &Order) {
        let soon = self.now + Duration::minutes(PARKED_ASKED_MINUTES);
        self.job(Job::SettleOrder(order.id), soon);
    }

    pub(in crate::books) fn look_at_parked(&mut self, order: &Order, asked_at: DateTime<Utc>) {
        let since = order.closed_at.unwrap_or(self.now);
        let soon = since + Duration::minutes(PARKED_ASKED_MINUTES);
        let next = if asked_at < soon {
            Some(soon)
        } else {
            self.rules.asking(&order.provider).next(since, asked_at)
        };
        if let Some(at) = next {
            self.job(Job::SettleOrder(order.id), at);
        }
    }
}
