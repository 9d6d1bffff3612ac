//! Deposits that a person sent back.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    deposit::{Deposit, DepositState},
    effects::AuditAct,
    event::{DepositReturned, Event},
    id::{CustomerId, DepositId},
    refusal::Refusal,
};

/// A person sent a deposit back.
#[derive(Debug, Clone)]
pub struct ReturnDeposit {
    pub deposit: DepositId,
    pub reason: String,
}

impl Change for ReturnDeposit {
    type Answer = Deposit;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (id, reason) = (self.deposit, &self.reason);
        let mut deposit = books.new_money(id)?;
        deposit.state = DepositState::Returned;
        deposit.reason = format!("sent back: {reason}");
        deposit.settled_at = Some(books.now);
        books.act(by, AuditAct::DepositReturn, id.to_string(), reason);
        books.event(Event::DepositReturned(DepositReturned {
            deposit_id: id,
            amount: deposit.movement.amount,
        }));
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }
}
