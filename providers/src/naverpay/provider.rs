//! What the gateway asks of Naver Pay, and what can be asked.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    asking::Asking,
    calendar::Period,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
};
use tracing::{Instrument as _, field, info_span};

use super::{ID, NaverPay, confirm::window_refused};
use crate::{
    codes::Row,
    error::ProviderError,
    provider::{
        Callback, Capabilities, Movements, PaymentRef, Provider, RefundOrder, RefundsBy,
        ScriptWindow,
    },
};

/// Documented since 2024; older texts say 100.
const AMOUNT_MIN: i64 = 10;
/// The day of payment is day 0 (730 days until 2023-11-29).
const REFUND_DAYS: u32 = 1095;
/// The day after the last refund.
const ASKED_DAYS: i64 = 1_096;

#[async_trait]
impl Provider for NaverPay {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span =
            info_span!("provider.naverpay.begin", order.id = %order.id, http.status = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.confirm", order.id = %order.id, http.status = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    fn brought_refusal(&self, query: &BTreeMap<String, String>) -> Option<ProviderError> {
        window_refused(query)
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.lookup", order.id = %payment.order, http.status = field::Empty);
        self.look(payment).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.naverpay.refund", refund.id = %refund.id, http.status = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        super::documented(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        let script = self.script.as_ref()?;
        Some(script)
    }

    fn movements(&self) -> Option<&dyn Movements> {
        Some(self)
    }
}

pub(super) fn capabilities(session_minutes: i64) -> Capabilities {
    let amount_min = Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        refund_within: vec![(Method::EasyPay, Period::Days(REFUND_DAYS))],
        asked_again: Asking::silent(ASKED_DAYS),
        partial_refunds: true,
        refunds: RefundsBy::Provider,
        lookups: true,
        callback_code: Some("resultCode"),
        shows_message: true,
        ..Capabilities::new(vec![Method::EasyPay], amount_min, session_minutes)
    }
}
