//! Deposits whose money was reported before.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    deposit::{Deposit, DepositState, Movement},
    effects::AuditAct,
    event::{DepositRepeated, Event},
    id::{CustomerId, DepositId},
    refusal::Refusal,
};

/// A person decides that a deposit in doubt is the money of another deposit, reported again.
#[derive(Debug, Clone)]
pub struct MarkRepeat {
    pub deposit: DepositId,
    pub of: DepositId,
    pub reason: String,
}

impl Change for MarkRepeat {
    type Answer = Deposit;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.extend([self.deposit, self.of]);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (id, of, reason) = (self.deposit, self.of, &self.reason);
        let mut deposit = books.doubtful(id)?;
        let root = books.rows.deposits.get(&of).ok_or(Refusal::NoDeposit(of))?;
        let same_money = root.movement.account == deposit.movement.account
            && root.movement.amount == deposit.movement.amount;
        if !same_money || of == id || root.repeat_of.is_some() {
            return Err(Refusal::NotThatDeposit { deposit: id, of });
        }
        deposit.state = DepositState::Repeated;
        deposit.reason = format!("the money of deposit {of}: {reason}");
        deposit.repeat_of = Some(of);
        deposit.settled_at = Some(books.now);
        books.act(
            by,
            AuditAct::DepositRepeat,
            id.to_string(),
            format!("deposit {of}: {reason}"),
        );
        books.event(Event::DepositRepeated(DepositRepeated {
            deposit_id: id,
            repeat_of: of,
            amount: deposit.movement.amount,
        }));
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }
}

impl Books<'_> {
    /// Matches a waiting deposit whose first report knew only the day or a part of the name, when another report of it
    /// knows more.
    pub(in crate::books) fn know_better(
        &mut self,
        of: DepositId,
        report: &Movement,
    ) -> Result<(), Refusal> {
        let Some(mut deposit) = self.rows.deposits.get(&of).cloned() else {
            return Ok(());
        };
        let waits = matches!(deposit.state, DepositState::Unmatched | DepositState::Early);
        if !waits || !report.says_more_than(&deposit.movement) {
            return Ok(());
        }
        if let (DepositState::Matched, reason, Some(order)) = self.classify(report) {
            deposit.reason = format!("{reason}, as {} reports it", report.source);
            self.pay(&mut deposit, order, report.at)?;
            self.rows.deposits.put(of, deposit);
        }
        Ok(())
    }
}
