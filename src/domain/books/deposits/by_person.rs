//! A person decides which order a deposit pays, or has sent it back.

use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs},
    command::{Change, of_customer},
    deposit::{Deposit, DepositState},
    effects::AuditAct,
    event::{DepositReturned, Event},
    id::{CustomerId, DepositId, OrderId, PaymentId},
    kind::Method,
    money::Won,
    order::{Order, OrderState},
    refusal::Refusal,
};

/// A person decides which order a deposit pays. The order may have been given up. The amount may differ only when the person
/// confirms that as well, and then the buyer gets what was ordered.
#[derive(Debug, Clone)]
pub struct MatchDeposit {
    pub customer: CustomerId,
    pub deposit: DepositId,
    pub order: OrderId,
    pub despite_amount: bool,
    pub reason: String,
}

impl Change for MatchDeposit {
    type Answer = Deposit;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (customer, id, reason) = (&self.customer, self.deposit, &self.reason);
        let mut deposit = books.new_money(id)?;
        let order = books.order(customer, self.order)?;
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
        if let Some(payment) = order.payment.filter(|id| books.came_undone(*id)) {
            return books.match_again(deposit, &order, payment, reason, by);
        }
        if !payable {
            return Err(Refusal::OrderNotOpen {
                order: order.id,
                state: order.state,
            });
        }
        books.open_customer(customer)?;
        if deposit.movement.amount != order.amount && !self.despite_amount {
            let (deposited, amount) = (deposit.movement.amount, order.amount);
            return Err(Refusal::DepositAmountDiffers {
                deposit: id,
                order: order.id,
                deposited,
                amount,
            });
        }
        let detail = format!("order {}: {reason}", order.id);
        books.act(by, AuditAct::DepositMatch, &id, detail);
        deposit.reason = format!("matched by hand: {reason}");
        let at = deposit.movement.at;
        books.pay(&mut deposit, order, at)?;
        Ok(books.rows.deposits.save(deposit))
    }

    fn request(&self) -> Option<Request> {
        self.despite_amount.then(|| Request::DepositMatch {
            deposit: self.deposit,
            order: self.order,
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        let came = books.rows.deposits.get(&self.deposit)?.movement.amount;
        books.apart(came, self.order)
    }
}

impl Books<'_> {
    /// Whether the transfer that paid was taken back in whole.
    fn came_undone(&self, id: PaymentId) -> bool {
        let payment = self.known_payment(id);
        payment.method == Method::BankTransfer && payment.cancelled_outside == payment.amount
    }

    /// A person decides that a deposit is a reversed transfer made again. Its credits come back with it.
    fn match_again(
        &mut self,
        mut deposit: Deposit,
        order: &Order,
        payment: PaymentId,
        reason: &str,
        by: &Actor,
    ) -> Result<Deposit, Refusal> {
        self.open_customer(&order.customer)?;
        let (paid, deposited) = (self.known_payment(payment).amount, deposit.movement.amount);
        if deposited != paid {
            // A payment's amount never changes: its lot, its tax and its refunds are shares of it.
            let order = order.id;
            return Err(Refusal::PaidWithOtherAmount {
                order,
                paid,
                deposited,
            });
        }
        let id = deposit.id;
        let detail = format!("order {} again: {reason}", order.id);
        self.act(by, AuditAct::DepositMatch, &id, detail);
        deposit.state = DepositState::Matched;
        deposit.reason = format!("matched by hand, after a reversal: {reason}");
        deposit.order = Some(order.id);
        deposit.settled_at = Some(self.now);
        self.paid_again(payment, Won::ZERO, "the transfer was made again");
        Ok(self.rows.deposits.save(deposit))
    }
}

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
        books.act(by, AuditAct::DepositReturn, &id, reason);
        books.event(Event::DepositReturned(DepositReturned {
            deposit_id: id,
            amount: deposit.movement.amount,
        }));
        Ok(books.rows.deposits.save(deposit))
    }
}
