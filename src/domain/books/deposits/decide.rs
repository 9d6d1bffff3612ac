//! Deposits of new money: matched with an order, or queued for a person.

use chrono::{DateTime, Utc};

use crate::{
    books::{Books, paid::Paid},
    deposit::{Deposit, DepositState},
    event::{DepositQueued, Event},
    id::DepositId,
    kind::Method,
    order::Order,
    refusal::Refusal,
};

impl Books<'_> {
    /// Matches a deposit of new money, or queues it with the reason.
    pub(in crate::books) fn decide(&mut self, deposit: &mut Deposit) -> Result<(), Refusal> {
        let (state, reason, order) = self.classify(&deposit.movement);
        deposit.state = state;
        deposit.reason = reason;
        deposit.order = order.as_ref().map(|order| order.id);
        match order.filter(|_| state == DepositState::Matched) {
            Some(order) => {
                let at = deposit.movement.at;
                self.pay(deposit, order, at)?;
            }
            None => self.queued(deposit),
        }
        Ok(())
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
            facts: std::collections::BTreeMap::from([(
                "deposit_id".to_owned(),
                deposit.id.to_string(),
            )]),
        };
        self.complete(order, paid)?;
        Ok(())
    }

    pub(in crate::books) fn open_deposit(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self
            .rows
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
