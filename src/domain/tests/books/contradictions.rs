//! Statements of a provider that the books cannot follow: listed, looked up again, decided by a person.

use chrono::Duration;
use domain::{
    books::{
        decisions::{AcceptContradiction, CloseContradiction, RefundContradiction},
        orders::{CancelOrder, ExpireOrder},
    },
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    effects::Job,
    id::OrderId,
    order::OrderState,
    payment::{Snapshot, Standing},
    refusal::Refusal,
};

use crate::{customer, won, world::World};

impl World {
    pub(crate) fn listed(&self) -> Vec<(ContradictionKind, ContradictionState)> {
        let all = self.rows.contradictions.values();
        all.map(|known| (known.kind, known.state)).collect()
    }

    pub(crate) fn only(&self) -> Contradiction {
        assert_eq!(self.rows.contradictions.len(), 1);
        self.rows.contradictions.values().next().unwrap().clone()
    }

    pub(crate) fn accepting(
        &self,
        known: &Contradiction,
        snapshot: Snapshot,
    ) -> AcceptContradiction {
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
    pub(crate) fn underpaid(&mut self) -> (OrderId, Snapshot) {
        let order = self.open("ann", "direct-100", 1);
        let snapshot = Snapshot {
            amount: won(999),
            ..self.paid(order)
        };
        self.observe(order, snapshot.clone());
        (order, snapshot)
    }
}

pub(crate) fn giving_back(known: &Contradiction) -> RefundContradiction {
    RefundContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        account: None,
        reason: "paid the wrong amount".to_owned(),
    }
}

pub(crate) fn closing(known: &Contradiction) -> CloseContradiction {
    CloseContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        transferred: None,
        reason: "done at the console".to_owned(),
    }
}

pub(crate) const OPEN: ContradictionState = ContradictionState::Open;

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

/// Two look-ups may come one after the other: that of the schedule and that of a daily comparison.
#[test]
fn a_second_look_up_does_not_put_off_the_early_one_of_a_contradiction() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = world.paid(order);
    world.observe(order, paid.clone());
    let look = Job::SettleOrder(order);
    let ended = Snapshot {
        standing: Standing::Expired,
        ..paid
    };
    world.pass_days(1);
    let opened_at = world.now;
    let mut looks = Vec::new();
    for at in [0, 7, 600] {
        world.now = opened_at + Duration::seconds(at);
        world.rows.jobs.remove(&look);
        world.observe(order, ended.clone());
        looks.push(world.rows.jobs[&look].run_at - opened_at);
    }
    let soon = Duration::minutes(10);
    assert_eq!(looks, [soon, soon, Duration::days(2)]);
    assert_eq!(world.listed(), [(ContradictionKind::Ended, OPEN)]);
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
