//! Reserves a payment at Naver Pay, or leaves that to its script in the buyer's browser (see `window`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::order::{Order, Session};

use super::window::wanted;
use super::{KEY_HEADER, NaverPay, call::under_keys, codes, map::doubt, window, wire};
use crate::{error::ProviderError, http::under, provider::session_until};

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
        // The buyer's authentication creates its number, which comes with the callback.
        let mut session = session_until(expires_at);
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
        let answered = under_keys(&key, request, codes::on_reserve).await?;
        let reserved: wire::Reserved = answered.said(codes::on_reserve)?.read()?;
        if !is_reserve_id(&reserved.reserve_id) {
            return Err(doubt("a reservation without a usable name"));
        }
        let path = ["payments", reserved.reserve_id.as_str()];
        session.redirect_url = Some(under(&self.window_url, &path).into());
        Ok(session)
    }
}

fn is_reserve_id(id: &str) -> bool {
    (1..=RESERVE_ID_BYTES_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_graphic())
        && !id.bytes().all(|byte| byte == b'.')
}
