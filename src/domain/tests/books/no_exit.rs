//! Refunds that a provider gave up on: a person ends them, and nothing waits for ever.

use chrono::Duration;
use domain::{
    approval::{Approval, LimitedAct},
    books::{
        by_hand::{BounceRefund, GiveAccount},
        decisions::{CloseContradiction, RefundContradiction, ReopenContradiction},
    },
    command::{Answer, Command},
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    id::{OrderId, PaymentId, RefundId},
    payment::{CancelStanding, Snapshot},
    refund::{Refund, RefundAccount, RefundState},
    refusal::Refusal,
};

use crate::{
    customer, person,
    verbs::{cancel, take},
    won,
    world::World,
};

/// A refund of a whole payment that its provider reported as done.
struct Sent {
    order: OrderId,
    payment: PaymentId,
    refund: RefundId,
}

fn bounce(refund: RefundId) -> BounceRefund {
    BounceRefund {
        customer: customer("ann"),
        refund,
        note: "the bank refused it".to_owned(),
    }
}

impl World {
    fn sent_and_done(&mut self) -> Sent {
        let payment = self.buy("ann", "direct-100", 1);
        let sent = Sent {
            order: self.payment(payment).order,
            payment,
            refund: self.refund(payment).id,
        };
        self.listed_as(&sent, CancelStanding::Done, 0);
        self.pass(Duration::days(1));
        sent
    }

    /// The refund's cancel has this state now, and somebody returned this many won at the console.
    fn listed_as(&mut self, sent: &Sent, stands: CancelStanding, console: i64) {
        let mut told: Snapshot = self.paid(sent.order);
        let ours = if stands == CancelStanding::Done {
            1_000
        } else {
            0
        };
        told.cancelled = won(ours + console);
        told.cancels = vec![cancel(&format!("{} x", sent.refund), 1_000, stands)];
        if console > 0 {
            told.cancels
                .push(cancel("console", console, CancelStanding::Done));
        }
        self.observe(sent.order, told);
        self.pass(Duration::minutes(1));
    }

    fn told(&self) -> Vec<(ContradictionKind, ContradictionState)> {
        let all = self.rows.contradictions.values();
        all.map(|known| (known.kind, known.state)).collect()
    }

    fn not_bounced(&mut self, refund: RefundId) {
        let state = RefundState::Succeeded;
        let not_open = Refusal::RefundNotOpen { refund, state };
        assert_eq!(self.refused(bounce(refund)), not_open);
    }
}

#[test]
fn a_refund_that_failed_after_it_was_done_is_paid_by_hand() {
    let mut world = World::new();
    let sent = world.sent_and_done();
    world.not_bounced(sent.refund);
    world.listed_as(&sent, CancelStanding::Failed, 0);
    let bounced: Refund = take!(world.ok(bounce(sent.refund)), Refund);
    assert_eq!(
        (bounced.state, bounced.sent_at, bounced.cancel_key),
        (RefundState::Bounced, None, None)
    );
    let known = world.rows.contradictions.values().next().unwrap();
    assert_eq!(
        (known.kind, known.state, known.reason.as_deref()),
        (
            ContradictionKind::RefundUndone,
            ContradictionState::Closed,
            Some("the bank refused it")
        )
    );
    assert!(known.decided_by.is_some());
    let row = world.payment(sent.payment);
    assert_eq!((row.refunded, row.in_flight), (won(0), won(1_000)));
    world.ok(GiveAccount {
        customer: customer("ann"),
        refund: sent.refund,
        account: RefundAccount {
            bank: "088".to_owned(),
            account_number: "110123456789".to_owned(),
            holder: "홍길동".to_owned(),
        },
        replaces: None,
        payer: None,
        holder_confirmed: false,
    });
    world.succeed(sent.refund);
    // The provider repeats its report, which changes nothing.
    world.listed_as(&sent, CancelStanding::Failed, 0);
    let row = world.payment(sent.payment);
    assert_eq!(
        (row.refunded, row.in_flight, row.cancelled_outside),
        (won(1_000), won(0), won(0))
    );
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.told().len(), 1);
}

#[test]
fn a_refund_that_is_done_again_or_that_others_gave_is_not_paid_by_hand() {
    let mut world = World::new();
    let sent = world.sent_and_done();
    world.listed_as(&sent, CancelStanding::Failed, 0);
    world.listed_as(&sent, CancelStanding::Done, 0);
    let undone = ContradictionKind::RefundUndone;
    assert_eq!(world.told(), [(undone, ContradictionState::Agreed)]);
    world.not_bounced(sent.refund);
    world.listed_as(&sent, CancelStanding::Failed, 1_000);
    assert_eq!(
        world.told().last(),
        Some(&(undone, ContradictionState::Open))
    );
    world.not_bounced(sent.refund);
}

#[test]
fn another_refund_of_the_payment_does_not_bounce_with_the_one_that_failed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let until = world.now + Duration::hours(1);
    let hold = world.hold("ann", 40, until);
    let first = world.refund(payment).id;
    world.succeed(first);
    world.release(&hold);
    let second = world.refund(payment).id;
    world.succeed(second);
    world.pass(Duration::days(1));
    let listed = |first_stands, second_stands, cancelled| {
        let mut told = world.paid(order);
        told.cancelled = won(cancelled);
        told.cancels = vec![
            cancel(&format!("{first} x"), 600, first_stands),
            cancel(&format!("{second} x"), 400, second_stands),
        ];
        told
    };
    let one = listed(CancelStanding::Failed, CancelStanding::Done, 400);
    let both = listed(CancelStanding::Failed, CancelStanding::Failed, 0);
    world.observe(order, one);
    world.not_bounced(second);
    world.observe(order, both);
    assert_eq!(world.told().len(), 2, "each is told");
    world.ok(bounce(first));
    // Only one at a time is paid.
    world.decline(first);
    world.ok(bounce(second));
}

fn closing(known: &Contradiction, transferred: Option<&str>) -> CloseContradiction {
    CloseContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        transferred: transferred.map(str::to_owned),
        reason: "transferred".to_owned(),
    }
}

impl World {
    /// A second payment of a paid order, as it is listed.
    fn second_payment(&mut self) -> Contradiction {
        let payment = self.buy("ann", "direct-100", 1);
        let order = self.payment(payment).order;
        let payment_key = "second".to_owned();
        let second = Snapshot {
            payment_key,
            ..self.paid(order)
        };
        self.observe(order, second);
        self.one_listed()
    }

    fn one_listed(&self) -> Contradiction {
        self.rows.contradictions.values().next().unwrap().clone()
    }

    fn refuses_to_give_back(&mut self, known: &Contradiction) -> Contradiction {
        let (customer, order, contradiction) = (known.customer.clone(), known.order, known.id);
        self.ok(RefundContradiction {
            customer: customer.clone(),
            order,
            contradiction,
            account: None,
            reason: "paid twice".to_owned(),
        });
        self.ok(ReopenContradiction {
            customer,
            order,
            contradiction,
            failure: "too late".into(),
        });
        self.one_listed()
    }
}

#[test]
fn money_that_the_provider_refused_to_give_back_is_closed_by_a_transfer() {
    let mut world = World::new();
    let known = world.second_payment();
    assert_eq!(
        world.refused(closing(&known, Some("transfer 1"))),
        Refusal::NotRefused(known.id)
    );
    let known = world.refuses_to_give_back(&known);
    assert!(matches!(
        world.refused(closing(&known, None)),
        Refusal::MoneyStillThere { .. }
    ));
    assert!(matches!(
        world.close("ann", true),
        Err(Refusal::OpenBusiness { .. })
    ));
    world.ok(closing(&known, Some("transfer 1")));
    let closed = world.one_listed();
    assert_eq!(
        (closed.state, closed.reason.as_deref()),
        (
            ContradictionState::Closed,
            Some("transferred; 1000 won transferred by hand: transfer 1")
        )
    );
    // A repeated report changes nothing, and another transfer is not mistaken for this one.
    world.ok(closing(&known, Some("transfer 1")));
    assert!(matches!(
        world.refused(closing(&known, Some("transfer 2"))),
        Refusal::ContradictionSettled { .. }
    ));
    let audit_log = world.rows.audit_log.iter();
    let told = audit_log.filter(|act| {
        act.act.as_str() == "contradiction.close" && act.detail.contains("transfer 1")
    });
    assert_eq!(told.count(), 1);
    world.close("ann", true).unwrap();
}

#[test]
fn a_transfer_above_the_limit_of_refunds_waits_for_a_second_person() {
    let mut world = World::new();
    let known = world.second_payment();
    let known = world.refuses_to_give_back(&known);
    let asked = closing(&known, Some("transfer 1"));
    let command = Command::new(asked.clone(), person("key_1")).up_to(Some(999));
    let approval: Approval = take!(world.send(&command).unwrap().answer, Approval);
    assert_eq!(
        (approval.act, approval.subject, approval.amount),
        (
            LimitedAct::ContradictionTransfer,
            known.id.to_string(),
            1_000
        )
    );
    assert_eq!(world.one_listed().state, ContradictionState::Open);
    let approved = Command::new(asked, person("key_2")).approving(approval.id, "seen".to_owned());
    world.send(&approved).unwrap();
    assert_eq!(world.one_listed().state, ContradictionState::Closed);
}
