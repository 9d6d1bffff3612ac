//! The same message many times at once, to several gateways on one database.

use std::sync::atomic::{AtomicUsize, Ordering};

use credit_gateway::access::Role;
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::{Client, fresh_key},
    database::NEAR_JOBS,
    world::{Plan, World},
};

/// How many copies arrive at once.
const COPIES: usize = 64;

/// One gateway on SQLite, two on PostgreSQL.
macro_rules! both_engines_and_two_gateways {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::Plan::sqlite().run(super::$name).await;
            })+
        }
        mod on_postgres_with_two_gateways {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::Plan::postgres().gateways(2).run(super::$name).await;
            })+
        }
    };
}

both_engines_and_two_gateways!(
    one_webhook_sent_64_times_mints_one_lot,
    one_movement_in_64_messages_mints_one_lot,
    one_return_of_the_buyer_64_times_takes_the_money_once,
    one_request_sent_64_times_opens_one_order,
    five_hundred_spends_of_495_credits_leave_nothing_and_refuse_five,
    one_refund_asked_64_times_goes_back_once,
);

/// Copy `n` is sent to gateway `n` modulo their number.
fn gateway(world: &World, n: usize) -> &Client {
    &world.gateways[n % world.gateways.len()]
}

async fn one_webhook_sent_64_times_mints_one_lot(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let webhook = world.notice("mv-1", "홍길동", 10_000);
    let sent = join_all((0..COPIES).map(|n| gateway(world, n).bank_webhook(&webhook))).await;
    assert!(sent.iter().all(|answer| answer.status == 200), "{sent:?}");
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM lots").await, 1);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM inbox").await, 1);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM events WHERE kind = 'order.completed'")
            .await,
        1
    );
}

async fn one_movement_in_64_messages_mints_one_lot(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let first = world.notice("mv-1", "홍길동", 10_000);
    let body = serde_json::from_slice(&first.body).unwrap();
    let sent = join_all((0..COPIES).map(async |n| {
        let secret = crate::support::world::BANK_SECRET;
        let webhook = crate::support::client::BankWebhook::signed(
            secret,
            &format!("msg-{n}"),
            world.now(),
            &body,
        );
        gateway(world, n).bank_webhook(&webhook).await
    }))
    .await;
    assert!(sent.iter().all(|answer| answer.status == 200), "{sent:?}");
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM inbox").await,
        64
    );
}

async fn one_return_of_the_buyer_64_times_takes_the_money_once(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let path = back.strip_prefix(&world.gateway().base).unwrap();
    let came = join_all((0..COPIES).map(|n| gateway(world, n).browse(path))).await;
    assert!(came.iter().all(|answer| answer.status < 400), "{came:?}");
    world.wait_for_order(&id_of(&order), "completed").await;
    let idle = async || world.database.number(NEAR_JOBS).await == 0;
    world
        .wait_until("Toss's own webhooks are done with", idle)
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM lots").await, 1);
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["approvals"],
        1
    );
}

async fn one_request_sent_64_times_opens_one_order(world: &World) {
    let (key, body) = (fresh_key(), card_order("c1", "direct-1000", 1));
    let sent = join_all(
        (0..COPIES)
            .map(|n| gateway(world, n).post_under(&key, Role::Checkout, "/v1/orders", &body)),
    )
    .await;
    let opened: Vec<_> = sent
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| id_of(&answer.json()))
        .collect();
    // Copies that arrived while the first was being processed were answered to wait.
    assert!(
        sent.iter().all(|answer| matches!(answer.status, 201 | 409)),
        "{sent:?}"
    );
    assert!(!opened.is_empty());
    assert!(opened.iter().all(|id| *id == opened[0]), "{opened:?}");
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        1
    );
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

async fn five_hundred_spends_of_495_credits_leave_nothing_and_refuse_five(world: &World) {
    world.grant("c1", "promotional", 495).await;
    let (spent, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let left = AtomicUsize::new(500);
    join_all((0..8).map(async |connection| {
        let client = Client::new(
            gateway(world, connection).base.clone(),
            world.gateway().keys.clone(),
        );
        let take = |left: usize| left.checked_sub(1);
        while left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
            .is_ok()
        {
            let body = json!({"credits": 1, "meter": "m", "reference": "r"});
            let answer = client
                .post(Role::Service, "/v1/customers/c1/spends", &body)
                .await;
            match answer.status {
                201 => spent.fetch_add(1, Ordering::SeqCst),
                402 => {
                    answer.refused(402, "insufficient_credits");
                    refused.fetch_add(1, Ordering::SeqCst)
                }
                _ => panic!("{}: {}", answer.status, answer.text),
            };
        }
    }))
    .await;
    assert_eq!((spent.into_inner(), refused.into_inner()), (495, 5));
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM spends").await,
        495
    );
}

async fn one_refund_asked_64_times_goes_back_once(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
    let sent =
        join_all((0..COPIES).map(|n| gateway(world, n).post(Role::Support, "/v1/refunds", &body)))
            .await;
    let requested: Vec<_> = sent.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(requested.len(), 1, "{sent:?}");
    let id = id_of(&requested[0].json());
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&id).await == "succeeded"
        })
        .await;
    let paid = &world.sandbox_books().await["toss"]["payments"][0];
    assert_eq!(
        (
            &paid["cancelled"],
            paid["cancels"].as_array().unwrap().len()
        ),
        (&json!(10_000), 1)
    );
    assert_eq!(world.balance("c1").await, 0);
}
