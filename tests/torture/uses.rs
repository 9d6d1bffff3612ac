//! A buyer's acts with credits: uses some, sets some aside, requests the money for the rest.

use std::time::Duration;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::buyer::{Buyer, text};

/// How often a quote is repeated because credits of the same customer were used meanwhile.
const QUOTES: u32 = 3;
/// Longest duration of a hold here, in seconds.
const HOLD_SECONDS: u64 = 3;
/// The margin after which a hold is certainly over: its time begins before its answer is here.
const AFTER: Duration = Duration::from_millis(50);

impl Buyer {
    /// Credits that end on day 30, so that holds can outlive them, and a subscription whose later months fall into the days
    /// after the storm.
    pub(crate) async fn membership(&mut self) {
        let path = format!("/v1/customers/{}/grants", self.customer);
        let body = json!({"kind": "membership", "credits": 500, "reason": "a month of membership"});
        let key = format!("membership-{}", self.number);
        let answer = self.shop.post(&key, Role::Service, &path, &body).await;
        answer.ok();
        self.tally.count("membership credits granted");
        let path = format!("/v1/customers/{}/subscriptions", self.customer);
        let body = json!({"plan": "membership-basic"});
        let key = format!("subscription-{}", self.number);
        let answer = self.shop.post(&key, Role::Service, &path, &body).await;
        if answer.status == 409 {
            answer.refused(409, "already_subscribed");
            return;
        }
        answer.ok();
        self.tally.count("subscription begun");
    }

    /// Sets credits aside. Some are used in time, the others are left until their time has run out.
    pub(crate) async fn hold(&mut self, order: &Value) {
        let credits = self.dice.between(1, order["credits"].as_u64().unwrap());
        let seconds = self.dice.between(1, HOLD_SECONDS);
        let path = format!("/v1/customers/{}/holds", self.customer);
        let body = json!({
            "credits": credits, "meter": "video.generate", "expires_in": seconds,
            "reference": format!("hold-{}", self.number),
        });
        let key = format!("hold-{}", self.number);
        let answer = self.shop.post(&key, Role::Service, &path, &body).await;
        if answer.status == 402 {
            self.tally.count("hold refused for want of credits");
            return;
        }
        let hold = answer.ok();
        let forgotten = self.dice.percent(60);
        if forgotten {
            tokio::time::sleep(Duration::from_secs(seconds) + AFTER).await;
        }
        let path = format!("/v1/holds/{}/capture", text(&hold, "id"));
        let body = json!({"credits": self.dice.between(1, credits)});
        let key = format!("capture-{}", self.number);
        let captured = self.shop.post(&key, Role::Service, &path, &body).await;
        if forgotten {
            captured.refused(409, "hold_lapsed");
        } else if captured.status != 409 {
            captured.ok();
            self.tally.count("hold captured");
        }
    }

    pub(crate) async fn spend(&mut self, order: &Value, what: &str) {
        let credits = order["credits"].as_u64().unwrap();
        let path = format!("/v1/customers/{}/spends", self.customer);
        let body = json!({
            "credits": self.dice.between(1, credits), "meter": "video.generate",
            "reference": format!("{what}-{}", self.number),
        });
        let key = format!("spend-{what}-{}", self.number);
        let answer = self.shop.post(&key, Role::Service, &path, &body).await;
        if answer.status == 402 {
            self.tally.count("spend refused for want of credits");
        } else {
            answer.ok();
            self.tally.count("spent");
        }
    }

    pub(crate) async fn refund(&mut self, payment: &str) {
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
            if self.needs_account() {
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

    async fn requested(&mut self, refund: &Value) {
        self.tally.count("refund requested");
        if refund["state"] != "by_hand" {
            return;
        }
        self.transferred(refund).await;
    }
}
