//! Reserves a payment at Naver Pay, or leaves that to its script in the buyer's browser (see `window`).

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::Method,
    order::{Order, Session},
};
use sha2::{Digest as _, Sha256};

use super::{
    ID, KEY_HEADER, NaverPay,
    call::{Answered, under_keys},
    codes,
    map::doubt,
    misconfigured, under, window, wire,
};
use crate::{error::ProviderError, provider::CallbackOutcome, signature::ReturnUrls};

/// Our URL stays valid for an hour after the session, so that it never causes a refusal.
const RETURN_SLACK_MINUTES: i64 = 60;
const NAME_CHARS_MAX: usize = 128;
const UID_BYTES_MAX: usize = 100;
const COUNT_MAX: i64 = 999_999;
/// Opaque and 50 to 60 long where seen; a longer one is invalid.
const RESERVE_ID_BYTES_MAX: usize = 255;

impl NaverPay {
    pub(super) async fn open(
        &self,
        order: &Order,
        now: DateTime<Utc>,
    ) -> Result<Session, ProviderError> {
        let minutes = window::session_minutes(self.script.as_ref());
        let expires_at = now + TimeDelta::minutes(minutes);
        let asked = wanted(&self.returns, self.chain_id.as_bytes(), order, expires_at)?;
        let mut session = Session {
            // The buyer's authentication creates its number, which comes with the callback.
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at,
        };
        if self.script.is_some() {
            // The buyer's browser makes the reservation: Naver Pay receives nothing before.
            return Ok(session);
        }
        let body = wire::Reserve {
            model_version: "2",
            asked,
        };
        let request = |key: &str| {
            let post = self.post(&["v2", "reserve"]).timeout(self.reads);
            post.header(KEY_HEADER, key).json(&body)
        };
        let key = order.id.to_string();
        let reserved: wire::Reserved = match under_keys(&key, request, codes::on_reserve).await? {
            Answered::Said(said) => said.read()?,
            Answered::Refused(refusal) => {
                let meaning = codes::on_reserve(&refusal.code);
                return Err(refusal.error(meaning));
            }
        };
        if !is_reserve_id(&reserved.reserve_id) {
            return Err(doubt("a reservation without a usable name"));
        }
        let path = ["payments", reserved.reserve_id.as_str()];
        session.redirect_url = Some(under(&self.window_url, &path).into());
        Ok(session)
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

fn is_reserve_id(id: &str) -> bool {
    (1..=RESERVE_ID_BYTES_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_graphic())
        && !id.bytes().all(|byte| byte == b'.')
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
