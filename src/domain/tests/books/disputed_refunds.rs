//! Refunds that are open when their payment is disputed: nothing goes back twice.

use chrono::Duration;
use domain::{
    books::{
        decisions::RefundContradiction,
        quotes::Asked,
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, SubmitRefund},
    },
    command::Answer,
    contradiction::{Contradiction, ContradictionKind},
    dispute::{Taken, Verdict},
    effects::Job,
    id::{PaymentId, RefundId},
    kind::Method,
    payment::{Snapshot, Standing},
    refund::{Refund, RefundState},
    refusal::Refusal,
};

use crate::{credits, money_verbs::request_of, verbs::take, won, world::World};

const SETTLED: Verdict = Verdict::Lost(Taken::Settlement);

/// A refund of 600 of a payment's 1,000 won.
fn asked(world: &mut World, route: RefundRoute) -> (PaymentId, Refund) {
    let payment = world.buy("ann", "direct-100", 1);
    let asked = Asked {
        credits: Some(credits(60)),
        ..Asked::default()
    };
    let change = world.asking(payment, asked);
    let quote = take!(world.ok(change), Quote);
    (payment, take!(world.ok(request_of(&quote, route)), Refund))
}

fn by_hand() -> RefundRoute {
    RefundRoute::Hand("the provider is past its deadline".to_owned())
}

fn submit(refund: &Refund) -> SubmitRefund {
    SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    }
}

fn paid(refund: &Refund) -> ObserveRefund {
    ObserveRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        outcome: RefundOutcome::Succeeded {
            cancel_key: Some("transfer 1".to_owned()),
        },
    }
}

impl World {
    fn refund_of(&self, id: RefundId) -> &Refund {
        &self.rows.refunds[&id]
    }

    fn is_promised(&self, refund: RefundId) -> bool {
        self.rows.jobs.contains_key(&Job::SettleRefund(refund))
    }

    fn contradicted(&self, kind: ContradictionKind) -> Option<&Contradiction> {
        let mut all = self.rows.contradictions.values();
        all.find(|known| known.kind == kind)
    }
}

#[test]
fn a_requested_refund_waits_for_a_dispute_of_all_and_goes_on_when_it_is_won() {
    let mut world = World::new();
    let (payment, refund) = asked(&mut world, RefundRoute::Provider);
    // Money that is only set aside has not gone back.
    let dispute = world.dispute(payment, None);
    assert_eq!(world.rows.disputes[&dispute].amount, won(1_000));
    let disputed = Refusal::PaymentDisputed { payment, dispute };
    assert_eq!(world.refused(submit(&refund)), disputed);
    let waits = world.refund_of(refund.id);
    assert_eq!(waits.state, RefundState::Requested);
    assert!(
        waits.note.as_ref().unwrap().contains("disputed"),
        "{waits:?}"
    );
    world.rows.jobs.clear();
    world.decide(dispute, Verdict::Won);
    assert!(world.is_promised(refund.id));
    assert_eq!(world.refund_of(refund.id).note, None);
    let sent = take!(world.ok(submit(&refund)), Refund);
    assert_eq!(sent.state, RefundState::Sent);
}

#[test]
fn a_requested_refund_of_money_that_a_lost_dispute_took_ends_unsent() {
    let mut world = World::new();
    let (payment, refund) = asked(&mut world, RefundRoute::Provider);
    let dispute = world.dispute(payment, None);
    world.rows.jobs.clear();
    world.decide(dispute, SETTLED);
    let ended = world.refund_of(refund.id);
    assert_eq!(ended.state, RefundState::Declined);
    assert_eq!(ended.note.as_deref(), Some("a lost dispute took its money"));
    assert!(!world.is_promised(refund.id));
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    let known = world.payment(payment);
    assert_eq!(
        (known.in_flight, known.refunded, known.cancelled_outside),
        (won(0), won(0), won(1_000))
    );
}

#[test]
fn a_requested_refund_of_what_a_lost_dispute_left_is_sent() {
    let mut world = World::new();
    let (payment, refund) = asked(&mut world, RefundRoute::Provider);
    let dispute = world.dispute(payment, Some(won(400)));
    world.rows.jobs.clear();
    world.decide(dispute, SETTLED);
    assert!(world.is_promised(refund.id));
    world.ok(submit(&refund));
    world.succeed(refund.id);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    assert_eq!(world.contradicted(ContradictionKind::GaveBackTwice), None);
}

#[test]
fn a_refund_by_hand_is_not_paid_while_its_payment_is_disputed() {
    let mut world = World::new();
    let (payment, refund) = asked(&mut world, by_hand());
    let dispute = world.dispute(payment, None);
    let disputed = Refusal::PaymentDisputed { payment, dispute };
    assert_eq!(world.refused(paid(&refund)), disputed);
    world.decide(dispute, SETTLED);
    // A person alone knows whether the transfer was made before.
    let waits = world.refund_of(refund.id);
    assert_eq!(waits.state, RefundState::ByHand);
    let note = waits.note.as_ref().unwrap();
    assert!(note.contains("decline it instead"), "{note}");
    let listed = world.contradicted(ContradictionKind::GaveBackTwice);
    assert!(listed.is_some(), "it is listed");
    world.decline(refund.id);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    assert_eq!(world.payment(payment).left(), won(0));
}

#[test]
fn a_refund_by_hand_goes_on_when_the_dispute_is_won_and_may_be_given_up_before() {
    for given_up in [false, true] {
        let mut world = World::new();
        let (payment, refund) = asked(&mut world, by_hand());
        let dispute = world.dispute(payment, None);
        if given_up {
            world.decline(refund.id);
            assert_eq!(world.has("ann"), 100);
        }
        world.decide(dispute, Verdict::Won);
        if !given_up {
            world.ok(paid(&refund));
            assert_eq!(world.payment(payment).refunded, won(600));
        }
    }
}

#[test]
fn a_refund_that_was_sent_ends_during_a_dispute_and_what_went_twice_is_listed() {
    let mut world = World::new();
    let (payment, refund) = asked(&mut world, RefundRoute::Provider);
    world.ok(submit(&refund));
    let dispute = world.dispute(payment, None);
    world.succeed(refund.id);
    assert_eq!(world.payment(payment).refunded, won(600));
    world.decide(dispute, SETTLED);
    let known = world.payment(payment);
    assert_eq!((known.charged_back, known.left()), (won(1_000), won(0)));
    assert!(
        world
            .contradicted(ContradictionKind::GaveBackTwice)
            .is_some()
    );
}

/// The bank took the deposit back and it came again, for a customer who was closed meanwhile.
#[test]
fn money_that_came_again_does_not_go_back_while_its_payment_is_disputed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let account = |world: &World, standing| Snapshot {
        method: Method::VirtualAccount,
        standing,
        ..world.paid(order)
    };
    let gone = account(&world, Standing::AwaitingDeposit);
    world.pass(Duration::hours(1));
    world.observe(order, gone);
    world.close("ann", true).unwrap();
    world.pass(Duration::hours(1));
    let again = account(&world, Standing::Paid);
    world.observe(order, again);
    let known = world.contradicted(ContradictionKind::PaidAgainClosed);
    let known = known.expect("it is listed").clone();
    let dispute = world.dispute(payment, None);
    let back = || RefundContradiction {
        customer: known.customer.clone(),
        order,
        contradiction: known.id,
        account: None,
        reason: "closed".to_owned(),
    };
    let disputed = Refusal::PaymentDisputed { payment, dispute };
    assert_eq!(world.refused(back()), disputed);
    world.decide(dispute, Verdict::Won);
    world.ok(back());
}
