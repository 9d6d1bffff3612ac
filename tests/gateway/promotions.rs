//! Campaigns: codes for credits, discounts and bonuses, what greets a new customer, and budgets that nobody overruns.

mod late;
mod listed;
mod refused;
mod used_bonus;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{
    buyer::card_order,
    world::{Plan, World},
};

both_engines!(
    a_code_gives_credits_once,
    a_discounted_order_is_paid_and_refunded_at_its_price,
    an_order_that_ends_unpaid_gives_the_budget_back,
    a_new_customer_is_greeted_when_the_first_order_is_paid,
    a_bonus_of_a_campaign_goes_with_the_refund,
    an_ended_campaign_keeps_its_promises_alone,
);

/// A campaign of a month with these fields instead of the usual ones.
pub(crate) fn campaign(world: &World, with: &Value) -> Value {
    let mut body = json!({
        "name": "a spring", "audience": "code", "code": "SPRING-10", "gives": "credits", "worth": 50,
        "from": world.now().to_rfc3339(), "until": (world.now() + TimeDelta::days(30)).to_rfc3339(), "budget": 1_000,
    });
    for (name, value) in with.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

impl World {
    pub(crate) async fn begin(&self, with: &Value) -> Value {
        let body = campaign(self, with);
        self.gateway()
            .post(Role::Admin, "/v1/campaigns", &body)
            .await
            .ok()
    }

    pub(crate) async fn campaign(&self, begun: &Value) -> Value {
        let path = format!("/v1/campaigns/{}", begun["id"].as_str().unwrap());
        self.gateway().get(Role::Support, &path).await.ok()
    }
}

pub(crate) fn redeeming(customer: &str) -> String {
    format!("/v1/customers/{customer}/redemptions")
}

/// An order of `direct-1000`, which costs 10,000 won, that names the code.
pub(crate) fn coded(customer: &str) -> Value {
    let mut body = card_order(customer, "direct-1000", 1);
    body["promotion_code"] = json!("spring 10");
    body
}

async fn a_code_gives_credits_once(world: &World) {
    let begun = world.begin(&json!({})).await;
    assert_eq!(begun["code"], "SPRING10");
    let code = json!({"code": "spring_10"});
    let path = redeeming("c1");
    let answer = world
        .gateway()
        .post_under("k1", Role::Checkout, &path, &code)
        .await;
    assert_eq!(answer.headers["credits-balance"], "50");
    let redemption = answer.ok();
    assert_eq!(
        (&redemption["credits"], &redemption["state"]),
        (&json!(50), &json!("redeemed"))
    );
    let again = world
        .gateway()
        .post_under("k1", Role::Checkout, &path, &code)
        .await;
    assert_eq!(again.ok(), redemption);
    world
        .gateway()
        .post(Role::Service, &path, &code)
        .await
        .refused(409, "promotion_redeemed");
    let lots = world.lots("c1").await;
    assert_eq!((lots.len(), &lots[0]["id"]), (1, &redemption["lot_id"]));
    assert_eq!(lots[0]["expires_at"], "2026-07-08T00:00:00+09:00");
    let listed = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(listed["items"], json!([redemption]));
    let now = world.campaign(&begun).await;
    assert_eq!((&now["used"], &now["redeemed"]), (&json!(50), &json!(1)));
}

async fn a_discounted_order_is_paid_and_refunded_at_its_price(world: &World) {
    let discount = json!({"gives": "discount_percent", "worth": 15, "products": ["direct-1000"], "budget": 1_500});
    let begun = world.begin(&discount).await;
    let order = world.open_order(&coded("c1")).await;
    assert_eq!(order["amount"], 8_500, "{order}");
    assert_eq!(order["promotion"]["discount"], 1_500);
    assert_eq!(order["promotion"]["campaign_id"], begun["id"]);
    let order = world.pay(&order).await;
    let payment = order["payment_id"].as_str().unwrap();
    world.spend("c1", 500).await.ok();
    let quote = world.quote(payment).await;
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(4_250), &json!(500))
    );
    world.refund(payment).await;
    let now = world.campaign(&begun).await;
    assert_eq!(now["used"], 1_500, "once is once");
}

async fn an_order_that_ends_unpaid_gives_the_budget_back(world: &World) {
    let discount = json!({"gives": "discount_won", "worth": 3_000, "products": ["direct-1000"], "budget": 3_000});
    let begun = world.begin(&discount).await;
    let order = world.open_order(&coded("c1")).await;
    let other = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &coded("c2"))
        .await;
    other.refused(409, "promotion_used_up");
    let cancel = format!("/v1/orders/{}/cancel", order["id"].as_str().unwrap());
    world
        .gateway()
        .post(Role::Checkout, &cancel, &Value::Null)
        .await
        .ok();
    assert_eq!(world.campaign(&begun).await["used"], 0);
    let order = world.open_order(&coded("c2")).await;
    assert_eq!(order["amount"], 7_000);
    world.pass(TimeDelta::hours(2));
    world.sweep().await;
    let id = order["id"].as_str().unwrap();
    assert_eq!(world.order(id).await["state"], "expired");
    assert_eq!(world.campaign(&begun).await["redeemed"], 0);
    let path = redeeming("c2");
    let listed = world.gateway().get(Role::Service, &path).await.ok();
    assert_eq!(listed["items"][0]["state"], "returned");
}

async fn a_new_customer_is_greeted_when_the_first_order_is_paid(world: &World) {
    let greeting = json!({
        "audience": "new_customer", "code": null, "gives": "bonus", "worth": 100, "products": ["direct-1000"],
    });
    world.begin(&greeting).await;
    let open = card_order("c1", "direct-1000", 1);
    let first = world.open_order(&open).await;
    let second = world.open_order(&open).await;
    assert_eq!(
        (&first["bonus"], &second["bonus"]),
        (&json!(100), &json!(0))
    );
    assert_eq!(world.balance("c1").await, 0, "an order alone gives nothing");
    world.pay(&first).await;
    assert_eq!(world.balance("c1").await, 1_100);
    let third = world.open_order(&open).await;
    assert_eq!(third["promotion"], Value::Null);
}

async fn a_bonus_of_a_campaign_goes_with_the_refund(world: &World) {
    world
        .begin(&json!({"gives": "bonus", "worth": 200, "products": ["direct-1000"]}))
        .await;
    let order = world.open_order(&coded("c1")).await;
    assert_eq!(
        (&order["amount"], &order["bonus"]),
        (&json!(10_000), &json!(200))
    );
    let order = world.pay(&order).await;
    assert_eq!(world.balance("c1").await, 1_200);
    world.spend("c1", 30).await.ok();
    world.refund(order["payment_id"].as_str().unwrap()).await;
    assert_eq!(world.balance("c1").await, 0);
}

async fn an_ended_campaign_keeps_its_promises_alone(world: &World) {
    let begun = world
        .begin(&json!({"gives": "bonus", "worth": 200, "products": ["direct-1000"]}))
        .await;
    let order = world.open_order(&coded("c1")).await;
    let end = format!("/v1/campaigns/{}/end", begun["id"].as_str().unwrap());
    let reason = json!({"reason": "enough"});
    // The audit log is ordered by instant, so the end is a minute after the beginning.
    world.pass(TimeDelta::minutes(1));
    let ended = world.gateway().post(Role::Admin, &end, &reason).await.ok();
    assert!(ended["ended_at"].is_string(), "{ended}");
    world.pass(TimeDelta::minutes(1));
    let again = world.gateway().post(Role::Admin, &end, &reason).await.ok();
    assert_eq!(again["ended_at"], ended["ended_at"]);
    let other = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &coded("c2"))
        .await;
    other.refused(409, "promotion_over");
    world.pay(&order).await;
    assert_eq!(world.balance("c1").await, 1_200);
    let acts = world.gateway().get(Role::Admin, "/v1/audit-log").await.ok();
    let acts = acts["items"].as_array().unwrap().iter();
    let acts: Vec<&Value> = acts.map(|line| &line["act"]).collect();
    assert_eq!(acts, ["campaign.end", "campaign.create"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_budget_for_ten_is_given_to_ten_on_sqlite() {
    Plan::sqlite().run(a_budget_for_ten_is_given_to_ten).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_budget_for_ten_is_given_to_ten_by_two_gateways_on_postgres() {
    let plan = Plan::postgres().gateways(2);
    plan.run(a_budget_for_ten_is_given_to_ten).await;
}

/// 32 customers at once, of a budget for ten.
async fn a_budget_for_ten_is_given_to_ten(world: &World) {
    let discount = json!({"gives": "discount_won", "worth": 3_000, "products": ["direct-1000"], "budget": 30_000});
    let begun = world.begin(&discount).await;
    let gateways = world.gateways.iter().cycle();
    let customers = (0..32).map(|at| format!("c{at}"));
    let asked = customers
        .zip(gateways)
        .map(|(customer, gateway)| async move {
            let (key, body) = (format!("budget-{customer}"), coded(&customer));
            loop {
                let answer = gateway.post_under(&key, Role::Checkout, "/v1/orders", &body);
                // On a busy machine the lock is not to be had in time. Nothing was done, and the request is repeated.
                match answer.await.status {
                    503 => {}
                    status => return status,
                }
            }
        });
    let answers = join_all(asked).await;
    let opened = answers.iter().filter(|status| **status == 201).count();
    assert_eq!(opened, 10, "orders under a budget for ten: {answers:?}");
    assert!(
        answers.iter().all(|status| matches!(status, 201 | 409)),
        "orders under a budget for ten are opened or refused: {answers:?}"
    );
    let now = world.campaign(&begun).await;
    assert_eq!(
        (&now["used"], &now["redeemed"]),
        (&json!(30_000), &json!(10))
    );
}
