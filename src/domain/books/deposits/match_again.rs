//! A person decides that a deposit is a reversed transfer made again.

use crate::{
    actor::Actor,
    books::Books,
    deposit::{Deposit, DepositState},
    effects::AuditAct,
    id::PaymentId,
    kind::Method,
    money::Won,
    order::Order,
    refusal::Refusal,
};

impl Books<'_> {
    /// Whether the transfer that paid was taken back in whole.
    pub(super) fn came_undone(&self, id: PaymentId) -> bool {
        let payment = self.known_payment(id);
        payment.method == Method::BankTransfer && payment.cancelled_outside == payment.amount
    }

    /// A person decides that a deposit is a reversed transfer made again. Its credits come back with it.
    pub(super) fn match_again(
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
        self.act(
            by,
            AuditAct::DepositMatch,
            id.to_string(),
            format!("order {} again: {reason}", order.id),
        );
        deposit.state = DepositState::Matched;
        deposit.reason = format!("matched by hand, after a reversal: {reason}");
        deposit.order = Some(order.id);
        deposit.settled_at = Some(self.now);
        self.paid_again(payment, Won::ZERO, "the transfer was made again");
        self.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }
}
