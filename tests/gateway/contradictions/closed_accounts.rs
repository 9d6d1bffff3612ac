//! Money that comes for customers who closed their account, and refunds that fail after they were done.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{decide, listed, only};
use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    liar::Lie,
    world::{TOSS_KEY, World},
};

both_engines!(
    .toss_told_otherwise():
    money_for_a_closed_account_goes_back,
    a_deposit_that_comes_again_after_the_account_was_closed_goes_back,
    a_refund_that_failed_after_it_was_done_is_listed,
);

fn account() -> Value {
    json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"})
}

/// Has the money of the one open contradiction given back, and waits until it is.
async fn give_back(world: &World, account: Option<Value>) {
    let known = only(world).await;
    decide(world, &known, "accept")
        .await
        .refused(422, "not_for_that_kind");
    let path = format!("/v1/contradictions/{}/refund", id_of(&known));
    let mut body = json!({"reason": "the account is closed"});
    if let Some(account) = account {
        body["refund_account"] = account;
    }
    world.gateway().post(Role::Support, &path, &body).await.ok();
    let gone = async || listed(world, "refunded").await.len() == 1;
    world
        .wait_while_time_passes("the money is back", TimeDelta::seconds(1), gone)
        .await;
}

/// The order was cancelled, the customer closed the account, and then another client with our key took the money.
async fn money_for_a_closed_account_goes_back(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.press(&order, "pay").await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    world.close_account("c1", true).await.ok();
    let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
    let body = json!({"paymentKey": key, "orderId": order["id"], "amount": 10_000});
    let confirm = world
        .sandbox
        .bare(Method::POST, "/toss/v1/payments/confirm")
        .json(&body);
    send(confirm.basic_auth(TOSS_KEY, Some(""))).await.ok();
    world.wait_for_order(&id_of(&order), "mismatched").await;
    assert_eq!(only(world).await["kind"], "customer_closed");
    give_back(world, None).await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "cancelled");
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["cancelled"], 10_000);
}

async fn a_deposit_that_comes_again_after_the_account_was_closed_goes_back(world: &World) {
    let order = world.paid_account("c1").await;
    let deposit = json!({"orderId": order["id"]});
    world.at_provider("/toss/deposits/reverse", &deposit).await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
    world.close_account("c1", true).await.ok();
    world.at_provider("/toss/deposits", &deposit).await;
    let listed = async || listed(world, "open").await.len() == 1;
    world.wait_until("it is listed", listed).await;
    assert_eq!(only(world).await["kind"], "paid_again_closed");
    assert_eq!(
        world.balance("c1").await,
        0,
        "a closed account gets nothing"
    );
    give_back(world, Some(account())).await;
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["cancelled"], 10_000);
}

/// Toss books the cancel at once and pays it out into the buyer's account days later, which may fail.
async fn a_refund_that_failed_after_it_was_done_is_listed(world: &World) {
    let order = world.paid_account("c1").await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account())).await.ok();
    let id = id_of(&refund);
    let done = async || world.refund_state(&id).await == "succeeded";
    world.wait_until("the refund ends", done).await;
    let failed = Lie::Says("/virtualAccount/refundStatus", "FAILED".into());
    world.liar().tell(vec![failed]);
    world.pass(TimeDelta::days(1));
    let open = async || listed(world, "open").await.len() == 1;
    world
        .wait_while_time_passes("it is listed", TimeDelta::seconds(1), open)
        .await;
    let known = only(world).await;
    assert_eq!(known["kind"], "refund_undone", "{known}");
    assert!(known["note"].as_str().unwrap().contains(&id), "{known}");
    assert_eq!(
        world.balance("c1").await,
        0,
        "the credits do not come back by themselves"
    );
    assert_eq!(world.refund_state(&id).await, "succeeded");
    world.liar().tell(Vec::new());
    world.pass(TimeDelta::days(1));
    let agreed = async || listed(world, "agreed").await.len() == 1;
    world
        .wait_while_time_passes(
            "Toss says that it is paid out",
            TimeDelta::minutes(1),
            agreed,
        )
        .await;
}
