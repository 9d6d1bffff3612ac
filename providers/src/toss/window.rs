//! Opening Toss's payment window: by a call of ours where the merchant may make it, else by Toss's own
//! script in the buyer's browser, from a page of ours. `POST /v1/payments` stands in Toss's English guide
//! and not in its Korean reference, and whether every live merchant may call it is not documented; the
//! script is what Toss documents for everybody
//! (<https://docs.tosspayments.com/sdk/v2/js>, `payment().requestPayment()`).
//!
//! With the script Toss names the payment only when the buyer comes back, and a buyer who presses twice
//! makes two payments of one order. The one that came back first is confirmed; the other never is, and ends
//! by itself.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::Method,
    order::{Order, Session},
    payment::Snapshot,
};
use url::Url;

use super::{
    ID, NAME_CHARS_MAX, RETURN_SLACK_MINUTES, Toss,
    call::{Answered, exchange},
    codes, declined, is_plain_key, misconfigured, wire,
};
use crate::{
    error::ProviderError,
    provider::{Callback, CallbackOutcome, PaymentRef, ScriptWindow},
    signature::ReturnUrls,
};

/// From opening the window to the buyer's authentication, as documented.
const SESSION_MINUTES: i64 = 30;
/// With the script the clock starts when the buyer presses, which may be at the end of the first half hour.
const SCRIPT_SESSION_MINUTES: i64 = 2 * SESSION_MINUTES;

/// Toss's script, and what it is asked with.
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
        include_str!("window.js")
    }

    fn facts(&self, order: &Order) -> Result<Vec<(&'static str, String)>, ProviderError> {
        let session = order.session.as_ref().ok_or_else(|| {
            ProviderError::InDoubt("the order has no session to open a window for".to_owned())
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

/// How long a session lives from `begin`, in minutes.
pub(super) const fn session_minutes(script: Option<&Script>) -> i64 {
    match script {
        Some(_) => SCRIPT_SESSION_MINUTES,
        None => SESSION_MINUTES,
    }
}

impl Toss {
    pub(super) async fn open(
        &self,
        order: &Order,
        now: DateTime<Utc>,
    ) -> Result<Session, ProviderError> {
        let minutes = session_minutes(self.script.as_ref());
        let expires_at = now + TimeDelta::minutes(minutes);
        let body = window_of(&self.returns, self.account_hours, order, expires_at)?;
        let mut session = Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            expires_at,
        };
        if self.script.is_some() {
            // The buyer's browser opens the window: Toss is told nothing before.
            return Ok(session);
        }
        let request = self.post(&["payments"], &order.id.to_string(), &body);
        let payment = match exchange::<wire::Payment>(request).await? {
            Answered::Said(payment) => payment,
            Answered::Refused(refusal) => {
                let meaning = codes::on_confirm(&refusal.code);
                return Err(refusal.error(meaning));
            }
        };
        let redirect_url = payment.checkout.and_then(|link| link.url).ok_or_else(|| {
            ProviderError::InDoubt("toss opened a payment without an address to go to".to_owned())
        })?;
        session.payment_key = Some(payment.payment_key);
        session.redirect_url = Some(redirect_url);
        session.webhook_secret = payment.secret;
        Ok(session)
    }

    /// What became of a payment. Where only the buyer's browser named it, the name is a hint: it counts
    /// when the payment is this order's, else the order itself is asked about.
    pub(super) async fn find(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let order = payment.order;
        if let Some(key) = payment.payment_key.as_deref() {
            return self.ask(order, Some(key)).await;
        }
        let brought = payment.callback.get("paymentKey").map(String::as_str);
        if let Some(key) = brought.filter(|key| is_plain_key(key)) {
            match self.look(order, Some(key)).await {
                Ok(found) if found.order_id == order.to_string() => return self.snapshot(*found),
                Ok(_) | Err(ProviderError::Declined { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        self.ask(order, None).await
    }

    /// Looks at a payment that only the buyer's browser named, and whose confirmation was refused. The browser
    /// opened the window, so it may be another order's, or be for another amount: then nothing was taken, and
    /// nothing ever will be, whatever the refusal's code says.
    pub(super) async fn check_named(&self, order: &Order, key: &str) -> Result<(), ProviderError> {
        let Ok(found) = self.look(order.id, Some(key)).await else {
            return Ok(());
        };
        if found.order_id != order.id.to_string() {
            return Err(another());
        }
        if found.status == wire::IN_PROGRESS && found.total_amount.0 != order.amount {
            return Err(declined(
                "AMOUNT_MISMATCH",
                "the window was opened for another amount",
            ));
        }
        Ok(())
    }
}

fn another() -> ProviderError {
    declined("PAYMENT_KEY_MISMATCH", "the callback names another payment")
}

/// The payment to confirm: the one that Toss named when it opened the window, else the one that the buyer's
/// browser named first. A buyer may have two windows open, and two payments of one order are never both taken.
pub(super) fn key_to_confirm<'a>(
    order: &'a Order,
    callback: &'a Callback,
) -> Result<&'a str, ProviderError> {
    let session = order.session.as_ref();
    let known = session.and_then(|session| session.payment_key.as_deref());
    let named = callback.query.get("paymentKey").map(String::as_str);
    match (known, named) {
        (Some(known), Some(named)) if known != named => return Err(another()),
        (Some(known), _) => return Ok(known),
        (None, _) => {}
    }
    let first = session.and_then(|session| session.callback.get("paymentKey"));
    [first.map(String::as_str), named]
        .into_iter()
        .flatten()
        .find(|key| is_plain_key(key))
        .ok_or_else(|| declined("PAYMENT_KEY_MISSING", "the callback names no payment"))
}

/// What a window is asked for, by whomever.
fn window_of(
    returns: &ReturnUrls,
    account_hours: i64,
    order: &Order,
    expires_at: DateTime<Utc>,
) -> Result<wire::OpenWindow, ProviderError> {
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
        currency: "KRW",
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
