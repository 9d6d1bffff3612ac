//! Paying into an account that Toss Payments issues.

mod refunds;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{account_order, id_of},
    world::World,
};

both_engines!(
    an_issued_account_mints_when_its_deposit_arrives,
    the_page_shows_account_amount_and_due_time,
    a_reversed_deposit_revokes_the_lot,
    credits_spent_before_the_reversal_are_owed,
    a_reversal_that_no_webhook_tells_of_is_found_by_asking,
    a_deposit_reversed_and_paid_again_brings_its_credits_back_once,
    a_deposit_paid_again_that_no_webhook_tells_of_is_found_by_asking,
);

async fn an_issued_account_mints_when_its_deposit_arrives(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    assert_eq!(order["deposit"]["bank"], "088", "{order}");
    assert!(
        order["deposit"]["account_number"]
            .as_str()
            .unwrap()
            .starts_with('X')
    );
    assert_eq!(world.balance_or_zero("c1").await, 0);
    world.pay_in(&order).await;
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn the_page_shows_account_amount_and_due_time(world: &World) {
    let order = world.open_order(&account_order("c1", "direct-1000")).await;
    world.come_back(&order, "pay").await;
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    let order = world.order(&id_of(&order)).await;
    assert!(
        page.text
            .contains(order["deposit"]["account_number"].as_str().unwrap()),
        "{}",
        page.text
    );
    assert!(page.text.contains("10,000"), "{}", page.text);
    assert!(page.text.contains("2026"), "{}", page.text);
}

async fn a_reversed_deposit_revokes_the_lot(world: &World) {
    let order = world.paid_account("c1").await;
    world.reverse(&order).await;
    world
        .wait_until("the credits go", async || world.balance("c1").await == 0)
        .await;
    let lot = &world.lots("c1").await[0];
    assert_eq!(lot["revoked"], 1_000, "{lot}");
}

async fn credits_spent_before_the_reversal_are_owed(world: &World) {
    let order = world.paid_account("c1").await;
    world.spend("c1", 250).await.ok();
    world.reverse(&order).await;
    world
        .wait_until("the credits go", async || world.balance("c1").await == 0)
        .await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(balance["debt"], 250, "{balance}");
}

async fn a_reversal_that_no_webhook_tells_of_is_found_by_asking(world: &World) {
    let order = world.paid_account("c1").await;
    let lost = json!([{"kind": "webhook_lost", "probability_percent": 100}]);
    world.faults("toss", lost).await;
    world.reverse(&order).await;
    world.pass(TimeDelta::hours(23));
    assert_eq!(world.balance("c1").await, 1_000);
    world.pass(TimeDelta::hours(1));
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
}

async fn a_deposit_reversed_and_paid_again_brings_its_credits_back_once(world: &World) {
    let order = world.paid_account("c1").await;
    world.spend("c1", 250).await.ok();
    for _ in 0..2 {
        world.reverse(&order).await;
        let gone = async || world.balance("c1").await == 0;
        world.wait_until("the credits go", gone).await;
        world.pay_in(&order).await;
        let back = async || world.balance("c1").await == 750;
        world.wait_until("the credits come back", back).await;
    }
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance");
    assert_eq!(balance.await.ok()["debt"], 0);
    let payment = order["payment_id"].as_str().unwrap();
    let payment = world
        .gateway()
        .get(Role::Support, &format!("/v1/payments/{payment}"))
        .await
        .ok();
    assert_eq!(payment["cancelled_outside"], 0, "{payment}");
}

async fn a_deposit_paid_again_that_no_webhook_tells_of_is_found_by_asking(world: &World) {
    let order = world.paid_account("c1").await;
    world.reverse(&order).await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
    let lost = json!([{"kind": "webhook_lost", "probability_percent": 100}]);
    world.faults("toss", lost).await;
    world.pay_in(&order).await;
    assert_eq!(world.balance("c1").await, 0);
    world.pass(TimeDelta::hours(1));
    let back = async || world.balance("c1").await == 1_000;
    world.wait_until("the credits come back", back).await;
}

impl World {
    async fn pay_in(&self, order: &Value) {
        self.at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
            .await;
    }

    async fn reverse(&self, order: &Value) {
        self.at_provider("/toss/deposits/reverse", &json!({"orderId": order["id"]}))
            .await;
    }

    pub(crate) async fn paid_account(&self, customer: &str) -> Value {
        let order = self.issue_account(customer, "direct-1000").await;
        self.pay_in(&order).await;
        self.wait_for_order(&id_of(&order), "completed").await
    }
}
