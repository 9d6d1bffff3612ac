//! Two gateways whose clocks are some seconds apart work on one database: what the one did a moment ago lies in the
//! future of the other, and the books hold all the same.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::Client,
    world::{Plan, World},
};

/// More than NTP leaves, less than half of the lease of a job.
const APART_SECONDS: i64 = 7;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_whose_clocks_are_apart_keep_one_set_of_books() {
    let plan = Plan::postgres().gateways(2).apart_by(APART_SECONDS);
    plan.run(async |world: &World| {
        let [behind, ahead] = [&world.gateways[0], &world.gateways[1]];
        for (nth, [one, other]) in [[behind, ahead], [ahead, behind]].into_iter().enumerate() {
            let customer = format!("c{nth}");
            let payment = bought(world, one, &customer).await;
            used(one, other, &customer).await;
            set_aside(one, other, &customer).await;
            undone(world, other, &customer, &payment).await;
        }
        ends(world, behind, ahead).await;
    })
    .await;
}

/// A purchase that the gateway begins and ends. Returns the payment.
async fn bought(world: &World, at: &Client, customer: &str) -> String {
    let order = card_order(customer, "direct-1000", 1);
    let order = at.post(Role::Checkout, "/v1/orders", &order).await.ok();
    world.come_back(&order, "pay").await;
    let path = format!("/v1/orders/{}", id_of(&order));
    let paid = at.get(Role::Checkout, &path).await.ok();
    assert_eq!(paid["state"], "completed", "{paid}");
    paid["payment_id"].as_str().unwrap().to_owned()
}

async fn available(at: &Client, customer: &str) -> i64 {
    let path = format!("/v1/customers/{customer}/balance");
    let balance = at.get(Role::Service, &path).await.ok();
    balance["available"].as_i64().unwrap()
}

/// Uses at both at once: together they are what was there, and no more.
async fn used(one: &Client, other: &Client, customer: &str) {
    let path = format!("/v1/customers/{customer}/spends");
    let body = json!({"credits": 10, "meter": "video.generate", "reference": "req-1"});
    let uses = (0..40).map(|nth| {
        let at = if nth % 2 == 0 { other } else { one };
        at.post(Role::Service, &path, &body)
    });
    for answer in join_all(uses).await {
        answer.ok();
    }
    for at in [one, other] {
        assert_eq!(available(at, customer).await, 600);
    }
}

/// What the one sets aside the other takes or gives back, also where it began in the other's future.
async fn set_aside(one: &Client, other: &Client, customer: &str) {
    let path = format!("/v1/customers/{customer}/holds");
    let body =
        json!({"credits": 100, "meter": "video.generate", "reference": "req-1", "expires_in": 60});
    for (act, body_of_act) in [("capture", json!({})), ("release", Value::Null)] {
        let hold = id_of(&one.post(Role::Service, &path, &body).await.ok());
        let path = format!("/v1/holds/{hold}/{act}");
        other.post(Role::Service, &path, &body_of_act).await.ok();
    }
    assert_eq!(available(other, customer).await, 500);
}

/// A refund at the other gateway, quoted before or after the payment by its own clock.
async fn undone(world: &World, at: &Client, customer: &str, payment: &str) {
    let quotes = format!("/v1/payments/{payment}/refund-quotes");
    let quote = at.post(Role::Support, &quotes, &Value::Null).await.ok();
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(5_000), &json!(500)),
        "{quote}"
    );
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
    let refund = id_of(&at.post(Role::Support, "/v1/refunds", &body).await.ok());
    let done = async || world.refund_state(&refund).await == "succeeded";
    world.wait_until("the refund ends", done).await;
    assert_eq!(available(at, customer).await, 0);
}

/// A hold whose end has come for the one and not for the other: whoever comes first decides, and both see the same
/// afterwards.
async fn ends(world: &World, behind: &Client, ahead: &Client) {
    world.grant("c9", "promotional", 100).await;
    let path = "/v1/customers/c9/holds";
    let hold = json!({"credits": 60, "meter": "video.generate", "reference": "req-1", "expires_in": APART_SECONDS - 2});
    let hold = id_of(&behind.post(Role::Service, path, &hold).await.ok());
    // It is over for the one that is ahead.
    let capture = format!("/v1/holds/{hold}/capture");
    let late = ahead.post(Role::Service, &capture, &json!({})).await;
    assert_eq!(late.status, 409, "{}", late.text);
    world.pass(TimeDelta::seconds(APART_SECONDS));
    let same = async || {
        let seen = [available(behind, "c9").await, available(ahead, "c9").await];
        seen == [100, 100]
    };
    world.wait_until("both see it given back", same).await;
}
