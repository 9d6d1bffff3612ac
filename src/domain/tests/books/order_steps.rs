//! Random steps of orders and contradictions.

use domain::{
    books::{
        decisions::{
            AcceptContradiction, CloseContradiction, RefundContradiction, ReopenContradiction,
        },
        observe::ObservePayment,
        orders::{BeginConfirmation, CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder},
    },
    command::AnyChange,
    failure::Failure,
    order::Order,
    payment::Standing,
    refund::RefundState,
};

use crate::{
    steps::{listed, pick},
    won,
    world::World,
};

impl World {
    pub(crate) fn order_step(&self, what: u8, which: u8, amount: i64) -> Option<AnyChange> {
        let row = self.order_for(what, which)?;
        let (customer, order) = (row.customer.clone(), row.id);
        let mut snapshot = self.paid(order);
        match what {
            5..=8 => {
                snapshot.amount = if amount % 9 == 0 {
                    won(amount)
                } else {
                    snapshot.amount
                }
            }
            9 => {
                let payment = row.payment.map(|payment| self.payment(payment))?;
                let ours = payment.refunded.plus(payment.in_flight).unwrap();
                let outside = payment
                    .amount
                    .share_floor(amount.min(1_000), 1_000)
                    .unwrap();
                snapshot.cancelled = ours.plus(outside).unwrap().min(payment.amount);
                snapshot.cancels = self
                    .rows
                    .refunds
                    .values()
                    .filter_map(|refund| listed(refund, amount))
                    .collect();
            }
            10 => {
                snapshot.standing = match amount % 5 {
                    0 => Standing::AwaitingDeposit,
                    1 => Standing::Failed(Failure::new("X", "no")),
                    2 => Standing::Expired,
                    3 => Standing::Voided,
                    _ => Standing::Pending,
                }
            }
            _ => {
                return Some(unpaid_step(&row, amount));
            }
        }
        Some(
            ObservePayment {
                customer,
                order,
                snapshot: Box::new(snapshot),
                asked_at: self.now,
            }
            .into(),
        )
    }

    pub(crate) fn contradiction_step(&self, which: u8, amount: u16) -> Option<AnyChange> {
        let known = pick(self.rows.contradictions.values(), which)?;
        let (customer, order, contradiction) = (known.customer.clone(), known.order, known.id);
        let reason = "decided".to_owned();
        Some(match amount % 4 {
            0 => {
                let mut snapshot = Box::new(self.paid(order));
                snapshot.payment_key.clone_from(&known.payment_key);
                (snapshot.amount, snapshot.cancelled) = (known.amount, known.cancelled);
                let asked_at = self.now;
                AcceptContradiction {
                    customer,
                    order,
                    contradiction,
                    snapshot,
                    asked_at,
                    reason,
                }
                .into()
            }
            1 => RefundContradiction {
                customer,
                order,
                contradiction,
                account: None,
                reason,
            }
            .into(),
            2 => ReopenContradiction {
                customer,
                order,
                contradiction,
                failure: reason.into(),
            }
            .into(),
            _ => CloseContradiction {
                customer,
                order,
                contradiction,
                transferred: (amount % 8 == 3).then(|| "transfer 1".to_owned()),
                reason,
            }
            .into(),
        })
    }

    /// One of the latest orders; for a report of cancels, one whose refund was sent, where there is one.
    fn order_for(&self, what: u8, which: u8) -> Option<Order> {
        let sent = self.rows.refunds.values();
        let sent = sent.filter(|refund| refund.state == RefundState::Sent);
        match pick(sent, which).filter(|_| what == 9) {
            Some(refund) => Some(self.order(self.payment(refund.payment).order).clone()),
            None => pick(self.rows.orders.values(), which).cloned(),
        }
    }
}

fn unpaid_step(row: &Order, amount: i64) -> AnyChange {
    let (customer, order, note) = (row.customer.clone(), row.id, "said so".to_owned());
    match amount % 5 {
        0 => CancelOrder {
            customer,
            order,
            note,
        }
        .into(),
        1 => ExpireOrder { customer, order }.into(),
        2 => EndOverdueOrder { customer, order }.into(),
        3 => BeginConfirmation {
            customer,
            order,
            query: std::collections::BTreeMap::default(),
        }
        .into(),
        _ => FailOrder {
            look_at: None,
            customer,
            order,
            failure: note.into(),
        }
        .into(),
    }
}
