//! Webhooks stored, deposits matched: by normalised name and amount, never guessed.

use chrono::Duration;
use serde_json::json;

use super::{Books, LATE_DEPOSIT_DAYS, complete::Paid, needs::depositor_key};
use crate::{
    command::{Answer, Then},
    deposit::{Deposit, DepositState, Movement},
    id::{CustomerId, DepositId, OrderId},
    inbox::Received,
    kind::{Method, ProviderId},
    order::{Order, OrderState},
    promise::JobKind,
    refusal::Refusal,
};

/// How long before an order was opened its deposit may seem to have come, in minutes: bank
/// timestamps may know only the minute and clocks differ (bank-transfer facts, section 1.3 rule 2).
const EARLY_SLACK_MINUTES: i64 = 10;

impl Books<'_> {
    /// Stores a webhook and does what may follow from it. The same event twice is stored once.
    pub(super) fn receive(&mut self, received: &Received, then: &Then) -> Result<Answer, Refusal> {
        let key = (received.provider.clone(), received.event_key.clone());
        if self.seen.contains(&key) {
            return Ok(Answer::Received {
                inbox: received.id,
                duplicate: true,
                deposit: None,
            });
        }
        let (effect, deposit) = match then {
            Then::Nothing => (received.effect.clone(), None),
            Then::Look { customer, order } => (self.look(customer, *order), None),
            Then::Deposit(movement) => {
                let deposit = self.deposit(movement)?;
                (
                    format!("deposit {} is {}", deposit.id, deposit.state),
                    Some(Box::new(deposit)),
                )
            }
            Then::DepositReversed { provider, key, .. } => {
                let (effect, deposit) = self.reverse_deposit(provider, key)?;
                (effect, Some(Box::new(deposit)))
            }
        };
        self.added.received.push(Received {
            effect,
            ..received.clone()
        });
        // Only now: a refused command must not leave the event marked as seen.
        self.seen.insert(key);
        Ok(Answer::Received {
            inbox: received.id,
            duplicate: false,
            deposit,
        })
    }

    fn look(&mut self, customer: &CustomerId, id: OrderId) -> String {
        match self.order(customer, id) {
            Ok(order) => {
                self.job(JobKind::SettleOrder, order.id.to_string(), self.now);
                format!("a look-up of order {id} was queued")
            }
            Err(refusal) => refusal.to_string(),
        }
    }

    /// Stores a movement and matches it if exactly one order can be meant.
    fn deposit(&mut self, movement: &Movement) -> Result<Deposit, Refusal> {
        if let Some(known) = self.by_movement(&movement.provider, &movement.key) {
            return Ok(known);
        }
        let (state, reason, order) = self.classify(movement);
        let mut deposit = Deposit {
            id: DepositId::new(self.now, self.entropy),
            movement: movement.clone(),
            state,
            reason,
            order: order.as_ref().map(|order| order.id),
            received_at: self.now,
            settled_at: None,
        };
        match order.filter(|_| state == DepositState::Matched) {
            Some(order) => self.pay(&mut deposit, order)?,
            None => self.event("deposit.queued", None, deposit.id.to_string(), json!({
                "deposit_id": deposit.id, "state": deposit.state, "amount": movement.amount, "reason": deposit.reason,
            })),
        }
        self.deposits.put(deposit.id, deposit.clone());
        Ok(deposit)
    }

    fn pay(&mut self, deposit: &mut Deposit, order: Order) -> Result<(), Refusal> {
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
            at: movement.at.min(self.now),
            facts: std::collections::BTreeMap::from([(
                "deposit_id".to_owned(),
                deposit.id.to_string(),
            )]),
        };
        self.complete(order, paid)?;
        Ok(())
    }

    /// Which order a movement pays, or why none: bank-transfer facts, section 1.3.
    fn classify(&self, movement: &Movement) -> (DepositState, String, Option<Order>) {
        let ids = self
            .by_depositor
            .get(&depositor_key(&movement.account, &movement.name));
        // An order that a neighbour in the batch brought along may be older than what is asked for here.
        let since = self.now - Duration::days(LATE_DEPOSIT_DAYS);
        let told = |order: &&Order| order.closed_at.is_none_or(|closed| closed >= since);
        let named: Vec<&Order> = ids
            .into_iter()
            .flatten()
            .filter_map(|id| self.orders.get(id))
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
            ([order], _) if movement.at < order.opened_at && has_namesake(&named, order) => (
                DepositState::Ambiguous,
                format!(
                    "it came before order {} was opened, and another order of this name and amount was given up",
                    order.id
                ),
                None,
            ),
            ([order], _) => in_time(order, movement),
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

    /// A reversal that overtook its deposit is refused, so that the feed sends it again: taken note of
    /// and forgotten, it would let the deposit mint credits for money that is gone.
    fn reverse_deposit(
        &mut self,
        provider: &ProviderId,
        key: &str,
    ) -> Result<(String, Deposit), Refusal> {
        let mut deposit = self
            .by_movement(provider, key)
            .ok_or(Refusal::NoDepositKey)?;
        if deposit.state == DepositState::Reversed {
            return Ok((
                format!("deposit {} was reversed before", deposit.id),
                deposit,
            ));
        }
        if deposit.state == DepositState::Matched {
            let order = deposit.order.and_then(|id| self.orders.get(&id));
            if let Some(payment) = order.and_then(|order| order.payment) {
                self.taken_back(
                    payment,
                    deposit.movement.amount,
                    "the bank took the deposit back",
                );
            }
        }
        deposit.state = DepositState::Reversed;
        "the bank took it back".clone_into(&mut deposit.reason);
        deposit.settled_at = Some(self.now);
        self.event("deposit.reversed", None, deposit.id.to_string(), json!({
            "deposit_id": deposit.id, "amount": deposit.movement.amount, "order_id": deposit.order,
        }));
        self.deposits.put(deposit.id, deposit.clone());
        Ok((format!("deposit {} was reversed", deposit.id), deposit))
    }

    fn by_movement(&self, provider: &ProviderId, key: &str) -> Option<Deposit> {
        let same = |deposit: &&Deposit| {
            deposit.movement.provider == *provider && deposit.movement.key == key
        };
        self.deposits.values().find(same).cloned()
    }

    /// A person says which order a deposit pays. The order may have been given up; the amount may
    /// differ only when that is said as well, and then the buyer gets what was ordered.
    pub(super) fn match_deposit(
        &mut self,
        customer: &CustomerId,
        id: DepositId,
        order: OrderId,
        despite_amount: bool,
        reason: &str,
        by: &str,
    ) -> Result<Answer, Refusal> {
        let mut deposit = self.open_deposit(id)?;
        let order = self.order(customer, order)?;
        let payable = match order.state {
            OrderState::AwaitingDeposit | OrderState::Expired | OrderState::Cancelled => true,
            OrderState::Open
            | OrderState::Confirming
            | OrderState::Completed
            | OrderState::Failed
            | OrderState::Mismatched => false,
        };
        if order.depositor_key.is_none() {
            return Err(Refusal::NotABankOrder { order: order.id });
        }
        if !payable {
            return Err(Refusal::OrderNotOpen {
                order: order.id,
                state: order.state,
            });
        }
        self.open_customer(customer)?;
        if deposit.movement.amount != order.amount && !despite_amount {
            let (deposited, amount) = (deposit.movement.amount, order.amount);
            return Err(Refusal::DepositAmountDiffers {
                deposit: id,
                order: order.id,
                deposited,
                amount,
            });
        }
        self.act(
            by,
            "deposit.match",
            id.to_string(),
            format!("order {}: {reason}", order.id),
        );
        deposit.reason = format!("matched by hand: {reason}");
        self.pay(&mut deposit, order)?;
        self.deposits.put(id, deposit.clone());
        Ok(Answer::Deposit(Box::new(deposit)))
    }

    pub(super) fn return_deposit(
        &mut self,
        id: DepositId,
        reason: &str,
        by: &str,
    ) -> Result<Answer, Refusal> {
        let mut deposit = self.open_deposit(id)?;
        deposit.state = DepositState::Returned;
        deposit.reason = format!("sent back: {reason}");
        deposit.settled_at = Some(self.now);
        self.act(by, "deposit.return", id.to_string(), reason);
        self.event(
            "deposit.returned",
            None,
            id.to_string(),
            json!({
                "deposit_id": id, "amount": deposit.movement.amount,
            }),
        );
        self.deposits.put(id, deposit.clone());
        Ok(Answer::Deposit(Box::new(deposit)))
    }

    fn open_deposit(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self
            .deposits
            .get(&id)
            .cloned()
            .ok_or(Refusal::NoDeposit(id))?;
        if deposit.state.is_open() {
            Ok(deposit)
        } else {
            Err(Refusal::DepositSettled {
                deposit: id,
                state: deposit.state,
            })
        }
    }
}

/// Whether somebody else opened, and did not pay, an order of the same name and amount.
fn has_namesake(named: &[&Order], order: &Order) -> bool {
    let unpaid = |other: &&&Order| other.payment.is_none() && other.amount == order.amount;
    named
        .iter()
        .filter(unpaid)
        .any(|other| other.customer != order.customer)
}

fn in_time(order: &Order, movement: &Movement) -> (DepositState, String, Option<Order>) {
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
fn past(named: &[&Order], movement: &Movement) -> (DepositState, String, Option<Order>) {
    let same = named
        .iter()
        .copied()
        .filter(|order| order.amount == movement.amount);
    match same.max_by_key(|order| (order.opened_at, order.id)) {
        Some(order) if order.state == OrderState::Completed => (
            DepositState::Duplicate,
            format!("order {} of this name and amount is already paid", order.id),
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
