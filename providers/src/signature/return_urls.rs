//! Our own addresses for buyers' browsers, signed, so that a guessed one leads nowhere.

use std::fmt::Display;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    canary,
    id::{CheckoutId, CustomerId, LotId, OrderId},
    kind::ProviderId,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use url::Url;

use super::unix_seconds;
use crate::{http::under, provider::CallbackOutcome};

/// Shortest key that makes guessing a state hopeless.
const RETURN_KEY_BYTES_MIN: usize = 32;
/// Kakao Pay's limit for a return URL is 255 characters; the part we add behind the base takes 129 at most.
const BASE_BYTES_MAX: usize = 120;
/// Used in place of the provider's name of a callback. The slash keeps it from being one.
const CHECKOUT_PURPOSE: &str = "page/checkout";
/// The same for a customer's own page.
const CUSTOMER_PURPOSE: &str = "page/customer";
/// The same for the page on which a lot's product is bought again.
const RENEW_PURPOSE: &str = "page/renew";
/// The same for the page on which a buyer chooses how to pay.
const PAY_PURPOSE: &str = "page/pay";

/// Makes and checks the addresses that buyers' browsers come back to. The state in them is an expiry and a MAC over
/// purpose, order or lot, and expiry, so that a guessed URL never reaches a flow.
#[derive(Clone)]
pub struct ReturnUrls {
    base: Url,
    key: Hmac<Sha256>,
}

impl std::fmt::Debug for ReturnUrls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReturnUrls")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

/// Settings from which no return URL can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReturnUrls {
    #[error("the public base URL must be http or https, without user, query or fragment")]
    Base,
    #[error("the public base URL is longer than {BASE_BYTES_MAX} characters")]
    BaseTooLong,
    #[error("the key that signs return URLs has fewer than {RETURN_KEY_BYTES_MIN} bytes")]
    ShortKey,
}

/// Why a state is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadState {
    #[error("the state of the URL is altered or not ours")]
    Altered,
    #[error("the state of the URL has expired")]
    Expired,
}

impl ReturnUrls {
    /// `base` is the gateway's address for buyers; a path in it is kept.
    pub fn new(base: Url, key: &SecretString) -> Result<Self, InvalidReturnUrls> {
        let plain = matches!(base.scheme(), "http" | "https")
            && base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if !plain {
            return Err(InvalidReturnUrls::Base);
        }
        if base.as_str().len() > BASE_BYTES_MAX {
            return Err(InvalidReturnUrls::BaseTooLong);
        }
        let key = key.expose_secret().as_bytes();
        if key.len() < RETURN_KEY_BYTES_MIN {
            return Err(InvalidReturnUrls::ShortKey);
        }
        let key = Hmac::new_from_slice(key).map_err(|_| InvalidReturnUrls::ShortKey)?;
        Ok(Self { base, key })
    }

    /// `/callbacks/{provider}/{order}/{outcome}?state=…`, valid until `expires_at` (exclusive).
    pub fn callback(
        &self,
        provider: &ProviderId,
        order: OrderId,
        outcome: CallbackOutcome,
        expires_at: DateTime<Utc>,
    ) -> Url {
        let path = [
            "callbacks",
            provider.as_str(),
            &order.to_string(),
            outcome.as_str(),
        ];
        self.url(&path, &self.state(provider.as_str(), order, expires_at))
    }

    /// # Errors
    /// When the state is not ours for this provider and order, or its time is over.
    pub fn check_callback(
        &self,
        provider: &ProviderId,
        order: OrderId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        self.check(provider.as_str(), order, state, now)
    }

    /// `/checkout/{order}?state=…`: the hosted page of one order, valid until `expires_at` (exclusive).
    pub fn checkout(&self, order: OrderId, expires_at: DateTime<Utc>) -> Url {
        let state = self.state(CHECKOUT_PURPOSE, order, expires_at);
        self.url(&["checkout", &order.to_string()], &state)
    }

    /// # Errors
    /// When the state is not ours for this order's page, or its time is over.
    pub fn check_checkout(
        &self,
        order: OrderId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        self.check(CHECKOUT_PURPOSE, order, state, now)
    }

    /// `/my/{token}?until=…&sig=…`: a customer's own page, valid until `expires_at` (exclusive, whole seconds).
    pub fn customer_page(&self, customer: &CustomerId, expires_at: DateTime<Utc>) -> Url {
        let until = expires_at.timestamp().to_string();
        let mac = self.mac(CUSTOMER_PURPOSE, whose(customer), &until);
        let mac = mac.finalize();
        let mut url = under(&self.base, &["my", &customer_token(customer)]);
        url.query_pairs_mut()
            .append_pair("until", &until)
            .append_pair("sig", &URL_SAFE_NO_PAD.encode(mac.into_bytes()));
        url
    }

    /// The whole address of a page of ours, from its path and query.
    pub fn own(&self, path: &str) -> String {
        let base = self.base.as_str().trim_end_matches('/');
        format!("{base}{path}")
    }

    /// # Errors
    /// When the link is not ours for this customer's page, or its time is over.
    pub fn check_customer_page(
        &self,
        customer: &CustomerId,
        (until, signature): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        let state = format!("{until}.{signature}");
        let now = canary!(LinkWithoutEnd, DateTime::<Utc>::MIN_UTC, now);
        self.check(CUSTOMER_PURPOSE, whose(customer), &state, now)
    }

    /// `/renew/{lot}?state=…`: the page on which the product of one lot is bought again, valid until `expires_at`
    /// (exclusive).
    pub fn renew(&self, lot: LotId, expires_at: DateTime<Utc>) -> Url {
        let state = self.state(RENEW_PURPOSE, lot, expires_at);
        self.url(&["renew", &lot.to_string()], &state)
    }

    /// # Errors
    /// When the state is not ours for this lot's page, or its time is over.
    pub fn check_renew(&self, lot: LotId, state: &str, now: DateTime<Utc>) -> Result<(), BadState> {
        self.check(RENEW_PURPOSE, lot, state, now)
    }

    /// `/pay/{checkout}?state=…`: the page on which a buyer chooses how to pay, valid until `expires_at` (exclusive).
    pub fn pay(&self, checkout: CheckoutId, expires_at: DateTime<Utc>) -> Url {
        let state = self.state(PAY_PURPOSE, checkout, expires_at);
        self.url(&["pay", &checkout.to_string()], &state)
    }

    /// The checkout whose page has this address, which was checked when it was stored. `None` for another page.
    pub fn pay_of(&self, url: &str) -> Option<CheckoutId> {
        let rest = url.strip_prefix(under(&self.base, &["pay"]).as_str())?;
        let (id, _) = rest.strip_prefix('/')?.split_once('?')?;
        id.parse().ok()
    }

    /// # Errors
    /// When the state is not ours for this checkout's page, or its time is over.
    pub fn check_pay(
        &self,
        checkout: CheckoutId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        self.check(PAY_PURPOSE, checkout, state, now)
    }

    fn url(&self, path: &[&str], state: &str) -> Url {
        let mut url = under(&self.base, path);
        url.query_pairs_mut().append_pair("state", state);
        url
    }

    pub(super) fn mac(&self, purpose: &str, of: impl Display, expiry: &str) -> Hmac<Sha256> {
        let mut mac = self.key.clone();
        mac.update(format!("{purpose}|{of}|{expiry}").as_bytes());
        mac
    }

    fn state(&self, purpose: &str, of: impl Display, expires_at: DateTime<Utc>) -> String {
        let expiry = expires_at.timestamp().to_string();
        let mac = self.mac(purpose, of, &expiry).finalize().into_bytes();
        format!("{expiry}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    fn check(
        &self,
        purpose: &str,
        of: impl Display,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        let (expiry, encoded) = state.split_once('.').ok_or(BadState::Altered)?;
        let expires_at = unix_seconds(expiry).ok_or(BadState::Altered)?;
        let mac = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| BadState::Altered)?;
        self.mac(purpose, of, expiry)
            .verify_slice(&mac)
            .map_err(|_| BadState::Altered)?;
        if now.timestamp() < expires_at {
            Ok(())
        } else {
            Err(BadState::Expired)
        }
    }
}

/// What the signature of a customer's page is over.
fn whose(customer: &CustomerId) -> &str {
    canary!(LinkOfAnybody, "", customer.as_str())
}

/// A customer in a path: any id, also one that a browser would take for a step up.
fn customer_token(customer: &CustomerId) -> String {
    URL_SAFE_NO_PAD.encode(customer.as_str())
}

/// The customer that a path names. `None` for what no link of ours holds.
pub fn customer_of(token: &str) -> Option<CustomerId> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    String::from_utf8(bytes).ok()?.parse().ok()
}
