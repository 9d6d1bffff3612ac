//! PortOne V2 (포트원): one contract and one API before many Korean payment gateways (PGs).
//!
//! The seller names the payment: `paymentId` is the order's id. The buyer may try several times under it, and PortOne lets
//! one attempt succeed. PortOne's script opens the PG's window in the buyer's browser, so the browser sets the window's
//! content; its amount is registered before (`begin`), and what was paid is compared by the books.
//!
//! Sources: the OpenAPI document of V2, version 1.16.0, and the pages of <https://developers.portone.io>, read in August
//! 2026. Nothing here was tried against PortOne itself. Not documented, and so not relied on: whether a refusal stays
//! bound to its idempotency key, whether a cancel that is only requested lowers the cancellable amount, which of several
//! attempts a look-up shows, and what becomes of a virtual account's payment after its due time.

pub mod banks;
mod begin;
mod call;
mod codes;
mod config;
mod confirm;
mod lookup;
mod map;
mod movements;
mod provider;
mod refund;
mod webhook;
mod window;
mod wire;

use std::time::Duration;

use domain::{
    kind::{Method, ProviderId},
    payment::Snapshot,
};
use reqwest::{
    Client, RequestBuilder,
    header::{AUTHORIZATION, HeaderValue},
};
use url::Url;

use self::provider::capabilities;
use self::window::Script;
pub use self::{
    codes::documented,
    config::{ConfigError, PortOneConfig, SCRIPT_URL, WINDOW_HOSTS, faults},
};
use crate::{
    error::ProviderError,
    http::{self, Limits, under},
    provider::Capabilities,
    settings::{checked, exposed},
    signature::{ReturnUrls, WebhookSecret},
};

pub const ID: ProviderId = ProviderId::known("portone");

/// PortOne advises a read timeout of at least 60 s: a PG or a bank processes confirm and cancel
/// (<https://developers.portone.io/api/rest-v2>, request timeout policy).
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};

/// Look-ups and registrations reach no PG and are easily repeated; a buyer waits for the latter.
const READS_SECONDS_MAX: u64 = 15;

/// The adapter.
pub struct PortOne {
    client: Client,
    base_url: Url,
    /// Marked sensitive, so that no library prints it.
    authorization: HeaderValue,
    store_id: String,
    /// Whether the store's channels are test channels, on which no money moves.
    test: bool,
    account_hours: i64,
    webhook_secrets: Vec<WebhookSecret>,
    reads: Duration,
    script: Script,
    capabilities: Capabilities,
    /// How long to wait for a list.
    list_wait: Duration,
}

impl std::fmt::Debug for PortOne {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PortOne")
            .field("base_url", &self.base_url.as_str())
            .field("store_id", &self.store_id)
            .finish_non_exhaustive()
    }
}

impl PortOne {
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn new(config: &PortOneConfig, returns: ReturnUrls) -> Result<Self, ConfigError> {
        Self::with_limits(config, returns, LIMITS)
    }

    /// With time limits other than PortOne advises, for callers that must not wait a minute.
    ///
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn with_limits(
        config: &PortOneConfig,
        returns: ReturnUrls,
        limits: Limits,
    ) -> Result<Self, ConfigError> {
        checked(config::faults(config))?;
        let secret = exposed(config.portone_api_secret.as_ref());
        let mut authorization = HeaderValue::try_from(format!("PortOne {secret}"))
            .map_err(|_| ConfigError::SecretMalformed)?;
        authorization.set_sensitive(true);
        let client =
            http::client(limits).map_err(|error| ConfigError::Client(error.to_string()))?;
        let channels = config::channels(config)?;
        let methods: Vec<Method> = channels.iter().map(|(method, _)| *method).collect();
        Ok(Self {
            client,
            base_url: config.portone_url.clone(),
            authorization,
            store_id: config.portone_store_id.clone(),
            test: config.portone_test,
            account_hours: config.portone_virtual_account_hours,
            webhook_secrets: config::webhook_secrets(config)?,
            reads: limits.total.min(Duration::from_secs(READS_SECONDS_MAX)),
            script: Script {
                url: config.portone_sdk_url.clone(),
                hosts: config.portone_window_hosts.clone(),
                store_id: config.portone_store_id.clone(),
                channels,
                account_hours: config.portone_virtual_account_hours,
                returns,
            },
            capabilities: capabilities(methods),
            list_wait: limits.total + movements::SLACK,
        })
    }

    fn url(&self, path: &[&str]) -> Url {
        under(&self.base_url, path)
    }

    fn get(&self, url: Url) -> RequestBuilder {
        self.client
            .get(url)
            .header(AUTHORIZATION, self.authorization.clone())
    }

    /// A request under an idempotency key, which is a string of RFC 8941: in double quotes, 16 to 256 ASCII characters.
    /// PortOne keeps it for three hours.
    fn post(&self, path: &[&str], key: &str, body: &impl serde::Serialize) -> RequestBuilder {
        self.client
            .post(self.url(path))
            .header(AUTHORIZATION, self.authorization.clone())
            .header("Idempotency-Key", format!("\"{key}\""))
            .json(body)
    }

    fn snapshot(&self, payment: wire::Payment) -> Result<Snapshot, ProviderError> {
        map::snapshot(payment, &self.store_id, self.test, self.account_hours)
    }
}
