//! One movement on the account, reported by several sources: a feed, PayAction, statements, in any order. It pays
//! once, is never reported as a duplicate, and ambiguous reports wait for a person.

mod doubts;
mod sources;

use credit_gateway::flows::import::Became;
use serde_json::json;

use self::sources::HEAD;
use crate::support::{
    client::BankWebhook,
    world::{BANK_SECRET, World},
};

both_engines!(
    a_statement_and_then_the_feed_pay_once,
    the_feed_and_then_a_statement_pay_once,
    two_feeds_of_one_account_pay_once,
    two_equal_movements_told_by_all_pay_twice,
    statements_of_two_forms_that_overlap_pay_once,
    a_reversal_under_the_other_key_takes_the_credits,
);

async fn a_statement_and_then_the_feed_pay_once(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    world.paid_once(&next).await;
    // The feed names movements: a different name is a different movement, however alike.
    world
        .feed("mv-2", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    assert_eq!(world.balance("c2").await, 1_000, "money without credits");
}

async fn the_feed_and_then_a_statement_pay_once(world: &World) {
    world.first_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:59+09:00", None)
        .await;
    let next = world.next_order().await;
    // Another clock: the next minute, some seconds later.
    let file = format!("{HEAD}\n2026-04-08 10:06:02,10000,홍 길동,\n");
    let became = world.statement(&file).await;
    assert!(matches!(&became[..], [Became::Known(_)]), "{became:?}");
    let again = world.statement(&file).await;
    assert!(matches!(&again[..], [Became::Known(_)]), "{again:?}");
    world.paid_once(&next).await;
}

async fn two_feeds_of_one_account_pay_once(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", Some(111_000))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    world.paid_once(&next).await;
}

async fn two_equal_movements_told_by_all_pay_twice(world: &World) {
    world.first_order().await;
    for (movement, balance) in [("mv-1", None), ("mv-2", None)] {
        world
            .feed(movement, "홍길동", "2026-04-08T10:05:42+09:00", balance)
            .await;
        if movement == "mv-1" {
            world.next_order().await;
        }
    }
    let row = "2026-04-08 10:05:42,10000,홍길동,\n";
    world.statement(&format!("{HEAD}\n{row}{row}")).await;
    for trace in ["t1", "t2"] {
        let balance = if trace == "t1" { 10_000 } else { 20_000 };
        world
            .payaction_tells(trace, "홍길동", "2026-04-08T10:05:00+09:00", Some(balance))
            .await;
    }
    assert_eq!(
        (world.balance("c1").await, world.balance("c2").await),
        (1_000, 1_000)
    );
    assert_eq!(world.number("deposits WHERE state = 'matched'").await, 2);
    assert_eq!(world.number("deposits WHERE state = 'repeated'").await, 4);
}

async fn statements_of_two_forms_that_overlap_pay_once(world: &World) {
    world.first_order().await;
    let rows = "2026-04-08 10:05:42,10000,홍길동,10000\n2026-04-08 10:06:42,3000,아무개,13000\n";
    world.statement(&format!("{HEAD}\n{rows}")).await;
    let next = world.next_order().await;
    // The same two and one more, by minutes, without the balance, under other headings.
    let other = "date,amount,name\n2026-04-08 10:05,10000,홍길동\n2026-04-08 10:06,3000,아무개\n\
        2026-04-08 10:20,4000,아무개\n";
    let became = world.statement(other).await;
    assert!(
        matches!(
            &became[..],
            [Became::Known(_), Became::Known(_), Became::Taken(_)]
        ),
        "{became:?}"
    );
    for file in [other, &format!("{HEAD}\n{rows}")] {
        let became = world.statement(file).await;
        assert!(
            became.iter().all(|row| matches!(row, Became::Known(_))),
            "{became:?}"
        );
    }
    world.paid_once(&next).await;
}

async fn a_reversal_under_the_other_key_takes_the_credits(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
    let body =
        json!({"type": "deposit.reversed", "timestamp": "t", "data": {"movement_id": "mv-1"}});
    let reversal = BankWebhook::signed(BANK_SECRET, "msg-reversal", world.now(), &body);
    world.gateway().bank_webhook(&reversal).await.ok();
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(world.number("deposits WHERE state = 'reversed'").await, 1);
}
