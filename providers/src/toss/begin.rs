//! Opens a payment at Toss, or leaves that to its script in the buyer's browser (see `window`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::Method,
    order::{Order, Session},
};

use super::{
    ID, Toss,
    call::{Answered, under_keys},
    codes, misconfigured,
    window::session_minutes,
    wire,
};
use crate::{error::ProviderError, provider::CallbackOutcome, signature::ReturnUrls};

/// Ten minutes are left to confirm after authentication, and a slow browser comes back late. Our URL stays valid for
/// an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The documented limit of `orderName` and `customerName`.
pub(super) const NAME_CHARS_MAX: usize = 100;

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
            awaited_at: None,
            expires_at,
        };
        if self.script.is_some() {
            // The buyer's browser opens the window: Toss receives nothing before.
            return Ok(session);
        }
        let request = |key: &str| self.post(&["payments"], key, &body);
        let key = order.id.to_string();
        let payment = match under_keys::<wire::Payment>(&key, request, codes::on_confirm).await? {
            Answered::Said(payment) => payment,
            Answered::Refused(refusal) => {
                let meaning = codes::on_confirm(&refusal.code);
                return Err(refusal.error(meaning));
            }
        };
        let redirect_url = payment.checkout.and_then(|link| link.url).ok_or_else(|| {
            ProviderError::InDoubt("toss opened a payment without an address to go to".into())
        })?;
        session.payment_key = Some(payment.payment_key);
        session.redirect_url = Some(redirect_url);
        session.webhook_secret = payment.secret;
        Ok(session)
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
