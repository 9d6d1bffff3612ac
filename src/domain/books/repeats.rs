//! Movements that were reported more than once: the facts that a later report adds, and a person's decision about one
//! in doubt.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::Change,
    deposit::{Deposit, DepositState, Movement, PrintedName, depositor_key},
    effects::AuditAct,
    event::{DepositRepeated, Event},
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
        let detail = format!("{not_of}{reason}");
        books.act(by, AuditAct::DepositNew, &id, detail);
        books.decide(&mut deposit)?;
        Ok(books.rows.deposits.save(deposit))
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
    pub(super) fn new_money(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self.open_deposit(id)?;
        match (deposit.state, deposit.repeat_of) {
            (DepositState::PossibleRepeat, Some(of)) if canary!(DoubtIsMatched, false, true) => {
                Err(Refusal::DepositInDoubt { deposit: id, of })
            }
            _ => Ok(deposit),
        }
    }
}

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
            && canary!(
                RepeatOfOtherMoney,
                true,
                root.movement.amount == deposit.movement.amount
            );
        if !same_money || of == id || root.repeat_of.is_some() {
            return Err(Refusal::NotThatDeposit { deposit: id, of });
        }
        deposit.state = DepositState::Repeated;
        deposit.reason = format!("the money of deposit {of}: {reason}");
        deposit.repeat_of = Some(of);
        deposit.settled_at = Some(books.now);
        let detail = format!("deposit {of}: {reason}");
        books.act(by, AuditAct::DepositRepeat, &id, detail);
        books.event(Event::DepositRepeated(DepositRepeated {
            deposit_id: id,
            repeat_of: of,
            amount: deposit.movement.amount,
        }));
        Ok(books.rows.deposits.save(deposit))
    }
}

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
            self.rows.deposits.put(deposit);
        }
        Ok(())
    }
}
