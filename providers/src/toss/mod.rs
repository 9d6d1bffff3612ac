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
mod content;
mod lookup;
mod map;
mod named;
mod receipts;
mod refund;
mod reports;
mod webhook;
mod window;
mod wire;

use std::time::Duration;

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use domain::{
    asking::A_YEAR,
    calendar::Period,
    failure::Failure,
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

use self::window::Script;
pub use self::{
    codes::documented,
    config::{ConfigError, TossConfig, faults},
};
use crate::{
    codes::Row,
    error::ProviderError,
    http::{self, Limits},
    provider::{
        AmountLimit, Callback, Capabilities, CashReceipts, PaymentRef, Provider, RefundOrder,
        RefundsBy, ScriptWindow, Settlements, Webhooks,
    },
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("toss");

/// Toss advises waiting 60 s for confirm and cancel: a bank or a card company processes them.
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};
/// Cards take 100 won and more (`BELOW_MINIMUM_AMOUNT`: "신용카드는 결제금액이 100원 이상, 계좌는 200원이상").
const CARD_MIN: i64 = 100;
/// Accounts take 200 won and more. For telephones, and for an easy-pay service that may use an account, nothing is
/// documented. The limit is the amount every method is known to accept.
const OTHER_MIN: i64 = 200;
/// The maximum of one account transfer (`EXCEEDS_TRANSFER_AMOUNT_MAXIMUM`: "계좌이체는 한 번에 1,000만 원 이하").
const TRANSFER_MAX: i64 = 10_000_000;

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
        config::check(config)?;
        let key = config.secret_key();
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
        })
    }

    /// A path under `/v1`.
    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("v1").extend(path);
        }
        url
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

#[async_trait]
impl Provider for Toss {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span = info_span!("provider.toss.begin", order.id = %order.id, http.status = field::Empty, toss.trace = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.confirm", order.id = %order.id, http.status = field::Empty, toss.trace = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.lookup", order.id = %payment.order, http.status = field::Empty, toss.trace = field::Empty);
        self.find(payment).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.refund", refund.id = %refund.id, http.status = field::Empty, toss.trace = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        codes::documented(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        let script = self.script.as_ref()?;
        Some(script)
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }

    fn settlements(&self) -> Option<&dyn Settlements> {
        Some(self)
    }

    fn cash_receipts(&self) -> Option<&dyn CashReceipts> {
        Some(self)
    }
}

fn capabilities(session_minutes: i64) -> Capabilities {
    let limit = |method, max: Option<i64>| AmountLimit {
        method,
        min: Won::new(OTHER_MIN).unwrap_or(Won::ZERO),
        max: max.and_then(|max| Won::new(max).ok()),
    };
    let methods = vec![
        Method::Card,
        Method::EasyPay,
        Method::AccountTransfer,
        Method::VirtualAccount,
        Method::Mobile,
    ];
    let amount_min = Won::new(CARD_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        amount_limits: vec![
            limit(Method::EasyPay, None),
            limit(Method::AccountTransfer, Some(TRANSFER_MAX)),
            limit(Method::VirtualAccount, None),
            limit(Method::Mobile, None),
        ],
        // Cards have no formal limit. A telephone's limit, the end of the calendar month, is no period.
        refund_within: vec![
            (Method::AccountTransfer, Period::Days(180)),
            (Method::VirtualAccount, Period::Days(365)),
        ],
        asked_again: A_YEAR,
        partial_refunds: true,
        refund_account_for: vec![Method::VirtualAccount],
        refunds: RefundsBy::Provider,
        lookups: true,
        callback_code: Some("code"),
        ..Capabilities::new(methods, amount_min, session_minutes)
    }
}

fn declined(code: &str, message: &str) -> ProviderError {
    ProviderError::Declined(Failure::new(code, message))
}

fn misconfigured(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured(Failure::new(code, message))
}
