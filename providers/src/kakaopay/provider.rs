//! What the gateway asks of Kakao Pay, and what can be asked.

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

use super::call::never_begun;
use super::{ID, KakaoPay, SESSION_MINUTES};
use crate::{
    codes::Row,
    error::ProviderError,
    provider::{Callback, Capabilities, PaymentRef, Provider, RefundOrder, RefundsBy},
};

/// The smallest payment of live contracts (`PortOne`'s table of limits).
const AMOUNT_MIN: i64 = 100;
/// Card payments are refunded within a year, money within five.
const CARD_REFUND_MONTHS: u32 = 12;
const MONEY_REFUND_MONTHS: u32 = 60;
/// The day after the last refund.
const ASKED_DAYS: i64 = 1_830;

#[async_trait]
impl Provider for KakaoPay {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Each call creates another `tid`. Only the stored one is ever shown to the buyer, so the others end by
    /// themselves, unpaid.
    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span =
            info_span!("provider.kakaopay.begin", order.id = %order.id, http.status = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.confirm", order.id = %order.id, http.status = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.lookup", order.id = %payment.order, http.status = field::Empty);
        let Some(tid) = payment.payment_key.as_deref() else {
            return Err(never_begun());
        };
        let asked = self.ask(tid).instrument(span).await?;
        Ok(asked.snapshot)
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.kakaopay.refund", refund.id = %refund.id, http.status = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        super::documented(code)
    }
}

pub(super) fn capabilities() -> Capabilities {
    // Money first: Kakao Pay's own window offers cards as well.
    let methods = vec![Method::EasyPay, Method::Card];
    let amount_min = Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        refund_within: vec![
            (Method::Card, Period::Months(CARD_REFUND_MONTHS)),
            (Method::EasyPay, Period::Months(MONEY_REFUND_MONTHS)),
        ],
        asked_again: Asking::silent(ASKED_DAYS),
        partial_refunds: true,
        refunds: RefundsBy::Provider,
        lookups: true,
        ..Capabilities::new(methods, amount_min, SESSION_MINUTES)
    }
}
