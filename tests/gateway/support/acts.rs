//! The requests of a seller's services and support in a world.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{client::Answer, world::World};

impl World {
    pub(crate) async fn grant(&self, customer: &str, kind: &str, credits: i64) -> Value {
        let path = format!("/v1/customers/{customer}/grants");
        let body = json!({"kind": kind, "credits": credits, "reason": "a test"});
        self.gateway().post(Role::Service, &path, &body).await.ok()
    }

    pub(crate) async fn spend(&self, customer: &str, credits: i64) -> Answer {
        let path = format!("/v1/customers/{customer}/spends");
        let body = json!({"credits": credits, "meter": "video.generate", "reference": "req-1"});
        self.gateway().post(Role::Service, &path, &body).await
    }

    pub(crate) async fn hold(&self, customer: &str, credits: i64, expires_in: i64) -> Answer {
        let path = format!("/v1/customers/{customer}/holds");
        let body = json!({"credits": credits, "meter": "video.generate", "reference": "req-1", "expires_in": expires_in});
        self.gateway().post(Role::Service, &path, &body).await
    }

    /// Begins a subscription.
    pub(crate) async fn subscribe(&self, customer: &str, plan: &str) -> Value {
        let path = format!("/v1/customers/{customer}/subscriptions");
        let body = json!({ "plan": plan });
        self.gateway().post(Role::Service, &path, &body).await.ok()
    }

    /// Pauses, resumes, ends or changes one.
    pub(crate) async fn with_subscription(&self, id: &str, act: &str, body: &Value) -> Answer {
        let path = format!("/v1/subscriptions/{id}/{act}");
        self.gateway().post(Role::Service, &path, body).await
    }

    /// Its months, the first one first.
    pub(crate) async fn months(&self, id: &str) -> Vec<Value> {
        let path = format!("/v1/subscriptions/{id}/distributions?limit=100");
        let list = self.gateway().get(Role::Support, &path).await.ok();
        list["items"].as_array().unwrap().clone()
    }

    /// The amount that closing would lose now.
    pub(crate) async fn quote_closing(&self, customer: &str) -> Value {
        let path = format!("/v1/customers/{customer}/closing-quotes");
        let nothing = Value::Null;
        self.gateway()
            .post(Role::Support, &path, &nothing)
            .await
            .ok()
    }

    /// Closes an account by a fresh quote.
    pub(crate) async fn close_account(&self, customer: &str, confirm_forfeit: bool) -> Answer {
        let quote = self.quote_closing(customer).await;
        let body = json!({"quote_id": quote["id"], "confirm_forfeit": confirm_forfeit});
        let path = format!("/v1/customers/{customer}/close");
        self.gateway().post(Role::Support, &path, &body).await
    }

    pub(crate) async fn quote(&self, payment: &str) -> Value {
        let path = format!("/v1/payments/{payment}/refund-quotes");
        self.gateway()
            .post(Role::Support, &path, &Value::Null)
            .await
            .ok()
    }

    /// Requests a refund of the amount of a fresh quote.
    pub(crate) async fn request_refund(&self, payment: &str, account: Option<Value>) -> Answer {
        let quote = self.quote(payment).await;
        let mut body =
            json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
        if let Some(account) = account {
            body["refund_account"] = account;
        }
        self.gateway()
            .post(Role::Support, "/v1/refunds", &body)
            .await
    }

    /// Refunds everything refundable now, and waits until the money is back.
    pub(crate) async fn refund(&self, payment: &str) -> Value {
        let refund = self.request_refund(payment, None).await.ok();
        let id = refund["id"].as_str().unwrap().to_owned();
        self.wait_until("the refund ends", async || {
            self.refund_state(&id).await == "succeeded"
        })
        .await;
        self.gateway()
            .get(Role::Support, &format!("/v1/refunds/{id}"))
            .await
            .ok()
    }

    pub(crate) async fn refund_state(&self, id: &str) -> String {
        let refund = self
            .gateway()
            .get(Role::Support, &format!("/v1/refunds/{id}"))
            .await
            .ok();
        refund["state"].as_str().unwrap().to_owned()
    }
}
