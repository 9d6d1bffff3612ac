//! A person decides which order a deposit pays.

use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs},
    command::Change,
    deposit::Deposit,
    effects::AuditAct,
    id::{CustomerId, DepositId, OrderId},
    order::OrderState,
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (customer, id, order, despite_amount, reason) = (
            &self.customer,
            self.deposit,
            self.order,
            self.despite_amount,
            &self.reason,
        );
        let mut deposit = books.new_money(id)?;
        let order = books.order(customer, order)?;
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
        if deposit.movement.amount != order.amount && !despite_amount {
            let (deposited, amount) = (deposit.movement.amount, order.amount);
            return Err(Refusal::DepositAmountDiffers {
                deposit: id,
                order: order.id,
                deposited,
                amount,
            });
        }
        books.act(
            by,
            AuditAct::DepositMatch,
            id.to_string(),
            format!("order {}: {reason}", order.id),
        );
        deposit.reason = format!("matched by hand: {reason}");
        let at = deposit.movement.at;
        books.pay(&mut deposit, order, at)?;
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
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
