//! Statements of a provider that the books cannot follow. They are stored, looked up again, and decided by a person.

use std::fmt::Write as _;

use super::{Books, orders::Unpaid};
use crate::{
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement, misfit},
    customer::CustomerState,
    effects::Job,
    event::{ContradictionSettled, Event, OrderContradicted},
    id::{ContradictionId, CustomerId, OrderId, PaymentId},
    kind::ProviderId,
    money::Won,
    order::{Order, OrderState},
    payment::{Payment, Snapshot, Standing},
    refund::{Refund, RefundState},
    refusal::Refusal,
};
use chrono::{DateTime, Duration, Utc};

/// How long after an order was parked its provider is asked again, in minutes. A provider's own mistake is often
/// corrected by then, and a buyer waits. Afterwards the schedule is that of a payment.
const PARKED_ASKED_MINUTES: i64 = 10;

impl Books<'_> {
    /// Why a paid snapshot does not fit its order. Money moved, so the order is parked, never dropped.
    pub(super) fn misfits(&self, order: &Order, snapshot: &Snapshot) -> Option<Disagreement> {
        if let Some(disagreement) = misfit(order, snapshot) {
            return Some(disagreement);
        }
        let disagreement = |kind, note: &str| Some(Disagreement::new(kind, note));
        if self.customer(&order.customer).state == CustomerState::Closed {
            let note = "paid after the customer was closed";
            return disagreement(ContradictionKind::CustomerClosed, note);
        }
        if let Err(refusal) = self.granted_with(&order.customer, order.all_credits()) {
            let note = format!("paid, and cannot be minted: {refusal}");
            return disagreement(ContradictionKind::TooManyCredits, &note);
        }
        // An order that was cancelled and then parked still counts as cancelled.
        let told_before = |known: &Contradiction| known.kind == ContradictionKind::OrderCancelled;
        let cancelled = order.state == OrderState::Cancelled
            || self.contradictions_of(order.id).any(told_before);
        let note = "paid after the order was cancelled";
        cancelled.then(|| Disagreement::new(ContradictionKind::OrderCancelled, note))
    }

    /// Parks money that does not fit its order. Nothing is minted, and a person decides, unless the provider agrees
    /// later.
    pub(super) fn park(
        &mut self,
        order: Order,
        disagreement: Disagreement,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Option<ContradictionKind> {
        let id = order.id;
        let closed = |known: &Contradiction| {
            known.state == ContradictionState::Closed
                && (known.kind, known.payment_key.as_str())
                    == (disagreement.kind, snapshot.payment_key.as_str())
                && known.note == disagreement.note
        };
        if self.contradictions_of(id).any(closed) {
            return None;
        }
        let mut order = order;
        if order.state != OrderState::Mismatched {
            let customer = order.customer.clone();
            self.close_order(order, Unpaid::Mismatched(disagreement.note.clone()));
            order = self
                .order(&customer, id)
                .unwrap_or_else(|_| panic!("order {id} was not loaded"));
        }
        // One payment has one contradiction at a time: the earlier ones are over.
        let kind = disagreement.kind;
        self.end_agreed(&order, snapshot, |before| before != kind);
        let told = self.write_down(&order, disagreement, &About::of(snapshot));
        self.look_at_parked(&order, asked_at);
        told
    }

    /// Applies a paid snapshot to an order that a person has to decide, where the rules must not go on. The money is
    /// being given back, or nothing of it is left. Returns whether that was so.
    pub(super) fn ends_parked(
        &mut self,
        order: &Order,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> bool {
        let key = snapshot.payment_key.as_str();
        let known = |known: &Contradiction| known.state.is_open() && known.payment_key == key;
        let going =
            |kept: &Contradiction| known(kept) && kept.state == ContradictionState::Refunding;
        let (parked, refunding) = (
            self.contradictions_of(order.id).any(known) || self.misfits(order, snapshot).is_some(),
            self.contradictions_of(order.id).any(going),
        );
        if parked && nothing_is_left(snapshot) {
            self.end_agreed(order, snapshot, |_| true);
            let given_back = Unpaid::Cancelled("given back at the provider".to_owned());
            self.unpark(order.clone(), given_back);
            return true;
        }
        if refunding {
            self.look_at_parked(order, asked_at);
        }
        refunding
    }

    /// Like [`Books::park`] for an order whose payment is booked. The booking stays, and the seller gets an event.
    pub(super) fn contradict(
        &mut self,
        order: &Order,
        disagreement: Disagreement,
        snapshot: &Snapshot,
    ) -> Option<ContradictionKind> {
        self.contradict_by(order, disagreement, &About::of(snapshot))
    }

    /// Like [`Books::contradict`], where no snapshot states the disagreement.
    pub(super) fn contradict_by(
        &mut self,
        order: &Order,
        disagreement: Disagreement,
        about: &About<'_>,
    ) -> Option<ContradictionKind> {
        let note = disagreement.note.clone();
        let kind = self.write_down(order, disagreement, about)?;
        self.event(Event::OrderContradicted(OrderContradicted {
            order_id: order.id,
            customer_id: order.customer.clone(),
            kind,
            note,
        }));
        Some(kind)
    }

    /// Adds it to the list, once. A contradiction that a person has closed is not opened again by the same answer.
    fn write_down(
        &mut self,
        order: &Order,
        Disagreement { kind, note }: Disagreement,
        about: &About<'_>,
    ) -> Option<ContradictionKind> {
        // Each refund that failed since has its own contradiction: a person decides about one at a time.
        let one = kind != ContradictionKind::RefundUndone;
        let same = |known: &&Contradiction| {
            known.kind == kind
                && known.payment_key == about.payment_key
                && ((known.state.is_open() && (one || known.note == note))
                    || (known.state == ContradictionState::Closed && known.note == note))
        };
        let known = self.contradictions_of(order.id).find(same).cloned();
        let Some(known) = known else {
            let id = ContradictionId::new(self.now, self.entropy);
            self.rows.contradictions.put(
                id,
                Contradiction {
                    id,
                    customer: order.customer.clone(),
                    order: order.id,
                    provider: about.provider.clone(),
                    payment_key: about.payment_key.to_owned(),
                    kind,
                    state: ContradictionState::Open,
                    note,
                    amount: about.amount,
                    cancelled: about.cancelled,
                    opened_at: self.now,
                    settled_at: None,
                    decided_by: None,
                    reason: None,
                    refund: None,
                    account: None,
                    failure: None,
                },
            );
            return Some(kind);
        };
        let now = (note, about.amount, about.cancelled);
        let then = (known.note.clone(), known.amount, known.cancelled);
        if known.state != ContradictionState::Open || now == then {
            return None;
        }
        let (note, amount, cancelled) = now;
        self.rows.contradictions.put(
            known.id,
            Contradiction {
                note,
                amount,
                cancelled,
                ..known
            },
        );
        Some(kind)
    }

    /// The provider agrees now. Contradictions about this payment that a look-up can end are over.
    pub(super) fn end_agreed(
        &mut self,
        order: &Order,
        snapshot: &Snapshot,
        ends: impl Fn(ContradictionKind) -> bool,
    ) {
        let key = snapshot.payment_key.as_str();
        // With any other standing the bank took the money back, or it was never there.
        let went = snapshot.standing == Standing::Paid;
        let mut over: Vec<Contradiction> = self
            .contradictions_of(order.id)
            .filter(|known| known.state.is_open() && known.payment_key == key && ends(known.kind))
            .cloned()
            .collect();
        over.sort_by_key(|known| known.id);
        for known in over {
            // Money that a person wanted back is not there any more: it went.
            let state = if known.state == ContradictionState::Refunding && went {
                ContradictionState::Refunded
            } else {
                ContradictionState::Agreed
            };
            self.settle_contradiction(known, state);
        }
    }

    pub(super) fn settle_contradiction(
        &mut self,
        known: Contradiction,
        state: ContradictionState,
    ) -> Contradiction {
        let settled = Contradiction {
            state,
            settled_at: Some(self.now),
            ..known
        };
        self.event(Event::ContradictionSettled(ContradictionSettled {
            contradiction_id: settled.id,
            order_id: settled.order,
            customer_id: settled.customer.clone(),
            kind: settled.kind,
            state: settled.state,
            note: settled.note.clone(),
        }));
        self.rows.contradictions.put(settled.id, settled.clone());
        settled
    }

    /// Ends a parked order that leaves nothing to decide.
    pub(super) fn unpark(&mut self, order: Order, end: Unpaid) {
        let open = self
            .contradictions_of(order.id)
            .any(|known| known.state.is_open());
        let parked = order.state == OrderState::Mismatched;
        if (parked && !open) || order.state.is_open() {
            self.close_order(order, end);
        }
    }

    /// A contradicted payment is asked about again soon, because a provider's own mistake is often corrected by then.
    pub(super) fn look_soon(&mut self, order: &Order) {
        let soon = self.now + Duration::minutes(PARKED_ASKED_MINUTES);
        self.job(Job::SettleOrder(order.id), soon);
    }

    /// Our refund and others' refunds together gave back more than was paid, so somebody has the money twice. Where a
    /// person has yet to transfer a refund, somebody will have it twice.
    pub(super) fn gave_back_twice(&mut self, id: PaymentId) {
        let payment = self.known_payment(id);
        let waiting_won = self.await_transfer(id, &payment);
        let gone = payment.refunded.plus(payment.cancelled_outside);
        let gone = gone.unwrap_or(Won::MAX);
        if gone <= payment.amount && waiting_won.is_zero() {
            return;
        }
        let Ok(order) = self.order(&payment.customer, payment.order) else {
            return;
        };
        let (refunded, outside) = (payment.refunded, payment.cancelled_outside);
        let mut note = format!(
            "of {} won {refunded} were refunded and {outside} went by others' hands",
            payment.amount
        );
        if !waiting_won.is_zero() {
            let _infallible = write!(note, "; {waiting_won} wait for a transfer by hand");
        }
        let about = About {
            provider: &payment.provider,
            payment_key: &payment.payment_key,
            amount: payment.amount,
            cancelled: payment.amount,
        };
        self.contradict_by(
            &order,
            Disagreement::new(ContradictionKind::GaveBackTwice, note),
            &about,
        );
    }

    /// Won of refunds by hand that are still to be transferred although others took the money back meanwhile. The note
    /// of each such refund says so.
    fn await_transfer(&mut self, id: PaymentId, payment: &Payment) -> Won {
        let waits =
            |refund: &&Refund| matches!(refund.state, RefundState::ByHand | RefundState::Bounced);
        let waiting: Vec<Refund> = self.refunds_of(id).filter(waits).cloned().collect();
        let total = waiting
            .iter()
            .try_fold(Won::ZERO, |sum, refund| sum.plus(refund.amount));
        let total = total.unwrap_or(Won::MAX);
        if payment.holds(total) {
            return Won::ZERO;
        }
        let note = "others took the payment back: decline it instead of transferring it";
        for mut refund in waiting {
            if refund.note.as_deref() != Some(note) {
                refund.because(note.into());
                self.refund_event(Event::RefundByHand, &refund);
                self.rows.refunds.put(refund.id, refund);
            }
        }
        total
    }

    pub(super) fn look_at_parked(&mut self, order: &Order, asked_at: DateTime<Utc>) {
        let since = order.closed_at.unwrap_or(self.now);
        let soon = since + Duration::minutes(PARKED_ASKED_MINUTES);
        let next = if asked_at < soon {
            Some(soon)
        } else {
            self.rules.asking(&order.provider).next(since, asked_at)
        };
        if let Some(at) = next {
            self.job(Job::SettleOrder(order.id), at);
        }
    }

    /// A contradiction that was loaded with its order.
    pub(super) fn contradiction(
        &self,
        customer: &CustomerId,
        id: ContradictionId,
    ) -> Result<Contradiction, Refusal> {
        self.rows
            .contradictions
            .get(&id)
            .filter(|known| known.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoContradiction(id))
    }

    pub(super) fn contradictions_of(&self, order: OrderId) -> impl Iterator<Item = &Contradiction> {
        self.rows
            .contradictions
            .values()
            .filter(move |known| known.order == order)
    }
}

/// The payment that a contradiction is about, as it was reported.
pub(super) struct About<'a> {
    pub provider: &'a ProviderId,
    pub payment_key: &'a str,
    pub amount: Won,
    pub cancelled: Won,
}

impl<'a> About<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        Self {
            provider: &snapshot.provider,
            payment_key: &snapshot.payment_key,
            amount: snapshot.amount,
            cancelled: snapshot.cancelled,
        }
    }
}

/// Whether a payment holds no money any more, or none yet.
pub(super) fn nothing_is_left(snapshot: &Snapshot) -> bool {
    match snapshot.standing {
        Standing::Paid => snapshot.cancelled >= snapshot.amount,
        Standing::AwaitingDeposit
        | Standing::Failed { .. }
        | Standing::Voided
        | Standing::Expired => true,
        Standing::Pending | Standing::Unknown { .. } => false,
    }
}
