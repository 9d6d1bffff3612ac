//! Cases in which the books lost money or were wrong, found by deliberate attempts.

use domain::{
    books::{
        decisions::RefundContradiction,
        observe::ObservePayment,
        quotes::Asked,
        refunds::{RefundRoute, SubmitRefund},
    },
    command::Answer,
    contradiction::{ContradictionKind, ContradictionState},
    effects::Job,
    failure::Failure,
    id::{OrderId, PaymentId, RefundId},
    kind::Method,
    order::OrderState,
    payment::{CancelStanding, Snapshot, Standing},
    refund::RefundState,
    refusal::Refusal,
};

use crate::{
    credits, customer,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

fn kinds(world: &World) -> Vec<ContradictionKind> {
    let all = world.rows.contradictions.values();
    all.map(|known| known.kind).collect()
}

/// A second clerk, or a second click under a fresh key, with a quote for some credits.
#[test]
fn one_quote_is_not_two_refunds() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let some = Asked {
        credits: Some(credits(400)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    let first = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: first.customer.clone(),
        refund: first.id,
    });
    world.succeed(first.id);
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        Refusal::QuoteUsed {
            quote: quote.id,
            refund: first.id
        }
    );
}

/// The provider returned 3,000 won of a refund of 500 credits for 5,000 won.
fn short(world: &mut World, spent: i64) -> (PaymentId, OrderId, RefundId) {
    let payment = world.buy("ann", "direct-1000", 1); // 10,000 won
    let order = world.payment(payment).order;
    if spent > 0 {
        world.spend("ann", spent);
    }
    let some = Asked {
        credits: Some(credits(500)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    });
    let mut told = world.paid(order);
    told.cancelled = won(3_000);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        3_000,
        CancelStanding::Done,
    )];
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    (payment, order, refund.id)
}

/// Somebody else returned the missing 2,000 won of [`short`].
fn rest_sent(world: &mut World, order: OrderId, refund: RefundId) {
    let mut told = world.paid(order);
    told.cancelled = won(5_000);
    told.cancels = vec![
        cancel(&format!("{refund} x"), 3_000, CancelStanding::Done),
        cancel(
            "rest of the refund that went short",
            2_000,
            CancelStanding::Done,
        ),
    ];
    world.observe(order, told);
}

/// Sent later, by the provider or by a person at its console.
#[test]
fn the_rest_of_a_short_refund_takes_no_more_credits() {
    let mut world = World::new();
    let (_, order, refund) = short(&mut world, 0);
    assert_eq!(world.has("ann"), 500);
    rest_sent(&mut world, order, refund);
    // 5,000 of 10,000 won are returned, and 500 of 1,000 credits were taken for it.
    assert_eq!((world.has("ann"), world.owed("ann")), (500, 0));
}

/// The other half of the credits was used.
#[test]
fn the_rest_of_a_short_refund_is_no_debt() {
    let mut world = World::new();
    let (_, order, refund) = short(&mut world, 500);
    assert_eq!(world.has("ann"), 0);
    rest_sent(&mut world, order, refund);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn a_refund_in_two_parts_of_which_one_is_in_progress_waits() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    let mut told = world.paid(order);
    told.cancelled = won(4_000);
    told.cancels = vec![
        cancel(&format!("{} x", refund.id), 4_000, CancelStanding::Done),
        cancel(
            &format!("{} x", refund.id),
            6_000,
            CancelStanding::InProgress,
        ),
    ];
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
}

#[test]
fn a_contradicted_payment_is_looked_at_again() {
    for standing in [
        Standing::Paid,
        Standing::Expired,
        Standing::Failed(Failure::new("x", "y")),
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let look = Job::SettleOrder(order);
        let job = world.rows.jobs.remove(&look).unwrap();
        world.now = job.run_at;
        let odd = Snapshot {
            amount: won(999),
            standing: standing.clone(),
            ..world.paid(order)
        };
        world.observe(order, odd);
        assert!(
            world.rows.jobs.contains_key(&look),
            "no look any more after {standing:?}"
        );
    }
}

#[test]
fn a_parked_deposit_that_was_taken_back_while_refunding_has_an_exit() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, odd.clone());
    let known = world.rows.contradictions.values().next().unwrap().clone();
    assert_eq!(known.kind, ContradictionKind::OtherAmount);
    world.ok(RefundContradiction {
        customer: customer("ann"),
        order,
        contradiction: known.id,
        account: None,
        reason: "r".to_owned(),
    });
    let back = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..odd.clone()
    };
    world.observe(order, back);
    let state = world.rows.contradictions[&known.id].state;
    assert_eq!(
        (state, world.state(order)),
        (ContradictionState::Agreed, OrderState::Expired)
    );
}

#[test]
fn a_parked_deposit_that_was_taken_back_can_be_closed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, odd.clone());
    let known = world.rows.contradictions.values().next().unwrap().clone();
    let back = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..odd
    };
    world.observe(order, back);
    let state = world.rows.contradictions[&known.id].state;
    assert_eq!(
        (state, world.state(order)),
        (ContradictionState::Agreed, OrderState::Expired)
    );
}

#[test]
fn money_that_went_twice_is_listed() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "Ann");
    let deposit = world.deposit("Ann", 1_000);
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund_by(payment, RefundRoute::Hand("x".to_owned()));
    world.succeed(refund.id);
    world.reverse_deposit(&deposit.movement.key);
    let row = world.payment(payment).clone();
    assert_eq!(
        (row.refunded, row.cancelled_outside),
        (won(1_000), won(1_000))
    );
    assert_eq!(kinds(&world), [ContradictionKind::GaveBackTwice]);
}

#[test]
fn money_that_went_twice_at_a_provider_is_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    world.succeed(refund.id);
    world.observe_standing(order, Standing::AwaitingDeposit);
    assert_eq!(world.payment(payment).cancelled_outside, won(1_000));
    assert_eq!(kinds(&world), [ContradictionKind::GaveBackTwice]);
}

#[test]
fn money_paid_again_after_closing_can_be_given_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.cancel_outside(payment, 1_000);
    world.close("ann", true).unwrap();
    world.cancel_outside(payment, 0);
    let known = world.rows.contradictions.values().next().unwrap().clone();
    assert_eq!(known.kind, ContradictionKind::PaidAgainClosed);
    let order = known.order;
    world.ok(RefundContradiction {
        customer: customer("ann"),
        order,
        contradiction: known.id,
        account: None,
        reason: "r".to_owned(),
    });
    world.cancel_outside(payment, 1_000);
    assert_eq!(
        world.rows.contradictions[&known.id].state,
        ContradictionState::Refunded
    );
}

#[test]
fn closing_tells_of_parked_money() {
    let mut world = World::new();
    world.grant("ann", domain::kind::Kind::Promotional, 1);
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        ..world.paid(order)
    };
    world.observe(order, odd);
    assert!(matches!(
        world.close("ann", true),
        Err(Refusal::OpenBusiness { .. })
    ));
}

#[test]
fn a_refund_that_failed_after_it_succeeded_is_noticed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = Snapshot {
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, paid.clone());
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund(payment);
    let done = Snapshot {
        cancelled: won(1_000),
        cancels: vec![cancel(
            &format!("{} x", refund.id),
            1_000,
            CancelStanding::Done,
        )],
        ..paid.clone()
    };
    world.rows.jobs.clear();
    world.observe(order, done);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    let looks = world.rows.jobs.contains_key(&Job::SettleOrder(order));
    world.pass_days(3);
    let failed = Snapshot {
        cancelled: won(0),
        cancels: vec![cancel(
            &format!("{} x", refund.id),
            1_000,
            CancelStanding::Failed,
        )],
        ..paid
    };
    world.observe(order, failed);
    assert!(looks, "nobody asks again while the transfer may fail");
    assert_eq!(kinds(&world), [ContradictionKind::RefundUndone]);
}

#[test]
fn a_stale_answer_does_not_bring_credits_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    world.pass(chrono::Duration::minutes(1));
    let asked = world.now;
    world.pass(chrono::Duration::minutes(1));
    world.cancel_outside(payment, 500);
    let stale = world.paid(order);
    world.ok(ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(stale),
        asked_at: asked,
    });
    assert_eq!(world.has("ann"), 50);
}

#[test]
fn a_released_hold_of_a_cancelled_payment_pays_its_debt() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 100, world.now + chrono::Duration::hours(1));
    world.cancel_outside(a, 1_000);
    assert_eq!(world.owed("ann"), 100);
    world.release(&hold);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn the_same_quote_after_a_decline_holds_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let quote = world.quote(payment);
    let first = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    assert!(
        world
            .try_to(request_of(&quote, RefundRoute::Provider))
            .is_err()
    );
    world.decline(first.id);
    world.ok(request_of(&quote, RefundRoute::Provider));
    assert_eq!(world.payment(payment).in_flight, won(1_000));
}

/// The amount the provider did not return is due, although everything else was used.
#[test]
fn the_rest_of_a_short_refund_can_be_given_back() {
    let mut world = World::new();
    let (payment, order, _) = short(&mut world, 500);
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(2_000), credits(0)));
    assert_eq!(quote.lines[0].code, "given_short");
    let rest = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: rest.customer.clone(),
        refund: rest.id,
    });
    world.succeed(rest.id);
    assert_eq!(world.payment(payment).refunded, won(5_000));
    assert_eq!(world.quote(payment).amount, won(0));
    // A later cancel by others takes credits again: the rest is already settled.
    let mut told = world.paid(order);
    told.cancelled = won(6_000);
    world.observe(order, told);
    assert_eq!(world.owed("ann"), 100);
}

/// A part of the remaining credits is worth its own price, without the missing won, once others returned those.
#[test]
fn what_others_made_up_for_is_not_given_again() {
    let mut world = World::new();
    let (payment, order, refund) = short(&mut world, 0);
    rest_sent(&mut world, order, refund);
    let some = Asked {
        credits: Some(credits(100)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    assert_eq!((quote.amount, quote.credits), (won(1_000), credits(100)));
}

/// A provider that shows another total of the payment still lists the cancel under our refund's id.
#[test]
fn a_refund_under_a_changed_amount_ends() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    let mut told = world.paid(order);
    told.amount = won(999);
    told.cancelled = won(999);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        999,
        CancelStanding::Done,
    )];
    world.observe(order, told.clone());
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
    world.pass(chrono::Duration::minutes(10));
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    assert_eq!(
        kinds(&world),
        [
            ContradictionKind::AmountChanged,
            ContradictionKind::CancelDiffers
        ]
    );
    assert_eq!(world.quote(payment).amount, won(1));
}

/// A slow answer "paid" from before a reversal mints nothing: the payment is looked up again.
#[test]
fn a_slow_paid_of_before_a_reversal_mints_nothing() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let asked_at = world.now;
    let paid = Snapshot {
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.pass(chrono::Duration::seconds(30));
    let waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..paid.clone()
    };
    world.observe(order, waiting);
    let slow = |snapshot: &Snapshot| ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(snapshot.clone()),
        asked_at,
    };
    world.ok(slow(&paid));
    assert_eq!(world.has("ann"), 0);
    let job = &world.rows.jobs[&Job::SettleOrder(order)];
    assert_eq!(job.run_at, world.now);
    world.observe(order, paid);
    assert_eq!(world.has("ann"), 100);
}

/// The amount an earlier refund did not return is refundable before closing, although its lot is used up.
#[test]
fn closing_tells_what_a_refund_was_given_short_of() {
    let mut world = World::new();
    short(&mut world, 500);
    let quote = world.quote_closing("ann").unwrap();
    assert_eq!(
        (quote.forfeited, quote.refundable),
        (credits(0), won(2_000))
    );
}
