//! How a buyer orders and pays.

use std::time::Duration;

use chrono::SubsecRound as _;
use credit_gateway::access::Role;
use domain::calendar::rfc3339_seoul;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Buyer, Way, text};
use crate::{
    again,
    client::{Answer, try_send},
    shop::Opened,
    statement,
};

/// Nothing listens there: no test follows that far.
const SHOP: &str = "http://localhost:9/shop";
/// How often a browser reloads when no gateway answers.
const RELOADS: u32 = 20;
const RELOAD_EVERY: Duration = Duration::from_millis(400);

impl Buyer {
    /// Opens an order; `None` when the provider refused.
    pub(super) async fn order(&mut self) -> Option<Value> {
        let (product, quantity) = if self.dice.percent(70) {
            ("direct-1000", self.dice.between(1, 3))
        } else {
            ("package-1000", *self.dice.pick(&[1, 2, 3, 6]))
        };
        let mut body = json!({
            "customer_id": self.customer, "product": product, "quantity": quantity,
            "provider": self.way.provider(), "return_url": SHOP,
        });
        match self.way {
            Way::Bank => body["depositor_name"] = json!(self.depositor()),
            Way::Account | Way::PortoneAccount => body["method"] = json!("virtual_account"),
            Way::Card | Way::Portone => body["method"] = json!("card"),
            Way::Kakaopay | Way::Naverpay => {}
        }
        let key = format!("order-{}", self.number);
        let answer = self
            .shop
            .post(&key, Role::Checkout, "/v1/orders", &body)
            .await;
        if answer.status == 422 && answer.text.contains("provider_declined") {
            return None;
        }
        let order = answer.ok();
        self.shop.opened.lock().unwrap().push(Opened {
            id: text(&order, "id"),
            provider: self.way.provider().to_owned(),
            depositor: self.depositor(),
            amount: order["amount"].as_i64().unwrap(),
        });
        order["checkout_url"].is_string().then_some(order)
    }

    /// To the provider's page and back. Returns whether money may have been taken.
    pub(super) async fn walk(&mut self, order: &Value) -> bool {
        if self.dice.percent(5) {
            self.tally.count("buyer never went to pay");
            return false;
        }
        let button = match self.dice.between(0, 99) {
            0..6 => "decline",
            6..10 => "close",
            _ => "pay",
        };
        let Some(back) = self.press(order, button).await else {
            self.tally.count("the provider's page could not be used");
            return false;
        };
        if self.dice.percent(5) {
            self.tally.count("buyer never came back");
            return false;
        }
        if self.dice.percent(20) {
            self.tally.count("callback twice at once");
            let elsewhere = self.shop.elsewhere(&back);
            let (one, two) = (self.browse(&back), self.browse(&elsewhere));
            tokio::join!(one, two);
        } else {
            self.browse(&back).await;
        }
        if button != "pay" {
            self.tally.count("buyer declined or closed the page");
        }
        button == "pay"
    }

    /// Presses a button on the provider's page; returns the address that the browser is sent back to.
    async fn press(&self, order: &Value, button: &str) -> Option<String> {
        let page = self.browse(order["checkout_url"].as_str().unwrap()).await?;
        let page = match page.status {
            303 => page.location(),
            // The page opens the window by a script.
            200 if self.way.provider() == "portone" => self.window(&page).await?,
            _ => return None,
        };
        assert!(page.starts_with(&self.shop.sandbox.base), "led to {page}");
        self.shop
            .at_provider(Method::GET, &page, &Value::Null)
            .await;
        let pressed = self
            .shop
            .at_provider(Method::POST, &format!("{page}/{button}"), &Value::Null)
            .await;
        (pressed.status == 303).then(|| pressed.location())
    }

    /// A browser that is reloaded while no gateway answers. The address names one gateway: no other is asked.
    async fn browse(&self, url: &str) -> Option<Answer> {
        for _ in 0..RELOADS {
            match try_send(self.shop.sandbox.bare(Method::GET, url)).await {
                Some(answer) if answer.status < 500 => return Some(answer),
                Some(answer) => assert_ne!(answer.status, 500, "{url}: {}", answer.text),
                None => {}
            }
            tokio::time::sleep(RELOAD_EVERY).await;
        }
        None
    }

    /// Has an account issued and pays into it.
    pub(super) async fn deposit(&mut self, order: &Value) -> bool {
        if !self.walk(order).await {
            return false;
        }
        if self.becomes(order, "awaiting_deposit").await.is_none() {
            self.tally.count("no account within the buyer's patience");
            return false;
        }
        if self.dice.percent(10) {
            self.tally.count("buyer never paid into the account");
            return false;
        }
        let provider = self.way.provider();
        again::pay_in(&self.shop, provider, &text(order, "id")).await;
        true
    }

    /// Sends money to the seller's account.
    pub(super) async fn transfer(&mut self, order: &Value) -> bool {
        if self.dice.percent(8) {
            self.tally.count("buyer never transferred");
            return false;
        }
        let wrong = self.dice.percent(6);
        let amount = order["amount"].as_i64().unwrap() - if wrong { 1_000 } else { 0 };
        let at = rfc3339_seoul(self.shop.now().trunc_subsecs(0));
        let movement = json!({
            "depositor_name": self.depositor(), "amount": amount, "deposited_at": at,
        });
        if self.dice.percent(50) {
            statement::import(&self.shop, std::slice::from_ref(&movement)).await;
        }
        let answer = self
            .shop
            .at_provider(Method::POST, "/bank/deposits", &movement)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        if wrong {
            self.tally.count("transferred too little");
        }
        !wrong
    }
}
