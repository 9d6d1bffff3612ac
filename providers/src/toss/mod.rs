//! Toss Payments: cards, easy payments, account transfers, virtual accounts and mobile phones
//! through its core API, version 2022-11-16.
//!
//! Its idempotency keys replay the first answer for 15 days, refusals included, and ignore the body:
//! a key stands for one intent and is never reused for another.

pub mod banks;
mod call;
mod codes;
mod config;
mod map;
mod webhook;
mod wire;

use std::time::Duration;

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::OrderId,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
};
use reqwest::{
    Client, RequestBuilder, StatusCode,
    header::{AUTHORIZATION, HeaderValue},
};
use secrecy::ExposeSecret as _;
use tracing::{Instrument as _, field, info_span};
use url::Url;

pub use self::config::{ConfigError, TossConfig};
use self::{
    call::{Answered, exchange},
    codes::Meaning,
};
use crate::{
    error::ProviderError,
    http::{self, Limits},
    provider::{
        Callback, CallbackOutcome, PaymentRef, Provider, RefundOrder, RefundsBy, Terms, Webhooks,
        is_reason_of,
    },
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("toss");

/// Toss advises waiting 60 s for confirm and cancel: behind it stands a bank or a card company.
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};
/// From opening the window to the buyer's authentication, as documented.
const SESSION_MINUTES: i64 = 30;
/// Ten minutes are left to confirm after authentication, and a tired browser comes back late: our
/// URL stays good for an hour after the session, so that it never is what refuses a payment.
const RETURN_SLACK_MINUTES: i64 = 60;
/// Accounts take 200 won and more, cards 100: the stricter of both, so that every method is open.
const AMOUNT_MIN: i64 = 200;
/// The documented limits of `orderName`, `customerName` and `cancelReason`.
const NAME_CHARS_MAX: usize = 100;
const REASON_CHARS_MAX: usize = 200;
const PAYMENT_KEY_BYTES_MAX: usize = 200;
/// How many keys one refund may use up on "not now" (see [`Toss::cancel`]). One is used per bank's
/// pause; after eight a person should look.
const REFUND_KEYS_MAX: u32 = 8;

/// The adapter.
pub struct Toss {
    client: Client,
    base_url: Url,
    /// Marked sensitive, so that no library prints it.
    authorization: HeaderValue,
    returns: ReturnUrls,
    account_hours: i64,
    terms: Terms,
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

    /// With other time limits than Toss advises, for those who must not wait a minute.
    ///
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn with_limits(
        config: &TossConfig,
        returns: ReturnUrls,
        limits: Limits,
    ) -> Result<Self, ConfigError> {
        config::check(config)?;
        let key = config.secret_key.expose_secret();
        // User name and an empty password: the colon belongs to it, and so does the padding.
        let basic = format!("Basic {}", STANDARD.encode(format!("{key}:")));
        let mut authorization =
            HeaderValue::try_from(basic).map_err(|_| ConfigError::KeyMalformed)?;
        authorization.set_sensitive(true);
        let client =
            http::client(limits).map_err(|error| ConfigError::Client(error.to_string()))?;
        Ok(Self {
            client,
            base_url: config.base_url.clone(),
            authorization,
            returns,
            account_hours: config.virtual_account_hours,
            terms: terms(),
        })
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(["v1", "payments"])
                .extend(path);
        }
        url
    }

    fn get(&self, path: &[&str]) -> RequestBuilder {
        self.client
            .get(self.url(path))
            .header(AUTHORIZATION, self.authorization.clone())
    }

    fn post(&self, path: &[&str], key: &str, body: &impl serde::Serialize) -> RequestBuilder {
        self.client
            .post(self.url(path))
            .header(AUTHORIZATION, self.authorization.clone())
            .header("Idempotency-Key", key)
            .json(body)
    }

    fn snapshot(&self, payment: wire::Payment) -> Result<Snapshot, ProviderError> {
        map::snapshot(payment, self.account_hours)
    }

    async fn open(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let (method, flow_mode) = match order.method {
            // Toss's card window offers easy payments too.
            Method::Card | Method::EasyPay => ("CARD", Some("DEFAULT")),
            Method::AccountTransfer => ("TRANSFER", None),
            Method::VirtualAccount => ("VIRTUAL_ACCOUNT", None),
            Method::Mobile => ("MOBILE_PHONE", None),
            Method::BankTransfer | Method::GiftCertificate | Method::Other => {
                return Err(misconfigured(
                    "METHOD_NOT_OFFERED",
                    "toss does not offer this method",
                ));
            }
        };
        let expires_at = now + TimeDelta::minutes(SESSION_MINUTES);
        let back_until = expires_at + TimeDelta::minutes(RETURN_SLACK_MINUTES);
        let back = |outcome| {
            self.returns
                .callback(&ID, order.id, outcome, back_until)
                .to_string()
        };
        let by_account = order.method == Method::VirtualAccount;
        let depositor = order.depositor.as_deref().filter(|_| by_account);
        let body = wire::OpenWindow {
            method,
            amount: order.amount,
            currency: "KRW",
            order_id: order.id.to_string(),
            order_name: order.title.chars().take(NAME_CHARS_MAX).collect(),
            success_url: back(CallbackOutcome::Success),
            fail_url: back(CallbackOutcome::Fail),
            flow_mode,
            customer_name: depositor.map(|name| name.chars().take(NAME_CHARS_MAX).collect()),
            tax_free_amount: Some(order.tax_free).filter(|amount| !amount.is_zero()),
            valid_hours: by_account.then_some(self.account_hours),
        };
        let request = self.post(&[], &order.id.to_string(), &body);
        let payment = match exchange(request).await? {
            Answered::Payment(payment) => payment,
            Answered::Refused(refusal) => {
                let meaning = codes::on_confirm(&refusal.code);
                return Err(refusal.error(meaning));
            }
        };
        let redirect_url = payment.checkout.and_then(|link| link.url).ok_or_else(|| {
            ProviderError::InDoubt("toss opened a payment without an address to go to".to_owned())
        })?;
        Ok(Session {
            payment_key: Some(payment.payment_key),
            redirect_url: Some(redirect_url),
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: payment.secret,
            expires_at,
        })
    }

    async fn take(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let known = order
            .session
            .as_ref()
            .and_then(|session| session.payment_key.as_deref());
        if callback.outcome != CallbackOutcome::Success {
            // The buyer gave up or was refused: there is nothing to take, only something to ask.
            return self.ask(order.id, known).await;
        }
        let payment_key = match (known, callback.query.get("paymentKey").map(String::as_str)) {
            (Some(known), Some(named)) if known != named => {
                return Err(declined(
                    "PAYMENT_KEY_MISMATCH",
                    "the callback names another payment",
                ));
            }
            (Some(key), _) => key,
            (None, Some(key)) if is_payment_key(key) => key,
            (None, _) => {
                return Err(declined(
                    "PAYMENT_KEY_MISSING",
                    "the callback names no payment",
                ));
            }
        };
        let body = wire::Confirm {
            payment_key,
            order_id: order.id.to_string(),
            amount: order.amount,
        };
        let request = self.post(&["confirm"], &format!("confirm-{}", order.id), &body);
        let refusal = match exchange(request).await? {
            Answered::Payment(payment) => return self.snapshot(*payment),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_confirm(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        match self.ask(order.id, Some(payment_key)).await {
            Ok(snapshot) => Ok(snapshot),
            // Neither the session nor a payment exists: nothing was taken.
            Err(ProviderError::Declined { .. }) if refusal.status == StatusCode::NOT_FOUND => {
                Err(refusal.error(Meaning::NothingMoved))
            }
            Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }

    async fn ask(&self, order: OrderId, key: Option<&str>) -> Result<Snapshot, ProviderError> {
        let request = match key {
            Some(key) if is_payment_key(key) => self.get(&[key]),
            Some(_) => return Err(misconfigured("PAYMENT_KEY_MALFORMED", "not a payment key")),
            None => self.get(&["orders", &order.to_string()]),
        };
        match exchange(request).await? {
            Answered::Payment(payment) => self.snapshot(*payment),
            Answered::Refused(refusal) => {
                let meaning = codes::on_lookup(&refusal.code);
                Err(refusal.error(meaning))
            }
        }
    }

    async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let account = refund_account(refund)?;
        if !is_payment_key(&refund.payment_key) {
            return Err(misconfigured("PAYMENT_KEY_MALFORMED", "not a payment key"));
        }
        let whole = refund.amount == refund.paid && refund.expected_balance == refund.paid;
        let body = wire::CancelRequest {
            cancel_reason: refund
                .reason_line()
                .chars()
                .take(REASON_CHARS_MAX)
                .collect(),
            cancel_amount: (!whole).then_some(refund.amount),
            refundable_amount: refund.expected_balance,
            tax_free_amount: Some(refund.tax_free).filter(|amount| !amount.is_zero()),
            refund_receive_account: account,
        };
        let refusal = match self.cancel(refund, &body).await? {
            Answered::Payment(payment) => return self.snapshot(*payment),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_cancel(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        // Something was cancelled before: ours, whose answer was lost, or another's?
        match self.ask(refund.order, Some(&refund.payment_key)).await {
            Ok(snapshot) => {
                let ours = snapshot
                    .cancels
                    .iter()
                    .any(|it| is_reason_of(refund.id, &it.reason));
                if ours {
                    Ok(snapshot)
                } else {
                    Err(refusal.error(Meaning::NothingMoved))
                }
            }
            Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }

    /// Sends the cancel under the refund's id. "Not now" is bound to that key for 15 days and would
    /// be replayed on every attempt, so when such an answer is seen to be a replay, the next key of
    /// the same refund is tried. That cannot pay twice: the answer under the spent key says that
    /// nothing moved, and the expected balance guards every one of them.
    async fn cancel(
        &self,
        refund: &RefundOrder,
        body: &wire::CancelRequest<'_>,
    ) -> Result<Answered, ProviderError> {
        let path = [refund.payment_key.as_str(), "cancel"];
        let mut answered = exchange(self.post(&path, &refund.id.to_string(), body)).await?;
        for turn in 1..REFUND_KEYS_MAX {
            match &answered {
                Answered::Refused(refusal)
                    if refusal.replayed
                        && codes::on_cancel(&refusal.code) == Meaning::RetryLater => {}
                Answered::Refused(_) | Answered::Payment(_) => break,
            }
            let key = format!("{}-{turn}", refund.id);
            answered = exchange(self.post(&path, &key, body)).await?;
        }
        Ok(answered)
    }
}

#[async_trait]
impl Provider for Toss {
    fn id(&self) -> ProviderId {
        ID
    }

    fn terms(&self) -> &Terms {
        &self.terms
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
        self.ask(payment.order, payment.payment_key.as_deref())
            .instrument(span)
            .await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.refund", refund.id = %refund.id, http.status = field::Empty, toss.trace = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }
}

fn terms() -> Terms {
    Terms {
        methods: vec![
            Method::Card,
            Method::EasyPay,
            Method::AccountTransfer,
            Method::VirtualAccount,
            Method::Mobile,
        ],
        amount_min: Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO),
        session_minutes: SESSION_MINUTES,
        refund_within: Vec::new(),
        partial_refunds: true,
        refund_account_for: vec![Method::VirtualAccount],
        refunds: RefundsBy::Provider,
        lookups: true,
    }
}

/// Where a virtual account's money goes back to. Other methods return the way they came.
fn refund_account(
    refund: &RefundOrder,
) -> Result<Option<wire::RefundReceiveAccount<'_>>, ProviderError> {
    if refund.method != Method::VirtualAccount {
        return Ok(None);
    }
    let account = refund.account.as_ref().ok_or_else(|| {
        declined(
            "REFUND_ACCOUNT_REQUIRED",
            "a virtual account is refunded to the buyer's account",
        )
    })?;
    let bank = banks::to_toss(&account.bank)
        .ok_or_else(|| declined("REFUND_BANK_UNKNOWN", "toss does not pay into this bank"))?;
    Ok(Some(wire::RefundReceiveAccount {
        bank,
        account_number: &account.account_number,
        holder_name: &account.holder,
    }))
}

/// A key that can stand in a path unescaped. Real ones are letters and digits.
fn is_payment_key(key: &str) -> bool {
    (1..=PAYMENT_KEY_BYTES_MAX).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte))
}

fn declined(code: &str, message: &str) -> ProviderError {
    ProviderError::Declined {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

fn misconfigured(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
