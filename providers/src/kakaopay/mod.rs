//! Kakao Pay: cards and Kakao Pay money through its online payment API (one-time payments).
//!
//! It sends no webhooks, adds only `pg_token` to the return address, and has no idempotency keys. Its own name for a
//! payment (`tid`) is the only key for a look-up, so it is on disk before the buyer is sent there. Approving is at
//! most once per `tid`; a cancel is guarded by the balance it expects (see `outcome`).

mod begin;
mod call;
mod codes;
mod config;
mod confirm;
mod lookup;
mod map;
mod outcome;
mod refund;
mod wire;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    asking::Asking,
    calendar::Period,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
};
use reqwest::{
    Client, RequestBuilder,
    header::{AUTHORIZATION, HeaderValue},
};
use tracing::{Instrument as _, field, info_span};
use url::Url;

use self::call::never_begun;
pub use self::{
    codes::documented,
    config::{ConfigError, KakaoPayConfig, TEST_CID, faults},
};
use crate::{
    codes::Row,
    error::ProviderError,
    http::{self, Limits},
    provider::{Callback, Capabilities, PaymentRef, Provider, RefundOrder, RefundsBy},
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("kakaopay");

/// Kakao Pay's own limit for a request is 11 s: a shorter wait turns slow successes into doubts.
pub const LIMITS: Limits = Limits {
    total: Duration::from_secs(15),
};
/// From ready to approve.
const SESSION_MINUTES: i64 = 15;
/// The smallest payment of live contracts (`PortOne`'s table of limits).
const AMOUNT_MIN: i64 = 100;
/// Card payments are refunded within a year, money within five.
const CARD_REFUND_MONTHS: u32 = 12;
const MONEY_REFUND_MONTHS: u32 = 60;
/// The day after the last refund.
const ASKED_DAYS: i64 = 1_830;

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
        config::check(config)?;
        // `SECRET_KEY` serves test and live keys alike.
        let scheme = format!("SECRET_KEY {}", config.secret_key());
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
        let mut url = self.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(["online", "v1", "payment", act]);
        }
        self.client
            .post(url)
            .header(AUTHORIZATION, self.authorization.clone())
            .json(body)
    }
}

#[async_trait]
impl Provider for KakaoPay {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Each call creates another `tid`. Only the stored one is ever shown to the buyer, so the others end by
    /// themselves, unpaid.
    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span =
            info_span!("provider.kakaopay.begin", order.id = %order.id, http.status = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.confirm", order.id = %order.id, http.status = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.lookup", order.id = %payment.order, http.status = field::Empty);
        let Some(tid) = payment.payment_key.as_deref() else {
            return Err(never_begun());
        };
        let asked = self.ask(tid).instrument(span).await?;
        Ok(asked.snapshot)
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.refund", refund.id = %refund.id, http.status = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        codes::documented(code)
    }
}

fn capabilities() -> Capabilities {
    // Money first: Kakao Pay's own window offers cards as well.
    let methods = vec![Method::EasyPay, Method::Card];
    let amount_min = Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        refund_within: vec![
            (Method::Card, Period::Months(CARD_REFUND_MONTHS)),
            (Method::EasyPay, Period::Months(MONEY_REFUND_MONTHS)),
        ],
        asked_again: Asking::silent(ASKED_DAYS),
        partial_refunds: true,
        refunds: RefundsBy::Provider,
        lookups: true,
        ..Capabilities::new(methods, amount_min, SESSION_MINUTES)
    }
}
