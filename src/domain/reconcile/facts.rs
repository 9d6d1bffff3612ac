//! What the books have of an order, as far as lists of movements are compared with it.

use chrono::NaiveDate;

use crate::{
    calendar::seoul,
    contradiction::Contradiction,
    id::{CustomerId, OrderId, PaymentId, RefundId},
    kind::Method,
    money::Won,
    order::{Order, OrderState},
    payment::Payment,
    refund::{Refund, RefundState},
};

/// An order with its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub order: OrderId,
    pub customer: CustomerId,
    pub amount: Won,
    pub state: OrderState,
    pub payment: Option<Booked>,
    /// What contradictions know of payments that are in no books, decided or not.
    pub parked: Vec<Parked>,
}

/// The payment that completed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    pub id: PaymentId,
    pub key: String,
    pub amount: Won,
    /// The day of Seoul on which it was paid.
    pub day: NaiveDate,
    /// What its provider gave back for us.
    pub refunds: Vec<Given>,
    /// Given back by others.
    pub outside: Won,
    /// Whether a deposit of it was taken back by a bank once: then it may be listed as paid and as taken back many times.
    pub came_again: bool,
}

/// A refund that the provider carried out. Transfers by hand are in no list of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub id: RefundId,
    pub amount: Won,
    /// The provider's own name of the cancel, where it is known.
    pub key: Option<String>,
    /// The first and the last day of Seoul on which it can have happened: it was sent, and it was known.
    pub days: (NaiveDate, NaiveDate),
}

/// Money at the provider that a contradiction is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    pub payment_key: String,
    /// What of it the provider said was given back.
    pub cancelled: Won,
    /// Whether nobody has to look at it any more.
    pub settled: bool,
}

impl Facts {
    /// Those of an order with its payment, that payment's refunds and the order's contradictions.
    pub fn of(
        order: &Order,
        payment: Option<&Payment>,
        refunds: &[Refund],
        contradictions: &[Contradiction],
    ) -> Self {
        let booked = payment.map(|payment| Booked {
            id: payment.id,
            key: payment.payment_key.clone(),
            amount: payment.amount,
            day: seoul(payment.paid_at).date_naive(),
            refunds: refunds.iter().filter_map(Given::of).collect(),
            outside: payment.cancelled_outside,
            came_again: payment.method == Method::VirtualAccount && payment.outside_at.is_some(),
        });
        Self {
            order: order.id,
            customer: order.customer.clone(),
            amount: order.amount,
            state: order.state,
            payment: booked,
            parked: contradictions.iter().map(Parked::of).collect(),
        }
    }
}

impl Given {
    fn of(refund: &Refund) -> Option<Self> {
        let (sent, settled) = (refund.sent_at?, refund.settled_at?);
        (refund.state == RefundState::Succeeded).then(|| Self {
            id: refund.id,
            amount: refund.given(),
            key: refund.cancel_key.clone(),
            days: (seoul(sent).date_naive(), seoul(settled).date_naive()),
        })
    }
}

impl Parked {
    fn of(known: &Contradiction) -> Self {
        Self {
            payment_key: known.payment_key.clone(),
            cancelled: known.cancelled,
            settled: !known.state.is_open(),
        }
    }
}
