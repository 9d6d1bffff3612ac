//! The content of a payment window, which the server or Toss's script opens.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{kind::Method, order::Order};

use super::{ID, wire};
use crate::{
    error::{ProviderError, misconfigured},
    provider::CallbackOutcome,
    signature::ReturnUrls,
};

/// Ten minutes are left to confirm after authentication, and a slow browser comes back late. Our URL stays valid for
/// an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The documented limit of `orderName` and `customerName`.
pub(super) const NAME_CHARS_MAX: usize = 100;

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
