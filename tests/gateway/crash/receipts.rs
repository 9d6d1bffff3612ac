//! A cash receipt is changed while the gateway dies: the old one is taken back once, and one new one is issued.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{Shop, get, post, until};
use crate::support::{
    buyer::{account_order, id_of},
    client::try_send,
    database::Engine,
};

/// The points where it dies. The commits of a change are: the request, the cancel recorded with the next one asked for, and
/// its end.
pub(super) const DEATHS: [&str; 9] = [
    "writer.before_commit:1",
    "writer.before_commit:2",
    "writer.before_commit:3",
    "writer.after_commit:1",
    "writer.after_commit:2",
    "writer.after_commit:3",
    "receipt.after_ask:1",
    "receipt.after_ask:2",
    "outbox.after_claim",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_receipt_survives_every_death_on_sqlite() {
    survives(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_receipt_survives_every_death_on_postgres() {
    survives(Engine::Postgres).await;
}

async fn survives(engine: Engine) {
    for death in DEATHS {
        let Some(shop) = Shop::open(engine).await else {
            return;
        };
        let (payment, receipt) = {
            let _gateway = shop.gateway(None).await;
            shop.receipted().await
        };
        let mut doomed = shop.gateway(Some(death)).await;
        let _cut_short = shop.change(&payment, &receipt).await;
        doomed.was_killed().await;
        shop.let_time_pass().await;
        let _gateway = shop.gateway(None).await;
        let ended = shop.change(&payment, &receipt).await;
        ended.unwrap_or_else(|| panic!("the change does not end after a death at {death}"));
        shop.books().await;
        assert_eq!(
            shop.receipts_at_toss().await,
            [
                json!([false, 10_000]),
                json!([true, 10_000]),
                json!([false, 10_000])
            ],
            "at Toss after a death at {death}"
        );
    }
}

impl Shop {
    /// A payment into an account, and its issued receipt.
    async fn receipted(&self) -> (String, String) {
        let gateway = self.client();
        let order = account_order("c1", "direct-1000");
        let order = post(&gateway, "order-1", Role::Checkout, "/v1/orders", &order).await;
        let order = order.unwrap().ok();
        let checkout = order["checkout_url"].as_str().unwrap();
        let page = get(&gateway, Role::Checkout, checkout).await.unwrap();
        let pay = format!("{}/pay", page.location());
        let pressed = try_send(self.sandbox.bare(Method::POST, &pay))
            .await
            .unwrap();
        get(&gateway, Role::Checkout, &pressed.location())
            .await
            .unwrap();
        let deposit = self.sandbox.bare(Method::POST, "/toss/deposits");
        let deposit = deposit.json(&json!({"orderId": order["id"]}));
        assert!(try_send(deposit).await.unwrap().status < 300);
        let path = format!("/v1/orders/{}", id_of(&order));
        until(&gateway, Role::Checkout, &path, "completed")
            .await
            .unwrap();
        let order = get(&gateway, Role::Checkout, &path).await.unwrap().ok();
        let payment = order["payment_id"].as_str().unwrap().to_owned();
        let path = format!("/v1/payments/{payment}/cash-receipts");
        let asked = json!({"purpose": "income_deduction", "identity": "010-1234-5678"});
        let asked = post(&gateway, "receipt-1", Role::Support, &path, &asked).await;
        let receipt = id_of(&asked.unwrap().ok());
        let path = format!("/v1/cash-receipts/{receipt}");
        until(&gateway, Role::Support, &path, "issued")
            .await
            .unwrap();
        (payment, receipt)
    }

    /// The request of support, under the same idempotency key, until the new receipt is issued. `None` when the gateway went
    /// away meanwhile.
    async fn change(&self, payment: &str, receipt: &str) -> Option<()> {
        let gateway = self.client();
        let path = format!("/v1/cash-receipts/{receipt}/change");
        let body = json!({"purpose": "expense_proof", "identity": "124-81-00998"});
        let answer = post(&gateway, "change-1", Role::Support, &path, &body).await?;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let path = format!("/v1/payments/{payment}/cash-receipts");
        let all = || async { Some(get(&gateway, Role::Support, &path).await?.ok()) };
        let deadline = std::time::Instant::now() + super::shop::WITHIN;
        loop {
            let known = all().await?;
            if known["items"][2]["state"] == "issued" {
                return Some(());
            }
            let now = std::time::Instant::now();
            assert!(now < deadline, "no new receipt is issued: {known}");
            tokio::time::sleep(super::shop::POLL_EVERY).await;
        }
    }

    /// Receipts in Toss's own books: whether each is a cancel, and its amount.
    async fn receipts_at_toss(&self) -> Vec<Value> {
        let books = try_send(self.sandbox.bare(Method::GET, "/books")).await;
        let books = books.unwrap().ok();
        let receipts = books["toss"]["cash_receipts"].as_array().unwrap();
        let told = |it: &Value| json!([!it["of"].is_null(), it["amount"]]);
        receipts.iter().map(told).collect()
    }
}
