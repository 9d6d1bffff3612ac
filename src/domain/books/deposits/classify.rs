//! The order that a deposit of new money pays, never guessed. Without one the deposit is queued for a person.

use chrono::{DateTime, Duration, Utc};

use crate::{
    books::{Books, LATE_DEPOSIT_DAYS, complete::Paid},
    canary,
    deposit::{Deposit, DepositState, EARLY_SLACK_MINUTES, Movement, depositor_key},
    event::{DepositQueued, Event},
    id::DepositId,
    kind::Method,
    order::{Order, OrderState},
    refusal::Refusal,
};

impl Books<'_> {
    /// Matches a deposit of new money, or queues it with the reason.
    pub(in crate::books) fn decide(&mut self, deposit: &mut Deposit) -> Result<(), Refusal> {
        let (state, reason, order) = self.classify(&deposit.movement);
        deposit.state = state;
        deposit.reason = reason;
        deposit.order = order.as_ref().map(|order| order.id);
        let Some(order) = order.filter(|_| state == DepositState::Matched) else {
            self.queued(deposit);
            return Ok(());
        };
        let at = deposit.movement.at;
        self.pay(deposit, order, at)
    }

    pub(super) fn queued(&mut self, deposit: &Deposit) {
        self.event(Event::DepositQueued(DepositQueued {
            deposit_id: deposit.id,
            state: deposit.state,
            amount: deposit.movement.amount,
            reason: deposit.reason.clone(),
            repeat_of: deposit.repeat_of,
        }));
    }

    /// `at` is when the money came, by the most exact report.
    pub(in crate::books) fn pay(
        &mut self,
        deposit: &mut Deposit,
        order: Order,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let movement = deposit.movement.clone();
        deposit.state = DepositState::Matched;
        deposit.order = Some(order.id);
        deposit.settled_at = Some(self.now);
        let paid = Paid {
            provider: &movement.provider,
            payment_key: &movement.key,
            method: Method::BankTransfer,
            amount: movement.amount,
            tax: None,
            at: at.min(self.now),
            facts: [("deposit_id".to_owned(), deposit.id.to_string())].into(),
        };
        self.complete(order, paid)?;
        Ok(())
    }

    pub(in crate::books) fn open_deposit(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.rows.deposits.get(&id).ok_or(Refusal::NoDeposit(id))?;
        if !deposit.state.is_open() {
            return Err(Refusal::DepositSettled {
                deposit: id,
                state: deposit.state,
            });
        }
        Ok(deposit.clone())
    }

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
            ([order], _) => match self.can_be_minted(order) {
                Ok(()) => self
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
            ([], [order]) => (
                if canary!(DepositGuessed, true, false) {
                    DepositState::Matched
                } else if movement.amount < order.amount {
                    DepositState::Underpaid
                } else {
                    DepositState::Overpaid
                },
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

    fn can_be_minted(&self, order: &Order) -> Result<(), Refusal> {
        self.granted_with(&order.customer, order.all_credits())?;
        self.is_payable(order)
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

/// The state of a deposit, the reason, and the order that is meant.
pub(super) type Judged = (DepositState, String, Option<Order>);

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
