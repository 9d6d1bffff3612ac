//! Answers about payments that are not paid.

use chrono::Duration;
use domain::{
    books::{observe::ObservePayment, orders::ExpireOrder},
    failure::Failure,
    order::{DepositInstructions, OrderState},
    payment::{Snapshot, Standing},
};

use crate::{customer, world::World};

#[test]
fn nothing_is_concluded_from_pending_or_unknown_words() {
    let mut world = World::new();
    let open = world.open("ann", "direct-100", 1);
    let done = world.open("ann", "direct-100", 1);
    world.observe(done, world.paid(done));
    let before = world.rows.clone();
    for order in [open, done] {
        world.observe_standing(order, Standing::Pending);
        world.observe_standing(
            order,
            Standing::Unknown {
                word: "HALF_DONE".to_owned(),
            },
        );
    }
    assert_eq!(world.rows, before);
}

#[test]
fn each_end_without_payment_has_its_state() {
    let mut world = World::new();
    for (standing, state) in [
        (
            Standing::Failed(Failure::new("REJECT", "no funds")),
            OrderState::Failed,
        ),
        (Standing::Voided, OrderState::Cancelled),
        (Standing::Expired, OrderState::Expired),
    ] {
        let order = world.open("ann", "direct-100", 1);
        world.observe_standing(order, standing.clone());
        assert_eq!(world.state(order), state);
        let before = world.rows.clone();
        world.observe_standing(order, standing);
        assert_eq!(world.rows, before);
    }
}

#[test]
fn a_virtual_account_waits_until_its_own_due_time() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let due_at = world.now + Duration::days(3);
    let account = DepositInstructions {
        bank: "088".to_owned(),
        account_number: "110".to_owned(),
        holder: None,
        due_at,
    };
    let mut waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..world.paid(order)
    };
    waiting.deposit = Some(account);
    waiting.webhook_secret = Some("ps_1".to_owned());
    world.observe(order, waiting.clone());
    assert_eq!(
        (world.state(order), world.order(order).expires_at),
        (OrderState::AwaitingDeposit, due_at)
    );
    assert_eq!(
        world
            .order(order)
            .session
            .as_ref()
            .unwrap()
            .webhook_secret
            .as_deref(),
        Some("ps_1")
    );
    let before = world.rows.clone();
    world.observe(order, waiting.clone());
    assert_eq!(world.rows, before);
    world.now = due_at;
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.observe(order, waiting);
    assert_eq!(world.state(order), OrderState::Expired);
}

#[test]
fn an_answer_asked_for_before_the_deposit_was_booked_takes_nothing_back() {
    for standing in [Standing::AwaitingDeposit, Standing::Voided] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let stale = ObservePayment {
            customer: customer("ann"),
            order,
            snapshot: Box::new(Snapshot {
                standing: standing.clone(),
                ..world.paid(order)
            }),
            asked_at: world.now - chrono::Duration::microseconds(1),
        };
        world.ok(stale);
        assert_eq!(world.has("ann"), 100, "{standing:?} was asked before");
        world.observe_standing(order, standing);
        assert_eq!(world.has("ann"), 0);
    }
}
