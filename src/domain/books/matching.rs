//! The order that a deposit pays: found by normalised name and amount, inside the order's time, never guessed.

use chrono::Duration;

use super::{Books, LATE_DEPOSIT_DAYS};
use crate::{
    deposit::{DepositState, Movement, depositor_key},
    order::{Order, OrderState},
};

/// How long before an order was opened its deposit may seem to have come, in minutes: bank
/// timestamps may know only the minute and clocks differ (bank-transfer facts, section 1.3 rule 2).
const EARLY_SLACK_MINUTES: i64 = 10;

/// The state of a deposit, the reason, and the order that is meant.
type Judged = (DepositState, String, Option<Order>);

impl Books<'_> {
    /// The order that a movement pays, or the reason for none: bank-transfer facts, section 1.3.
    pub(super) fn classify(&self, movement: &Movement) -> Judged {
        let ids = self
            .by_depositor
            .get(&depositor_key(&movement.account, &movement.name));
        // An order that another command of the batch loaded may be older than the orders asked for here.
        let since = self.now - Duration::days(LATE_DEPOSIT_DAYS);
        let told = |order: &&Order| order.closed_at.is_none_or(|closed| closed >= since);
        let named: Vec<&Order> = ids
            .into_iter()
            .flatten()
            .filter_map(|id| self.rows.orders.get(id))
            .filter(told)
            .collect();
        let waiting: Vec<&Order> = named
            .iter()
            .copied()
            .filter(|order| order.state == OrderState::AwaitingDeposit)
            .collect();
        let exact: Vec<&Order> = waiting
            .iter()
            .copied()
            .filter(|order| order.amount == movement.amount)
            .collect();
        match (exact.as_slice(), waiting.as_slice()) {
            ([order], _) => match self.granted_with(&order.customer, order.all_credits()) {
                Ok(_) => self
                    .namesake(&named, order)
                    .map_or_else(|| in_time(order, movement), |other| either(order, other)),
                Err(refusal) => (
                    DepositState::Unmatched,
                    format!("order {} cannot be minted: {refusal}", order.id),
                    Some((*order).clone()),
                ),
            },
            ([_, _, ..], _) => (
                DepositState::Ambiguous,
                format!("{} orders await this name and amount", exact.len()),
                None,
            ),
            ([], [order]) if movement.amount < order.amount => (
                DepositState::Underpaid,
                format!("order {} awaits {} won", order.id, order.amount),
                Some((*order).clone()),
            ),
            ([], [order]) => (
                DepositState::Overpaid,
                format!("order {} awaits {} won", order.id, order.amount),
                Some((*order).clone()),
            ),
            ([], [_, _, ..]) => (
                DepositState::Ambiguous,
                format!("{} orders await this name, none this amount", waiting.len()),
                None,
            ),
            ([], []) => past(&named, movement),
        }
    }

    /// The latest order of the same name and amount that another customer opened and did not pay, or whose money was
    /// taken back in whole. The money may be that customer's, whenever it comes. An order that was given up does not
    /// keep its buyer from transferring, or a bank from making a transfer again. A name is no secret.
    fn namesake<'a>(&self, named: &[&'a Order], order: &Order) -> Option<&'a Order> {
        let unpaid = |other: &Order| {
            other.payment.is_none_or(|id| {
                let paid = self.rows.payments.get(&id);
                paid.is_some_and(|paid| paid.cancelled_outside == paid.amount)
            })
        };
        let may_be_meant = |other: &&Order| {
            unpaid(other) && other.amount == order.amount && other.customer != order.customer
        };
        named
            .iter()
            .copied()
            .filter(may_be_meant)
            .max_by_key(|other| (other.opened_at, other.id))
    }
}

fn either(order: &Order, other: &Order) -> Judged {
    let reason = format!(
        "order {} awaits it, and it may be for order {} of another customer, of the same name and amount, which is {}",
        order.id, other.id, other.state
    );
    (DepositState::Ambiguous, reason, None)
}

fn in_time(order: &Order, movement: &Movement) -> Judged {
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
fn past(named: &[&Order], movement: &Movement) -> Judged {
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
