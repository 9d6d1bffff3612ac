//! Deposits that match no order, or not exactly.

use chrono::TimeDelta;

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    too_little_waits_for_a_person,
    too_much_waits_for_a_person,
    money_for_an_order_given_up_is_late,
    a_second_deposit_for_a_paid_order_is_a_duplicate_and_is_sent_back,
    a_deposit_without_an_order_is_kept,
    an_operator_pairs_a_deposit_with_its_order,
    a_settled_deposit_is_not_decided_again,
);

async fn too_little_waits_for_a_person(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 9_000).await;
    let deposits = world.deposits("underpaid").await;
    assert_eq!(deposits.len(), 1);
    assert_eq!(deposits[0]["amount"], 9_000);
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    let refused = world.pair(&deposits[0], &order, false).await;
    refused.refused(409, "deposit_amount_differs");
    world.pair(&deposits[0], &order, true).await.ok();
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn too_much_waits_for_a_person(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 11_000).await;
    let deposits = world.deposits("overpaid").await;
    assert_eq!(deposits.len(), 1);
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let returned = world.give_back(&deposits[0]).await;
    assert_eq!(returned.ok()["state"], "returned");
}

async fn money_for_an_order_given_up_is_late(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::hours(26));
    world.sweep().await;
    world.wait_for_order(&id_of(&order), "expired").await;
    world.deposit("홍길동", 10_000).await;
    let deposits = world.deposits("late").await;
    assert_eq!(deposits.len(), 1);
    assert_eq!(world.balance_or_zero("c1").await, 0);
    world.pair(&deposits[0], &order, false).await.ok();
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_second_deposit_for_a_paid_order_is_a_duplicate_and_is_sent_back(world: &World) {
    world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    world.deposit("홍길동", 10_000).await;
    let deposits = world.deposits("duplicate").await;
    assert_eq!(deposits.len(), 1);
    assert_eq!(world.balance("c1").await, 1_000);
    world.give_back(&deposits[0]).await.ok();
    assert_eq!(world.deposits("duplicate").await.len(), 0);
    assert_eq!(world.deposits("returned").await.len(), 1);
}

async fn a_deposit_without_an_order_is_kept(world: &World) {
    world.deposit("아무개", 5_000).await;
    assert_eq!(world.deposits("unmatched").await.len(), 1);
}

async fn an_operator_pairs_a_deposit_with_its_order(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동의 아내", 10_000).await;
    let deposits = world.deposits("unmatched").await;
    let paired = world.pair(&deposits[0], &order, false).await.ok();
    assert_eq!(paired["state"], "matched", "{paired}");
    assert_eq!(world.balance("c1").await, 1_000);
    let audit_log = world
        .database
        .number("SELECT COUNT(*) FROM audit_log WHERE act = 'deposit.match'")
        .await;
    assert_eq!(audit_log, 1, "who decided is not on record");
}

async fn a_settled_deposit_is_not_decided_again(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("아무개", 10_000).await;
    let deposits = world.deposits("unmatched").await;
    world.give_back(&deposits[0]).await.ok();
    world
        .give_back(&deposits[0])
        .await
        .refused(409, "deposit_settled");
    world
        .pair(&deposits[0], &order, false)
        .await
        .refused(409, "deposit_settled");
}
