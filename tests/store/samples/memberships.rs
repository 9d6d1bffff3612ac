//! Subscriptions and their months.

use domain::membership::{
    Distribution, DueMonth, MonthPrice, Skipped, Subscription, SubscriptionState,
};

use super::{
    NASTY, at, credits, customer_id, distribution_id, due_month_id, lot_id, subscription_id, won,
};

/// A paused one.
pub(crate) fn subscription(n: u64, customer: &str) -> Subscription {
    Subscription {
        id: subscription_id(n),
        customer: customer_id(customer),
        plan: "pro".into(),
        credits: credits(40),
        state: SubscriptionState::Paused,
        started_at: at(0),
        next_month: 1,
        next_due_at: Some(at(20)),
        paused_at: Some(at(9)),
        ended_at: None,
        reason: Some(NASTY.into()),
        billed: Some(MonthPrice {
            amount: won(900),
            tax_free: won(90),
        }),
        waiting: Some(due_month_id(n)),
    }
}

/// Month 0 of the subscription of the same number, given.
pub(crate) fn distribution(n: u64, customer: &str) -> Distribution {
    Distribution {
        id: distribution_id(n),
        customer: customer_id(customer),
        subscription: subscription_id(n),
        month: 0,
        plan: "pro".into(),
        credits: credits(40),
        due_at: at(0),
        made_at: at(1),
        lot: Some(lot_id(1)),
        skipped: None,
    }
}

/// The next month of the subscription of the same number, which waits for its payment.
pub(crate) fn due_month(n: u64, customer: &str) -> DueMonth {
    DueMonth {
        id: due_month_id(n),
        customer: customer_id(customer),
        subscription: subscription_id(n),
        month: 1,
        plan: "pro".into(),
        credits: credits(40),
        amount: won(900),
        tax_free: won(90),
        due_at: at(2),
        made_at: at(3),
    }
}

/// A month that was skipped.
pub(crate) fn skipped(n: u64, month: i64) -> Distribution {
    Distribution {
        id: distribution_id(100 + n),
        month,
        lot: None,
        skipped: Some(Skipped::Paused),
        ..distribution(n, "alice")
    }
}
