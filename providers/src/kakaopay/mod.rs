//! Kakao Pay: cards and Kakao Pay money through its online payment API (one-time payments).
//!
//! It sends no webhooks, adds only `pg_token` to the return address, and has no idempotency keys. Its own name for a
//! payment (`tid`) is the only key for a look-up, so it is on disk before the buyer is sent there. Approving is at
//! most once per `tid`; a cancel is guarded by the balance it expects (see `refund`).

mod begin;
mod call;
mod codes;
mod config;
mod confirm;
mod lookup;
mod map;
mod provider;
mod refund;
mod wire;

use std::time::Duration;

use domain::kind::ProviderId;
use reqwest::{
    Client, RequestBuilder,
    header::{AUTHORIZATION, HeaderValue},
};
use url::Url;

use self::provider::capabilities;
pub use self::{
    codes::documented,
    config::{ConfigError, KakaoPayConfig, TEST_CID, faults},
};
use crate::{
    http::{self, Limits, under},
    provider::Capabilities,
    settings::{checked, exposed},
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("kakaopay");
/// From ready to approve.
const SESSION_MINUTES: i64 = 15;

/// Kakao Pay's own limit for a request is 11 s: a shorter wait turns slow successes into doubts.
pub const LIMITS: Limits = Limits {
    total: Duration::from_secs(15),
};

/// The adapter.
pub struct KakaoPay {
    client: Client,
    base_url: Url,
    cid: String,
    /// Marked sensitive, so that no library prints it.
    authorization: HeaderValue,
    returns: ReturnUrls,
    capabilities: Capabilities,
}

impl std::fmt::Debug for KakaoPay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KakaoPay")
            .field("base_url", &self.base_url.as_str())
            .field("cid", &self.cid)
            .finish_non_exhaustive()
    }
}

impl KakaoPay {
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn new(config: &KakaoPayConfig, returns: ReturnUrls) -> Result<Self, ConfigError> {
        Self::with_limits(config, returns, LIMITS)
    }

    /// With time limits other than Kakao Pay's own, for callers that must not wait that long.
    ///
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn with_limits(
        config: &KakaoPayConfig,
        returns: ReturnUrls,
        limits: Limits,
    ) -> Result<Self, ConfigError> {
        checked(config::faults(config))?;
        // `SECRET_KEY` serves test and live keys alike.
        let scheme = format!(
            "SECRET_KEY {}",
            exposed(config.kakaopay_secret_key.as_ref())
        );
        let mut authorization =
            HeaderValue::try_from(scheme).map_err(|_| ConfigError::KeyMalformed)?;
        authorization.set_sensitive(true);
        let client =
            http::client(limits).map_err(|error| ConfigError::Client(error.to_string()))?;
        Ok(Self {
            client,
            base_url: config.kakaopay_url.clone(),
            cid: config.kakaopay_cid.clone(),
            authorization,
            returns,
            capabilities: capabilities(),
        })
    }

    /// Every call is a POST of JSON.
    fn post(&self, act: &str, body: &impl serde::Serialize) -> RequestBuilder {
        self.client
            .post(under(&self.base_url, &["online", "v1", "payment", act]))
            .header(AUTHORIZATION, self.authorization.clone())
            .json(body)
    }
}
