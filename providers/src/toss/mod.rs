//! Toss Payments: cards, easy payments, account transfers, virtual accounts and mobile phones
//! through its core API, versions 2022-11-16 and 2024-06-01.
//!
//! Its idempotency keys replay the first answer for 15 days, refusals included, and ignore the body:
//! a key stands for one intent and is never reused for another.

pub mod banks;
mod begin;
mod call;
mod codes;
mod config;
mod confirm;
mod lookup;
mod map;
mod named;
mod provider;
mod receipts;
mod refund;
mod reports;
mod webhook;
mod window;
mod wire;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{kind::ProviderId, payment::Snapshot};
use reqwest::{
    Client, RequestBuilder,
    header::{AUTHORIZATION, HeaderValue},
};
use url::Url;

use self::provider::capabilities;
use self::window::Script;
pub use self::{
    codes::documented,
    config::{ConfigError, TossConfig, faults},
};
use crate::{
    error::ProviderError,
    http::{self, Limits, under},
    provider::Capabilities,
    settings::{checked, exposed},
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("toss");

/// Toss advises waiting 60 s for confirm and cancel: a bank or a card company processes them.
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};

/// The adapter.
pub struct Toss {
    client: Client,
    base_url: Url,
    /// Marked sensitive, so that no library prints it.
    authorization: HeaderValue,
    returns: ReturnUrls,
    account_hours: i64,
    test_code: Option<String>,
    /// Set where the buyer's browser opens the window by Toss's script.
    script: Option<Script>,
    capabilities: Capabilities,
    /// How long to wait for a report.
    report_wait: Duration,
    /// Whether settlements are reported: Toss answers test keys with an empty list, which says nothing.
    settles: bool,
}

impl std::fmt::Debug for Toss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toss")
            .field("base_url", &self.base_url.as_str())
            .finish_non_exhaustive()
    }
}

impl Toss {
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn new(config: &TossConfig, returns: ReturnUrls) -> Result<Self, ConfigError> {
        Self::with_limits(config, returns, LIMITS)
    }

    /// With time limits other than Toss advises, for callers that must not wait a minute.
    ///
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn with_limits(
        config: &TossConfig,
        returns: ReturnUrls,
        limits: Limits,
    ) -> Result<Self, ConfigError> {
        checked(config::faults(config))?;
        let key = exposed(config.toss_secret_key.as_ref());
        // User name and an empty password: the colon belongs to it, and so does the padding.
        let basic = format!("Basic {}", STANDARD.encode(format!("{key}:")));
        let mut authorization =
            HeaderValue::try_from(basic).map_err(|_| ConfigError::KeyMalformed)?;
        authorization.set_sensitive(true);
        let client =
            http::client(limits).map_err(|error| ConfigError::Client(error.to_string()))?;
        let script = config.toss_client_key.clone().map(|client_key| Script {
            client_key,
            url: config.toss_sdk_url.clone(),
            returns: returns.clone(),
            account_hours: config.toss_virtual_account_hours,
        });
        Ok(Self {
            client,
            base_url: config.toss_url.clone(),
            authorization,
            returns,
            account_hours: config.toss_virtual_account_hours,
            test_code: config.toss_test_code.clone(),
            capabilities: capabilities(window::session_minutes(script.as_ref())),
            script,
            report_wait: limits.total + reports::SLACK,
            settles: !config::is_test_at_toss(config),
        })
    }

    /// A path under `/v1`.
    fn url(&self, path: &[&str]) -> Url {
        under(&self.base_url, &[&["v1"], path].concat())
    }

    fn get(&self, url: Url) -> RequestBuilder {
        self.client
            .get(url)
            .header(AUTHORIZATION, self.authorization.clone())
    }

    fn post(&self, path: &[&str], key: &str, body: &impl serde::Serialize) -> RequestBuilder {
        self.client
            .post(self.url(path))
            .header(AUTHORIZATION, self.authorization.clone())
            .header("Idempotency-Key", key)
            .json(body)
    }

    /// A request that moves money. Toss refuses it on demand while the shop is being tested.
    fn money(&self, path: &[&str], key: &str, body: &impl serde::Serialize) -> RequestBuilder {
        let request = self.post(path, key, body);
        match &self.test_code {
            Some(code) => request.header("TossPayments-Test-Code", code),
            None => request,
        }
    }

    fn snapshot(&self, payment: wire::Payment) -> Result<Snapshot, ProviderError> {
        map::snapshot(payment, self.account_hours)
    }
}
