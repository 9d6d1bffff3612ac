//! A deposit into an account that Toss issued, which its bank takes back, and which the buyer makes once more (Toss:
//! `DONE` → `WAITING_FOR_DEPOSIT` → `DONE`).

use std::time::{Duration, Instant};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    buyer::{Buyer, LOOK_EVERY, text},
    shop::Shop,
};

/// How long a buyer waits for the gateway to notice it: hints of one order are followed every ten seconds.
const PATIENCE: Duration = Duration::from_secs(15);
const CONFLICT: u16 = 409;

/// Money goes into the account of an order.
pub(crate) async fn pay_in(shop: &Shop, provider: &str, order: &str) {
    let body = json!({"orderId": order});
    let path = format!("/{provider}/deposits");
    let answer = shop.at_provider(Method::POST, &path, &body).await;
    assert!(answer.status < 300, "{}", answer.text);
    let mut paid_in = shop.paid_in.lock().unwrap();
    *paid_in.entry(order.to_owned()).or_default() += 1;
}

/// Its bank takes it back. A simulator may have done it already, as one of its faults.
pub(crate) async fn take_back(shop: &Shop, order: &str) {
    let body = json!({"orderId": order});
    let path = "/toss/deposits/reverse";
    let answer = shop.at_provider(Method::POST, path, &body).await;
    assert!(
        answer.status < 300 || answer.status == CONFLICT,
        "{}",
        answer.text
    );
}

impl Buyer {
    /// The bank takes the deposit back, when some credits may have been used, and the buyer pays again.
    pub(crate) async fn pay_again(&mut self, order: &Value, payment: &str) {
        if self.dice.percent(50) {
            self.spend(order, "before").await;
        }
        let id = text(order, "id");
        take_back(&self.shop, &id).await;
        self.tally.count("deposit taken back by its bank");
        if !self.is_gone(payment, &order["amount"]).await {
            self.tally.count("taken back and not known yet");
        }
        pay_in(&self.shop, "toss", &id).await;
        self.tally.count("deposit made once more");
        if self.is_gone(payment, &json!(0)).await {
            self.tally.count("credits back while the buyer waited");
        }
    }

    /// Whether others have taken this much of a payment within the buyer's wait.
    async fn is_gone(&self, payment: &str, won: &Value) -> bool {
        let path = format!("/v1/payments/{payment}");
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let read = self.shop.get(Some(Role::Support), &path).await.ok();
            if read["cancelled_outside"] == *won {
                return true;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        false
    }
}
