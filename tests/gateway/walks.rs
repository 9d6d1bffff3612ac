//! The four ways to pay, each from the order to the minted lot, with a refund of the unused part and a refund of all.
//! Every world ends with the audit, and with a comparison with the provider's books.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of, wallet_order},
    world::World,
};

both_engines!(
    a_card_at_toss_is_paid_and_refunded_in_part_and_in_full,
    a_payment_at_kakao_pay_is_paid_and_refunded_in_part_and_in_full,
    a_payment_at_naver_pay_is_paid_and_refunded_in_part_and_in_full,
    a_bank_transfer_is_paid_and_refunded_in_part_and_in_full,
    a_wallet_that_declines_mints_nothing_and_takes_nothing,
    a_buyer_who_gave_up_while_nobody_could_be_asked_is_let_go,
    a_callback_that_comes_twice_mints_once_at_every_provider,
);

/// Of `direct-1000`: its price, and the credits used before the partial refund.
const PRICE: i64 = 10_000;
const USED: i64 = 333;
const PRICE_OF_THE_REST: i64 = 6_670;

async fn a_card_at_toss_is_paid_and_refunded_in_part_and_in_full(world: &World) {
    walk(world, "toss", |customer| {
        card_order(customer, "direct-1000", 1)
    })
    .await;
}

async fn a_payment_at_kakao_pay_is_paid_and_refunded_in_part_and_in_full(world: &World) {
    walk(world, "kakaopay", |customer| {
        wallet_order("kakaopay", customer)
    })
    .await;
}

async fn a_payment_at_naver_pay_is_paid_and_refunded_in_part_and_in_full(world: &World) {
    walk(world, "naverpay", |customer| {
        wallet_order("naverpay", customer)
    })
    .await;
}

/// One buyer uses a third and is refunded the rest, another is refunded everything.
async fn walk(world: &World, provider: &str, order: impl Fn(&str) -> Value) {
    for (customer, used, back) in [("c1", USED, PRICE_OF_THE_REST), ("c2", 0, PRICE)] {
        let opened = world.open_order(&order(customer)).await;
        let paid = world.pay(&opened).await;
        minted(world, customer).await;
        if used > 0 {
            world.spend(customer, used).await.ok();
        }
        let refund = world.refund(paid["payment_id"].as_str().unwrap()).await;
        assert_eq!(refund["amount"], back, "{refund}");
        assert_eq!(world.balance(customer).await, 0);
        let books = world.sandbox_books().await;
        let theirs = books[provider]["payments"].as_array().unwrap();
        let theirs = theirs
            .iter()
            .find(|payment| payment["order_id"] == paid["id"]);
        let theirs = theirs.unwrap_or_else(|| panic!("{provider} has no payment of {paid}"));
        assert_eq!(
            (
                &theirs["amount"],
                &theirs["cancelled"],
                &theirs["approvals"]
            ),
            (&json!(PRICE), &json!(back), &json!(1)),
            "{theirs}"
        );
        assert_eq!(theirs["cancels"].as_array().unwrap().len(), 1, "{theirs}");
    }
}

/// The one lot of a customer who bought once.
async fn minted(world: &World, customer: &str) {
    let lots = world.lots(customer).await;
    assert_eq!(lots.len(), 1, "{lots:?}");
    assert_eq!(
        (&lots[0]["granted"], &lots[0]["kind"]),
        (&json!(1_000), &json!("purchased"))
    );
    assert_eq!(world.balance(customer).await, 1_000);
}

/// The bank sends nothing back by itself: a person transfers it, and reports it.
async fn a_bank_transfer_is_paid_and_refunded_in_part_and_in_full(world: &World) {
    let buyers = [
        ("c1", "홍길동", USED, PRICE_OF_THE_REST),
        ("c2", "김철수", 0, PRICE),
    ];
    for (customer, name, used, back) in buyers {
        let order = world
            .open_order(&bank_order(customer, "direct-1000", name))
            .await;
        world.deposit(name, PRICE).await;
        let paid = world.wait_for_order(&id_of(&order), "completed").await;
        minted(world, customer).await;
        if used > 0 {
            world.spend(customer, used).await.ok();
        }
        let account = json!({"bank": "004", "account_number": "99887766554433", "holder": name});
        let refund = world
            .request_refund(paid["payment_id"].as_str().unwrap(), Some(account))
            .await
            .ok();
        assert_eq!(
            (&refund["state"], &refund["amount"]),
            (&json!("by_hand"), &json!(back))
        );
        let path = format!("/v1/refunds/{}/paid", id_of(&refund));
        let evidence = json!({"evidence": format!("transfer for {customer}")});
        let done = world
            .gateway()
            .post(Role::Support, &path, &evidence)
            .await
            .ok();
        assert_eq!(done["state"], "succeeded", "{done}");
        assert_eq!(world.balance(customer).await, 0);
    }
    let sql = "SELECT COALESCE(SUM(refunded), 0) FROM payments";
    assert_eq!(world.database.number(sql).await, PRICE + PRICE_OF_THE_REST);
}

async fn a_wallet_that_declines_mints_nothing_and_takes_nothing(world: &World) {
    for provider in ["kakaopay", "naverpay"] {
        for button in ["decline", "close"] {
            let customer = format!("{provider}-{button}");
            let order = world.open_order(&wallet_order(provider, &customer)).await;
            world.come_back(&order, button).await;
            let order = world.order(&id_of(&order)).await;
            assert!(order["payment_id"].is_null(), "{order}");
            assert_ne!(order["state"], "confirming", "{order}");
            assert_eq!(world.balance_or_zero(&customer).await, 0);
        }
        let books = world.sandbox_books().await;
        for payment in books[provider]["payments"].as_array().unwrap() {
            assert_eq!(payment["approvals"], 0, "{payment}");
        }
    }
}

/// Naver Pay's page leads back to one address, whatever the result.
async fn a_buyer_who_gave_up_while_nobody_could_be_asked_is_let_go(world: &World) {
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    let down = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup", "times": 1},
    ]);
    world.faults("naverpay", down).await;
    world.come_back(&order, "close").await;
    assert_eq!(world.fired("naverpay", "refuse_5xx_before").await, 1);
    let failed = async || world.order(&id_of(&order)).await["state"] == "failed";
    world
        .wait_while_time_passes("the order is given up", TimeDelta::seconds(1), failed)
        .await;
}

async fn a_callback_that_comes_twice_mints_once_at_every_provider(world: &World) {
    for provider in ["toss", "kakaopay", "naverpay"] {
        let customer = format!("twice-{provider}");
        let order = world.open_order(&wallet_order(provider, &customer)).await;
        let back = world.press(&order, "pay").await;
        let (first, second) =
            tokio::join!(world.gateway().browse(&back), world.gateway().browse(&back));
        assert!(
            first.status < 400 && second.status < 400,
            "{first:?} {second:?}"
        );
        world.wait_for_order(&id_of(&order), "completed").await;
        world.gateway().browse(&back).await;
        minted(world, &customer).await;
    }
}
