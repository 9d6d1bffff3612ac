//! Naver Pay: cards, accounts and points through its payment type (결제형), one-time payments.
//!
//! It sends no webhooks. The buyer authenticates in its window, which moves no money. Its own number of the payment
//! then comes only by the buyer's browser. Applying for that number takes the money, within ten minutes. Applying
//! carries neither order nor amount, so the answer is compared with the order afterwards. A browser that brings
//! another order's number has that other order's payment approved. Its row shows this (`merchantPayKey`), and only
//! that order is completed by it.

mod call;
mod codes;
mod config;
mod history;
mod map;
mod refund;
mod window;
mod wire;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    asking::Asking,
    calendar::Period,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::{Snapshot, Standing},
};
use reqwest::{Client, RequestBuilder, header::HeaderValue};
use tracing::{Instrument as _, field, info_span};
use url::Url;

use self::{
    call::{Answered, Said, under_keys},
    history::is_payment_id,
    map::doubt,
    window::Script,
};
pub use self::{
    codes::documented,
    config::{ConfigError, NaverPayConfig, PARTNER_ID, faults},
};
use crate::{
    codes::{Meaning, Row},
    error::ProviderError,
    http::{self, Limits, safe_text},
    provider::{
        Callback, CallbackOutcome, Capabilities, PaymentRef, Provider, RefundOrder, RefundsBy,
        ScriptWindow,
    },
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("naverpay");

/// Naver Pay advises waiting 60 s for apply and cancel: a bank or a card company processes them.
pub const LIMITS: Limits = Limits {
    total: Duration::from_mins(1),
};
/// Reservations and look-ups move nothing and are easily repeated; a buyer waits for the former.
const READS_SECONDS_MAX: u64 = 15;
/// Documented since 2024; older texts say 100.
const AMOUNT_MIN: i64 = 10;
/// The day of payment is day 0 (730 days until 2023-11-29).
const REFUND_DAYS: u32 = 1095;
/// The day after the last refund.
const ASKED_DAYS: i64 = 1_096;
/// Twice the longest documented code. This one comes by the buyer's browser.
const CODE_BYTES_MAX: usize = 64;
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
        config::check(config)?;
        let value = |text: &str, name| {
            HeaderValue::try_from(text).map_err(|_| ConfigError::Malformed(name))
        };
        let mut client_secret = value(config.client_secret(), "client secret")?;
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

    async fn take(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let session = order.session.as_ref();
        let known = session.and_then(|session| payment_id(&session.callback));
        let refused = window_refused(&callback.query);
        let went_well = callback.outcome == CallbackOutcome::Success && refused.is_none();
        let named = payment_id(&callback.query).filter(|_| went_well);
        match (known, named) {
            // The stored number is the one being applied for; a second window changes nothing.
            (Some(known), named) if named != Some(known) => {
                self.ask(order.id, known, order.amount).await
            }
            (_, Some(id)) => self.apply(order, id).await,
            (_, None) if callback.outcome != CallbackOutcome::Success => {
                self.find(order.id, order.amount, order.opened_at).await
            }
            // Nothing was ever applied for, and only applying moves money.
            (_, None) => Err(refused.unwrap_or_else(|| ProviderError::Declined {
                code: codes::PAYMENT_ID_MISSING.to_owned(),
                message: "the callback names no payment".to_owned(),
            })),
        }
    }

    /// Applies under a key derived from the payment's number alone. Naver Pay receives only that, so two calls with
    /// it ask for the same, whatever order they come from.
    async fn apply(&self, order: &Order, id: &str) -> Result<Snapshot, ProviderError> {
        let form = wire::Apply { payment_id: id };
        let request = |key: &str| {
            let post = self.post(&["v2.2", "apply", "payment"]);
            post.header(KEY_HEADER, key).form(&form)
        };
        let key = format!("ap-{id}");
        let refusal = match under_keys(&key, request, codes::on_apply).await? {
            Answered::Said(said) => return self.applied(order, id, said).await,
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_apply(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        match self.ask(order.id, id, order.amount).await {
            Ok(snapshot) if snapshot.standing != Standing::Pending => Ok(snapshot),
            Ok(_) | Err(_) => Err(refusal.error(meaning)),
        }
    }

    async fn applied(
        &self,
        order: &Order,
        id: &str,
        said: Said,
    ) -> Result<Snapshot, ProviderError> {
        // A replayed answer is as old as its first version: the current list takes precedence.
        if said.replayed
            && let Ok(Some(asked)) = self.listed(id).await
        {
            return Ok(compared(order, asked.snapshot));
        }
        let applied: wire::Applied = said.read()?;
        let asked = match applied.detail {
            Some(mut row) => {
                // Applying answers only approvals, so an answer without its kind is also one.
                let kind = row.admission_type_code.as_deref().unwrap_or_default();
                if kind.is_empty() {
                    row.admission_type_code = Some(map::APPROVAL.to_owned());
                }
                map::asked(id, &[row])?
            }
            None => self.listed(id).await?,
        };
        asked
            .map(|asked| compared(order, asked.snapshot))
            .ok_or_else(|| doubt("an approval without its detail"))
    }

    async fn look(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let named = payment.payment_key.as_deref();
        match named.or_else(|| payment_id(&payment.callback)) {
            Some(id) => self.ask(payment.order, id, payment.amount).await,
            None => {
                self.find(payment.order, payment.amount, payment.since)
                    .await
            }
        }
    }
}

#[async_trait]
impl Provider for NaverPay {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span =
            info_span!("provider.naverpay.begin", order.id = %order.id, http.status = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.confirm", order.id = %order.id, http.status = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.lookup", order.id = %payment.order, http.status = field::Empty);
        self.look(payment).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.refund", refund.id = %refund.id, http.status = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        codes::documented(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        let script = self.script.as_ref()?;
        Some(script)
    }
}

fn capabilities(session_minutes: i64) -> Capabilities {
    let amount_min = Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        refund_within: vec![(Method::EasyPay, Period::Days(REFUND_DAYS))],
        asked_again: Asking::silent(ASKED_DAYS),
        partial_refunds: true,
        refunds: RefundsBy::Provider,
        lookups: true,
        callback_code: Some("resultCode"),
        shows_message: true,
        ..Capabilities::new(vec![Method::EasyPay], amount_min, session_minutes)
    }
}

/// Naver Pay knew nothing of the order when it took the money, so differences can be seen here for the first time.
/// The snapshot is passed on unchanged: money moved, and the books decide whose it is. The buyer (`merchantUserKey`)
/// is derived from the order and is not compared again.
fn compared(order: &Order, snapshot: Snapshot) -> Snapshot {
    let mut differs = BTreeSet::new();
    if snapshot.order_ref != order.id.to_string() {
        differs.insert("merchantPayKey");
    }
    if snapshot.amount != order.amount {
        differs.insert("totalPayAmount");
    }
    if snapshot
        .tax
        .is_some_and(|tax| tax.tax_free != order.tax_free)
    {
        differs.insert("taxExScopeAmount");
    }
    if !differs.is_empty() {
        tracing::warn!(order.id = %order.id, ?differs, "Naver Pay approved a payment that is not order {}'s", order.id);
    }
    snapshot
}

fn payment_id(query: &BTreeMap<String, String>) -> Option<&str> {
    let id = query.get("paymentId").map(String::as_str);
    id.filter(|id| is_payment_id(id))
}

/// The window's result other than `Success`. Older windows send `Fail` and the reason in the message.
fn window_refused(query: &BTreeMap<String, String>) -> Option<ProviderError> {
    let code = query
        .get("resultCode")
        .filter(|code| !code.eq_ignore_ascii_case("Success"))?;
    let message = query.get("resultMessage").map_or("", String::as_str);
    let plain = |text: &str| {
        text.len() <= CODE_BYTES_MAX && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    // Nothing was applied for yet. So a code that elsewhere blames us or leaves the outcome open names no reason
    // here.
    let told = [message, code].into_iter().find_map(|said| {
        documented(said).filter(|row| row.confirm == Meaning::NothingMoved && row.code != "Fail")
    });
    let code = match told {
        Some(row) => row.code,
        None if plain(code) && documented(code).is_none() => code,
        None => "Fail",
    };
    Some(ProviderError::Declined {
        code: code.to_owned(),
        message: if is_sentence(message) {
            safe_text(message)
        } else {
            "the window said no more".to_owned()
        },
    })
}

/// More digits than a number of minutes has, and fewer than a telephone number or an account.
const BROUGHT_DIGITS_MAX: usize = 4;

/// Whether a message that the buyer's browser brought is a plain Korean sentence. A buyer reads it on a page of ours,
/// and the sender of the link wrote it. Without Latin letters it holds no address to visit, and with so few digits no
/// number to call or to pay to.
fn is_sentence(message: &str) -> bool {
    let fits =
        |c: char| ('가'..='힣').contains(&c) || c.is_ascii_digit() || " .,!?~:()[]'\"-".contains(c);
    let digits = message.chars().filter(char::is_ascii_digit).count();
    !message.is_empty() && message.chars().all(fits) && digits <= BROUGHT_DIGITS_MAX
}

/// `base` with more segments. Both bases are http or https, so they have a path to add to.
fn under(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

fn misconfigured(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
