//! Destinations of money above the requester's limit: another account, and a payment that is in no books.

use domain::{
    approval::{Approval, ApprovalState, LimitedAct},
    books::{
        by_hand::GiveAccount,
        decisions::{AcceptContradiction, RefundContradiction},
        refunds::RefundRoute,
    },
    command::{Answer, AnyChange, Command},
    contradiction::{Contradiction, ContradictionState},
    id::{OrderId, RefundId},
    payment::Snapshot,
    refund::{Refund, RefundAccount, RefundState},
    refusal::Refusal,
};

use crate::{customer, person, won, world::World};

const FIRST: &str = "110123456789";
const SECOND: &str = "333444555666";
const THIRD: &str = "777888999000";

impl World {
    fn up_to(
        &mut self,
        most: i64,
        change: &(impl Clone + Into<AnyChange>),
    ) -> Result<Answer, Refusal> {
        let command = Command::any(change.clone().into(), person("first")).up_to(Some(most));
        self.send(&command).map(|reply| reply.answer)
    }

    #[track_caller]
    fn waits(&mut self, most: i64, change: &(impl Clone + Into<AnyChange>)) -> Approval {
        match self.up_to(most, change).unwrap() {
            Answer::Approval(asked) => *asked,
            other => panic!("{other:?}"),
        }
    }

    fn approve(
        &mut self,
        asked: &Approval,
        change: &(impl Clone + Into<AnyChange>),
        by: &str,
    ) -> Result<Approval, Refusal> {
        let command =
            Command::any(change.clone().into(), person(by)).approving(asked.id, "fine".to_owned());
        match self.send(&command)?.answer {
            Answer::Approval(known) => Ok(*known),
            other => panic!("{other:?}"),
        }
    }

    /// A refund of 1,000 won that a person transfers.
    fn transferred(&mut self) -> RefundId {
        let payment = self.buy("ann", "direct-100", 1);
        let refund = self.refund_by(payment, RefundRoute::Hand("too late".to_owned()));
        self.ok(self.giving(refund.id, FIRST));
        refund.id
    }

    fn giving(&self, refund: RefundId, number: &str) -> GiveAccount {
        GiveAccount {
            customer: customer("ann"),
            refund,
            account: RefundAccount {
                bank: "088".to_owned(),
                account_number: number.to_owned(),
                holder: "홍길동".to_owned(),
            },
            replaces: self.rows.refunds[&refund].account.clone(),
            payer: None,
            holder_confirmed: false,
        }
    }

    fn goes(&self, refund: RefundId) -> (RefundState, &str) {
        let Refund { state, account, .. } = &self.rows.refunds[&refund];
        (*state, &account.as_ref().unwrap().account_number)
    }

    /// An order of 1,000 won for which 999 were paid.
    fn short(&mut self) -> (Contradiction, Snapshot) {
        let order = self.open("ann", "direct-100", 1);
        let snapshot = Snapshot {
            amount: won(999),
            ..self.paid(order)
        };
        self.observe(order, snapshot.clone());
        (self.contradiction_of(order), snapshot)
    }

    fn contradiction_of(&self, order: OrderId) -> Contradiction {
        let mut all = self.rows.contradictions.values();
        all.find(|known| known.order == order).unwrap().clone()
    }

    fn accepting_as(&self, known: &Contradiction, snapshot: &Snapshot) -> AcceptContradiction {
        AcceptContradiction {
            customer: known.customer.clone(),
            order: known.order,
            contradiction: known.id,
            snapshot: Box::new(snapshot.clone()),
            asked_at: self.now,
            reason: "rounded".to_owned(),
        }
    }
}

fn returning(known: &Contradiction) -> RefundContradiction {
    RefundContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        account: None,
        reason: "paid the wrong amount".to_owned(),
    }
}

fn stale(asked: &Approval, why: &str) -> Refusal {
    Refusal::ApprovalStale {
        approval: asked.id,
        why: why.to_owned(),
    }
}

#[test]
fn an_account_is_given_at_once_up_to_the_limit_and_above_it_waits() {
    let mut world = World::new();
    let refund = world.transferred();
    let second = world.giving(refund, SECOND);
    let before = world.rows.refunds.clone();
    let asked = world.waits(999, &second);
    assert_eq!(
        (asked.act, asked.subject.clone(), asked.amount),
        (LimitedAct::RefundAccount, refund.to_string(), 1_000)
    );
    assert_eq!(world.rows.refunds, before);
    assert_eq!(
        world.approve(&asked, &second, "first").unwrap_err(),
        Refusal::OwnApproval(asked.id)
    );
    // That approval does not cover an account other than the requested one.
    let third = world.giving(refund, THIRD);
    assert_eq!(
        world.approve(&asked, &third, "second").unwrap_err(),
        Refusal::NoApproval(asked.id)
    );
    let done = world.approve(&asked, &second, "second").unwrap();
    assert_eq!(done.outcome, Some(refund.to_string()));
    assert_eq!(world.goes(refund), (RefundState::ByHand, SECOND));
    assert!(matches!(
        world.up_to(1_000, &world.giving(refund, THIRD)),
        Ok(Answer::Refund(_))
    ));
    assert_eq!(world.goes(refund), (RefundState::ByHand, THIRD));
}

#[test]
fn an_account_never_replaces_one_that_was_given_since() {
    let mut world = World::new();
    let refund = world.transferred();
    let (second, third) = (world.giving(refund, SECOND), world.giving(refund, THIRD));
    let asked = world.waits(999, &second);
    world.ok(third.clone());
    let changed = Refusal::RefundAccountChanged(refund);
    assert_eq!(
        world.approve(&asked, &second, "second").unwrap_err(),
        changed
    );
    assert_eq!(world.refused(third), changed);
    assert_eq!(
        world.rows.approvals[&asked.id].decision,
        ApprovalState::Waiting
    );
    assert_eq!(world.goes(refund), (RefundState::ByHand, THIRD));
}

#[test]
fn a_payment_in_no_books_goes_back_at_once_up_to_the_limit_and_above_it_waits() {
    let mut world = World::new();
    let (known, _) = world.short();
    let back = returning(&known);
    let jobs = world.rows.jobs.clone();
    let asked = world.waits(998, &back);
    assert_eq!(
        (asked.act, asked.subject.clone(), asked.amount),
        (LimitedAct::ContradictionRefund, known.id.to_string(), 999)
    );
    assert_eq!(
        (world.contradiction_of(known.order), &world.rows.jobs),
        (known.clone(), &jobs)
    );
    let done = world.approve(&asked, &back, "second").unwrap();
    assert_eq!(done.outcome, Some(known.id.to_string()));
    let going = world.contradiction_of(known.order);
    assert_eq!(going.state, ContradictionState::Refunding);
    assert_eq!(going.decided_by, Some(person("first")));
    let mut world = World::new();
    let (known, _) = world.short();
    assert!(matches!(
        world.up_to(999, &returning(&known)),
        Ok(Answer::Contradiction(_))
    ));
}

#[test]
fn what_is_approved_is_of_the_amount_that_was_asked_for() {
    let mut world = World::new();
    let (known, paid) = world.short();
    let back = returning(&known);
    let accept = world.accepting_as(&known, &paid);
    let (asked_back, asked) = (world.waits(0, &back), world.waits(0, &accept));
    assert_eq!((asked_back.amount, asked.amount), (999, 1));
    let less = Snapshot {
        amount: won(500),
        ..paid
    };
    world.observe(known.order, less.clone());
    assert_eq!(
        world.approve(&asked_back, &back, "second").unwrap_err(),
        stale(&asked_back, "it was of 999, and now it would be of 500")
    );
    let accept = world.accepting_as(&known, &less);
    assert_eq!(
        world.approve(&asked, &accept, "second").unwrap_err(),
        stale(&asked, "it was of 1, and now it would be of 500")
    );
    assert_eq!(
        world.contradiction_of(known.order).state,
        ContradictionState::Open
    );
    assert_eq!(world.has("ann"), 0);
}

#[test]
fn what_others_did_meanwhile_is_not_approved() {
    let mut world = World::new();
    let (known, paid) = world.short();
    let accept = world.accepting_as(&known, &paid);
    let (asked_back, asked) = (world.waits(0, &returning(&known)), world.waits(0, &accept));
    let mut accepted = world.clone();
    world.ok(returning(&known));
    assert_eq!(
        world
            .approve(&asked_back, &returning(&known), "second")
            .unwrap_err(),
        stale(&asked_back, "it was done meanwhile")
    );
    accepted.ok(accept.clone());
    assert_eq!(
        accepted.approve(&asked, &accept, "second").unwrap_err(),
        stale(&asked, "it was done meanwhile")
    );
}
