//! Kakao Pay through its public interface: the same world, driven by tids.

mod cancels;
mod faults;
mod payments;
mod ready;
mod window;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Reply, World, with};

/// 40 characters with the prefix of development keys.
pub(super) const KEY: &str = "DEV0123456789ABCDEF0123456789ABCDEF01234";
pub(super) const CID: &str = "TC0ONETIME";

/// A payment as `ready` returned it.
struct Opened {
    tid: String,
    /// Path of the page for computers, without `/sandbox`.
    page: String,
}

impl Reply {
    /// HTTP status and code of a refusal; code 0 when there is none.
    fn kakao_refusal(&self) -> (u16, i64) {
        let code = self.json()["error_code"].as_i64().unwrap_or(0);
        (self.status.as_u16(), code)
    }
}

impl World {
    async fn kakao(&self, operation: &str, body: Value) -> Reply {
        let authorization = format!("SECRET_KEY {KEY}");
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
        ];
        let path = format!("/kakaopay/online/v1/payment/{operation}");
        self.request("POST", &path, &headers, &body.to_string())
            .await
    }

    async fn kakao_ready(&self, order: &str, amount: i64) -> Opened {
        let reply = self.kakao("ready", ready(order, amount)).await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
        opened(&reply.json())
    }

    async fn kakao_press(&self, page: &str, choice: &str) -> Reply {
        self.request("POST", &format!("{page}/{choice}"), &[], "")
            .await
    }

    /// Presses the button and returns the token that the browser brings back.
    async fn kakao_authenticate(&self, page: &str, choice: &str) -> String {
        let back = self.kakao_press(page, choice).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{:?}", back.body);
        let (_, token) = back.header("location").split_once("pg_token=").unwrap();
        token.to_owned()
    }

    async fn kakao_approve(&self, tid: &str, order: &str, token: &str) -> Reply {
        self.kakao("approve", approve(tid, order, token)).await
    }

    /// A payment that was opened, authenticated and approved; returns its tid.
    pub(super) async fn kakao_paid(&self, order: &str, amount: i64, choice: &str) -> String {
        let Opened { tid, page } = self.kakao_ready(order, amount).await;
        let token = self.kakao_authenticate(&page, choice).await;
        let reply = self.kakao_approve(&tid, order, &token).await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
        tid
    }

    async fn kakao_order(&self, tid: &str) -> Value {
        self.kakao("order", json!({"cid": CID, "tid": tid}))
            .await
            .json()
    }

    async fn kakao_status(&self, tid: &str) -> String {
        self.kakao_order(tid).await["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub(super) async fn kakao_cancel(&self, tid: &str, amount: i64) -> Reply {
        self.kakao("cancel", cancel(tid, amount)).await
    }
}

fn opened(answer: &Value) -> Opened {
    let url = answer["next_redirect_pc_url"].as_str().unwrap();
    Opened {
        tid: answer["tid"].as_str().unwrap().to_owned(),
        page: url
            .strip_prefix("http://sandbox.test/sandbox")
            .unwrap()
            .to_owned(),
    }
}

fn ready(order: &str, amount: i64) -> Value {
    json!({
        "cid": CID, "partner_order_id": order, "partner_user_id": "customer-1", "item_name": "AI 크레딧 <1,000>",
        "quantity": 1, "total_amount": amount, "tax_free_amount": 0,
        "approval_url": "https://shop.test/ok?state=a%2Bb", "cancel_url": "https://shop.test/no?why=cancel",
        "fail_url": "https://shop.test/no?why=fail",
    })
}

fn approve(tid: &str, order: &str, token: &str) -> Value {
    json!({
        "cid": CID, "tid": tid, "partner_order_id": order, "partner_user_id": "customer-1", "pg_token": token,
    })
}

fn cancel(tid: &str, amount: i64) -> Value {
    json!({"cid": CID, "tid": tid, "cancel_amount": amount, "cancel_tax_free_amount": 0})
}

/// The totals paid, cancelled and left.
fn totals(body: &Value) -> [i64; 3] {
    ["amount", "canceled_amount", "cancel_available_amount"]
        .map(|name| body[name]["total"].as_i64().unwrap())
}
