//! The accounts that refunds by hand are transferred to.

use domain::{
    books::refunds::{RefundOutcome, RefundRoute, RequestRefund},
    deposit::PrintedName,
    refund::{RefundAccount, RefundState},
    refusal::Refusal,
};

use crate::{customer, world::World};

pub(crate) fn account(holder: &str) -> RefundAccount {
    RefundAccount {
        bank: "088".to_owned(),
        account_number: "110123456789".to_owned(),
        holder: holder.to_owned(),
    }
}

#[test]
fn an_account_is_added_where_the_provider_was_too_late() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment).id;
    let too_late = RefundOutcome::ByHand("too late".into());
    world.settle(refund, too_late);
    assert_eq!(world.refund_now(refund), (RefundState::ByHand, false));
    world.ok(world.give(refund, "홍길동", None, false));
    assert_eq!(world.refund_now(refund), (RefundState::ByHand, true));
}

#[test]
fn a_holder_who_did_not_pay_is_confirmed_first() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let quote = world.quote(payment);
    let asked = |holder_confirmed| RequestRefund {
        customer: customer("ann"),
        payment,
        quote: quote.id,
        reason: "the buyer asked".to_owned(),
        account: Some(account("김철수")),
        payer: Some(PrintedName("홍길동4821".to_owned())),
        holder_confirmed,
        route: RefundRoute::Hand("by hand".to_owned()),
    };
    let differs = Refusal::HolderDiffers(payment);
    assert_eq!(world.refused(asked(false)), differs);
    world.ok(asked(true));
    let refund = *world.rows.refunds.keys().next().unwrap();
    for (holder, confirmed) in [("김영희", false), ("홍길동", false), ("김영희", true)] {
        let given = world.give(refund, holder, Some("홍길동"), confirmed);
        if holder == "김영희" && !confirmed {
            assert_eq!(world.refused(given), differs);
        } else {
            world.ok(given);
        }
    }
    let confirmed = world
        .rows
        .audit_log
        .iter()
        .filter(|act| act.detail.contains("that was confirmed"))
        .count();
    assert_eq!(confirmed, 2, "who confirmed is on record");
}
