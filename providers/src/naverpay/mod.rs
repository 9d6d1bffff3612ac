//! Naver Pay: cards, accounts and points through its payment type (결제형), one-time payments.
//!
//! It sends no webhooks. The buyer authenticates in its window, which moves no money. Its own number of the payment
//! then comes only by the buyer's browser. Applying for that number takes the money, within ten minutes. Applying
//! carries neither order nor amount, so the answer is compared with the order afterwards. A browser that brings
//! another order's number has that other order's payment approved. Its row shows this (`merchantPayKey`), and only
//! that order is completed by it.

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
mod window;
mod wire;

use std::time::Duration;

use domain::kind::ProviderId;
use reqwest::{Client, RequestBuilder, header::HeaderValue};
use url::Url;

use self::provider::capabilities;
use self::window::Script;
pub use self::{
    codes::documented,
    config::{ConfigError, NaverPayConfig, PARTNER_ID, faults},
};
use crate::{
    http::{self, Limits, under},
    provider::Capabilities,
    settings::{checked, exposed},
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("naverpay");

/// Naver Pay advises waiting 60 s for apply and cancel: a bank or a card company processes them.
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};

/// Reservations and look-ups move nothing and are easily repeated; a buyer waits for the former.
const READS_SECONDS_MAX: u64 = 15;
/// At most 64 characters of `A-Za-z0-9_-`.
const KEY_HEADER: &str = "X-NaverPay-Idempotency-Key";

/// The adapter.
pub struct NaverPay {
    client: Client,
    /// Up to and with `/{partner id}/naverpay/payments`.
    api_url: Url,
    window_url: Url,
    client_id: HeaderValue,
    /// Marked sensitive, so that no library prints it.
    client_secret: HeaderValue,
    chain_id: HeaderValue,
    reads: Duration,
    returns: ReturnUrls,
    /// Set where the buyer's browser opens the window by Naver Pay's script.
    script: Option<Script>,
    capabilities: Capabilities,
}

impl std::fmt::Debug for NaverPay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NaverPay")
            .field("api_url", &self.api_url.as_str())
            .field("window_url", &self.window_url.as_str())
            .finish_non_exhaustive()
    }
}

impl NaverPay {
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn new(config: &NaverPayConfig, returns: ReturnUrls) -> Result<Self, ConfigError> {
        Self::with_limits(config, returns, LIMITS)
    }

    /// With time limits other than Naver Pay advises, for callers that must not wait a minute.
    ///
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn with_limits(
        config: &NaverPayConfig,
        returns: ReturnUrls,
        limits: Limits,
    ) -> Result<Self, ConfigError> {
        checked(config::faults(config))?;
        let value = |text: &str, name| {
            HeaderValue::try_from(text).map_err(|_| ConfigError::Malformed(name))
        };
        let mut client_secret = value(
            exposed(config.naverpay_client_secret.as_ref()),
            "client secret",
        )?;
        client_secret.set_sensitive(true);
        let client =
            http::client(limits).map_err(|error| ConfigError::Client(error.to_string()))?;
        let prefix = [config.naverpay_partner_id.as_str(), "naverpay", "payments"];
        let script = config.naverpay_sdk_url.as_ref().map(|url| Script {
            url: url.clone(),
            mode: config::mode(&config.naverpay_url),
            client_id: config.naverpay_client_id.clone(),
            chain_id: config.naverpay_chain_id.clone(),
            returns: returns.clone(),
        });
        Ok(Self {
            client,
            api_url: under(&config.naverpay_url, &prefix),
            window_url: config.naverpay_window_url.clone(),
            client_id: value(&config.naverpay_client_id, "client id")?,
            client_secret,
            chain_id: value(&config.naverpay_chain_id, "chain id")?,
            reads: limits.total.min(Duration::from_secs(READS_SECONDS_MAX)),
            returns,
            capabilities: capabilities(window::session_minutes(script.as_ref())),
            script,
        })
    }

    /// Every call is a POST with the three headers that are the only authentication.
    fn post(&self, path: &[&str]) -> RequestBuilder {
        self.client
            .post(under(&self.api_url, path))
            .header("X-Naver-Client-Id", self.client_id.clone())
            .header("X-Naver-Client-Secret", self.client_secret.clone())
            .header("X-NaverPay-Chain-Id", self.chain_id.clone())
    }
}
