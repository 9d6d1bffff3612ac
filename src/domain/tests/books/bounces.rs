//! Refunds by hand whose transfer comes back, the accounts they go to, and the day by which they are due.

use domain::{
    books::{
        by_hand::{BounceRefund, GiveAccount},
        refunds::{ObserveRefund, RefundOutcome, RefundRoute},
    },
    deposit::PrintedName,
    id::RefundId,
    ledger::Account,
    refund::{Refund, RefundState},
    refusal::Refusal,
};

use crate::{accounts::account, at, customer, won, world::World};

fn by_hand(world: &mut World) -> Refund {
    let payment = world.buy("ann", "direct-100", 1);
    world.refund_by(payment, RefundRoute::Hand("too late".to_owned()))
}

fn bounce(refund: RefundId) -> BounceRefund {
    BounceRefund {
        customer: customer("ann"),
        refund,
        note: "the account is closed".to_owned(),
    }
}

impl World {
    pub(crate) fn give(
        &self,
        refund: RefundId,
        holder: &str,
        payer: Option<&str>,
        holder_confirmed: bool,
    ) -> GiveAccount {
        GiveAccount {
            customer: customer("ann"),
            refund,
            account: account(holder),
            replaces: self.rows.refunds[&refund].account.clone(),
            payer: payer.map(|payer| PrintedName(payer.to_owned())),
            holder_confirmed,
        }
    }

    pub(crate) fn refund_now(&self, id: RefundId) -> (RefundState, bool) {
        let refund = &self.rows.refunds[&id];
        (refund.state, refund.account.is_some())
    }

    fn posted(&self, account: Account) -> i64 {
        let entries = self.rows.entries.values().flatten();
        entries.map(|entry| entry.change_of(account)).sum()
    }
}

#[test]
fn a_transfer_that_is_refused_waits_for_another_account() {
    let mut world = World::new();
    let refund = by_hand(&mut world).id;
    world.ok(bounce(refund));
    assert_eq!(world.refund_now(refund), (RefundState::Bounced, false));
    // It is neither paid nor bounced a second time before another account is given.
    let succeeded = ObserveRefund {
        customer: customer("ann"),
        refund,
        outcome: RefundOutcome::Succeeded {
            cancel_key: Some("transfer 2".to_owned()),
        },
    };
    let not_open = Refusal::RefundNotOpen {
        refund,
        state: RefundState::Bounced,
    };
    assert_eq!(world.refused(succeeded), not_open);
    assert_eq!(world.refused(bounce(refund)), not_open);
    world.ok(world.give(refund, "홍길동", None, false));
    assert_eq!(world.refund_now(refund), (RefundState::ByHand, true));
    world.succeed(refund);
    assert_eq!(world.refund_now(refund).0, RefundState::Succeeded);
}

#[test]
fn a_transfer_that_comes_back_after_it_was_made_opens_the_refund_again() {
    let mut world = World::new();
    let refund = by_hand(&mut world);
    world.succeed(refund.id);
    let done = world.posted(Account::Refunded);
    world.ok(bounce(refund.id));
    let payment = world.payment(refund.payment);
    assert_eq!(
        (payment.refunded, payment.in_flight),
        (won(0), refund.amount)
    );
    assert_eq!((done, world.posted(Account::Refunded)), (100, 0));
    assert_eq!(
        world.has("ann"),
        0,
        "credits on their way back were given out"
    );
    world.ok(world.give(refund.id, "홍길동", None, false));
    world.succeed(refund.id);
    let payment = world.payment(refund.payment);
    assert_eq!(
        (payment.refunded, payment.in_flight),
        (refund.amount, won(0))
    );
    assert_eq!(world.posted(Account::Refunded), 100);
}

#[test]
fn what_a_provider_sent_does_not_bounce_here() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    for state in [RefundState::Sent, RefundState::Succeeded] {
        let not_open = Refusal::RefundNotOpen {
            refund: refund.id,
            state,
        };
        assert_eq!(world.refused(bounce(refund.id)), not_open);
        assert_eq!(
            world.refused(world.give(refund.id, "홍길동", None, false)),
            not_open
        );
        world.succeed(refund.id);
    }
}

#[test]
fn one_refund_of_a_payment_is_open_at_a_time_also_when_one_comes_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let until = world.now + chrono::Duration::hours(1);
    let hold = world.hold("ann", 40, until);
    let hand = || RefundRoute::Hand("too late".to_owned());
    let first = world.refund_by(payment, hand()).id;
    world.succeed(first);
    world.release(&hold);
    let second = world.refund_by(payment, hand()).id;
    assert_eq!(
        world.refused(bounce(first)),
        Refusal::RefundOpen {
            refund: second,
            state: RefundState::ByHand
        }
    );
    world.succeed(second);
    world.ok(bounce(first));
}

#[test]
fn a_refund_is_due_at_the_end_of_the_third_business_day() {
    for (asked, due) in [
        ("2026-03-10T10:00:00+09:00", "2026-03-14T00:00:00+09:00"),
        ("2026-02-13T10:00:00+09:00", "2026-02-24T00:00:00+09:00"),
        ("2026-04-30T10:00:00+09:00", "2026-05-08T00:00:00+09:00"),
        ("2026-09-23T10:00:00+09:00", "2026-10-01T00:00:00+09:00"),
        ("2026-07-15T10:00:00+09:00", "2026-07-22T00:00:00+09:00"),
        // A period that begins at 00:00 counts its first day (Civil Act art. 157).
        ("2026-03-10T00:00:00+09:00", "2026-03-13T00:00:00+09:00"),
    ] {
        let mut world = World::new();
        world.now = at(asked);
        assert_eq!(by_hand(&mut world).due_at, at(due), "{asked}");
    }
}

/// The account is gone, but the debt for its credits is not: it waits for another account of the buyer.
#[test]
fn a_transfer_that_comes_back_after_closing_is_not_declined() {
    let mut world = World::new();
    let refund = by_hand(&mut world);
    world.succeed(refund.id);
    world.close("ann", true).unwrap();
    world.ok(bounce(refund.id));
    let declined = ObserveRefund {
        customer: customer("ann"),
        refund: refund.id,
        outcome: RefundOutcome::Declined("nobody answers".into()),
    };
    assert_eq!(
        world.refused(declined),
        Refusal::CustomerClosed(customer("ann"))
    );
    assert_eq!(world.has("ann"), 0);
    world.ok(world.give(refund.id, "홍길동", None, true));
    world.succeed(refund.id);
    assert_eq!(world.refund_now(refund.id).0, RefundState::Succeeded);
}
