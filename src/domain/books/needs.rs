//! The rows that each change must see.

use super::Needs;
use crate::{
    command::{Authorization, Change, Command, RefundOutcome, Then},
    deposit::{Nearby, depositor_key},
    id::CustomerId,
    money::{AMOUNT_MAX, Credits},
};

/// A number so large that all live lots are loaded.
const EVERYTHING: Credits = match Credits::new(AMOUNT_MAX) {
    Ok(everything) => everything,
    Err(_) => Credits::ZERO,
};

impl Command {
    /// Adds the rows that this command must see to those that the batch loads.
    pub fn needs(&self, needs: &mut Needs) {
        if let Some(idempotency_key) = &self.idempotency_key {
            needs
                .idempotency_keys
                .insert((idempotency_key.scope.clone(), idempotency_key.key.clone()));
        }
        if let Authorization::Approved { approval, .. } = &self.authorization {
            needs.approvals.insert(*approval);
        }
        if let Change::Reject { approval, .. } = &self.change {
            needs.approvals.insert(*approval);
        }
        self.change.needs(needs);
    }
}

impl Change {
    /// The customer it changes, where it names one.
    pub fn customer(&self) -> Option<&CustomerId> {
        match self {
            Self::OpenOrder(open) => Some(&open.customer),
            Self::RequestRefund(request) => Some(&request.customer),
            Self::GiveAccount(given) => Some(&given.customer),
            Self::AttachSession { customer, .. }
            | Self::FailOrder { customer, .. }
            | Self::Confirming { customer, .. }
            | Self::CancelOrder { customer, .. }
            | Self::Overdue { customer, .. }
            | Self::ExpireOrder { customer, .. }
            | Self::Observe { customer, .. }
            | Self::Spend { customer, .. }
            | Self::Reverse { customer, .. }
            | Self::Hold { customer, .. }
            | Self::Capture { customer, .. }
            | Self::Release { customer, .. }
            | Self::Grant { customer, .. }
            | Self::Expire { customer }
            | Self::Quote { customer, .. }
            | Self::Submit { customer, .. }
            | Self::ObserveRefund { customer, .. }
            | Self::Bounce { customer, .. }
            | Self::Hint { customer, .. }
            | Self::LookLater { customer, .. }
            | Self::Match { customer, .. }
            | Self::Accept { customer, .. }
            | Self::GiveBack { customer, .. }
            | Self::NotGivenBack { customer, .. }
            | Self::CloseContradiction { customer, .. }
            | Self::Reject { customer, .. }
            | Self::QuoteClosing { customer }
            | Self::CloseCustomer { customer, .. }
            | Self::WaiveDebt { customer, .. } => Some(customer),
            Self::Receive { then, .. } => match then {
                Then::Look { customer, .. } => Some(customer),
                Then::DepositReversed { customer, .. } => customer.as_ref(),
                Then::Nothing | Then::Deposit(_) => None,
            },
            Self::Repeat { .. } | Self::NewMoney { .. } | Self::Return { .. } => None,
        }
    }

    /// Whether the answer includes the customer's balance: for changes of credits that a client asks for.
    pub(super) fn answers_balance(&self) -> bool {
        match self {
            Self::Spend { .. }
            | Self::Hold { .. }
            | Self::Reverse { .. }
            | Self::Capture { .. }
            | Self::Release { .. }
            | Self::Grant { .. }
            | Self::Quote { .. }
            | Self::RequestRefund(_)
            | Self::QuoteClosing { .. }
            | Self::CloseCustomer { .. }
            | Self::WaiveDebt { .. } => true,
            Self::OpenOrder(_)
            | Self::AttachSession { .. }
            | Self::FailOrder { .. }
            | Self::Confirming { .. }
            | Self::CancelOrder { .. }
            | Self::Overdue { .. }
            | Self::ExpireOrder { .. }
            | Self::Observe { .. }
            | Self::Expire { .. }
            | Self::Submit { .. }
            | Self::ObserveRefund { .. }
            | Self::Bounce { .. }
            | Self::GiveAccount(_)
            | Self::Receive { .. }
            | Self::Hint { .. }
            | Self::LookLater { .. }
            | Self::Match { .. }
            | Self::Repeat { .. }
            | Self::NewMoney { .. }
            | Self::Return { .. }
            | Self::Accept { .. }
            | Self::GiveBack { .. }
            | Self::NotGivenBack { .. }
            | Self::CloseContradiction { .. }
            | Self::Reject { .. } => false,
        }
    }

    /// Whether it may take away credits that a spend of the same batch counts on.
    fn drains(&self) -> bool {
        match self {
            Self::Observe { .. }
            | Self::Accept { .. }
            | Self::RequestRefund(_)
            | Self::ObserveRefund { .. } => true,
            Self::Receive { then, .. } => match then {
                Then::DepositReversed { .. } => true,
                Then::Nothing | Then::Look { .. } | Then::Deposit(_) => false,
            },
            Self::OpenOrder(_)
            | Self::AttachSession { .. }
            | Self::FailOrder { .. }
            | Self::Confirming { .. }
            | Self::CancelOrder { .. }
            | Self::Overdue { .. }
            | Self::ExpireOrder { .. }
            // These take credits from lots themselves, and ask for the number they take.
            | Self::Spend { .. }
            | Self::Hold { .. }
            | Self::Reverse { .. }
            | Self::Capture { .. }
            | Self::Release { .. }
            | Self::Grant { .. }
            | Self::Expire { .. }
            | Self::Quote { .. }
            | Self::Submit { .. }
            | Self::Bounce { .. }
            | Self::GiveAccount(_)
            | Self::Hint { .. }
            | Self::LookLater { .. }
            | Self::Match { .. }
            | Self::Repeat { .. }
            | Self::NewMoney { .. }
            | Self::Return { .. }
            | Self::GiveBack { .. }
            | Self::NotGivenBack { .. }
            | Self::CloseContradiction { .. }
            | Self::Reject { .. }
            | Self::WaiveDebt { .. }
            // Nothing is spent after it.
            | Self::QuoteClosing { .. }
            | Self::CloseCustomer { .. } => false,
        }
    }

    /// Whether it may make the customer owe credits, or must see a debt set off first: then all live lots count.
    fn sets_off(&self) -> bool {
        match self {
            Self::Observe { snapshot, .. } | Self::Accept { snapshot, .. } => {
                snapshot.may_take_back()
            }
            Self::ObserveRefund { outcome, .. } => match outcome {
                RefundOutcome::Declined { .. } => true,
                RefundOutcome::Succeeded { .. }
                | RefundOutcome::ByHand { .. }
                | RefundOutcome::Open { .. } => false,
            },
            Self::Receive { then, .. } => match then {
                Then::DepositReversed { .. } => true,
                Then::Nothing | Then::Look { .. } | Then::Deposit(_) => false,
            },
            Self::Quote { .. } | Self::RequestRefund(_) => true,
            Self::OpenOrder(_)
            | Self::AttachSession { .. }
            | Self::FailOrder { .. }
            | Self::Confirming { .. }
            | Self::CancelOrder { .. }
            | Self::Overdue { .. }
            | Self::ExpireOrder { .. }
            | Self::Spend { .. }
            | Self::Hold { .. }
            | Self::Reverse { .. }
            | Self::Capture { .. }
            | Self::Release { .. }
            | Self::Grant { .. }
            | Self::Expire { .. }
            | Self::Submit { .. }
            | Self::Bounce { .. }
            | Self::GiveAccount(_)
            | Self::Hint { .. }
            | Self::LookLater { .. }
            | Self::Match { .. }
            | Self::Repeat { .. }
            | Self::NewMoney { .. }
            | Self::Return { .. }
            | Self::GiveBack { .. }
            | Self::NotGivenBack { .. }
            | Self::CloseContradiction { .. }
            | Self::Reject { .. }
            | Self::WaiveDebt { .. }
            // Sees everything anyway.
            | Self::QuoteClosing { .. }
            | Self::CloseCustomer { .. } => false,
        }
    }

    fn needs(&self, needs: &mut Needs) {
        needs.customers.extend(self.customer().cloned());
        if self.answers_balance() {
            needs.balances.extend(self.customer().cloned());
            needs.lapsed_holds_of.extend(self.customer().cloned());
        }
        needs.may_await |= matches!(self, Self::OpenOrder(_) | Self::AttachSession { .. });
        self.needs_rows(needs);
        if let Some(customer) = self.customer() {
            if self.sets_off() {
                needs.spendable.insert(customer.clone(), EVERYTHING);
            }
            if self.drains() {
                needs.drained.insert(customer.clone());
            }
            // The order in which the two were added does not matter.
            if let Some(asked) = needs
                .spendable
                .get_mut(customer)
                .filter(|_| needs.drained.contains(customer))
            {
                *asked = EVERYTHING;
            }
        }
    }

    fn needs_rows(&self, needs: &mut Needs) {
        match self {
            Self::OpenOrder(open) => {
                needs.orders.insert(open.id);
                if let Some((name, account)) = open.depositor.as_ref().zip(open.account.as_ref()) {
                    needs.depositors.insert(depositor_key(account, name));
                }
            }
            Self::AttachSession { order, .. }
            | Self::FailOrder { order, .. }
            | Self::Confirming { order, .. }
            | Self::CancelOrder { order, .. }
            | Self::Overdue { order, .. }
            | Self::ExpireOrder { order, .. }
            | Self::Hint { order, .. }
            | Self::LookLater { order, .. }
            | Self::Observe { order, .. }
            | Self::Accept { order, .. }
            | Self::GiveBack { order, .. }
            | Self::NotGivenBack { order, .. }
            | Self::CloseContradiction { order, .. } => {
                needs.orders.insert(*order);
            }
            Self::Spend {
                customer, credits, ..
            }
            | Self::Hold {
                customer, credits, ..
            } => {
                let asked = needs.spendable.entry(customer.clone()).or_default();
                *asked = asked.plus(*credits).unwrap_or(EVERYTHING);
            }
            Self::Reverse { spend, .. } => needs.spends.extend([*spend]),
            Self::Capture { hold, .. } | Self::Release { hold, .. } => needs.holds.extend([*hold]),
            Self::Grant { bonus_of, .. } => needs.payments.extend(*bonus_of),
            Self::WaiveDebt { .. } | Self::Reject { .. } => {}
            Self::Expire { customer } => needs.lapsed_of.extend([customer.clone()]),
            Self::Quote { payment, .. } => needs.payments.extend([*payment]),
            Self::RequestRefund(request) => {
                needs.payments.insert(request.payment);
                needs.quotes.insert(request.quote);
            }
            Self::Submit { refund, .. }
            | Self::ObserveRefund { refund, .. }
            | Self::Bounce { refund, .. } => needs.refunds.extend([*refund]),
            Self::GiveAccount(given) => needs.refunds.extend([given.refund]),
            Self::Receive { received, then } => {
                needs
                    .events
                    .insert((received.provider.clone(), received.event_key.clone()));
                then.needs(needs);
            }
            Self::Match { deposit, order, .. } => {
                needs.deposits.insert(*deposit);
                needs.orders.insert(*order);
            }
            Self::Repeat { deposit, of, .. } => needs.deposits.extend([*deposit, *of]),
            Self::NewMoney {
                deposit,
                account,
                name,
                ..
            } => {
                needs.deposits.insert(*deposit);
                needs.depositors.insert(depositor_key(account, &name.0));
            }
            Self::Return { deposit, .. } => needs.deposits.extend([*deposit]),
            Self::QuoteClosing { customer } | Self::CloseCustomer { customer, .. } => {
                needs.everything_of.extend([customer.clone()]);
            }
        }
    }
}

impl Then {
    fn needs(&self, needs: &mut Needs) {
        match self {
            Self::Nothing => {}
            Self::Look { order, .. } => {
                needs.orders.insert(*order);
            }
            Self::Deposit(movement) => {
                needs
                    .movements
                    .insert((movement.provider.clone(), movement.key.clone()));
                needs
                    .depositors
                    .insert(depositor_key(&movement.account, &movement.name));
                needs.nearby.insert(Nearby::of(movement));
            }
            Self::DepositReversed { provider, key, .. } => {
                needs.movements.insert((provider.clone(), key.clone()));
            }
        }
    }
}
