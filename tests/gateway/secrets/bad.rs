//! Everything that is refused.

use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::house::House;
use super::{BANK_SECRET, DEPOSITOR, HOLDER, THEIR_ACCOUNT};
use crate::support::{
    buyer::bank_order,
    client::{BankWebhook, fresh_key, send},
};

const RAW: &str = "CANARYbody";
/// An id that nothing has.
const NONE: &str = "00000000000000000000000000";

impl House {
    /// A POST with the role's key, under a fresh idempotency key.
    fn keyed(&self, role: Role, path: &str) -> RequestBuilder {
        let request = self.gateway.request(role, Method::POST, path);
        request.header("idempotency-key", fresh_key())
    }

    /// All refused requests, with private data in them.
    pub(super) async fn misbehave(&self) {
        self.bad_keys().await;
        self.bad_bodies().await;
        self.bad_refunds().await;
        self.bad_webhooks().await;
        for link in [
            format!("/callbacks/toss/ord_{NONE}/success?state=1.{RAW}&paymentKey={RAW}"),
            format!("/checkout/ord_{NONE}?state={RAW}"),
        ] {
            self.refused(self.gateway.bare(Method::GET, &link)).await;
        }
        let long = DEPOSITOR.repeat(9);
        for query in [
            format!("orders?depositor_name={long}"),
            format!("orders?customer_id={DEPOSITOR}%20"),
            format!("payments?payment_key={}", RAW.repeat(30)),
            format!("payments?cursor={RAW}"),
        ] {
            let path = format!("/v1/{query}");
            let request = self.gateway.request(Role::Support, Method::GET, &path);
            self.refused(request).await;
        }
    }

    async fn bad_keys(&self) {
        for key in ["cgk_service_CANARYkey_CANARYsecret", RAW] {
            let request = self.gateway.bare(Method::GET, "/v1/products");
            self.refused(request.bearer_auth(key)).await;
        }
    }

    async fn bad_bodies(&self) {
        let spends = "/v1/customers/c1/spends";
        for body in [
            json!({"credits": RAW, "meter": "m", "reference": "r"}),
            json!({"credits": -1, "meter": RAW, "reference": RAW}),
            json!({"credits": 1, "meter": RAW.repeat(30), "reference": "r"}),
        ] {
            self.refused(self.keyed(Role::Service, spends).json(&body))
                .await;
        }
        let broken = self.keyed(Role::Service, spends).body(format!("{{{RAW}"));
        self.refused(broken.header("content-type", "application/json"))
            .await;
        let order = |name: Value| {
            let mut order = bank_order("c3", "direct-1000", DEPOSITOR);
            order["depositor_name"] = name;
            self.keyed(Role::Checkout, "/v1/orders").json(&order)
        };
        self.refused(order(json!(DEPOSITOR.repeat(9)))).await;
        self.refused(order(json!({"name": DEPOSITOR}))).await;
        self.refused(order(json!([DEPOSITOR]))).await;
        send(order(json!(DEPOSITOR))).await.ok();
        self.refused(order(json!(DEPOSITOR))).await;
    }

    async fn bad_refunds(&self) {
        let account = |number: Value, holder: Value| {
            let (payment, quote) = (format!("pay_{NONE}"), format!("quo_{NONE}"));
            let mut refund = json!({"payment_id": payment, "quote_id": quote, "reason": "r"});
            refund["refund_account"] =
                json!({"bank": "088", "account_number": number, "holder": holder});
            self.keyed(Role::Support, "/v1/refunds").json(&refund)
        };
        let digits: i64 = THEIR_ACCOUNT.parse().unwrap();
        self.refused(account(json!(THEIR_ACCOUNT), json!(HOLDER)))
            .await;
        self.refused(account(
            json!(format!("{THEIR_ACCOUNT}-{HOLDER}")),
            json!(HOLDER),
        ))
        .await;
        self.refused(account(json!(digits), json!(HOLDER))).await;
        self.refused(account(json!(THEIR_ACCOUNT), json!({"name": HOLDER})))
            .await;
    }

    async fn bad_webhooks(&self) {
        let at = SystemClock::new().now();
        let nameless = json!({"type": "deposit.received", "data": {"depositor_name": DEPOSITOR}});
        for body in [nameless, json!(RAW)] {
            let mut webhook = BankWebhook::signed(BANK_SECRET, "msg", at, &body);
            // Signed, and stored because it cannot be read; then with a wrong signature.
            for status in [200, 401] {
                let answer = self.gateway.bank_webhook(&webhook).await;
                assert_eq!(answer.status, status, "{}", answer.text);
                self.problems.lock().unwrap().push(answer.text);
                webhook.signature = format!("v1,{RAW}");
            }
        }
        let toss = self.gateway.bare(Method::POST, "/webhooks/toss");
        let toss = toss.header("tosspayments-webhook-transmission-id", "w");
        self.refused(toss.body(format!("{{\"secret\": \"{RAW}\"}}")))
            .await;
    }
}
