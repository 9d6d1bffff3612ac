//! After every way by which an account reaches the gateway, its number and its holder are searched for in everything
//! that the database holds.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{HOLDER, account, payout};
use crate::{
    approvals::{decide, waits},
    support::{
        buyer::id_of,
        client::send,
        database::{Database, Engine},
        world::World,
    },
};

both_engines!(
    .limited():
    no_account_is_in_the_database_whatever_way_it_took,
);

const NUMBERS: [&str; 4] = [
    "271828182845",
    "314159265358",
    "161803398874",
    "141421356237",
];

async fn no_account_is_in_the_database_whatever_way_it_took(world: &World) {
    let [first, second, third, fourth] = NUMBERS;
    // A refund by hand that a second person approves, repeated by its client.
    let order = world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let payment = order["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    let mut body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked",
        "refund_account": account(first), "holder_confirmed": true});
    let ask = async |body: &Value| {
        let gateway = world.gateway();
        gateway
            .post_under("ask-1", Role::Support, "/v1/refunds", body)
            .await
    };
    let asked = waits(&ask(&body).await);
    assert_eq!(waits(&ask(&body).await), asked, "the request is repeated");
    body["refund_account"] = account(second);
    ask(&body).await.refused(422, "idempotency_key_reused");
    let done = decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    let refund = done["outcome"].as_str().unwrap();
    assert_eq!(
        payout(world.gateway(), refund).await.ok()["account_number"],
        first
    );
    // Another account, approved; a transfer that comes back, and a third account.
    give_approved(world, refund, second, "d2").await;
    let path = format!("/v1/refunds/{refund}/bounced");
    let reason = json!({"reason": "the account is closed"});
    world
        .gateway()
        .post(Role::Support, &path, &reason)
        .await
        .ok();
    give_approved(world, refund, third, "d3").await;
    let told = payout(world.gateway(), refund).await.ok();
    assert_eq!(
        (&told["account_number"], &told["holder"]),
        (&json!(third), &json!(HOLDER))
    );
    let paid = json!({"evidence": "transfer 1"});
    let path = format!("/v1/refunds/{refund}/paid");
    world.gateway().post(Role::Support, &path, &paid).await.ok();
    // A refund that Toss sends to the account.
    let order = world.paid_account("c2").await;
    let asked = world.request_refund(order["payment_id"].as_str().unwrap(), Some(account(fourth)));
    let asked = waits(&asked.await);
    let done = decide(world, Role::Admin, "d4", &asked, "approve")
        .await
        .ok();
    let sent = done["outcome"].as_str().unwrap().to_owned();
    let over = async || world.refund_state(&sent).await == "succeeded";
    world.wait_until("the refund ends", over).await;
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["cancelled"],
        10_000
    );
    // Toss may show the account of a payment in its webhooks, which are kept.
    let hint = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": id_of(&order), "paymentKey": "key1", "status": "DONE", "virtualAccount": {"refundReceiveAccount":
            {"bankCode": "88", "accountNumber": fourth, "holderName": HOLDER}, "dueDate": "kept with the rest"}}});
    let request = world.gateway().bare(Method::POST, "/webhooks/toss");
    send(request.json(&hint)).await.ok();
    let held = everything(&world.database).await;
    assert!(holds(&held, "kept with the rest"), "the webhook is kept");
    assert!(holds(&held, "홍길동"), "the search finds what is there");
    for text in NUMBERS.into_iter().chain([HOLDER]) {
        assert!(!holds(&held, text), "{text} is in the database");
    }
    fingerprints_are_encrypted(&world.database).await;
}

/// Gives another account, and has it approved.
async fn give_approved(world: &World, refund: &str, number: &str, key: &str) {
    let asked = waits(&super::give(world.gateway(), refund, number).await);
    let approve = decide(world, Role::Admin, key, &asked, "approve");
    assert_eq!(approve.await.ok()["outcome"], refund);
    assert_ne!(id_of(&asked), refund);
}

/// All of the file and its log; of PostgreSQL every row of every table.
async fn everything(database: &Database) -> Vec<u8> {
    if database.engine == Engine::Sqlite {
        let files = ["gateway.db", "gateway.db-wal"];
        let read = |name| std::fs::read(database.folder().join(name)).unwrap_or_default();
        return files.map(read).concat();
    }
    let mut all = Vec::new();
    for (table, _) in database.counts().await {
        let rows = database
            .rows(&format!("SELECT CAST(t AS TEXT) FROM {table} AS t"))
            .await;
        all.extend(rows.concat().concat().into_bytes());
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The fingerprint of a request would let its account be found by trying.
async fn fingerprints_are_encrypted(database: &Database) {
    let with_account = "FROM idempotency_keys WHERE reply LIKE '%\"account\":{%'";
    let all = database
        .number(&format!("SELECT COUNT(*) {with_account}"))
        .await;
    let sealed = format!("SELECT COUNT(*) {with_account} AND fingerprint LIKE 'v1.%'");
    assert!(all >= 5, "{all} answers with an account");
    assert_eq!(database.number(&sealed).await, all);
}
