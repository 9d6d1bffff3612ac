//! Deposits that came before an order waits for them, or after.

use chrono::Duration;

use crate::{
    deposit::{DepositState, Movement},
    order::{Order, OrderState},
};

/// How long before an order was opened its deposit may seem to have come, in minutes: bank
/// timestamps may know only the minute and clocks differ (bank-transfer facts, section 1.3 rule 2).
const EARLY_SLACK_MINUTES: i64 = 10;

/// The state of a deposit, the reason, and the order that is meant.
pub(super) type Judged = (DepositState, String, Option<Order>);

pub(super) fn in_time(order: &Order, movement: &Movement) -> Judged {
    let earliest = order.opened_at - Duration::minutes(EARLY_SLACK_MINUTES);
    if movement.at < earliest {
        return (
            DepositState::Early,
            format!("it came before order {} was opened", order.id),
            Some(order.clone()),
        );
    }
    if movement.at >= order.expires_at {
        return (
            DepositState::Late,
            format!("order {} waited until before it came", order.id),
            Some(order.clone()),
        );
    }
    (
        DepositState::Matched,
        format!("name and amount of order {}", order.id),
        Some(order.clone()),
    )
}

/// No order waits: is it late for one, or a second deposit for one?
pub(super) fn past(named: &[&Order], movement: &Movement) -> Judged {
    let same = named
        .iter()
        .copied()
        .filter(|order| order.amount == movement.amount);
    match same.max_by_key(|order| (order.opened_at, order.id)) {
        Some(order) if order.state == OrderState::Completed => (
            DepositState::Duplicate,
            format!(
                "order {} of this name and amount was paid: if the bank took that money back and this is as much, match it by hand; otherwise send it back",
                order.id
            ),
            Some(order.clone()),
        ),
        Some(order) => (
            DepositState::Late,
            format!(
                "order {} of this name and amount is {}",
                order.id, order.state
            ),
            Some(order.clone()),
        ),
        None => (
            DepositState::Unmatched,
            "no order awaits a deposit of this name".to_owned(),
            None,
        ),
    }
}
