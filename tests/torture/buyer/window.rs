//! PortOne's window: its script opens it from a page of the gateway. The buyer's browser is played by hand, from the page's own
//! attributes.

use reqwest::Method;
use serde_json::{Value, json};

use super::Buyer;
use crate::client::Answer;

/// A data attribute of a page, as a browser reads it.
fn fact(page: &Answer, name: &str) -> Option<String> {
    let (_, rest) = page.text.split_once(&format!(" data-{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}

/// What our script asks of PortOne's.
fn asked(page: &Answer) -> Value {
    let told = |name: &str| fact(page, name).unwrap_or_else(|| panic!("{name}: {}", page.text));
    let number = |name: &str| fact(page, name).map(|it| it.parse::<i64>().unwrap());
    let mut asked = json!({
        "storeId": told("store-id"), "channelKey": told("channel-key"), "paymentId": told("payment-id"),
        "orderName": told("order-name"), "totalAmount": number("total-amount"), "currency": "KRW",
        "payMethod": told("pay-method"), "redirectUrl": told("success-url"),
    });
    if let Some(hours) = number("valid-hours") {
        asked["virtualAccount"] = json!({"accountExpiry": {"validHours": hours}});
    }
    asked
}

impl Buyer {
    /// The address of the window that the page opens; `None` where the page says that there is nothing to pay any more.
    pub(super) async fn window(&self, page: &Answer) -> Option<String> {
        fact(page, "payment-id")?;
        let path = "/portone/v2/windows";
        let asked = asked(page);
        let opened = self.shop.at_provider(Method::POST, path, &asked).await;
        (opened.status == 200).then(|| super::text(&opened.json(), "url"))
    }
}
