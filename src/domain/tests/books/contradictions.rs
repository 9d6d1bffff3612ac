//! Statements of a provider that the books cannot follow: listed, looked up again, decided by a person.

use chrono::Duration;
use domain::{
    books::{
        decisions::{
            AcceptContradiction, CloseContradiction, RefundContradiction, ReopenContradiction,
        },
        orders::{CancelOrder, ExpireOrder},
    },
    command::{Answer, AnyChange},
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    effects::Job,
    id::OrderId,
    order::OrderState,
    payment::{CancelStanding, Snapshot, Standing},
    refund::RefundState,
    refusal::Refusal,
};

use crate::{customer, verbs::cancel, won, world::World};

impl World {
    fn listed(&self) -> Vec<(ContradictionKind, ContradictionState)> {
        let all = self.rows.contradictions.values();
        all.map(|known| (known.kind, known.state)).collect()
    }

    fn only(&self) -> Contradiction {
        assert_eq!(self.rows.contradictions.len(), 1);
        self.rows.contradictions.values().next().unwrap().clone()
    }

    fn accepting(&self, known: &Contradiction, snapshot: Snapshot) -> AcceptContradiction {
        AcceptContradiction {
            customer: known.customer.clone(),
            order: known.order,
            contradiction: known.id,
            snapshot: Box::new(snapshot),
            asked_at: self.now,
            reason: "the buyer paid for the right thing".to_owned(),
        }
    }

    /// An order of 1,000 won for which 999 were paid.
    fn underpaid(&mut self) -> (OrderId, Snapshot) {
        let order = self.open("ann", "direct-100", 1);
        let snapshot = Snapshot {
            amount: won(999),
            ..self.paid(order)
        };
        self.observe(order, snapshot.clone());
        (order, snapshot)
    }
}

fn giving_back(known: &Contradiction) -> RefundContradiction {
    RefundContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        account: None,
        reason: "paid the wrong amount".to_owned(),
    }
}

fn closing(known: &Contradiction) -> CloseContradiction {
    CloseContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        transferred: None,
        reason: "done at the console".to_owned(),
    }
}

const OPEN: ContradictionState = ContradictionState::Open;

#[test]
fn a_parked_order_is_looked_at_again_soon_and_then_by_the_schedule() {
    let mut world = World::new();
    let (order, snapshot) = world.underpaid();
    assert_eq!(world.listed(), [(ContradictionKind::OtherAmount, OPEN)]);
    let look = Job::SettleOrder(order);
    let parked_at = world.now;
    let mut looks = Vec::new();
    for _ in 0..3 {
        let job = world.rows.jobs.remove(&look).unwrap();
        looks.push(job.run_at - parked_at);
        world.now = job.run_at;
        world.observe(order, snapshot.clone());
    }
    assert_eq!(
        looks,
        [Duration::minutes(10), Duration::days(1), Duration::days(3)]
    );
    assert_eq!(world.listed().len(), 1);
}

#[test]
fn a_person_may_accept_what_the_provider_still_says() {
    let mut world = World::new();
    let (order, snapshot) = world.underpaid();
    let known = world.only();
    let other = Snapshot {
        amount: won(998),
        ..snapshot.clone()
    };
    assert_eq!(
        world.refused(world.accepting(&known, other)),
        Refusal::ContradictionChanged(known.id)
    );
    world.ok(world.accepting(&known, snapshot.clone()));
    assert_eq!(
        (world.state(order), world.has("ann")),
        (OrderState::Completed, 100)
    );
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).amount, won(999));
    assert_eq!(world.only().state, ContradictionState::Accepted);
    assert_eq!(
        world.rows.audit_log.last().unwrap().act.as_str(),
        "contradiction.accept"
    );
    // Again: the same answer, and no further change.
    let before = world.rows.clone();
    world.ok(world.accepting(&known, snapshot));
    assert_eq!(world.rows, before);
}

#[test]
fn money_after_a_cancel_waits_for_a_person_however_often_it_is_looked_at() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let (ann, note) = (customer("ann"), String::new());
    world.ok(CancelOrder {
        customer: ann,
        order,
        note,
    });
    let paid = world.paid(order);
    for _ in 0..2 {
        assert!(!world.observe(order, paid.clone()));
    }
    assert_eq!(world.listed(), [(ContradictionKind::OrderCancelled, OPEN)]);
    world.ok(world.accepting(&world.only(), paid));
    assert_eq!(world.has("ann"), 100);
}

#[test]
fn money_that_goes_back_is_in_no_books_and_mints_nothing_meanwhile() {
    let mut world = World::new();
    let (order, wrong) = world.underpaid();
    let known = world.only();
    let Answer::Contradiction(going) = world.ok(giving_back(&known)) else {
        panic!()
    };
    assert!(going.refund.is_some());
    assert!(
        world
            .rows
            .jobs
            .contains_key(&Job::SettleContradiction(known.id))
    );
    // The right amount now, although the money is on its way back.
    assert!(!world.observe(order, world.paid(order)));
    assert!(matches!(
        world.refused(closing(&known)),
        Refusal::ContradictionSettled {
            state: ContradictionState::Refunding,
            ..
        }
    ));
    let gone = Snapshot {
        cancelled: won(999),
        ..wrong
    };
    world.observe(order, gone);
    assert_eq!(world.only().state, ContradictionState::Refunded);
    assert_eq!(
        (world.state(order), world.has("ann")),
        (OrderState::Cancelled, 0)
    );
    assert!(world.rows.payments.is_empty() && world.rows.entries.is_empty());
}

#[test]
fn what_the_provider_refuses_to_give_back_waits_for_a_person_again() {
    let mut world = World::new();
    world.underpaid();
    let known = world.only();
    world.ok(giving_back(&known));
    world.ok(ReopenContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        failure: "NOT_CANCELABLE".into(),
    });
    let open = world.only();
    assert_eq!(
        (open.state, open.failure.clone()),
        (OPEN, Some("NOT_CANCELABLE".into()))
    );
    // A new request uses another key: the provider remembers its refusal under the first.
    let Answer::Contradiction(first) = world.ok(giving_back(&open)) else {
        panic!()
    };
    assert_ne!(first.refund, open.refund);
}

#[test]
fn a_cancel_elsewhere_ends_a_parked_order_by_itself() {
    let mut world = World::new();
    let (order, wrong) = world.underpaid();
    assert!(matches!(
        world.refused(closing(&world.only())),
        Refusal::MoneyStillThere { left, .. } if left == won(999)
    ));
    world.observe(
        order,
        Snapshot {
            cancelled: won(999),
            ..wrong
        },
    );
    assert_eq!(world.only().state, ContradictionState::Agreed);
    assert_eq!(world.state(order), OrderState::Cancelled);
}

#[test]
fn what_nobody_can_do_anything_about_is_closed_with_a_reason_and_stays_closed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let wrong = Snapshot {
        order_ref: "ord_other".to_owned(),
        ..world.paid(order)
    };
    world.observe(order, wrong.clone());
    let known = world.only();
    for change in [
        AnyChange::from(world.accepting(&known, wrong.clone())),
        giving_back(&known).into(),
    ] {
        assert!(matches!(
            world.refused(change),
            Refusal::NotForThatKind { .. }
        ));
    }
    world.ok(closing(&known));
    assert_eq!(world.state(order), OrderState::Cancelled);
    let before = world.rows.contradictions.clone();
    world.observe(order, wrong);
    assert_eq!(world.rows.contradictions, before);
}

#[test]
fn money_of_a_closed_customer_can_only_go_back() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.pass_days(1);
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.close("ann", false).unwrap();
    let paid = world.paid(order);
    world.observe(order, paid.clone());
    let known = world.only();
    let refused = world.refused(world.accepting(&known, paid));
    assert!(
        matches!(refused, Refusal::NotForThatKind { .. }),
        "{refused}"
    );
    world.ok(giving_back(&known));
}

#[test]
fn a_second_payment_is_listed_while_it_holds_money() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let second = Snapshot {
        payment_key: "second".to_owned(),
        ..world.paid(order)
    };
    let pending = Snapshot {
        standing: Standing::Pending,
        ..second.clone()
    };
    world.observe(order, pending);
    assert!(world.listed().is_empty());
    world.observe(order, second.clone());
    assert_eq!(world.listed(), [(ContradictionKind::SecondPayment, OPEN)]);
    world.ok(giving_back(&world.only()));
    world.observe(
        order,
        Snapshot {
            cancelled: second.amount,
            ..second
        },
    );
    assert_eq!(world.only().state, ContradictionState::Refunded);
    assert_eq!(
        (world.has("ann"), world.payment(payment).cancelled_outside),
        (100, won(0))
    );
}

#[test]
fn an_answer_as_booked_ends_what_an_odd_one_opened() {
    for odd in [
        |snapshot: &mut Snapshot| snapshot.amount = won(1),
        |snapshot: &mut Snapshot| snapshot.standing = Standing::Expired,
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let mut snapshot = world.paid(order);
        odd(&mut snapshot);
        world.observe(order, snapshot);
        assert_eq!(world.only().state, OPEN);
        world.observe(order, world.paid(order));
        assert_eq!(
            (world.only().state, world.has("ann")),
            (ContradictionState::Agreed, 100)
        );
    }
}

/// Toss answered 49,976 for 50,000 and was believed.
#[test]
fn a_cancel_smaller_than_ours_is_booked_as_it_was_and_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    let (order, asked) = (world.payment(payment).order, refund.amount.get());
    let done = cancel(
        &format!("{} unused", refund.id),
        asked - 24,
        CancelStanding::Done,
    );
    let snapshot = Snapshot {
        cancelled: won(asked - 24),
        cancels: vec![done],
        ..world.paid(order)
    };
    world.observe(order, snapshot.clone());
    let refund = world.rows.refunds[&refund.id].clone();
    assert_eq!(
        (refund.state, refund.given()),
        (RefundState::Succeeded, won(asked - 24))
    );
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.in_flight, row.rest()),
        (won(asked - 24), won(0), won(24))
    );
    assert_eq!(world.listed(), [(ContradictionKind::CancelDiffers, OPEN)]);
    // Support returns the rest at the console: the books agree with the provider on every won.
    let rest = cancel("the rest", 24, CancelStanding::Done);
    let cancels = vec![snapshot.cancels[0].clone(), rest];
    world.observe(
        order,
        Snapshot {
            cancelled: won(asked),
            cancels,
            ..snapshot
        },
    );
    assert_eq!(world.payment(payment).rest(), won(0));
    world.ok(closing(&world.only()));
}

#[test]
fn a_cancel_larger_than_ours_takes_its_credits_and_is_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    world.spend("ann", 500);
    let refund = world.refund(payment);
    let (order, asked) = (world.payment(payment).order, refund.amount.get());
    let done = cancel(
        &format!("{} unused", refund.id),
        asked + 100,
        CancelStanding::Done,
    );
    let snapshot = Snapshot {
        cancelled: won(asked + 100),
        cancels: vec![done],
        ..world.paid(order)
    };
    world.observe(order, snapshot);
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.cancelled_outside),
        (won(asked), won(100))
    );
    assert_eq!(world.listed(), [(ContradictionKind::CancelDiffers, OPEN)]);
    assert_eq!(world.owed("ann"), 10);
}
