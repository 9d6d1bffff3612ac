//! Acts that are too large for one person.

use domain::{
    approval::{APPROVAL_DAYS, Approval, ApprovalState},
    books::{approvals::RejectApproval, freezing::FreezeCustomer},
    command::{Answer, Authorization, Command},
    kind::Kind,
    money::Credits,
    refusal::Refusal,
};

use crate::{credit_verbs::grant_of, customer, person, world::World};

fn asked_for(world: &mut World, sum: i64) -> Approval {
    let asked =
        Command::new(grant_of("ann", Kind::Promotional, sum), person("first")).up_to(Some(10));
    match world.send(&asked).unwrap().answer {
        Answer::Approval(asked) => *asked,
        other => panic!("{other:?}"),
    }
}

fn approved(asked: &Approval, sum: i64, by: &str) -> Command {
    let change = grant_of("ann", Kind::Promotional, sum);
    Command::new(change, person(by)).approving(asked.id, "fine".to_owned())
}

#[test]
fn up_to_the_limit_it_is_done_and_above_it_nothing_moves() {
    let mut world = World::new();
    let most =
        Command::new(grant_of("ann", Kind::Promotional, 10), person("first")).up_to(Some(10));
    assert!(matches!(world.send(&most).unwrap().answer, Answer::Lot(_)));
    let entries = world.rows.entries.clone();
    let asked = asked_for(&mut world, 11);
    assert_eq!((asked.amount, asked.asked_by), (11, person("first")));
    assert_eq!((world.has("ann"), &world.rows.entries), (10, &entries));
    assert_eq!(
        world.rows.audit_log.last().unwrap().act.as_str(),
        "approval.ask"
    );
}

#[test]
fn what_would_be_refused_is_not_asked_for() {
    let mut world = World::new();
    world.close("ann", false).unwrap();
    let asked =
        Command::new(grant_of("ann", Kind::Promotional, 11), person("first")).up_to(Some(10));
    assert_eq!(
        world.send(&asked).unwrap_err(),
        Refusal::CustomerClosed(customer("ann"))
    );
    assert!(world.rows.approvals.is_empty());
}

#[test]
fn another_approves_what_was_asked_for_and_nothing_else_and_once() {
    let mut world = World::new();
    let asked = asked_for(&mut world, 11);
    let id = asked.id;
    assert_eq!(
        world.send(&approved(&asked, 11, "first")).unwrap_err(),
        Refusal::OwnApproval(id)
    );
    assert_eq!(
        world.send(&approved(&asked, 12, "second")).unwrap_err(),
        Refusal::NoApproval(id)
    );
    let both = [
        approved(&asked, 11, "second"),
        approved(&asked, 11, "third"),
    ];
    let answers = world.run(&both);
    assert!(answers[0].is_ok());
    let state = ApprovalState::Approved;
    assert_eq!(
        answers[1].clone().unwrap_err(),
        Refusal::ApprovalSettled {
            approval: id,
            state
        }
    );
    assert_eq!(world.has("ann"), 11);
    let line = &world.rows.audit_log[world.rows.audit_log.len() - 2];
    assert_eq!(line.by, person("first"));
    let names = [person("first"), person("second")];
    let suffix = format!("(asked by {}, approved by {})", names[0], names[1]);
    assert!(line.detail.ends_with(&suffix), "{line:?}");
}

#[test]
fn a_refused_act_leaves_its_approval_waiting() {
    let mut world = World::new();
    let asked = asked_for(&mut world, 11);
    // An account is closed over nothing that waits.
    let busy = world.close("ann", true).unwrap_err();
    assert!(matches!(busy, Refusal::OpenBusiness { .. }), "{busy}");
    world.ok(FreezeCustomer {
        customer: customer("ann"),
        reason: "a stolen key".to_owned(),
    });
    world.send(&approved(&asked, 11, "second")).unwrap_err();
    assert_eq!(world.rows.approvals[&asked.id], asked);
}

#[test]
fn nobody_decides_after_its_time() {
    let mut world = World::new();
    let asked = asked_for(&mut world, 11);
    world.now += chrono::Duration::days(APPROVAL_DAYS);
    let ended = Refusal::ApprovalExpired {
        approval: asked.id,
        at: asked.expires_at,
    };
    assert_eq!(
        world.send(&approved(&asked, 11, "second")).unwrap_err(),
        ended
    );
    let reject = RejectApproval {
        customer: customer("ann"),
        approval: asked.id,
        reason: "late".to_owned(),
    };
    assert_eq!(world.refused(reject), ended);
    assert_eq!(
        world.rows.approvals[&asked.id].decision,
        ApprovalState::Waiting
    );
    assert_eq!(world.has("ann"), 0);
}

/// Credits of a hold that lapsed meanwhile go with the money that others took, as in every answer that changes something.
#[test]
fn the_answer_that_asks_shows_no_credits_that_go_with_money_that_went() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let until = world.now + chrono::Duration::minutes(1);
    world.hold("ann", 100, until);
    world.cancel_outside(payment, 1_000);
    world.pass(chrono::Duration::minutes(2));
    let change = grant_of("ann", Kind::Promotional, 11);
    let asked = Command::new(change, person("first")).up_to(Some(10));
    let reply = world.send(&asked).unwrap();
    assert!(matches!(reply.answer, Answer::Approval(_)));
    assert_eq!(reply.balance, Some(Credits::ZERO));
}

#[test]
fn without_a_limit_nothing_waits() {
    let mut world = World::new();
    let free = Command::new(grant_of("ann", Kind::Promotional, 11), person("first")).up_to(None);
    assert_eq!(free.authorization, Authorization::Whole);
    assert!(matches!(world.send(&free).unwrap().answer, Answer::Lot(_)));
}
