//! Deposits that the bank took back.

use crate::{
    books::Books,
    deposit::{Deposit, DepositState},
    event::{DepositReversed, Event},
    kind::ProviderId,
    refusal::Refusal,
};

impl Books<'_> {
    /// A reversal that arrives before its deposit is refused, so that the feed sends it again. If it were only noted
    /// and forgotten, the deposit would mint credits for money that is gone.
    pub(super) fn reverse_deposit(
        &mut self,
        provider: &ProviderId,
        key: &str,
    ) -> Result<(String, Deposit), Refusal> {
        let mut deposit = self
            .by_movement(provider, key)
            .ok_or(Refusal::NoDepositKey)?;
        match (deposit.state, deposit.repeat_of) {
            // It is not known which money is gone before a person has distinguished the two. The feed sends the
            // reversal again.
            (DepositState::PossibleRepeat, Some(of)) => {
                return Err(Refusal::DepositInDoubt {
                    deposit: deposit.id,
                    of,
                });
            }
            (DepositState::Repeated, Some(of)) => {
                deposit = self
                    .rows
                    .deposits
                    .get(&of)
                    .cloned()
                    .ok_or(Refusal::NoDeposit(of))?;
            }
            _ => {}
        }
        if deposit.state == DepositState::Reversed {
            return Ok((
                format!("deposit {} was reversed before", deposit.id),
                deposit,
            ));
        }
        if deposit.state == DepositState::Matched {
            let order = deposit.order.and_then(|id| self.rows.orders.get(&id));
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
        self.event(Event::DepositReversed(DepositReversed {
            deposit_id: deposit.id,
            amount: deposit.movement.amount,
            order_id: deposit.order,
        }));
        self.rows.deposits.put(deposit.id, deposit.clone());
        Ok((format!("deposit {} was reversed", deposit.id), deposit))
    }
}
