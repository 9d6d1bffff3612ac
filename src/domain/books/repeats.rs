//! Movements that were reported more than once: the facts that a later report adds, and a person's decision about one
//! in doubt.

use super::Books;
use crate::{
    actor::Actor,
    command::Answer,
    deposit::{Deposit, DepositState, Movement},
    effects::AuditAct,
    event::{DepositRepeated, Event},
    id::DepositId,
    refusal::Refusal,
};

impl Books<'_> {
    /// Matches a waiting deposit whose first report knew only the day or a part of the name, when another report of it
    /// knows more.
    pub(super) fn know_better(&mut self, of: DepositId, report: &Movement) -> Result<(), Refusal> {
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

    /// A person decides that a deposit is the money of another, reported again.
    pub(super) fn repeat_deposit(
        &mut self,
        id: DepositId,
        of: DepositId,
        reason: &str,
        by: &Actor,
    ) -> Result<Answer, Refusal> {
        let mut deposit = self.doubtful(id)?;
        let root = self.rows.deposits.get(&of).ok_or(Refusal::NoDeposit(of))?;
        let same_money = root.movement.account == deposit.movement.account
            && root.movement.amount == deposit.movement.amount;
        if !same_money || of == id || root.repeat_of.is_some() {
            return Err(Refusal::NotThatDeposit { deposit: id, of });
        }
        deposit.state = DepositState::Repeated;
        deposit.reason = format!("the money of deposit {of}: {reason}");
        deposit.repeat_of = Some(of);
        deposit.settled_at = Some(self.now);
        self.act(
            by,
            AuditAct::DepositRepeat,
            id.to_string(),
            format!("deposit {of}: {reason}"),
        );
        self.event(Event::DepositRepeated(DepositRepeated {
            deposit_id: id,
            repeat_of: of,
            amount: deposit.movement.amount,
        }));
        self.rows.deposits.put(id, deposit.clone());
        Ok(Answer::Deposit(Box::new(deposit)))
    }

    /// A person decides that a deposit is money of its own. It is matched or queued as if it had just come.
    pub(super) fn new_deposit(
        &mut self,
        id: DepositId,
        reason: &str,
        by: &Actor,
    ) -> Result<Answer, Refusal> {
        let mut deposit = self.doubtful(id)?;
        let of = deposit.repeat_of.take();
        let not_of = of
            .map(|of| format!("not deposit {of}: "))
            .unwrap_or_default();
        self.act(
            by,
            AuditAct::DepositNew,
            id.to_string(),
            format!("{not_of}{reason}"),
        );
        self.decide(&mut deposit)?;
        self.rows.deposits.put(id, deposit.clone());
        Ok(Answer::Deposit(Box::new(deposit)))
    }

    fn doubtful(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.open_deposit(id)?;
        if deposit.state == DepositState::PossibleRepeat {
            Ok(deposit)
        } else {
            Err(Refusal::DepositNotInDoubt { deposit: id })
        }
    }

    /// An open deposit that is not in doubt: money in doubt is neither matched nor sent back.
    pub(super) fn new_money(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.open_deposit(id)?;
        match (deposit.state, deposit.repeat_of) {
            (DepositState::PossibleRepeat, Some(of)) => {
                Err(Refusal::DepositInDoubt { deposit: id, of })
            }
            _ => Ok(deposit),
        }
    }
}
