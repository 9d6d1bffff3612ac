//! One buyer: orders, pays or does not, then uses some credits and requests the rest of the money back (`uses`). A
//! buyer without an answer asks again under the same idempotency key, like a checkout page.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::SubsecRound as _;
use credit_gateway::access::Role;
use domain::calendar::rfc3339_seoul;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    LONG, again,
    client::{Answer, try_send},
    dice::Dice,
    shop::{Opened, Shop},
    statement,
    tally::Tally,
};

/// Nothing listens there: no test follows that far.
const SHOP: &str = "http://localhost:9/shop";
/// How long a buyer waits for the credits, and for an account to pay into. Slower results are found out later.
const PATIENCE: Duration = Duration::from_secs(8);
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(150);
/// How often a browser reloads when no gateway answers.
const RELOADS: u32 = 20;
const RELOAD_EVERY: Duration = Duration::from_millis(400);

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
    pub(crate) shop: Arc<Shop>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) number: u64,
    pub(crate) customer: String,
    way: Way,
    /// Whether the bank takes the deposit back and the buyer pays once more: early buyers, because it takes time.
    again: bool,
    pub(crate) dice: Dice,
}

impl Buyer {
    pub(crate) fn new(
        shop: Arc<Shop>,
        tally: Arc<Tally>,
        number: u64,
        purchases: u64,
        mut dice: Dice,
    ) -> Self {
        // Even a short run has some of each kind of account.
        let way = match (number % 6, dice.between(0, 2)) {
            (2, _) => Way::Account,
            (5, _) => Way::Bank,
            (_, 0) => Way::Card,
            (_, 1) => Way::Kakaopay,
            _ => Way::Naverpay,
        };
        // Customers buy several times, so that their lots are spent and refunded together.
        let customer = format!("c{}", dice.between(0, purchases / 3));
        Self {
            shop,
            tally,
            number,
            customer,
            way,
            again: way == Way::Account && pays_again(number, purchases),
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
        if self.number.is_multiple_of(4) {
            self.membership().await;
        }
        if self.again {
            self.pay_again(&order, &payment).await;
        }
        if self.dice.percent(30) {
            self.hold(&order).await;
        }
        if self.dice.percent(60) {
            self.spend(&order, "req").await;
        }
        if self.dice.percent(65) && !self.keeps() {
            self.refund(&payment).await;
        }
    }

    /// No name is the beginning of another: a statement may have cut it.
    pub(crate) fn depositor(&self) -> String {
        format!("구매자{:05}", self.number)
    }

    /// Some buyers leave their deposit in an account, for the days after the storm.
    fn keeps(&self) -> bool {
        self.way == Way::Account && self.number % 12 == 8
    }

    /// Whether a refund goes to an account that the buyer names.
    pub(crate) fn needs_account(&self) -> bool {
        matches!(self.way, Way::Account | Way::Bank)
    }

    /// Opens an order; `None` when the provider refused.
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

    /// To the provider's page and back. Returns whether money may have been taken.
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

    /// Presses a button on the provider's page; returns the address that the browser is sent back to.
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
        again::pay_in(&self.shop, &text(order, "id")).await;
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

    async fn read(&self, order: &Value) -> Value {
        let path = format!("/v1/orders/{}", text(order, "id"));
        self.shop.get(Some(Role::Checkout), &path).await.ok()
    }

    /// The payment that completed the order, if it did in time.
    async fn payment(&self, order: &Value) -> Option<String> {
        let completed = self.becomes(order, "completed").await?;
        Some(text(&completed, "payment_id"))
    }

    /// The order in this state, if it reaches it within the buyer's wait.
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
}

pub(crate) fn text(thing: &Value, field: &str) -> String {
    let told = thing[field].as_str();
    told.unwrap_or_else(|| panic!("no {field}: {thing}"))
        .to_owned()
}

/// Whether a deposit of this buyer is taken back and made again. It takes time, so a short run has it early.
const fn pays_again(number: u64, purchases: u64) -> bool {
    number < 60 || (purchases >= LONG && number % 5 == 2)
}
