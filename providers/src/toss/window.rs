//! Opens Toss's payment window by Toss's own script in the buyer's browser, from a page of ours. The other way is a call
//! of ours, where the merchant may make it (see `begin`). `POST /v1/payments` is in Toss's English guide and not in its Korean
//! reference. Whether every live merchant may call it is not documented. The script is documented for everybody
//! (<https://docs.tosspayments.com/sdk/v2/js>, `payment().requestPayment()`).
//!
//! With the script Toss names the payment only when the buyer comes back, and the buyer's browser sets its content:
//! see [`super::named`]. A buyer who presses twice makes two payments of one order. The first to come back is
//! confirmed; the other never is, and ends by itself.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{kind::Method, order::Order};
use url::Url;

use super::{ID, wire};
use crate::{
    error::{ProviderError, misconfigured},
    provider::{CallbackOutcome, ScriptWindow},
    signature::ReturnUrls,
};

/// The time from opening the window to the buyer's authentication, as documented.
const SESSION_MINUTES: i64 = 30;
/// With the script the clock starts when the buyer presses the button, which may be at the end of the first half
/// hour.
const SCRIPT_SESSION_MINUTES: i64 = 2 * SESSION_MINUTES;
/// Toss's script calls `api.`, `log.` and other hosts of this domain, wherever it was fetched from.
const HOSTS: &str = "https://*.tosspayments.com";
/// Ten minutes are left to confirm after authentication, and a slow browser comes back late. Our URL stays valid for
/// an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The documented limit of `orderName` and `customerName`.
pub(super) const NAME_CHARS_MAX: usize = 100;

/// Toss's script, and its parameters.
pub(super) struct Script {
    pub(super) client_key: String,
    pub(super) url: Url,
    pub(super) returns: ReturnUrls,
    pub(super) account_hours: i64,
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
        let asked = window_of(&self.returns, self.account_hours, order, session.expires_at)?;
        let mut facts = vec![
            ("client-key", self.client_key.clone()),
            ("method", asked.method.to_owned()),
            ("amount", asked.amount.to_string()),
            ("order-id", asked.order_id),
            ("order-name", asked.order_name),
            ("success-url", asked.success_url),
            ("fail-url", asked.fail_url),
        ];
        let extra = [
            ("flow-mode", asked.flow_mode.map(str::to_owned)),
            ("customer-name", asked.customer_name),
            (
                "tax-free-amount",
                asked.tax_free_amount.map(|amount| amount.to_string()),
            ),
            (
                "valid-hours",
                asked.valid_hours.map(|hours| hours.to_string()),
            ),
        ];
        let given = extra
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)));
        facts.extend(given);
        Ok(facts)
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
pub(super) fn window_of(
    returns: &ReturnUrls,
    account_hours: i64,
    order: &Order,
    expires_at: DateTime<Utc>,
) -> Result<wire::OpenWindow, ProviderError> {
    let (method, flow_mode) = match order.method {
        // Toss's card window also offers easy payments.
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
    let back_until = expires_at + TimeDelta::minutes(RETURN_SLACK_MINUTES);
    let back = |outcome| {
        returns
            .callback(&ID, order.id, outcome, back_until)
            .to_string()
    };
    let by_account = order.method == Method::VirtualAccount;
    let depositor = order.depositor.as_deref().filter(|_| by_account);
    Ok(wire::OpenWindow {
        method,
        amount: order.amount,
        currency: wire::KRW,
        order_id: order.id.to_string(),
        order_name: order.title.chars().take(NAME_CHARS_MAX).collect(),
        success_url: back(CallbackOutcome::Success),
        fail_url: back(CallbackOutcome::Fail),
        flow_mode,
        customer_name: depositor.map(|name| name.chars().take(NAME_CHARS_MAX).collect()),
        tax_free_amount: Some(order.tax_free).filter(|amount| !amount.is_zero()),
        valid_hours: by_account.then_some(account_hours),
    })
}
