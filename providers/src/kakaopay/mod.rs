//! Kakao Pay: cards and Kakao Pay money through its online payment API (one-time payments).
//!
//! It sends no webhooks, adds only `pg_token` to the return address, and has no idempotency keys. Its own name for a
//! payment (`tid`) is the only key for a look-up, so it is on disk before the buyer is sent there. Approving is at
//! most once per `tid`; a cancel is guarded by the balance it expects (see `refund`).

mod call;
mod codes;
mod config;
mod map;
mod refund;
mod wire;

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    asking::Asking,
    calendar::Period,
    kind::{Method, ProviderId},
    money::{Won, vat_included},
    order::{Order, Session},
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};
use reqwest::{
    Client, RequestBuilder,
    header::{AUTHORIZATION, HeaderValue},
};
use tracing::{Instrument as _, field, info_span};
use url::Url;

use self::{
    call::{Answered, exchange, misconfigured, never_begun},
    map::{Asked, doubt},
    refund::Outcome,
};
pub use self::{
    codes::documented,
    config::{ConfigError, KakaoPayConfig, TEST_CID, faults},
};
use crate::{
    codes::{Meaning, Row},
    error::ProviderError,
    http::{self, Limits},
    provider::{
        Callback, CallbackOutcome, Capabilities, PaymentRef, Provider, RefundOrder, RefundsBy,
    },
    signature::ReturnUrls,
};

pub const ID: ProviderId = ProviderId::known("kakaopay");

/// Kakao Pay's own limit for a request is 11 s: a shorter wait turns slow successes into doubts.
pub const LIMITS: Limits = Limits {
    total: Duration::from_secs(15),
};
/// From ready to approve.
const SESSION_MINUTES: i64 = 15;
/// Our URL stays valid for an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The smallest payment of live contracts (`PortOne`'s table of limits).
const AMOUNT_MIN: i64 = 100;
/// The documented limits of `item_name`, `payload` and each URL.
const NAME_CHARS_MAX: usize = 100;
const PAYLOAD_CHARS_MAX: usize = 200;
const URL_CHARS_MAX: usize = 255;
/// Names are 20 characters. They are opaque, so only impossible ones are refused.
const TID_CHARS_MAX: usize = 64;
/// Seen with 20 characters, documented without a length.
const PG_TOKEN_CHARS_MAX: usize = 256;
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

    async fn ready(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let expires_at = now + TimeDelta::minutes(SESSION_MINUTES);
        let back_until = expires_at + TimeDelta::minutes(RETURN_SLACK_MINUTES);
        let back = |outcome| {
            let url = self.returns.callback(&ID, order.id, outcome, back_until);
            return_url(url.into())
        };
        let id = order.id.to_string();
        let body = wire::Ready {
            cid: &self.cid,
            partner_order_id: &id,
            partner_user_id: &id,
            item_name: order.title.chars().take(NAME_CHARS_MAX).collect(),
            // The title says how many; Kakao Pay shows this number beside it.
            quantity: 1,
            total_amount: order.amount,
            tax_free_amount: order.tax_free,
            vat_amount: vat_included(order.amount, order.tax_free),
            approval_url: &back(CallbackOutcome::Success)?,
            cancel_url: &back(CallbackOutcome::Cancel)?,
            fail_url: &back(CallbackOutcome::Fail)?,
            payment_method_type: method_word(order.method)?,
        };
        let begun = match exchange::<wire::Begun>(self.post("ready", &body)).await? {
            Answered::Said(begun) => begun,
            // Without an approval no money moves, so starting again is safe.
            Answered::Broken(why) => return Err(ProviderError::Unreachable(why)),
            Answered::Refused(refusal) => {
                let meaning = codes::on_ready(&refusal);
                return Err(refusal.error(meaning));
            }
        };
        if !is_tid(&begun.tid) {
            return Err(doubt("a payment without a name"));
        }
        let redirect_url = self
            .link(begun.next_redirect_pc_url)
            .ok_or_else(|| doubt("a payment without an address to go to"))?;
        Ok(Session {
            payment_key: Some(begun.tid),
            redirect_url: Some(redirect_url),
            mobile_url: self.link(begun.next_redirect_mobile_url),
            app_url: self.link(begun.next_redirect_app_url),
            callback: BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at,
        })
    }

    /// An address a browser can be sent to: https, or http where the API of Kakao Pay itself is used over http.
    fn link(&self, address: Option<String>) -> Option<String> {
        address.filter(|text| {
            Url::parse(text)
                .is_ok_and(|url| url.scheme() == "https" || url.scheme() == self.base_url.scheme())
        })
    }

    async fn approve(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let known = order
            .session
            .as_ref()
            .and_then(|session| session.payment_key.as_deref());
        let Some(tid) = known else {
            return Err(never_begun());
        };
        if callback.outcome != CallbackOutcome::Success {
            // Both addresses can be forged: only Kakao Pay knows whether the buyer cancelled.
            return Ok(self.ask(tid).await?.snapshot);
        }
        let token = callback.query.get("pg_token");
        let Some(pg_token) = token.filter(|it| is_pg_token(it)) else {
            return Err(ProviderError::Declined {
                code: "PG_TOKEN_MISSING".to_owned(),
                message: "the callback brings no token to approve with".to_owned(),
            });
        };
        let id = order.id.to_string();
        let body = wire::Approve {
            cid: &self.cid,
            tid,
            partner_order_id: &id,
            partner_user_id: &id,
            pg_token,
            total_amount: order.amount,
        };
        let refusal = match exchange::<wire::Approved>(self.post("approve", &body)).await? {
            Answered::Said(approved) => {
                self.check_meant(tid, &approved.tid, &approved.cid)?;
                return Ok(map::approved(approved));
            }
            Answered::Broken(why) => return Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_approve(&refusal);
        match meaning {
            Meaning::NothingMoved | Meaning::TooLate | Meaning::InDoubt | Meaning::RetryLater => {
                Err(refusal.error(meaning))
            }
            // Approved already, perhaps by ourselves: its own state decides.
            Meaning::Settled => match self.ask(tid).await {
                Ok(asked) => Ok(asked.snapshot),
                Err(_) => Err(refusal.error(meaning)),
            },
            // This call took no money, but an earlier one may have.
            Meaning::Misconfigured => match self.ask(tid).await {
                Ok(asked) if asked.snapshot.standing == Standing::Paid => Ok(asked.snapshot),
                Ok(_) | Err(_) => Err(refusal.error(meaning)),
            },
        }
    }

    async fn ask(&self, tid: &str) -> Result<Asked, ProviderError> {
        let body = wire::Ask {
            cid: &self.cid,
            tid,
        };
        match exchange::<wire::Order>(self.post("order", &body)).await? {
            Answered::Said(order) => {
                self.check_meant(tid, &order.tid, &order.cid)?;
                map::asked(order)
            }
            Answered::Broken(why) => Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => {
                let meaning = codes::on_order(&refusal);
                Err(refusal.error(meaning))
            }
        }
    }

    /// An answer about another payment, or another merchant's, says nothing about ours.
    fn check_meant(&self, meant: &str, tid: &str, cid: &str) -> Result<(), ProviderError> {
        if tid == meant && cid == self.cid {
            Ok(())
        } else {
            Err(doubt("another payment than it was asked about"))
        }
    }

    async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        if refund.amount.is_zero() || refund.amount > refund.expected_balance {
            return Err(misconfigured(
                "REFUND_AMOUNT",
                "a refund is more than nothing and at most the balance it expects",
            ));
        }
        let before = self.ask_for(refund).await?;
        match refund::outcome(&before, refund) {
            Outcome::Done(aid) => return Ok(marked(before.snapshot, &aid, refund)),
            Outcome::Open => {}
            Outcome::Never => {
                return Err(ProviderError::Declined {
                    code: "BALANCE_CHANGED".to_owned(),
                    message: "others moved the balance past the one this refund expects".to_owned(),
                });
            }
            Outcome::Unclear => return Err(doubt("cancels that cannot be told apart")),
        }
        let (tax_free, vat) = refund::tax_parts(&before, refund);
        let body = wire::Cancel {
            cid: &self.cid,
            tid: &refund.payment_key,
            cancel_amount: refund.amount,
            cancel_tax_free_amount: tax_free,
            cancel_vat_amount: vat,
            cancel_available_amount: refund::guard(&before, refund),
            payload: refund
                .reason_line()
                .chars()
                .take(PAYLOAD_CHARS_MAX)
                .collect(),
        };
        let refusal = match exchange::<wire::Cancelled>(self.post("cancel", &body)).await? {
            Answered::Said(cancelled) => {
                self.check_meant(&refund.payment_key, &cancelled.tid, &cancelled.cid)?;
                return map::cancelled(cancelled, refund);
            }
            Answered::Broken(why) => return Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_cancel(&refusal);
        match meaning {
            Meaning::InDoubt | Meaning::RetryLater | Meaning::Misconfigured => {
                Err(refusal.error(meaning))
            }
            // A refusal is believed only after a look-up: an earlier request of ours may have succeeded.
            Meaning::NothingMoved | Meaning::TooLate | Meaning::Settled => {
                match self.ask_for(refund).await {
                    Ok(after) => match refund::outcome(&after, refund) {
                        Outcome::Done(aid) => Ok(marked(after.snapshot, &aid, refund)),
                        Outcome::Open | Outcome::Never => Err(refusal.error(Meaning::NothingMoved)),
                        Outcome::Unclear => Err(refusal.error(Meaning::InDoubt)),
                    },
                    Err(_) => Err(refusal.error(Meaning::InDoubt)),
                }
            }
        }
    }

    /// The current state of the payment a refund belongs to. A payment other than the expected one is not refunded.
    async fn ask_for(&self, refund: &RefundOrder) -> Result<Asked, ProviderError> {
        if !is_tid(&refund.payment_key) {
            return Err(misconfigured("TID_MALFORMED", "not a payment's name"));
        }
        let asked = self.ask(&refund.payment_key).await?;
        let snapshot = &asked.snapshot;
        if snapshot.standing != Standing::Paid
            || snapshot.order_ref != refund.order.to_string()
            || snapshot.amount != refund.paid
        {
            return Err(doubt(
                "another state, order or amount than of the payment to refund",
            ));
        }
        Ok(asked)
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
        self.ready(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.confirm", order.id = %order.id, http.status = field::Empty);
        self.approve(order, callback).instrument(span).await
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

/// The methods the buyer may choose from at Kakao Pay.
fn method_word(method: Method) -> Result<Option<&'static str>, ProviderError> {
    match method {
        Method::EasyPay => Ok(None),
        Method::Card => Ok(Some("CARD")),
        Method::AccountTransfer
        | Method::VirtualAccount
        | Method::BankTransfer
        | Method::Mobile
        | Method::GiftCertificate
        | Method::Other => Err(misconfigured(
            "METHOD_NOT_OFFERED",
            "kakaopay does not offer this method",
        )),
    }
}

fn return_url(url: String) -> Result<String, ProviderError> {
    if url.chars().count() <= URL_CHARS_MAX {
        Ok(url)
    } else {
        Err(misconfigured(
            "RETURN_URL_TOO_LONG",
            "kakaopay takes return addresses of 255 characters: shorten the public base URL",
        ))
    }
}

fn is_tid(tid: &str) -> bool {
    (1..=TID_CHARS_MAX).contains(&tid.len()) && tid.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_pg_token(token: &str) -> bool {
    (1..=PG_TOKEN_CHARS_MAX).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The snapshot with this refund's cancel marked as ours, whether or not Kakao Pay repeated the payload.
fn marked(mut snapshot: Snapshot, aid: &str, refund: &RefundOrder) -> Snapshot {
    let line = snapshot.cancels.iter_mut().find(|line| line.key == aid);
    match line {
        Some(line) => line.reason = refund.reason_line(),
        None => snapshot.cancels.push(CancelLine {
            key: aid.to_owned(),
            amount: refund.amount,
            reason: refund.reason_line(),
            at: None,
            settled: CancelStanding::Done,
        }),
    }
    snapshot
}
