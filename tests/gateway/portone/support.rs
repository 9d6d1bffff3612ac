//! A buyer at PortOne. The test does the browser's work by hand, from the page's own attributes.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    client::{Answer, send},
    window::{fact, page},
    world::{SHOP, World},
};

/// Our script's request to PortOne's script.
pub(super) fn request(page: &Answer) -> Value {
    let told = |name: &str| fact(page, name).unwrap_or_else(|| panic!("{name}: {}", page.text));
    let won = |name: &str| fact(page, name).map(|it| it.parse::<i64>().unwrap());
    let mut request = json!({
        "storeId": told("store-id"), "channelKey": told("channel-key"), "paymentId": told("payment-id"),
        "orderName": told("order-name"), "totalAmount": won("total-amount"), "currency": "KRW",
        "payMethod": told("pay-method"), "redirectUrl": told("success-url"),
    });
    if let Some(hours) = won("valid-hours") {
        request["virtualAccount"] = json!({"accountExpiry": {"validHours": hours}});
    }
    request
}

impl World {
    /// An order to be paid by card at PortOne.
    pub(super) fn portone_order(customer: &str, product: &str, quantity: i64) -> Value {
        json!({
            "customer_id": customer, "product": product, "quantity": quantity, "provider": "portone",
            "method": "card", "return_url": SHOP,
        })
    }

    /// The answer of PortOne's script to ours.
    pub(super) async fn ask_portones_script(&self, request: &Value) -> Answer {
        let asked = self.sandbox.bare(Method::POST, "/portone/v2/windows");
        send(asked.body(request.to_string())).await
    }

    /// The buyer presses our button, then one in the window; returns where the browser is sent.
    pub(super) async fn press_at_portone(&self, order: &Value, button: &str) -> String {
        let page = page(self, order).await;
        let opened = self.ask_portones_script(&request(&page)).await.ok();
        self.press_in_portones_window(&opened, button).await
    }

    pub(super) async fn press_in_portones_window(&self, opened: &Value, button: &str) -> String {
        let window = opened["url"].as_str().unwrap();
        assert_eq!(self.sandbox.browse(window).await.status, 200);
        let pressed = self
            .sandbox
            .bare(Method::POST, &format!("{window}/{button}"));
        send(pressed).await.location()
    }

    /// A paid order of 1,000 credits for 10,000 won.
    pub(super) async fn buy_at_portone(&self, customer: &str) -> Value {
        let order = Self::portone_order(customer, "direct-1000", 1);
        let order = self.open_order(&order).await;
        let back = self.press_at_portone(&order, "pay").await;
        let shop = self.gateway().browse(&back).await.location();
        assert!(shop.contains("status=completed"), "{shop}");
        self.order(order["id"].as_str().unwrap()).await
    }
}
