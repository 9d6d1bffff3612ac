//! Deposits in doubt that are money of their own.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    deposit::{Deposit, DepositState, PrintedName, depositor_key},
    effects::AuditAct,
    id::{CustomerId, DepositId},
    refusal::Refusal,
};

/// A person decides that a deposit in doubt is money of its own. It is matched or queued as if it had just come.
#[derive(Debug, Clone)]
pub struct MarkNewMoney {
    pub deposit: DepositId,
    /// Our account and the depositor, as the deposit has them. They find the orders that the deposit may pay.
    pub account: String,
    pub name: PrintedName,
    pub reason: String,
}

impl Change for MarkNewMoney {
    type Answer = Deposit;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
        needs
            .depositors
            .insert(depositor_key(&self.account, &self.name.0));
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (id, reason) = (self.deposit, &self.reason);
        let mut deposit = books.doubtful(id)?;
        let of = deposit.repeat_of.take();
        let not_of = of
            .map(|of| format!("not deposit {of}: "))
            .unwrap_or_default();
        books.act(
            by,
            AuditAct::DepositNew,
            id.to_string(),
            format!("{not_of}{reason}"),
        );
        books.decide(&mut deposit)?;
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }
}

impl Books<'_> {
    pub(super) fn doubtful(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.open_deposit(id)?;
        if deposit.state == DepositState::PossibleRepeat {
            Ok(deposit)
        } else {
            Err(Refusal::DepositNotInDoubt { deposit: id })
        }
    }

    /// An open deposit that is not in doubt: money in doubt is neither matched nor sent back.
    pub(in crate::books) fn new_money(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.open_deposit(id)?;
        match (deposit.state, deposit.repeat_of) {
            (DepositState::PossibleRepeat, Some(of)) => {
                Err(Refusal::DepositInDoubt { deposit: id, of })
            }
            _ => Ok(deposit),
        }
    }
}
