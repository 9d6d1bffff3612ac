//! The open business that keeps an account from being closed.

use crate::{books::Books, id::CustomerId, spend::HoldState};

impl Books<'_> {
    pub(super) fn open_business(&self, customer: &CustomerId) -> Vec<String> {
        let orders = self
            .rows
            .orders
            .values()
            .filter(|order| order.customer == *customer && order.state.is_open());
        let holds = self
            .rows
            .holds
            .values()
            .filter(|hold| hold.customer_id == *customer && hold.state == HoldState::Open);
        let refunds = self
            .rows
            .refunds
            .values()
            .filter(|refund| refund.customer == *customer && refund.state.is_open());
        let parked = self.rows.contradictions.values().filter(|known| {
            known.customer == *customer && known.state.is_open() && known.kind.may_be_refunded()
        });
        let parked = parked.map(|known| format!("contradiction {} is {}", known.id, known.state));
        let mut what: Vec<String> = orders
            .map(|order| format!("order {} is {}", order.id, order.state))
            .chain(holds.map(|hold| format!("hold {} is open", hold.id)))
            .chain(refunds.map(|refund| format!("refund {} is {}", refund.id, refund.state)))
            .collect();
        what.extend(parked);
        what.sort();
        what
    }
}
