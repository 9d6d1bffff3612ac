//! How a month that is settled is reported, and how the lot of one names it.

use crate::{
    canary,
    event::{Event, MembershipDistributed, MembershipSkipped},
    id::SubscriptionId,
    lot::Lot,
    membership::{Distribution, Skipped},
};

/// The reason of the lot of a month.
pub(super) fn month_of(month: i64, subscription: SubscriptionId) -> String {
    format!("month {month} of {subscription}")
}

/// The event of a month that was given with this lot, or skipped.
pub(super) fn settled(made: Distribution, lot: Option<Lot>) -> Event {
    let late = canary!(LateMonthUnsaid, false, made.is_late());
    match (lot, made.skipped) {
        (Some(lot), _) => Event::MembershipDistributed(MembershipDistributed {
            subscription_id: made.subscription,
            customer_id: made.customer,
            plan: made.plan,
            month: made.month,
            due_at: made.due_at,
            late,
            lot_id: lot.id,
            credits: made.credits,
            expires_at: lot.expires_at,
        }),
        (None, skipped) => Event::MembershipSkipped(MembershipSkipped {
            subscription_id: made.subscription,
            customer_id: made.customer,
            plan: made.plan,
            month: made.month,
            due_at: made.due_at,
            credits: made.credits,
            skipped: skipped.unwrap_or(Skipped::Paused),
        }),
    }
}
