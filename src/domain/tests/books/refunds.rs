//! The states of a refund, and the sums of several.

use chrono::Duration;
use domain::{
    books::refunds::{RefundOutcome, RefundRoute, SubmitRefund},
    effects::Job,
    failure::Failure,
    payment::{CancelStanding, Snapshot},
    refund::RefundState,
    refusal::Refusal,
};

use crate::{
    credits, customer,
    money_verbs::request_of,
    verbs::{cancel, nobody_s},
    won,
    world::World,
};

#[test]
fn credits_leave_the_lot_before_anyone_is_asked_for_money() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 30);
    let refund = world.refund_by(payment, RefundRoute::Provider);
    assert_eq!(
        (refund.state, refund.amount, refund.credits),
        (RefundState::Requested, won(700), credits(70))
    );
    assert_eq!(
        (world.has("ann"), world.payment(payment).in_flight),
        (0, won(700))
    );
    assert_eq!(refund.expected_balance, won(1_000));
    assert!(world.rows.jobs.contains_key(&Job::SettleRefund(refund.id)));
    let submit = SubmitRefund {
        customer: customer("ann"),
        refund: refund.id,
    };
    world.ok(submit.clone());
    let before = world.rows.clone();
    world.ok(submit.clone());
    assert_eq!(world.rows, before);
    world.succeed(refund.id);
    assert_eq!(
        (
            world.payment(payment).refunded,
            world.payment(payment).in_flight
        ),
        (won(700), won(0))
    );
    let state = RefundState::Succeeded;
    assert_eq!(
        world.refused(submit),
        Refusal::RefundNotOpen {
            refund: refund.id,
            state
        }
    );
}

#[test]
fn a_declined_refund_gives_the_credits_back_and_the_provider_is_asked() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    assert_eq!(world.decline(refund.id).state, RefundState::Declined);
    assert_eq!(
        (world.has("ann"), world.payment(payment).in_flight),
        (100, won(0))
    );
    let order = world.payment(payment).order;
    assert!(world.rows.jobs.contains_key(&Job::SettleOrder(order)));
    let before = world.rows.clone();
    world.decline(refund.id);
    world.succeed(refund.id);
    assert_eq!(world.rows, before);
    assert_eq!(world.refund(payment).amount, won(1_000));
}

#[test]
fn credits_of_a_refund_declined_after_their_expiry_are_not_spendable() {
    let mut world = World::new();
    let payment = world.buy("ann", "package-1000", 1);
    let refund = world.refund(payment);
    world.now = world.lot(payment).expires_at;
    // After the provider's refusal a person decides; a person's refusal ends it.
    assert_eq!(world.decline(refund.id).state, RefundState::ByHand);
    assert_eq!(world.decline(refund.id).state, RefundState::Declined);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.sweep("ann"), (1, 0));
    assert_eq!(world.lot(payment).expired, credits(1_000));
}

#[test]
fn one_refund_at_a_time_and_one_in_doubt_stays() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 30);
    let quote = world.quote(payment);
    let refund = world.refund(payment);
    let open = Refusal::RefundOpen {
        refund: refund.id,
        state: RefundState::Sent,
    };
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        open
    );
    world.pass(Duration::minutes(1));
    let order = world.payment(payment).order;
    world.observe(order, world.paid(order));
    let mut under_way = Snapshot {
        cancelled: won(700),
        ..world.paid(order)
    };
    under_way.cancels = vec![cancel(
        &format!("{} the buyer asked", refund.id),
        700,
        CancelStanding::InProgress,
    )];
    world.observe(order, under_way.clone());
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    under_way.cancels[0].settled = CancelStanding::Done;
    world.observe(order, under_way);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    assert_eq!(
        (
            world.payment(payment).refunded,
            world.payment(payment).cancelled_outside
        ),
        (won(700), won(0))
    );
}

#[test]
fn a_cancel_of_ours_that_failed_at_the_provider_is_a_declined_refund() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    let order = world.payment(payment).order;
    let failed = cancel(&refund.id.to_string(), 1_000, CancelStanding::Failed);
    world.observe(
        order,
        Snapshot {
            cancels: vec![failed],
            ..world.paid(order)
        },
    );
    assert_eq!(
        (world.rows.refunds[&refund.id].state, world.has("ann")),
        (RefundState::Declined, 100)
    );
}

#[test]
fn a_refund_by_hand_is_never_sent_and_settled_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund_by(
        payment,
        RefundRoute::Hand("too late for the provider".to_owned()),
    );
    assert_eq!(refund.state, RefundState::ByHand);
    let submit = SubmitRefund {
        customer: customer("ann"),
        refund: refund.id,
    };
    assert!(matches!(
        world.refused(submit),
        Refusal::RefundNotOpen {
            state: RefundState::ByHand,
            ..
        }
    ));
    world.succeed(refund.id);
    assert_eq!(world.last_detail(), "succeeded: c");
    let before = world.rows.clone();
    world.succeed(refund.id);
    assert_eq!(world.rows, before);
    let (.., unknown, _) = nobody_s(&mut world);
    let none = SubmitRefund {
        customer: customer("ann"),
        refund: unknown,
    };
    assert_eq!(world.refused(none), Refusal::NoRefund(unknown));
}

#[test]
fn a_refund_the_provider_cannot_do_is_told_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    let by_hand = RefundOutcome::ByHand("closed account".into());
    world.settle(refund.id, by_hand.clone());
    let before = world.rows.clone();
    world.settle(refund.id, by_hand);
    assert_eq!(world.rows, before);
    world.decline(refund.id);
    assert_eq!(
        (world.has("ann"), world.payment(payment).in_flight),
        (100, won(0))
    );
}

impl World {
    fn last_detail(&self) -> &str {
        &self.rows.audit_log.last().unwrap().detail
    }
}

#[test]
fn the_audit_log_says_in_words_how_a_refund_by_hand_ended() {
    for (outcome, words) in [
        (RefundOutcome::Succeeded { cancel_key: None }, "succeeded"),
        (
            RefundOutcome::Declined("paid otherwise".into()),
            "declined: paid otherwise",
        ),
        (
            RefundOutcome::Declined(Failure::new("NO", "not now").into()),
            "declined: NO: not now",
        ),
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let refund = world.refund_by(payment, RefundRoute::Hand("too late".to_owned()));
        world.settle(refund.id, outcome);
        assert_eq!(world.last_detail(), words);
    }
}
