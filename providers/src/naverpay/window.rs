//! Opens Naver Pay's payment window by Naver Pay's own script in the buyer's browser, from a page of ours. The other way
//! is a reservation from the server (see `begin`). Older documents and today's dictionary of their words describe the reservation.
//! Newer guides describe mainly the script, so a new contract may have to use it (<https://docs.pay.naver.com>).
//!
//! With the script the buyer's browser sets the content of the window. Naver Pay shows nothing of a payment before
//! its money is taken, and accepts no amount at that time. Differences are seen in the answer, and the books park the
//! payment.

use domain::order::Order;
use url::Url;

use super::content::wanted;
use crate::{error::ProviderError, provider::ScriptWindow, signature::ReturnUrls};

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
