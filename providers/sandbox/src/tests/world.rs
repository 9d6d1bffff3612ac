//! The sandbox as tests see it: requests without a network, and a clock that they move.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::{BANK_SECRET, KEY, PAYACTION_KEY, basic, kakaopay, portone, window};
use crate::{Clock, Outlet, Post, Settings};

/// One answer of the sandbox.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// HTTP status and error code of Toss.
    pub(super) fn refusal(&self) -> (u16, String) {
        (
            self.status.as_u16(),
            self.json()["code"].as_str().unwrap_or_default().to_owned(),
        )
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

pub(super) struct World {
    pub(super) router: Router,
    pub(super) now: Arc<Mutex<DateTime<Utc>>>,
    pub(super) posts: Arc<Mutex<Vec<Post>>>,
    /// Statuses of the gateway's next answers; then always 200.
    pub(super) answers: Arc<Mutex<VecDeque<Option<u16>>>>,
    pub(super) tracker: TaskTracker,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with_key(KEY)
    }

    pub(super) fn with_key(toss_secret_key: &str) -> Self {
        let now = Arc::new(Mutex::new("2026-01-02T03:04:05Z".parse().unwrap()));
        let posts: Arc<Mutex<Vec<Post>>> = Arc::default();
        let answers: Arc<Mutex<VecDeque<Option<u16>>>> = Arc::default();
        let tracker = TaskTracker::new();
        tracker.close();
        let settings = settings(toss_secret_key, &now);
        let outlet = outlet(&posts, &answers);
        let stop = CancellationToken::new();
        let router = crate::router_with_outlet(settings, tracker.clone(), stop, outlet);
        Self {
            router,
            now,
            posts,
            answers,
            tracker,
        }
    }
    pub(super) fn wait(&self, minutes: i64) {
        *self.now.lock().unwrap() += TimeDelta::minutes(minutes);
    }

    pub(super) fn gateway_answers(&self, statuses: &[Option<u16>]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    /// The webhooks the gateway received, once all pending ones have arrived.
    pub(super) async fn sent(&self) -> Vec<Post> {
        self.tracker.wait().await;
        self.posts.lock().unwrap().clone()
    }

    /// Status of each `PAYMENT_STATUS_CHANGED` or `DEPOSIT_CALLBACK` so far, in the order of arrival.
    pub(super) async fn toss_events(&self) -> Vec<String> {
        let told = |post: &Post| {
            let body: Value = serde_json::from_slice(&post.body).unwrap();
            match body.get("eventType") {
                Some(_) => format!("payment {}", body["data"]["status"].as_str().unwrap()),
                None => format!("deposit {}", body["status"].as_str().unwrap()),
            }
        };
        self.sent().await.iter().map(told).collect()
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub(super) async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/sandbox{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    /// A call of the Toss API with the right key and further headers.
    pub(super) async fn call(
        &self,
        method: &str,
        path: &str,
        extra: &[(&str, &str)],
        body: &Value,
    ) -> Reply {
        let authorization = basic(&format!("{KEY}:"));
        let mut headers = vec![
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
        ];
        headers.extend_from_slice(extra);
        self.request(method, &format!("/toss{path}"), &headers, &body.to_string())
            .await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, &[], &body).await
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[], &Value::Null).await
    }

    /// A call of the sandbox's own routes.
    pub(super) async fn own(&self, method: &str, path: &str, body: Value) -> Reply {
        self.request(method, path, &[], &body.to_string()).await
    }

    /// Opens a window and returns its payment key.
    pub(super) async fn open(&self, order: &str, method: &str, amount: i64) -> String {
        let reply = self
            .post("/v1/payments", window(order, method, amount))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
        reply.json()["paymentKey"].as_str().unwrap().to_owned()
    }

    pub(super) async fn press(&self, key: &str, button: &str) -> Reply {
        self.request(
            "POST",
            &format!("/toss/v1/payments/{key}/checkout/{button}"),
            &[],
            "",
        )
        .await
    }

    pub(super) async fn confirm(&self, key: &str, order: &str, amount: i64) -> Reply {
        let body = json!({"paymentKey": key, "orderId": order, "amount": amount});
        self.post("/v1/payments/confirm", body).await
    }

    /// A payment that was opened, authenticated and confirmed.
    pub(super) async fn paid(&self, order: &str, method: &str, amount: i64) -> String {
        let key = self.open(order, method, amount).await;
        self.press(&key, "pay").await;
        let reply = self.confirm(&key, order, amount).await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
        key
    }

    pub(super) async fn cancel(&self, key: &str, body: Value) -> Reply {
        self.post(&format!("/v1/payments/{key}/cancel"), body).await
    }

    pub(super) async fn look_up(&self, key: &str) -> Value {
        self.get(&format!("/v1/payments/{key}")).await.json()
    }

    pub(super) async fn set_faults(&self, provider: &str, faults: Value) {
        let reply = self
            .own(
                "PUT",
                "/faults",
                json!({"provider": provider, "faults": faults}),
            )
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
    }

    pub(super) async fn books(&self) -> Value {
        self.own("GET", "/books", Value::Null).await.json()
    }
}

pub(super) fn settings(toss_secret_key: &str, now: &Arc<Mutex<DateTime<Utc>>>) -> Settings {
    Settings {
        public_base: "http://sandbox.test/sandbox".to_owned(),
        gateway_base: "http://gateway.test".to_owned(),
        toss_secret_key: toss_secret_key.to_owned(),
        toss_client_key: "test_ck_sandbox".to_owned(),
        naverpay_client_id: "naver-client".to_owned(),
        naverpay_client_secret: "naver-secret".to_owned(),
        naverpay_chain_id: "naver-chain".to_owned(),
        kakaopay_secret_key: kakaopay::KEY.to_owned(),
        kakaopay_cid: kakaopay::CID.to_owned(),
        portone_api_secret: portone::SECRET.to_owned(),
        portone_store_id: portone::STORE.to_owned(),
        portone_channel_key: portone::CHANNEL.to_owned(),
        portone_webhook_secret: portone::WEBHOOKS.to_owned(),
        bank_webhook_secret: BANK_SECRET.to_owned(),
        payaction_webhook_key: PAYACTION_KEY.to_owned(),
        payaction_mall_id: "1689197615581x256615117901486500".to_owned(),
        bank_account_number: "12345678901234".to_owned(),
        bank_account: "main".to_owned(),
        seed: 7,
        webhook_minute: Duration::ZERO,
        now: clock(now),
    }
}

pub(super) fn clock(now: &Arc<Mutex<DateTime<Utc>>>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || *now.lock().unwrap())
}

pub(super) fn outlet(
    posts: &Arc<Mutex<Vec<Post>>>,
    answers: &Arc<Mutex<VecDeque<Option<u16>>>>,
) -> Outlet {
    let (posts, answers) = (Arc::clone(posts), Arc::clone(answers));
    Arc::new(move |post| {
        posts.lock().unwrap().push(post);
        let answer = answers.lock().unwrap().pop_front().unwrap_or(Some(200));
        Box::pin(async move { answer })
    })
}
