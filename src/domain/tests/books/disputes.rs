//! Disputes: what they stop, what a lost one takes, and that the provider's look-ups and a person's word are never both counted.

use chrono::Duration;
use domain::{
    books::{
        disputes::{DecideDispute, OpenDispute},
        refunds::RefundRoute,
    },
    command::Answer,
    dispute::{DisputeState, Disputed, Taken, Verdict},
    id::{DisputeId, PaymentId},
    money::Won,
    refund::{Refund, RefundState},
    refusal::Refusal,
};

use crate::{customer, money_verbs::request_of, verbs::take, won, world::World};

pub(crate) fn opening(payment: PaymentId, amount: Option<Won>) -> OpenDispute {
    OpenDispute {
        customer: customer("ann"),
        payment,
        amount,
        reference: "CB-2026-1".to_owned(),
        reason: "I did not buy this".to_owned(),
        respond_by: None,
    }
}

impl World {
    pub(crate) fn dispute(&mut self, payment: PaymentId, amount: Option<Won>) -> DisputeId {
        let known = take!(self.ok(opening(payment, amount)), Disputed);
        assert_eq!(known.state(), DisputeState::Open);
        known.dispute.id
    }

    pub(crate) fn deciding(&self, dispute: DisputeId, verdict: Verdict) -> DecideDispute {
        let known = &self.rows.disputes[&dispute];
        DecideDispute {
            customer: known.customer.clone(),
            payment: known.payment,
            order: self.rows.payments[&known.payment].order,
            dispute,
            verdict,
            note: "the card company wrote".to_owned(),
        }
    }

    pub(crate) fn decide(&mut self, dispute: DisputeId, verdict: Verdict) -> Disputed {
        let change = self.deciding(dispute, verdict);
        take!(self.ok(change), Disputed)
    }
}

#[test]
fn an_open_dispute_stops_refunds_and_moves_nothing() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let quote = world.quote(payment);
    let dispute = world.dispute(payment, None);
    assert_eq!(world.has("ann"), 100);
    assert_eq!(world.payment(payment).dispute, Some(dispute));
    let disputed = Refusal::PaymentDisputed { payment, dispute };
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        disputed
    );
    assert_eq!(world.refused(opening(payment, None)), disputed);
    let ended = world.decide(dispute, Verdict::Won);
    assert_eq!(ended.state(), DisputeState::Won);
    assert_eq!((world.has("ann"), world.owed("ann")), (100, 0));
    assert_eq!(world.payment(payment).dispute, None);
    world.ok(request_of(&quote, RefundRoute::Provider));
}

#[test]
fn a_dispute_lost_by_a_payout_takes_its_credits_and_gives_them_back_when_reinstated() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 30);
    let dispute = world.dispute(payment, None);
    world.decide(dispute, Verdict::Lost(Taken::Settlement));
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    let known = world.payment(payment);
    assert_eq!(
        (known.charged_back, known.cancelled_outside),
        (won(1_000), won(1_000))
    );
    // The provider knows nothing of it: its look-ups neither take more nor give it back.
    world.cancel_outside(payment, 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    world.decide(dispute, Verdict::Reinstated);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
    let known = world.payment(payment);
    assert_eq!(
        (known.charged_back, known.cancelled_outside),
        (Won::ZERO, Won::ZERO)
    );
    world.cancel_outside(payment, 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
}

#[test]
fn what_the_provider_cancelled_besides_is_counted_apart() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let dispute = world.dispute(payment, Some(won(400)));
    world.decide(dispute, Verdict::Lost(Taken::Settlement));
    assert_eq!(world.has("ann"), 60);
    world.cancel_outside(payment, 300);
    assert_eq!(world.has("ann"), 30);
    assert_eq!(world.payment(payment).cancelled_outside, won(700));
    world.decide(dispute, Verdict::Reinstated);
    assert_eq!(world.has("ann"), 70);
    assert_eq!(world.payment(payment).cancelled_outside, won(300));
}

#[test]
fn a_dispute_lost_by_a_cancel_follows_the_provider_alone() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let dispute = world.dispute(payment, None);
    world.decide(dispute, Verdict::Lost(Taken::Cancel));
    assert_eq!(world.has("ann"), 100);
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.payment(payment).charged_back, Won::ZERO);
}

#[test]
fn a_dispute_ends_once_and_is_of_no_more_than_is_left() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let over = |amount: i64, left: i64| Refusal::DisputeOverLeft {
        payment,
        amount: won(amount),
        left: won(left),
    };
    assert_eq!(
        world.refused(opening(payment, Some(won(1_001)))),
        over(1_001, 1_000)
    );
    assert_eq!(
        world.refused(opening(payment, Some(Won::ZERO))),
        over(0, 1_000)
    );
    let dispute = world.dispute(payment, None);
    // Others took a part meanwhile, so a payout cannot have taken all of it.
    world.cancel_outside(payment, 300);
    let lost = Verdict::Lost(Taken::Settlement);
    let change = world.deciding(dispute, lost);
    assert_eq!(world.refused(change), over(1_000, 700));
    let change = world.deciding(dispute, Verdict::Reinstated);
    assert_eq!(
        world.refused(change),
        Refusal::DisputeInState {
            dispute,
            state: DisputeState::Open,
            verdict: DisputeState::Reinstated,
        }
    );
    world.decide(dispute, Verdict::Won);
    let change = world.deciding(dispute, lost);
    assert_eq!(
        world.refused(change),
        Refusal::DisputeInState {
            dispute,
            state: DisputeState::Won,
            verdict: DisputeState::Lost,
        }
    );
    let events: Vec<&str> = world
        .rows
        .events
        .iter()
        .map(|it| it.event.kind().as_str())
        .collect();
    assert!(
        events.ends_with(&["dispute.opened", "payment.cancelled_outside", "dispute.won"]),
        "{events:?}"
    );
}

#[test]
fn a_late_refund_bears_interest_for_each_day_begun() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let quote = world.quote(payment);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    let due = refund.due_at;
    for (hours, interest) in [
        (-1, 0),
        (0, 5),
        (23, 5),
        (24, 9),
        (24 * 9, 42),
        (24 * 364, 1_500),
    ] {
        let at = due + Duration::hours(hours);
        assert_eq!(refund.late_interest(at), won(interest), "{hours} hours");
    }
    let paid = Refund {
        state: RefundState::Succeeded,
        settled_at: Some(due),
        ..refund.clone()
    };
    assert_eq!(paid.late_interest(due + Duration::days(9)), won(5));
    let in_time = Refund {
        settled_at: Some(due - Duration::seconds(1)),
        ..paid
    };
    assert_eq!(in_time.late_interest(due + Duration::days(9)), Won::ZERO);
    let declined = Refund {
        state: RefundState::Declined,
        ..refund
    };
    assert_eq!(declined.late_interest(due + Duration::days(9)), Won::ZERO);
}
