//! An unsettled refund: the provider's reports about it meanwhile.

use domain::{
    books::refunds::RefundOutcome,
    event::Event,
    failure::{Failure, FailureKind},
    refund::RefundState,
};

use crate::world::World;

#[test]
fn each_reason_that_keeps_a_refund_open_is_one_event_and_moves_nothing() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    let open = |code: &str| RefundOutcome::Open(Failure::new(code, "no"));
    let (entries, balance) = (world.rows.entries.clone(), world.has("ann"));
    let noted = world.settle(refund.id, open("FAILED"));
    assert_eq!(noted.state, RefundState::Sent);
    assert_eq!(noted.failure, Some(Failure::new("FAILED", "no")));
    let before = world.rows.clone();
    world.settle(refund.id, open("FAILED"));
    assert_eq!(world.rows, before, "the same again is nothing new");
    assert_eq!((&world.rows.entries, world.has("ann")), (&entries, balance));
    let failure = Failure::new("FAILED", "no").of_call(FailureKind::InDoubt);
    world.settle(refund.id, RefundOutcome::Open(failure));
    let delayed = |event: &Event| match event {
        Event::RefundDelayed(body) => body.note.clone(),
        _ => None,
    };
    let events = world.rows.events.iter().map(|record| &record.event);
    let sent: Vec<String> = events.filter_map(delayed).collect();
    assert_eq!(
        sent,
        ["FAILED: no", "in doubt: FAILED: no"],
        "the same code of another kind is another reason"
    );
    let done = world.settle(refund.id, RefundOutcome::Succeeded { cancel_key: None });
    assert_eq!(done.failure, None, "nothing keeps it open any more");
    world.settle(refund.id, open("LATE"));
    assert_eq!(world.rows.refunds[&refund.id], done, "it has ended");
}
