//! Opens a PG's window by PortOne's own script in the buyer's browser, from a page of ours: `PortOne.requestPayment()`
//! (<https://developers.portone.io/sdk/ko/v2-sdk/payment-request>). There is no other way for Korean PGs: the checkout page that PortOne
//! hosts takes foreign channels alone.
//!
//! The buyer's browser sets the window's content, so a buyer can change the channel, the method and the amount. The amount
//! was registered before (`begin`); a test channel is noticed in the answer (`map`); another account than was ordered is given
//! up (`confirm`).

use chrono::TimeDelta;
use domain::{kind::Method, order::Order};
use url::Url;

use super::ID;
use crate::{
    error::{ProviderError, misconfigured},
    provider::{CallbackOutcome, ScriptWindow},
    signature::ReturnUrls,
};

/// How long a PG keeps its window open is not documented for all of them; half an hour is usual, and the buyer may press the button
/// at the end of the first half hour.
pub(super) const SESSION_MINUTES: i64 = 60;
/// Our URL stays valid for an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The strictest limits of `orderName` among the PGs are 40 bytes (Nice, Smartro, KG Inicis), of which a Hangul syllable takes
/// three: those cut it or refuse it. The strictest that counts characters is 100 (Toss Payments, Kakao Pay).
const NAME_BYTES_MAX: usize = 40;
/// Signs that Nice or Toss Pay refuse in `orderName`.
const REFUSED_SIGNS: &str = "%&|$-+=[]\\,";

/// PortOne's script, and its parameters. None of them is secret.
pub(super) struct Script {
    pub(super) url: Url,
    pub(super) hosts: String,
    pub(super) store_id: String,
    /// The methods that are offered, each with the key of its channel.
    pub(super) channels: Vec<(Method, String)>,
    pub(super) account_hours: i64,
    pub(super) returns: ReturnUrls,
}

impl Script {
    pub(super) fn channel(&self, method: Method) -> Option<&str> {
        let mut channels = self.channels.iter();
        let (_, key) = channels.find(|(offered, _)| *offered == method)?;
        Some(key)
    }
}

impl ScriptWindow for Script {
    fn script(&self) -> &Url {
        &self.url
    }

    fn opener(&self) -> &'static str {
        concat!(include_str!("../opener.js"), include_str!("window.js"))
    }

    fn beside(&self) -> &str {
        &self.hosts
    }

    fn facts(&self, order: &Order) -> Result<Vec<(&'static str, String)>, ProviderError> {
        let session = order.session.as_ref().ok_or_else(|| {
            ProviderError::InDoubt("the order has no session to open a window for".into())
        })?;
        let offered = self.channel(order.method).zip(pay_method(order.method));
        let (channel, pay_method) = offered.ok_or_else(|| {
            misconfigured(
                "METHOD_NOT_OFFERED",
                "no channel of portone is configured for this method",
            )
        })?;
        let back_until = session.expires_at + TimeDelta::minutes(RETURN_SLACK_MINUTES);
        let back = |outcome| {
            let url = self.returns.callback(&ID, order.id, outcome, back_until);
            url.to_string()
        };
        let mut facts = vec![
            ("store-id", self.store_id.clone()),
            ("channel-key", channel.to_owned()),
            ("payment-id", order.id.to_string()),
            ("order-name", name(order.product_name())),
            ("total-amount", order.amount.to_string()),
            ("pay-method", pay_method.to_owned()),
            ("success-url", back(CallbackOutcome::Success)),
            ("fail-url", back(CallbackOutcome::Fail)),
        ];
        if !order.tax_free.is_zero() {
            facts.push(("tax-free-amount", order.tax_free.to_string()));
        }
        if order.method == Method::VirtualAccount {
            facts.push(("valid-hours", self.account_hours.to_string()));
            facts.extend(order.depositor.clone().map(|it| ("customer-name", it)));
        }
        if order.method == Method::Mobile {
            facts.push(("product-type", "PRODUCT_TYPE_DIGITAL".to_owned()));
        }
        Ok(facts)
    }
}

/// PortOne's word for a method; `None` for one that it does not take here.
pub(super) const fn pay_method(method: Method) -> Option<&'static str> {
    match method {
        Method::Card => Some("CARD"),
        Method::EasyPay => Some("EASY_PAY"),
        Method::AccountTransfer => Some("TRANSFER"),
        Method::VirtualAccount => Some("VIRTUAL_ACCOUNT"),
        Method::Mobile => Some("MOBILE"),
        Method::BankTransfer | Method::GiftCertificate | Method::Other => None,
    }
}

/// A product's name that every PG takes: without the signs that some refuse, and as many whole characters as fit.
fn name(product: &str) -> String {
    let mut name: String = product
        .chars()
        .map(|c| if REFUSED_SIGNS.contains(c) { ' ' } else { c })
        .collect();
    name.truncate(name.floor_char_boundary(NAME_BYTES_MAX));
    let name = name.trim();
    if name.is_empty() {
        "credits".to_owned()
    } else {
        name.to_owned()
    }
}
