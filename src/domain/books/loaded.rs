//! Rows that were loaded, found by their ids.

use super::Books;
use crate::{
    approval::Approval,
    canary,
    contradiction::Contradiction,
    customer::{Customer, CustomerState},
    id::{
        ApprovalId, ContradictionId, CustomerId, DueMonthId, HoldId, OrderId, PaymentId, RefundId,
        SpendId, SubscriptionId,
    },
    lot::Lot,
    membership::{DueMonth, Subscription},
    order::Order,
    payment::Payment,
    policy::Policy,
    refund::Refund,
    refusal::Refusal,
    spend::{Hold, Spend},
};

/// `name(Id) -> Row: rows or Refusal`: the row of this id, if it is the customer's.
macro_rules! rows_of_customers {
    ($($name:ident($id:ty) -> $row:ty: $kind:ident or $refusal:ident;)+) => {
        impl Books<'_> {
            $(pub(super) fn $name(&self, customer: &CustomerId, id: $id) -> Result<$row, Refusal> {
                self.rows.$kind.own(customer, &id).ok_or(Refusal::$refusal(id))
            })+
        }
    };
}

rows_of_customers! {
    order(OrderId) -> Order: orders or NoOrder;
    payment(PaymentId) -> Payment: payments or NoPayment;
    spend(SpendId) -> Spend: spends or NoSpend;
    hold(HoldId) -> Hold: holds or NoHold;
    refund(RefundId) -> Refund: refunds or NoRefund;
    contradiction(ContradictionId) -> Contradiction: contradictions or NoContradiction;
    approval(ApprovalId) -> Approval: approvals or NoApproval;
    subscription(SubscriptionId) -> Subscription: subscriptions or NoSubscription;
    due_month(DueMonthId) -> DueMonth: due_months or NoDueMonth;
}

impl Books<'_> {
    pub(super) fn customer(&self, id: &CustomerId) -> Customer {
        self.rows.customers.known(id)
    }

    pub(super) fn open_customer(&self, id: &CustomerId) -> Result<Customer, Refusal> {
        let customer = self.customer(id);
        match customer.state {
            CustomerState::Open | CustomerState::Frozen => Ok(customer),
            CustomerState::Closed if canary!(ClosedComesBack, true, false) => Ok(customer),
            CustomerState::Closed => Err(Refusal::CustomerClosed(id.clone())),
        }
    }

    /// A customer who may use, buy and be given credits.
    pub(super) fn active_customer(&self, id: &CustomerId) -> Result<Customer, Refusal> {
        let customer = self.open_customer(id)?;
        let frozen = customer.state == CustomerState::Frozen;
        if canary!(FrozenSpends, false, frozen) {
            return Err(Refusal::CustomerFrozen(id.clone()));
        }
        Ok(customer)
    }

    /// The policy that a lot is under.
    ///
    /// # Errors
    /// Where this gateway does not know it.
    pub(super) fn policy_of(&self, lot: &Lot) -> Result<&Policy, Refusal> {
        self.pinned(&lot.policy, &lot.policy_hash)
    }

    pub(super) fn known_payment(&self, id: PaymentId) -> Payment {
        self.rows.payments.known(&id)
    }

    pub(super) fn lot_of(&self, payment: PaymentId) -> Lot {
        self.rows
            .lots
            .values()
            .find(|lot| lot.payment == Some(payment))
            .cloned()
            .unwrap_or_else(|| panic!("the lot of payment {payment} was not loaded"))
    }

    pub(super) fn contradictions_of(&self, order: OrderId) -> impl Iterator<Item = &Contradiction> {
        let all = self.rows.contradictions.values();
        all.filter(move |known| known.order == order)
    }

    pub(super) fn refunds_of(&self, payment: PaymentId) -> impl Iterator<Item = &Refund> {
        let all = self.rows.refunds.values();
        all.filter(move |refund| refund.payment == payment)
    }
}
