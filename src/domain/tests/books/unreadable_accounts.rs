//! Accounts whose key is missing, and rows with accounts that are stored once more.

use domain::{
    approval::Request,
    books::anew::{RowWithAccount, StoreAnew},
    id::RefundId,
    refund::{RefundAccount, RefundState},
    refusal::Refusal,
};

use crate::{accounts::account, customer, world::World};

fn unreadable() -> RefundAccount {
    RefundAccount::unreadable("v1.abcd.text".to_owned(), "abcd".to_owned())
}

/// A refund by hand, to an account of 홍길동.
fn by_hand(world: &mut World) -> RefundId {
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment).id;
    let too_late = domain::books::refunds::RefundOutcome::ByHand("too late".into());
    world.settle(refund, too_late);
    world.ok(world.give(refund, "홍길동", None, false));
    refund
}

fn anew(refund: RefundId) -> StoreAnew {
    StoreAnew {
        customer: customer("ann"),
        row: RowWithAccount::Refund(refund),
    }
}

#[test]
fn what_cannot_be_read_is_given_to_no_refund() {
    let mut world = World::new();
    let refund = by_hand(&mut world);
    let mut given = world.give(refund, "홍길동", None, true);
    given.account = unreadable();
    let key = "abcd".to_owned();
    assert_eq!(world.refused(given), Refusal::AccountKeyMissing { key });
    assert_eq!(world.refund_now(refund), (RefundState::ByHand, true));
}

#[test]
fn a_readable_account_takes_the_place_of_one_that_is_not() {
    let mut world = World::new();
    let refund = by_hand(&mut world);
    world.rows.refunds.get_mut(&refund).unwrap().account = Some(unreadable());
    let mut given = world.give(refund, "홍길동", None, true);
    given.replaces = Some(account("홍길동"));
    assert_eq!(
        world.refused(given.clone()),
        Refusal::RefundAccountChanged(refund)
    );
    given.replaces = Some(unreadable());
    world.ok(given);
    assert_eq!(world.rows.refunds[&refund].account, Some(account("홍길동")));
}

#[test]
fn a_row_that_is_stored_anew_is_as_it_was() {
    let mut world = World::new();
    let refund = by_hand(&mut world);
    let (before, acts) = (
        world.rows.refunds[&refund].clone(),
        world.rows.audit_log.len(),
    );
    world.ok(anew(refund));
    world.rows.refunds.get_mut(&refund).unwrap().account = Some(unreadable());
    world.ok(anew(refund));
    assert_eq!(world.rows.refunds[&refund].account, Some(unreadable()));
    world.rows.refunds.get_mut(&refund).unwrap().account = before.account.clone();
    assert_eq!(world.rows.refunds[&refund], before);
    assert_eq!(world.rows.audit_log.len(), acts);
    let mut stranger = anew(refund);
    stranger.customer = customer("bob");
    world.buy("bob", "direct-100", 1);
    assert_eq!(world.refused(stranger), Refusal::NoRefund(refund));
}

#[test]
fn nothing_of_an_unreadable_account_is_shown() {
    let shown = unreadable().masked();
    assert_eq!(
        (&*shown.bank, &*shown.account_number, &*shown.holder),
        ("", "", "")
    );
    assert!(!format!("{:?}", unreadable()).contains("v1."));
    let (of, tidy) = (unreadable(), unreadable().tidy());
    assert_eq!(
        (of.stored(), of.missing_key()),
        (Some("v1.abcd.text"), Some("abcd"))
    );
    assert!(tidy.is_err(), "nobody gives one");
    let known = account("홍길동");
    assert_eq!((known.stored(), known.missing_key()), (None, None));
    let two = Request::RefundAccount {
        refund: RefundId::new(chrono::DateTime::UNIX_EPOCH, &mut crate::world::Counter(1)),
        account: known.clone(),
        replaces: Some(account("김철수")),
        holder_confirmed: false,
    };
    let mut seen = Vec::new();
    let _same = two.with_accounts(|it| {
        seen.push(it.holder.clone());
        it
    });
    assert_eq!(
        seen,
        ["홍길동", "김철수"],
        "that which is replaced comes last"
    );
}
