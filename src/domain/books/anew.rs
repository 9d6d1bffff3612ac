//! Rows with accounts stored once more, as they are. The store encrypts an account whenever it writes one, so this is
//! how all accounts come to be under another key. Nothing that the books know changes.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    command::{Change, of_customer},
    customer::Customer,
    id::{ApprovalId, ContradictionId, CustomerId, OrderId, RefundId},
    refusal::Refusal,
};

/// Stores a row with an account once more. One without an account, or with one that cannot be read, is left alone.
#[derive(Debug, Clone)]
pub struct StoreAnew {
    pub customer: CustomerId,
    pub row: RowWithAccount,
}

/// A row that may hold an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowWithAccount {
    Refund(RefundId),
    Contradiction { id: ContradictionId, order: OrderId },
    Approval(ApprovalId),
}

impl Change for StoreAnew {
    type Answer = Customer;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        match self.row {
            RowWithAccount::Refund(id) => drop(needs.refunds.insert(id)),
            RowWithAccount::Contradiction { order, .. } => drop(needs.orders.insert(order)),
            RowWithAccount::Approval(id) => drop(needs.approvals.insert(id)),
        }
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Customer, Refusal> {
        let customer = &self.customer;
        match self.row {
            RowWithAccount::Refund(id) => {
                let refund = books.refund(customer, id)?;
                if refund
                    .account
                    .as_ref()
                    .is_some_and(|it| it.stored().is_none())
                {
                    books.rows.refunds.put(refund);
                }
            }
            RowWithAccount::Contradiction { id, .. } => {
                let known = books.contradiction(customer, id)?;
                if known
                    .account
                    .as_ref()
                    .is_some_and(|it| it.stored().is_none())
                {
                    books.rows.contradictions.put(known);
                }
            }
            RowWithAccount::Approval(id) => {
                let known = books.approval(customer, id)?;
                if known.request.goes_to().is_some() {
                    books.rows.approvals.put(known);
                }
            }
        }
        Ok(books.rows.customers.known(customer))
    }
}
