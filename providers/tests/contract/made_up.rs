//! An invented provider, written by following `docs/adding-a-provider.md`: the shortest adapter that passes the list
//! of cases. Its document of a payment is `{"ref", "order", "state", "won", "left"}`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    failure::Failure,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::{Snapshot, Standing},
};
use providers::{
    codes::Row,
    error::ProviderError,
    http::{self, Limits, safe_text},
    provider::{
        Callback, CallbackOutcome, Capabilities, PaymentRef, Provider, RefundOrder, RefundsBy,
    },
    signature::ReturnUrls,
};
use reqwest::{Client, RequestBuilder, header::HeaderValue};
use serde::Deserialize;
use serde_json::{Value, json};
use tracing::{Instrument as _, field, info_span};

use crate::{
    cases::{
        Applies::{Here, No},
        Call, Subject,
    },
    support,
};

const ID: ProviderId = ProviderId::known("madeup");
const SESSION_MINUTES: i64 = 10;
const KEY: &str = "mu-0001";

/// The allow-list: with these codes nothing moved.
const DECLINES: [&str; 2] = ["DECLINED", "NO_SUCH_PAYMENT"];

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "ref")]
    key: String,
    order: String,
    state: String,
    won: Won,
    left: Won,
    go_to: Option<String>,
}

#[derive(Deserialize)]
struct Refused {
    code: String,
    #[serde(default)]
    message: String,
}

struct MadeUp {
    client: Client,
    base: String,
    token: HeaderValue,
    returns: ReturnUrls,
    capabilities: Capabilities,
}

impl std::fmt::Debug for MadeUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeUp").finish_non_exhaustive()
    }
}

impl MadeUp {
    fn new(secret: &str, base: &str) -> Result<Self, String> {
        let named = secret.strip_prefix("mu_").unwrap_or_default();
        if named.is_empty() || !named.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("the token is not of the form mu_…".to_owned());
        }
        let mut token =
            HeaderValue::try_from(format!("Bearer {secret}")).map_err(|it| it.to_string())?;
        token.set_sensitive(true);
        let limits = Limits {
            total: Duration::from_millis(500),
        };
        Ok(Self {
            client: http::client(limits).map_err(|it| it.to_string())?,
            base: base.trim_end_matches('/').to_owned(),
            token,
            returns: support::returns(),
            capabilities: Capabilities {
                partial_refunds: true,
                refunds: RefundsBy::Provider,
                lookups: true,
                ..Capabilities::new(vec![Method::EasyPay], support::won(100), SESSION_MINUTES)
            },
        })
    }

    fn post(&self, path: &str, key: &str, body: &Value) -> RequestBuilder {
        let post = self.client.post(format!("{}{path}", self.base));
        post.header("authorization", self.token.clone())
            .header("idempotency-key", key)
            .json(body)
    }

    /// The answer, if it is one. The text of a failing server proves nothing.
    async fn ask(&self, request: RequestBuilder) -> Result<Document, ProviderError> {
        let answer = http::send(request).await?;
        if answer.status.is_success() {
            return answer.json();
        }
        if answer.status.is_server_error() {
            let why = format!("status {}", answer.status.as_u16());
            return Err(ProviderError::InDoubt(why.into()));
        }
        let Refused { code, message } = answer.json()?;
        let (code, message) = (safe_text(&code), safe_text(&message));
        if DECLINES.contains(&code.as_str()) {
            Err(ProviderError::Declined(Failure::new(code, message)))
        } else {
            Err(ProviderError::InDoubt(Failure::new(code, message)))
        }
    }

    async fn look(&self, key: &str) -> Result<Snapshot, ProviderError> {
        let get = self.client.get(format!("{}/payments/{key}", self.base));
        snapshot(
            self.ask(get.header("authorization", self.token.clone()))
                .await?,
        )
    }
}

/// The provider's document as a snapshot. An undocumented state is unknown, never a guess.
fn snapshot(document: Document) -> Result<Snapshot, ProviderError> {
    let standing = match document.state.as_str() {
        "open" => Standing::Pending,
        "paid" => Standing::Paid,
        "ended" => Standing::Expired,
        word => Standing::Unknown {
            word: safe_text(word),
        },
    };
    let gone = document.won.minus(document.left);
    let gone = gone.ok_or_else(|| ProviderError::InDoubt("more left than was paid".into()))?;
    let cancelled = if standing == Standing::Paid {
        gone
    } else {
        Won::ZERO
    };
    Ok(Snapshot {
        provider: ID,
        payment_key: document.key,
        order_ref: document.order,
        standing,
        amount: document.won,
        cancelled,
        currency: "KRW".to_owned(),
        method: Method::EasyPay,
        paid_at: None,
        tax: None,
        cancels: Vec::new(),
        deposit: None,
        webhook_secret: None,
        facts: BTreeMap::new(),
    })
}

fn key_of(order: &Order) -> Result<&str, ProviderError> {
    let known = order
        .session
        .as_ref()
        .and_then(|it| it.payment_key.as_deref());
    known.ok_or_else(|| {
        ProviderError::Declined(Failure::new(
            "NEVER_BEGUN",
            "the buyer was never sent there",
        ))
    })
}

#[async_trait]
impl Provider for MadeUp {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let expires_at = now + TimeDelta::minutes(SESSION_MINUTES);
        let back = self
            .returns
            .callback(&ID, order.id, CallbackOutcome::Success, expires_at);
        let id = order.id.to_string();
        let body = json!({"order":id,"won":order.amount,"back":back.as_str()});
        let span =
            info_span!("provider.madeup.begin", order.id = %order.id, http.status = field::Empty);
        let begun = self
            .ask(self.post("/payments", &id, &body))
            .instrument(span)
            .await?;
        Ok(Session {
            payment_key: Some(begun.key),
            redirect_url: begun.go_to,
            mobile_url: None,
            app_url: None,
            callback: BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at,
        })
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let key = key_of(order)?;
        if callback.outcome != CallbackOutcome::Success {
            return self.look(key).await;
        }
        let path = format!("/payments/{key}/capture");
        let id = format!("capture-{}", order.id);
        let span =
            info_span!("provider.madeup.confirm", order.id = %order.id, http.status = field::Empty);
        let request = self.post(&path, &id, &json!({"won":order.amount}));
        snapshot(self.ask(request).instrument(span).await?)
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.madeup.lookup", order.id = %payment.order, http.status = field::Empty);
        let key = payment.payment_key.as_deref().unwrap_or_default();
        self.look(key).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let path = format!("/payments/{}/refund", refund.payment_key);
        let body = json!({"won":refund.amount,"left_before":refund.expected_balance,"reason":refund.reason_line()});
        let span = info_span!("provider.madeup.refund", refund.id = %refund.id, http.status = field::Empty);
        let request = self.post(&path, &refund.id.to_string(), &body);
        snapshot(self.ask(request).instrument(span).await?)
    }

    fn code(&self, _: &str) -> Option<&'static Row> {
        None
    }
}

/// Its entry in the list: everything the contract requires from a new adapter's author.
pub(crate) fn subject() -> Subject {
    let order = support::order_id().to_string();
    let refund = RefundOrder {
        payment_key: KEY.to_owned(),
        ..support::refund(1001, 163_020)
    };
    let said = |state: &str, left: i64| json!({"ref":KEY,"order":order,"state":state,"won":163_020,"left":left,"go_to":"https://mu.example/1"});
    let bearer = || vec![("authorization", "Bearer mu_S3cretOfNobody".to_owned())];
    let call = |verb, path: &str, answer: Value, key: Option<String>| Call {
        verb,
        path: path.to_owned(),
        answer,
        headers: bearer(),
        amount: if key.is_some() {
            Here("won")
        } else {
            No("a look-up names the payment alone")
        },
        body: Vec::new(),
        key: key.map_or(No("reading changes nothing"), |key| {
            Here(("idempotency-key", key))
        }),
        around: Vec::new(),
    };
    Subject {
        id: ID,
        start: |secret, base| Ok(Arc::new(MadeUp::new(secret, base)?)),
        secret: "mu_S3cretOfNobody",
        ill_formed: vec!["S3cret", "mu_", "mu_a b", "mu_a\n"],
        private: vec!["110123457270"],
        calls: [
            Here(call(
                "POST",
                "/payments",
                said("open", 163_020),
                Some(order.clone()),
            )),
            Here(call(
                "POST",
                "/payments/mu-0001/capture",
                said("paid", 163_020),
                Some(format!("capture-{order}")),
            )),
            Here(call(
                "GET",
                "/payments/mu-0001",
                said("paid", 163_020),
                None,
            )),
            Here(call(
                "POST",
                "/payments/mu-0001/refund",
                said("paid", 162_019),
                Some(refund.id.to_string()),
            )),
        ],
        balance: Here(("left_before", 163_020)),
        unknown_word: Here(said("a word of next year", 163_020)),
        unknown_codes: vec![(400, json!({"code":"A_CODE_OF_NEXT_YEAR"}))],
        repeats: |text| json!({"code":"DECLINED","message":text}),
        opened: support::order(Method::EasyPay, None),
        begun: support::order(Method::EasyPay, Some(KEY)),
        callback: support::success(&[]),
        payment: support::payment_ref(Some(KEY)),
        refund,
    }
}
