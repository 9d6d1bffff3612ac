//! Opens a payment at Toss, or leaves that to its script in the buyer's browser (see `window`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::order::{Order, Session};

use super::window::window_of;
use super::{Toss, call::under_keys, codes, window::session_minutes, wire};
use crate::{error::ProviderError, provider::session_until};

impl Toss {
    pub(super) async fn open(
        &self,
        order: &Order,
        now: DateTime<Utc>,
    ) -> Result<Session, ProviderError> {
        let minutes = session_minutes(self.script.as_ref());
        let expires_at = now + TimeDelta::minutes(minutes);
        let body = window_of(&self.returns, self.account_hours, order, expires_at)?;
        let mut session = session_until(expires_at);
        if self.script.is_some() {
            // The buyer's browser opens the window: Toss receives nothing before.
            return Ok(session);
        }
        let request = |key: &str| self.post(&["payments"], key, &body);
        let key = order.id.to_string();
        let opened = under_keys::<wire::Payment>(&key, request, codes::on_confirm).await?;
        let payment = opened.said(codes::on_confirm)?;
        let redirect_url = payment.checkout.and_then(|link| link.url).ok_or_else(|| {
            ProviderError::InDoubt("toss opened a payment without an address to go to".into())
        })?;
        session.payment_key = Some(payment.payment_key);
        session.redirect_url = Some(redirect_url);
        session.webhook_secret = payment.secret;
        Ok(session)
    }
}
