//! The order that a deposit pays, never guessed.

use chrono::Duration;

use super::times::{Judged, in_time, past};
use crate::{
    books::{Books, LATE_DEPOSIT_DAYS},
    deposit::{DepositState, Movement, depositor_key},
    order::{Order, OrderState},
};

impl Books<'_> {
    /// The order that a movement pays, or the reason for none: bank-transfer facts, section 1.3.
    pub(in crate::books) fn classify(&self, movement: &Movement) -> Judged {
        let ids = self
            .by_depositor
            .get(&depositor_key(&movement.account, &movement.name));
        // An order that another command of the batch loaded may be older than the orders asked for here.
        let since = self.now - Duration::days(LATE_DEPOSIT_DAYS);
        let recent = |order: &&Order| order.closed_at.is_none_or(|closed| closed >= since);
        let named: Vec<&Order> = ids
            .into_iter()
            .flatten()
            .filter_map(|id| self.rows.orders.get(id))
            .filter(recent)
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
