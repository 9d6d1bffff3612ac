//! One buyer: orders, pays or does not, uses some credits, wants the rest of the money back. Whoever gets no answer
//! asks again under the same idempotency key, as a checkout page does.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, try_send},
    dice::Dice,
    shop::{Opened, Shop},
    tally::Tally,
};

/// Nobody listens there: no test follows that far.
const SHOP: &str = "http://localhost:9/shop";
/// How long a buyer waits for the credits, and for an account to pay into. What takes longer is found out later.
const PATIENCE: Duration = Duration::from_secs(8);
const LOOK_EVERY: Duration = Duration::from_millis(150);
/// How often a browser is sent back when nobody answers.
const RELOADS: u32 = 20;
const RELOAD_EVERY: Duration = Duration::from_millis(400);
/// How often a quote is asked for again because credits of the same customer were used meanwhile.
const QUOTES: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Card,
    Account,
    Kakaopay,
    Naverpay,
    Bank,
}

impl Way {
    const fn provider(self) -> &'static str {
        match self {
            Self::Card | Self::Account => "toss",
            Self::Kakaopay => "kakaopay",
            Self::Naverpay => "naverpay",
            Self::Bank => "bank",
        }
    }
}

pub(crate) struct Buyer {
    shop: Arc<Shop>,
    tally: Arc<Tally>,
    number: u64,
    customer: String,
    way: Way,
    dice: Dice,
}

impl Buyer {
    pub(crate) fn new(
        shop: Arc<Shop>,
        tally: Arc<Tally>,
        number: u64,
        purchases: u64,
        mut dice: Dice,
    ) -> Self {
        let way = match dice.between(0, 99) {
            0..25 => Way::Card,
            25..37 => Way::Account,
            37..60 => Way::Kakaopay,
            60..83 => Way::Naverpay,
            _ => Way::Bank,
        };
        // Customers buy several times, so that their lots are spent and refunded together.
        let customer = format!("c{}", dice.between(0, purchases / 3));
        Self {
            shop,
            tally,
            number,
            customer,
            way,
            dice,
        }
    }

    pub(crate) async fn live(mut self) {
        let Some(order) = self.order().await else {
            self.tally.count("order declined");
            return;
        };
        let paid = match self.way {
            Way::Bank => self.transfer(&order).await,
            Way::Account => self.deposit(&order).await,
            Way::Card | Way::Kakaopay | Way::Naverpay => self.walk(&order).await,
        };
        if !paid {
            return;
        }
        let Some(payment) = self.payment(&order).await else {
            self.tally.count("paid and not known yet");
            return;
        };
        self.tally.count("completed while the buyer waited");
        if self.dice.percent(60) {
            self.spend(&order).await;
        }
        if self.dice.percent(65) {
            self.refund(&payment).await;
        }
    }

    fn depositor(&self) -> String {
        format!("구매자{}", self.number)
    }

    /// Opens an order; `None` when the provider said no.
    async fn order(&mut self) -> Option<Value> {
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
            Way::Account => body["method"] = json!("virtual_account"),
            Way::Card => body["method"] = json!("card"),
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

    /// To the provider's page and back. Whether money may have been taken.
    async fn walk(&mut self, order: &Value) -> bool {
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

    /// Presses a button on the provider's page; gives the address that the browser is sent back to.
    async fn press(&self, order: &Value, button: &str) -> Option<String> {
        let page = self.browse(order["checkout_url"].as_str().unwrap()).await?;
        let page = (page.status == 303).then(|| page.location())?;
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

    /// A browser that is reloaded while nobody answers. The address names one gateway: nobody else is asked.
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
    async fn deposit(&mut self, order: &Value) -> bool {
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
        let body = json!({"orderId": order["id"]});
        let answer = self
            .shop
            .at_provider(Method::POST, "/toss/deposits", &body)
            .await;
        assert!(answer.status < 300, "{}", answer.text);
        true
    }

    /// Sends money to the seller's account.
    async fn transfer(&mut self, order: &Value) -> bool {
        if self.dice.percent(8) {
            self.tally.count("buyer never transferred");
            return false;
        }
        let wrong = self.dice.percent(6);
        let amount = order["amount"].as_i64().unwrap() - if wrong { 1_000 } else { 0 };
        let body = json!({"depositor_name": self.depositor(), "amount": amount});
        let answer = self
            .shop
            .at_provider(Method::POST, "/bank/deposits", &body)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        if wrong {
            self.tally.count("transferred too little");
        }
        !wrong
    }

    async fn read(&self, order: &Value) -> Value {
        let path = format!("/v1/orders/{}", text(order, "id"));
        self.shop.get(Some(Role::Checkout), &path).await.ok()
    }

    /// The payment that completed the order, if it did in time.
    async fn payment(&self, order: &Value) -> Option<String> {
        let completed = self.becomes(order, "completed").await?;
        Some(text(&completed, "payment_id"))
    }

    /// The order when it stands so, if it does within the buyer's patience.
    async fn becomes(&self, order: &Value, state: &str) -> Option<Value> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let read = self.read(order).await;
            if read["state"] == state {
                return Some(read);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        None
    }

    async fn spend(&mut self, order: &Value) {
        let credits = order["credits"].as_u64().unwrap();
        let path = format!("/v1/customers/{}/spends", self.customer);
        let body = json!({
            "credits": self.dice.between(1, credits), "meter": "video.generate",
            "reference": format!("req-{}", self.number),
        });
        let key = format!("spend-{}", self.number);
        let answer = self.shop.post(&key, Role::Service, &path, &body).await;
        if answer.status == 402 {
            self.tally.count("spend refused for want of credits");
        } else {
            answer.ok();
            self.tally.count("spent");
        }
    }

    async fn refund(&mut self, payment: &str) {
        for round in 0..QUOTES {
            let path = format!("/v1/payments/{payment}/refund-quotes");
            let key = format!("quote-{}-{round}", self.number);
            let quote = self
                .shop
                .post(&key, Role::Support, &path, &Value::Null)
                .await
                .ok();
            let mut body = json!({
                "payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked",
            });
            if matches!(self.way, Way::Account | Way::Bank) {
                body["refund_account"] = json!({"bank": "088", "account_number": "110-123-456789",
                    "holder": self.depositor()});
            }
            let key = format!("refund-{}-{round}", self.number);
            let answer = self
                .shop
                .post(&key, Role::Support, "/v1/refunds", &body)
                .await;
            match answer.status {
                409 if answer.text.contains("quote_stale") => {}
                422 if answer.text.contains("not_refundable") => {
                    self.tally.count("nothing left to refund");
                    return;
                }
                _ => return self.requested(&answer.ok()).await,
            }
        }
        self.tally.count("quotes always stale");
    }

    async fn requested(&self, refund: &Value) {
        self.tally.count("refund requested");
        if refund["state"] != "by_hand" {
            return;
        }
        let path = format!("/v1/refunds/{}/paid", text(refund, "id"));
        let evidence = json!({"evidence": format!("transfer {}", self.number)});
        let key = format!("paid-{}", self.number);
        let paid = self
            .shop
            .post(&key, Role::Support, &path, &evidence)
            .await
            .ok();
        assert_eq!(paid["state"], "succeeded", "{paid}");
        self.tally.count("refund transferred by hand");
    }
}

fn text(thing: &Value, field: &str) -> String {
    let told = thing[field].as_str();
    told.unwrap_or_else(|| panic!("no {field}: {thing}"))
        .to_owned()
}
