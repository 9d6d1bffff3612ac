//! The shop's machines while its month is lived through: requests to the gateway and to the simulators within this
//! process, and the time that passes between them.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::order::HINTS_APART;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;
use url::Url;

use super::super::variable;
use crate::{
    access::Role,
    app::Shared,
    clock::{Clock as _, TestClock},
    flows::{expiry, membership, notices, policy_notices},
    workers::outbox,
};

/// How often the books are swept and jobs are done, in the time that is lived through.
const SWEPT_EVERY: TimeDelta = TimeDelta::hours(2);
/// Far above any answer that is read here.
const BODY_BYTES_MAX: usize = 4 << 20;
/// How long webhooks that were sent may take, and how often that is looked at.
const WEBHOOKS_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// What was answered.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) status: StatusCode,
    location: Option<String>,
    text: String,
}

impl Answered {
    pub(super) fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.text).with_context(|| format!("no JSON: {}", self.text))
    }

    /// The body of an answer that must be good.
    pub(super) fn good(&self) -> anyhow::Result<Value> {
        anyhow::ensure!(self.status.is_success(), "{}: {}", self.status, self.text);
        self.json()
    }

    /// Where a redirect leads.
    pub(super) fn leads_to(self) -> anyhow::Result<String> {
        let Self {
            status,
            location,
            text,
        } = self;
        location.with_context(|| format!("no redirect: {status} {text}"))
    }
}

/// Gives webhooks of the simulators to the gateway, within this process.
pub(super) fn outlet(gateway: Router) -> sandbox::Outlet {
    Arc::new(move |post| {
        let gateway = gateway.clone();
        Box::pin(async move {
            let path = Url::parse(&post.url).ok()?.path().to_owned();
            let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
            for (name, value) in post.headers {
                request = request.header(name, value);
            }
            let answered = send(&gateway, request.body(Body::from(post.body)).ok()?).await;
            Some(answered.ok()?.status.as_u16())
        })
    })
}

async fn send(router: &Router, request: Request<Body>) -> anyhow::Result<Answered> {
    let service = TowerToHyperService::new(router.clone());
    let Ok(answer) = service.call(request).await;
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await?;
    let location = parts.headers.get(header::LOCATION);
    Ok(Answered {
        status: parts.status,
        location: location.and_then(|to| Some(to.to_str().ok()?.to_owned())),
        text: String::from_utf8_lossy(&body).into_owned(),
    })
}

pub(super) struct Shop {
    pub(super) app: Shared,
    gateway: Router,
    simulators: Router,
    clock: Arc<TestClock>,
    /// Webhooks on their way.
    webhooks: TaskTracker,
    pub(super) keys: BTreeMap<String, String>,
    /// How many requests were made that change something: their idempotency keys.
    asked: u64,
    swept_at: DateTime<Utc>,
    /// Every order that was opened.
    pub(super) orders: Vec<String>,
    /// Uses of credits that were asked for, and those that were made.
    pub(super) jobs: u64,
    pub(super) spends: usize,
}

impl Shop {
    pub(super) fn new(
        app: Shared,
        gateway: Router,
        simulators: Router,
        clock: Arc<TestClock>,
        webhooks: TaskTracker,
    ) -> Self {
        Self {
            swept_at: clock.now(),
            app,
            gateway,
            simulators,
            clock,
            webhooks,
            keys: BTreeMap::new(),
            asked: 0,
            orders: Vec::new(),
            jobs: 0,
            spends: 0,
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Lets time pass until an instant, with what is due on the way. An instant that is over is now.
    pub(super) async fn live_until(&mut self, at: DateTime<Utc>) -> anyhow::Result<()> {
        while self.swept_at + SWEPT_EVERY <= at {
            self.swept_at += SWEPT_EVERY;
            self.clock.set(self.swept_at.max(self.now()));
            membership::sweep(&self.app).await?;
            notices::sweep(&self.app).await?;
            policy_notices::sweep(&self.app).await?;
            expiry::sweep(&self.app).await?;
            self.work().await?;
        }
        self.clock.set(at.max(self.now()));
        Ok(())
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// Waits for the webhooks that were sent, and does what is due.
    pub(super) async fn work(&self) -> anyhow::Result<()> {
        let delivered = async {
            while !self.webhooks.is_empty() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let waited = tokio::time::timeout(WEBHOOKS_WITHIN, delivered).await;
        waited.context("webhooks were not delivered in time")?;
        outbox::work_through(&self.app).await?;
        Ok(())
    }

    /// The same after so long that a look-up for a webhook is due.
    pub(super) async fn follow_up(&self) -> anyhow::Result<()> {
        self.work().await?;
        self.clock.advance(HINTS_APART);
        self.work().await
    }

    /// A request to the API that changes something.
    pub(super) async fn post(
        &mut self,
        role: Role,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<Answered> {
        self.asked += 1;
        let key = format!("demo-{}", self.asked);
        let request = self.request(Method::POST, role, path);
        let request = request.header("idempotency-key", key);
        let request = if body.is_null() {
            request.body(Body::empty())
        } else {
            let request = request.header(header::CONTENT_TYPE, "application/json");
            request.body(Body::from(body.to_string()))
        };
        send(&self.gateway, request?).await
    }

    pub(super) async fn get(&self, role: Role, path: &str) -> anyhow::Result<Value> {
        let request = self.request(Method::GET, role, path).body(Body::empty());
        send(&self.gateway, request?).await?.good()
    }

    fn request(&self, method: Method, role: Role, path: &str) -> axum::http::request::Builder {
        let key = self.keys.get(&variable(role)).map_or("", String::as_str);
        let request = Request::builder().method(method).uri(path);
        request.header(header::AUTHORIZATION, format!("Bearer {key}"))
    }

    /// A browser opens an address, of the gateway or of a simulator.
    pub(super) async fn browse(&self, method: Method, address: &str) -> anyhow::Result<Answered> {
        let url = Url::parse(address)?;
        let uri = url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        );
        let router = if url.path().starts_with("/sandbox/") {
            &self.simulators
        } else {
            &self.gateway
        };
        let request = Request::builder().method(method).uri(uri);
        send(router, request.body(Body::empty())?).await
    }

    /// Something that happens at a provider.
    pub(super) async fn at_provider(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<Value> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/sandbox{path}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))?;
        send(&self.simulators, request).await?.good()
    }

    /// What goes wrong at a provider from now on.
    pub(super) async fn faults(&self, provider: &str, faults: Value) -> anyhow::Result<()> {
        let body = json!({ "provider": provider, "seed": 7, "faults": faults });
        self.at_provider(Method::PUT, "/faults", &body).await?;
        Ok(())
    }
}
