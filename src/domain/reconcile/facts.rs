//! What the books have of an order, as far as lists of movements are compared with it.

use chrono::NaiveDate;

use crate::{
    calendar::seoul,
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    dispute::{DisputeState, Disputed, Taken},
    id::{ContradictionId, CustomerId, DisputeId, OrderId, PaymentId, RefundId},
    kind::{Method, ProviderId},
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
    /// The payment that completed it, where it is one of the provider that is compared.
    pub payment: Option<Booked>,
    /// What contradictions know of payments at the provider that is compared, decided or not.
    pub parked: Vec<Parked>,
}

/// The payment that completed an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    pub id: PaymentId,
    pub key: String,
    pub amount: Won,
    /// The day of Seoul on which it was paid.
    pub day: NaiveDate,
    /// What its provider gave back for us.
    pub refunds: Vec<Given>,
    /// What it was asked to give back, and what became of it is not known yet.
    pub under_way: Vec<UnderWay>,
    /// Given back by others, without what disputes took from payouts.
    pub outside: Won,
    /// Taken from payouts by disputes that were lost.
    pub charged_back: Vec<ChargedBack>,
    /// Whether it is a deposit into a virtual account, which a bank may take back and a buyer may make again.
    pub is_account: bool,
    /// Whether a deposit of it was taken back by a bank once, as the books saw it: then it may be listed as paid and as taken back many times.
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

/// A refund that was sent and is in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    pub id: RefundId,
    pub amount: Won,
    /// The day of Seoul on which it was sent first: nothing of it happened before.
    pub since: NaiveDate,
}

/// What a lost dispute took from what the provider pays out. No look-up shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargedBack {
    pub id: DisputeId,
    pub amount: Won,
    /// Whether it came again: then it is paid out once more.
    pub reinstated: bool,
}

/// Money at the provider that a contradiction is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    pub id: ContradictionId,
    pub kind: ContradictionKind,
    pub payment_key: String,
    /// What the provider said was paid.
    pub amount: Won,
    /// How much of it went back, or may have by now.
    pub gone: Won,
    /// Whether somebody still has to decide about it.
    pub open: bool,
}

impl Facts {
    /// Those of an order with its payment, that payment's refunds and disputes, and the order's contradictions, as far as they say
    /// something of money at `provider`: nobody else's list has a payment that was made elsewhere.
    pub fn of(
        provider: &ProviderId,
        order: &Order,
        payment: Option<&Payment>,
        (refunds, disputes): (&[Refund], &[Disputed]),
        contradictions: &[Contradiction],
    ) -> Self {
        let charged_back: Vec<ChargedBack> = disputes.iter().filter_map(ChargedBack::of).collect();
        let lost = charged_back.iter().filter(|it| !it.reinstated);
        let taken = lost.fold(Won::ZERO, |sum, it| sum.plus(it.amount).unwrap_or(Won::MAX));
        let booked = payment.filter(|payment| payment.provider == *provider);
        let booked = booked.map(|payment| Booked {
            id: payment.id,
            key: payment.payment_key.clone(),
            amount: payment.amount,
            day: seoul(payment.paid_at).date_naive(),
            refunds: refunds.iter().filter_map(Given::of).collect(),
            under_way: refunds.iter().filter_map(UnderWay::of).collect(),
            // What disputes took counts once, also where look-ups list it as well.
            outside: payment.cancelled_outside.minus_or_zero(taken),
            charged_back,
            is_account: payment.method == Method::VirtualAccount,
            came_again: payment.method == Method::VirtualAccount && payment.outside_at.is_some(),
        });
        Self {
            order: order.id,
            customer: order.customer.clone(),
            amount: order.amount,
            state: order.state,
            payment: booked,
            parked: contradictions
                .iter()
                .filter(|known| known.provider == *provider)
                .map(Parked::of)
                .collect(),
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

impl ChargedBack {
    fn of(known: &Disputed) -> Option<Self> {
        let reinstated = match known.state() {
            DisputeState::Lost => false,
            DisputeState::Reinstated => true,
            DisputeState::Open | DisputeState::Won => return None,
        };
        (known.taken() == Some(Taken::Settlement)).then_some(Self {
            id: known.dispute.id,
            amount: known.dispute.amount,
            reinstated,
        })
    }
}

impl UnderWay {
    fn of(refund: &Refund) -> Option<Self> {
        (refund.state == RefundState::Sent).then_some(Self {
            id: refund.id,
            amount: refund.amount,
            since: seoul(refund.sent_at?).date_naive(),
        })
    }
}

impl Parked {
    fn of(known: &Contradiction) -> Self {
        let gone = match known.state {
            ContradictionState::Open | ContradictionState::Accepted => known.cancelled,
            // A person transferred the money that the provider refused to give back: it must not go back there as well.
            ContradictionState::Closed if known.failure.is_some() => known.cancelled,
            // Its end says that nothing is left there, or a cancel of ours is on its way.
            ContradictionState::Refunding
            | ContradictionState::Agreed
            | ContradictionState::Refunded
            | ContradictionState::Closed => known.amount,
        };
        Self {
            id: known.id,
            kind: known.kind,
            payment_key: known.payment_key.clone(),
            amount: known.amount,
            gone,
            open: known.state.is_open(),
        }
    }
}
