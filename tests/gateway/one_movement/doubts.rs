//! Movements that wait for a person.

use credit_gateway::access::Role;
use serde_json::json;

use super::sources::HEAD;
use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    the_same_balance_at_another_time_waits_for_a_person,
    a_cut_name_waits_for_a_person_and_is_told_apart_by_the_balance,
    a_few_minutes_apart_waits_for_a_person,
    a_movement_without_a_balance_told_in_another_delivery_waits_for_a_person,
    a_person_says_that_it_is_other_money_and_it_pays,
);

async fn the_same_balance_at_another_time_waits_for_a_person(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", Some(111_000))
        .await;
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:37:00+09:00", Some(111_000))
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    let said = world.told_apart(&doubt, "repeat").await.ok();
    assert_eq!(said["state"], "repeated", "{said}");
    world.paid_once(&next).await;
}

async fn a_cut_name_waits_for_a_person_and_is_told_apart_by_the_balance(world: &World) {
    world.first_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    let next = world
        .open_order(&bank_order("c2", "direct-1000", "홍길"))
        .await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길,\n"))
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    world.told_apart(&doubt, "repeat").await.ok();
    // With the balance there is no doubt.
    world
        .feed("mv-2", "홍길동", "2026-04-08T10:15:42+09:00", Some(20_000))
        .await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:15:42,10000,홍길,20000\n"))
        .await;
    assert_eq!(
        world.order(&id_of(&next)).await["state"],
        "awaiting_deposit"
    );
    assert_eq!(
        world
            .number("deposits WHERE state = 'possible_repeat'")
            .await,
        0
    );
    assert_eq!(world.number("deposits WHERE state = 'repeated'").await, 2);
}

async fn a_few_minutes_apart_waits_for_a_person(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:12:00+09:00", None)
        .await;
    world.paid_once_in_doubt(&next).await;
}

async fn a_movement_without_a_balance_told_in_another_delivery_waits_for_a_person(world: &World) {
    world.first_order().await;
    for trace in ["t1", "t1"] {
        world
            .payaction_tells(trace, "홍길동", "2026-04-08T10:05:00+09:00", None)
            .await;
    }
    assert_eq!(
        world.number("deposits").await,
        1,
        "sent again is one movement"
    );
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    world.paid_once_in_doubt(&next).await;
}

async fn a_person_says_that_it_is_other_money_and_it_pays(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    // It is resolved first: neither matched nor sent back while it may be money that came only once.
    let body = json!({"order_id": next["id"], "reason": "the buyer called"});
    let path = format!("/v1/deposits/{}/match", id_of(&doubt));
    world
        .gateway()
        .post(Role::Support, &path, &body)
        .await
        .refused(409, "deposit_in_doubt");
    let path = format!("/v1/deposits/{}/return", id_of(&doubt));
    world
        .gateway()
        .post(Role::Support, &path, &json!({"reason": "not ours"}))
        .await
        .refused(409, "deposit_in_doubt");
    let said = world.told_apart(&doubt, "new").await.ok();
    assert_eq!(
        (&said["state"], &said["order_id"]),
        (&json!("matched"), &next["id"])
    );
    assert_eq!(world.balance("c2").await, 1_000);
    world
        .told_apart(&doubt, "repeat")
        .await
        .refused(409, "deposit_settled");
    assert_eq!(world.number("audit_log WHERE act = 'deposit.new'").await, 1);
}
