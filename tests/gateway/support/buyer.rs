//! A buyer: orders at the seller's checkout, uses the provider's page, comes back.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{
    client::Answer,
    world::{SHOP, World},
};

/// An order for `quantity` of a product, to be paid by card.
pub(crate) fn card_order(customer: &str, product: &str, quantity: i64) -> Value {
    json!({
        "customer_id": customer, "product": product, "quantity": quantity,
        "provider": "toss", "method": "card", "return_url": SHOP,
    })
}

/// An order to be paid as the buyer chooses at this provider.
pub(crate) fn wallet_order(provider: &str, customer: &str) -> Value {
    json!({
        "customer_id": customer, "product": "direct-1000", "quantity": 1,
        "provider": provider, "return_url": SHOP,
    })
}

/// An order to be paid by a transfer under this name.
pub(crate) fn bank_order(customer: &str, product: &str, name: &str) -> Value {
    json!({
        "customer_id": customer, "product": product, "quantity": 1, "provider": "bank",
        "depositor_name": name, "return_url": SHOP,
    })
}

/// An order to be paid into an account that Toss issues.
pub(crate) fn account_order(customer: &str, product: &str) -> Value {
    json!({
        "customer_id": customer, "product": product, "quantity": 1, "provider": "toss",
        "method": "virtual_account", "return_url": SHOP,
    })
}

/// The `id` in any answer.
pub(crate) fn id_of(answer: &Value) -> String {
    answer["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id: {answer}"))
        .to_owned()
}

impl World {
    pub(crate) async fn open_order(&self, order: &Value) -> Value {
        let answer = self
            .gateway()
            .post(Role::Checkout, "/v1/orders", order)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    /// Goes from the order's link to the provider's page and presses a button there (`pay`, `decline`, `close`).
    /// Returns the address that the provider sends the browser back to.
    pub(crate) async fn press(&self, order: &Value, button: &str) -> String {
        let page = self
            .gateway()
            .browse(order["checkout_url"].as_str().unwrap())
            .await
            .location();
        assert!(
            page.starts_with(&self.sandbox.base),
            "not the provider's page: {page}"
        );
        let shown = self.sandbox.browse(&page).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        let pressed = self
            .sandbox
            .bare(reqwest::Method::POST, &format!("{page}/{button}"));
        super::client::send(pressed).await.location()
    }

    /// The buyer presses a button and the browser comes back to us.
    pub(crate) async fn come_back(&self, order: &Value, button: &str) -> Answer {
        let back = self.press(order, button).await;
        self.gateway().browse(&back).await
    }

    /// Pays at the provider's page, and is redirected to the shop.
    pub(crate) async fn pay(&self, order: &Value) -> Value {
        let shop = self.come_back(order, "pay").await.location();
        assert!(shop.starts_with(SHOP), "led elsewhere: {shop}");
        let paid = self.order(&id_of(order)).await;
        assert_eq!(paid["state"], "completed", "{paid}");
        paid
    }

    /// Orders and pays by card; returns the completed order.
    pub(crate) async fn buy(&self, customer: &str, product: &str, quantity: i64) -> Value {
        let order = self
            .open_order(&card_order(customer, product, quantity))
            .await;
        self.pay(&order).await
    }

    /// Orders and pays by bank transfer; returns the completed order.
    pub(crate) async fn buy_by_transfer(&self, customer: &str, product: &str, name: &str) -> Value {
        let order = self.open_order(&bank_order(customer, product, name)).await;
        self.deposit(name, order["amount"].as_i64().unwrap()).await;
        let paid = self.order(&id_of(&order)).await;
        assert_eq!(paid["state"], "completed", "{paid}");
        paid
    }

    /// Issues an account for an order; returns the order that awaits its deposit.
    pub(crate) async fn issue_account(&self, customer: &str, product: &str) -> Value {
        let order = self.open_order(&account_order(customer, product)).await;
        self.come_back(&order, "pay").await;
        let order = self.order(&id_of(&order)).await;
        assert_eq!(order["state"], "awaiting_deposit", "{order}");
        order
    }

    pub(crate) async fn wait_for_order(&self, id: &str, state: &str) -> Value {
        let what = format!("order {id} becomes {state}");
        self.wait_until(&what, async || self.order(id).await["state"] == state)
            .await;
        self.order(id).await
    }
}
