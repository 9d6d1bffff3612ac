//! Opens Naver Pay's payment window by Naver Pay's own script in the buyer's browser, from a page of ours. The other way
//! is a reservation from the server (see `begin`). Older documents and today's dictionary of their words describe the reservation.
//! Newer guides describe mainly the script, so a new contract may have to use it (<https://docs.pay.naver.com>).
//!
//! With the script the buyer's browser sets the content of the window. Naver Pay shows nothing of a payment before
//! its money is taken, and accepts no amount at that time. Differences are seen in the answer, and the books park the
//! payment.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{kind::Method, order::Order};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{ID, wire};
use crate::{
    error::{ProviderError, misconfigured},
    provider::{CallbackOutcome, ScriptWindow},
    signature::ReturnUrls,
};

/// From the reservation to the end of the window.
const WINDOW_MINUTES: i64 = 30;
/// From authentication to applying.
const APPLY_MINUTES: i64 = 10;
/// From the reservation to the last moment at which money can move.
const SESSION_MINUTES: i64 = WINDOW_MINUTES + APPLY_MINUTES;
/// With the script the reservation is made when the buyer presses the button, which may be at the end of the first
/// half hour.
const SCRIPT_SESSION_MINUTES: i64 = WINDOW_MINUTES + SESSION_MINUTES;
/// Naver Pay's script calls its own host, and its window is on another host of the same domain.
const HOSTS: &str = "https://*.pay.naver.com";
/// Our URL stays valid for an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
const NAME_CHARS_MAX: usize = 128;
const UID_BYTES_MAX: usize = 100;
const COUNT_MAX: i64 = 999_999;

/// Naver Pay's script, and its parameters. None of them is secret.
pub(super) struct Script {
    pub(super) url: Url,
    /// `development` or `production`.
    pub(super) mode: &'static str,
    pub(super) client_id: String,
    pub(super) chain_id: String,
    pub(super) returns: ReturnUrls,
}

impl ScriptWindow for Script {
    fn script(&self) -> &Url {
        &self.url
    }

    fn opener(&self) -> &'static str {
        concat!(include_str!("../opener.js"), include_str!("window.js"))
    }

    fn beside(&self) -> &'static str {
        HOSTS
    }

    fn facts(&self, order: &Order) -> Result<Vec<(&'static str, String)>, ProviderError> {
        let session = order.session.as_ref().ok_or_else(|| {
            ProviderError::InDoubt("the order has no session to open a window for".into())
        })?;
        let chain = self.chain_id.as_bytes();
        let asked = wanted(&self.returns, chain, order, session.expires_at)?;
        let asked = serde_json::to_string(&asked)
            .map_err(|error| ProviderError::InDoubt(format!("the request: {error}").into()))?;
        Ok(vec![
            ("client-id", self.client_id.clone()),
            ("chain-id", self.chain_id.clone()),
            ("mode", self.mode.to_owned()),
            ("request", asked),
        ])
    }
}

/// How long a session lasts from `begin`, in minutes.
pub(super) const fn session_minutes(script: Option<&Script>) -> i64 {
    match script {
        Some(_) => SCRIPT_SESSION_MINUTES,
        None => SESSION_MINUTES,
    }
}

/// The content of a window request, from the server or the script.
pub(super) fn wanted(
    returns: &ReturnUrls,
    chain_id: &[u8],
    order: &Order,
    expires_at: DateTime<Utc>,
) -> Result<wire::Wanted, ProviderError> {
    if order.method != Method::EasyPay {
        return Err(misconfigured(
            "METHOD_NOT_OFFERED",
            "naverpay does not offer this method: the buyer chooses in its window",
        ));
    }
    let taxed = order
        .amount
        .minus(order.tax_free)
        .ok_or_else(|| misconfigured("TAX_FREE_AMOUNT", "the tax-free part is above the amount"))?;
    let back_until = expires_at + TimeDelta::minutes(RETURN_SLACK_MINUTES);
    let back = returns.callback(&ID, order.id, CallbackOutcome::Success, back_until);
    // Naver Pay itself shows the number beside the name.
    let name: String = order.product_name().chars().take(NAME_CHARS_MAX).collect();
    let count = order.quantity.clamp(1, COUNT_MAX);
    Ok(wire::Wanted {
        merchant_pay_key: order.id.to_string(),
        merchant_user_key: user_key(chain_id, order),
        product_name: name.clone(),
        product_count: count,
        total_pay_amount: order.amount,
        tax_scope_amount: taxed,
        tax_ex_scope_amount: order.tax_free,
        return_url: back.into(),
        product_items: [wire::ProductItem {
            // Naver's table of categories is not public; this one fits anything.
            category_type: "ETC",
            category_id: "ETC",
            uid: uid(&order.product),
            name,
            count,
        }],
    })
}

/// The customer under a name that gives Naver Pay no personal data: the seller's own may be an e-mail address. Other
/// shops have other names for the same customer.
fn user_key(chain_id: &[u8], order: &Order) -> String {
    let mut digest = Sha256::new();
    digest.update(chain_id);
    digest.update([0]);
    digest.update(order.customer.as_str());
    URL_SAFE_NO_PAD.encode(digest.finalize())
}

/// The product's name as an item number: 1 to 100 of `A-Za-z0-9/-_ `.
fn uid(product: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_ ".contains(c);
    let uid: String = product
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .take(UID_BYTES_MAX)
        .collect();
    if uid.is_empty() {
        "credits".to_owned()
    } else {
        uid
    }
}
