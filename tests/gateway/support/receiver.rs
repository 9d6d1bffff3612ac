//! A receiver of events as a seller would write one: it verifies, keeps, and answers what the test says.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use chrono::{DateTime, Utc};
use providers::{
    provider::RawWebhook,
    signature::{WebhookSecret, verify_by},
};
use secrecy::SecretString;
use serde_json::Value;
use tokio_util::task::TaskTracker;

use super::world::{World, listen};

/// A message that was answered.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) raw: RawWebhook,
    pub(crate) body: Value,
    pub(crate) status: u16,
}

impl Received {
    /// The index of the secret that it is signed under.
    pub(crate) fn signed_by(&self, secrets: &[&str], now: DateTime<Utc>) -> Option<usize> {
        let secrets: Vec<WebhookSecret> = secrets
            .iter()
            .map(|text| WebhookSecret::parse(&SecretString::from(*text)).unwrap())
            .collect();
        let verified = verify_by(&secrets, &self.raw, now).ok();
        verified.map(|(id, secret)| {
            assert_eq!(id, self.id);
            secret
        })
    }
}

type Answers = Arc<Mutex<(u16, BTreeMap<String, u16>, Vec<Received>)>>;

/// A receiver on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    state: Answers,
}

impl Receiver {
    /// Answers 204 until it is given another status.
    pub(crate) async fn start(world: &World) -> Self {
        Self::among(&world.tasks).await
    }

    /// One that runs as one of these tasks.
    pub(crate) async fn among(tasks: &TaskTracker) -> Self {
        let (listener, base) = listen().await;
        let state: Answers = Arc::new(Mutex::new((204, BTreeMap::new(), Vec::new())));
        let router = Router::new()
            .route("/hooks", post(receive))
            .with_state(state.clone());
        tasks.spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("{base}/hooks"),
            state,
        }
    }

    /// Answers everything like this from now on.
    pub(crate) fn answers(&self, status: u16) {
        self.state.lock().unwrap().0 = status;
    }

    /// Answers the events of one customer like this from now on.
    pub(crate) fn answers_of(&self, customer: &str, status: u16) {
        let mut state = self.state.lock().unwrap();
        state.1.insert(customer.to_owned(), status);
    }

    /// Every message, in the order in which they came.
    pub(crate) fn all(&self) -> Vec<Received> {
        self.state.lock().unwrap().2.clone()
    }

    /// What was taken.
    pub(crate) fn taken(&self) -> Vec<Received> {
        let mut all = self.all();
        all.retain(|message| message.status < 300);
        all
    }

    /// The numbers of a customer's events, as they were taken.
    pub(crate) fn numbers_of(&self, customer: &str) -> Vec<i64> {
        let taken = self.taken();
        let of = taken
            .iter()
            .filter(|message| message.body["customer_id"] == customer);
        of.filter_map(|message| message.body["sequence"].as_i64())
            .collect()
    }

    /// The types of what was taken.
    pub(crate) fn types(&self) -> Vec<String> {
        let taken = self.taken();
        let types = taken.iter().map(|message| message.body["type"].as_str());
        types.flatten().map(str::to_owned).collect()
    }
}

async fn receive(
    State(state): State<Answers>,
    headers: HeaderMap,
    body: Bytes,
) -> axum::http::StatusCode {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let raw = RawWebhook {
        headers: names
            .map(|name| (name.to_owned(), header(name)))
            .into_iter()
            .collect(),
        body: body.clone(),
    };
    let content: Value = serde_json::from_slice(&body).unwrap();
    let mut state = state.lock().unwrap();
    let of_customer = content["customer_id"]
        .as_str()
        .and_then(|name| state.1.get(name));
    let status = of_customer.copied().unwrap_or(state.0);
    state.2.push(Received {
        id: header("webhook-id"),
        raw,
        body: content,
        status,
    });
    axum::http::StatusCode::from_u16(status).unwrap()
}
