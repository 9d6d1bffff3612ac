//! Opens a payment at Kakao Pay.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::Method,
    money::vat_included,
    order::{Order, Session},
};
use url::Url;

use super::{
    ID, KakaoPay, SESSION_MINUTES,
    call::{Answered, exchange},
    codes,
    lookup::is_tid,
    map::doubt,
    wire,
};
use crate::{
    error::{ProviderError, misconfigured},
    provider::{CallbackOutcome, session_until},
};

/// Our URL stays valid for an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
/// The documented limits of `item_name` and each URL.
const NAME_CHARS_MAX: usize = 100;
const URL_CHARS_MAX: usize = 255;

impl KakaoPay {
    pub(super) async fn open(
        &self,
        order: &Order,
        now: DateTime<Utc>,
    ) -> Result<Session, ProviderError> {
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
            ..session_until(expires_at)
        })
    }

    /// An address a browser can be sent to: https, or http where the API of Kakao Pay itself is used over http.
    fn link(&self, address: Option<String>) -> Option<String> {
        address.filter(|text| {
            Url::parse(text)
                .is_ok_and(|url| url.scheme() == "https" || url.scheme() == self.base_url.scheme())
        })
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
