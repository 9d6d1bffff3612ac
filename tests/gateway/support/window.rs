//! The page that opens a provider's window by the provider's own script. The test does the browser's work by hand,
//! from the page's own attributes.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    client::{Answer, send},
    world::World,
};

/// The simulator has one merchant beside ours.
const ANOTHER_CLIENT_KEY: &str = "test_ck_another0merchant";

/// The page of an order that waits for its buyer.
pub(crate) async fn page(world: &World, order: &Value) -> Answer {
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    page
}

/// A data attribute of the page, as a browser reads it.
pub(crate) fn fact(page: &Answer, name: &str) -> Option<String> {
    let (_, rest) = page.text.split_once(&format!(" data-{name}=\""))?;
    let (value, _) = rest.split_once('"').unwrap();
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}

/// Our script's request to Toss's script, and that script's request to its server.
pub(crate) fn request(page: &Answer) -> Value {
    let told = |name: &str| fact(page, name).unwrap_or_else(|| panic!("{name}: {}", page.text));
    let mut request = json!({
        "method": told("method"),
        "amount": {"currency": "KRW", "value": told("amount").parse::<i64>().unwrap()},
        "orderId": told("order-id"), "orderName": told("order-name"),
        "successUrl": told("success-url"), "failUrl": told("fail-url"), "windowTarget": "self",
    });
    if let Some(mode) = fact(page, "flow-mode") {
        request["card"] = json!({"flowMode": mode});
    }
    if let Some(amount) = fact(page, "tax-free-amount") {
        request["taxFreeAmount"] = json!(amount.parse::<i64>().unwrap());
    }
    if let Some(hours) = fact(page, "valid-hours") {
        request["virtualAccount"] = json!({"validHours": hours.parse::<i64>().unwrap()});
    }
    request
}

impl World {
    /// The answer of the provider's script to ours.
    pub(crate) async fn ask_script(&self, page: &Answer, request: &Value) -> Answer {
        let key = fact(page, "client-key").unwrap();
        self.ask_script_as(&key, request).await
    }

    async fn ask_script_as(&self, client_key: &str, request: &Value) -> Answer {
        let body = json!({
            "clientKey": client_key, "customerKey": "ANONYMOUS", "request": request,
        });
        let asked = self
            .sandbox
            .bare(Method::POST, "/toss/v2/windows")
            .body(body.to_string());
        send(asked).await
    }

    /// The buyer presses our button, then one in the provider's window; returns where the browser is sent.
    pub(crate) async fn press_in_window(&self, order: &Value, button: &str) -> String {
        let page = page(self, order).await;
        self.press_as(&page, &request(&page), button).await
    }

    /// The same with the test's own request.
    pub(crate) async fn press_as(&self, page: &Answer, request: &Value, button: &str) -> String {
        let opened = self.ask_script(page, request).await.ok();
        self.press_at(&opened, button).await
    }

    /// The same in a window of another merchant, by its public client key.
    pub(crate) async fn press_at_another_merchants(&self, request: &Value) -> String {
        let asked = self.ask_script_as(ANOTHER_CLIENT_KEY, request).await;
        self.press_at(&asked.ok(), "pay").await
    }

    /// The buyer presses a button in an open window.
    pub(crate) async fn press_at(&self, opened: &Value, button: &str) -> String {
        let window = opened["checkout"]["url"].as_str().unwrap();
        assert_eq!(self.sandbox.browse(window).await.status, 200);
        let pressed = self
            .sandbox
            .bare(Method::POST, &format!("{window}/{button}"));
        send(pressed).await.location()
    }
}
