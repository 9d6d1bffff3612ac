//! A client of one gateway: keys of every role, a fresh idempotency key for each POST, answers as text.

mod answer;
mod webhooks;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use credit_gateway::access::Role;
use reqwest::{Method, RequestBuilder, redirect};
use serde_json::Value;

pub use self::answer::Answer;
pub use self::webhooks::BankWebhook;

/// No answer of a gateway in these tests takes longer: provider calls are local.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// An API key of each role.
pub type Keys = BTreeMap<Role, String>;

/// A client of one address.
#[derive(Debug, Clone)]
pub struct Client {
    pub base: String,
    pub keys: Keys,
    pub http: reqwest::Client,
}

/// Neither follows redirects nor uses a proxy: the test checks each of a buyer's steps.
pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(ANSWER_WITHIN)
        .build()
        .unwrap()
}

/// An idempotency key that no other request of this process has.
pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Client {
    pub fn new(base: impl Into<String>, keys: Keys) -> Self {
        Self {
            base: base.into(),
            keys,
            http: http(),
        }
    }

    /// A request with the role's key and nothing else.
    pub fn request(&self, role: Role, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, path);
        match self.keys.get(&role) {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// A request without a key.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        self.http.request(method, url)
    }

    pub async fn get(&self, role: Role, path: &str) -> Answer {
        send(self.request(role, Method::GET, path)).await
    }

    /// A GET without a key, as a buyer's browser sends it.
    pub async fn browse(&self, path: &str) -> Answer {
        send(self.bare(Method::GET, path)).await
    }

    pub async fn post(&self, role: Role, path: &str, body: &Value) -> Answer {
        self.post_under(&fresh_key(), role, path, body).await
    }

    /// A JSON body; none when it is null.
    pub async fn post_under(&self, key: &str, role: Role, path: &str, body: &Value) -> Answer {
        let request = self
            .request(role, Method::POST, path)
            .header("idempotency-key", key);
        send(if body.is_null() {
            request
        } else {
            request.json(body)
        })
        .await
    }

    pub async fn put(&self, role: Role, path: &str, body: &Value) -> Answer {
        send(self.request(role, Method::PUT, path).json(body)).await
    }

    /// A webhook of the bank feed, signed by Standard Webhooks.
    pub async fn bank_webhook(&self, webhook: &BankWebhook) -> Answer {
        send(self.bank_request(webhook)).await
    }

    pub fn bank_request(&self, webhook: &BankWebhook) -> RequestBuilder {
        self.signed_request("bank", webhook)
    }

    /// A webhook signed by Standard Webhooks, as this provider sends it.
    pub fn signed_request(&self, provider: &str, webhook: &BankWebhook) -> RequestBuilder {
        let mut request = self
            .bare(Method::POST, &format!("/webhooks/{provider}"))
            .header("content-type", "application/json");
        for (name, value) in webhook.headers() {
            request = request.header(name, value);
        }
        request.body(webhook.body.clone())
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    match answer(request).await {
        Ok(answer) => answer,
        Err(error) => panic!("no answer: {error:?}"),
    }
}

/// `None` when the server went away before the answer was complete.
pub async fn try_send(request: RequestBuilder) -> Option<Answer> {
    answer(request).await.ok()
}

async fn answer(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    Ok(Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await?,
    })
}
