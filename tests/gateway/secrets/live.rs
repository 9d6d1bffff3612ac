//! A whole life of purchases and refunds.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::house::House;
use super::{DEPOSITOR, HOLDER, THEIR_ACCOUNT};
use crate::support::{
    buyer::{account_order, bank_order, card_order, id_of},
    client::send,
};

impl House {
    /// Opens an order, presses pay, comes back.
    async fn buy(&self, order: &Value, state: &str) -> Value {
        let order = self.post(Role::Checkout, "/v1/orders", order).await.ok();
        let page = self
            .gateway
            .browse(order["checkout_url"].as_str().unwrap())
            .await
            .location();
        let back = send(self.sandbox.bare(Method::POST, &format!("{page}/pay")))
            .await
            .location();
        self.gateway.browse(&back).await;
        self.wait_for(
            Role::Checkout,
            &format!("/v1/orders/{}", id_of(&order)),
            state,
        )
        .await
    }

    async fn refund(&self, payment: &Value, account: Option<Value>) -> Value {
        let path = format!("/v1/payments/{}/refund-quotes", payment.as_str().unwrap());
        let quote = self.post(Role::Support, &path, &Value::Null).await.ok();
        let mut body =
            json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
        if let Some(account) = account {
            body["refund_account"] = account;
            body["holder_confirmed"] = true.into();
        }
        let refund = self.post(Role::Support, "/v1/refunds", &body).await;
        assert!(
            !refund.text.contains("CANARYh") && !refund.text.contains(THEIR_ACCOUNT),
            "{}",
            refund.text
        );
        refund.ok()
    }

    /// A seller's ordinary day, with private data in every field that accepts it.
    pub(super) async fn live(&self) {
        let account = json!({"bank": "088", "account_number": THEIR_ACCOUNT, "holder": HOLDER});
        let order = self
            .buy(&card_order("c1", "direct-1000", 1), "completed")
            .await;
        let refund = self.refund(&order["payment_id"], None).await;
        self.wait_for(
            Role::Support,
            &format!("/v1/refunds/{}", id_of(&refund)),
            "succeeded",
        )
        .await;
        let mut wanted = account_order("c2", "direct-1000");
        wanted["depositor_name"] = json!(DEPOSITOR);
        let order = self.buy(&wanted, "awaiting_deposit").await;
        self.at_provider(
            "/toss/deposits",
            &json!({"orderId": order["id"], "depositorName": DEPOSITOR}),
        )
        .await;
        let path = format!("/v1/orders/{}", id_of(&order));
        let order = self.wait_for(Role::Checkout, &path, "completed").await;
        let refund = self
            .refund(&order["payment_id"], Some(account.clone()))
            .await;
        self.wait_for(
            Role::Support,
            &format!("/v1/refunds/{}", id_of(&refund)),
            "succeeded",
        )
        .await;
        let order = self
            .post(
                Role::Checkout,
                "/v1/orders",
                &bank_order("c3", "direct-1000", DEPOSITOR),
            )
            .await
            .ok();
        self.at_provider(
            "/bank/deposits",
            &json!({"depositor_name": DEPOSITOR, "amount": 10_000}),
        )
        .await;
        let path = format!("/v1/orders/{}", id_of(&order));
        let order = self.wait_for(Role::Checkout, &path, "completed").await;
        self.refund(&order["payment_id"], Some(account)).await;
        self.at_provider(
            "/bank/deposits",
            &json!({"depositor_name": DEPOSITOR, "amount": 7}),
        )
        .await;
        let deposits = self.gateway.get(Role::Support, "/v1/deposits").await;
        assert!(!deposits.text.contains(DEPOSITOR), "{}", deposits.text);
        let sought = format!("/v1/orders?depositor_name={DEPOSITOR}");
        let found = self.gateway.get(Role::Support, &sought).await;
        assert_eq!(found.ok()["items"][0]["id"], order["id"]);
        assert!(!found.text.contains(DEPOSITOR), "{}", found.text);
        let inbox = self.gateway.get(Role::Support, "/v1/inbox").await;
        assert!(!inbox.text.contains("CANARY"), "{}", inbox.text);
    }
}
