//! What the gateway asks of PortOne, and what can be asked.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    asking::A_YEAR,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
};
use tracing::{Instrument as _, field, info_span};

use super::{ID, PortOne, confirm::window_refused, window::SESSION_MINUTES};
use crate::{
    codes::Row,
    error::ProviderError,
    provider::{
        AmountLimit, Callback, Capabilities, Movements, PaymentRef, Provider, RefundOrder,
        RefundsBy, ScriptWindow, Webhooks,
    },
};

/// PortOne documents no smallest amount: it is the PG's. This is the smallest that a card of a Korean PG takes.
const AMOUNT_MIN: i64 = 100;
/// The smallest that an account takes (Toss Payments' code `BELOW_MINIMUM_AMOUNT`), and so the amount that every method is
/// known to accept at some PG.
const OTHER_MIN: i64 = 200;

#[async_trait]
impl Provider for PortOne {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span =
            info_span!("provider.portone.begin", order.id = %order.id, http.status = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.portone.confirm", order.id = %order.id, http.status = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    fn brought_refusal(&self, query: &BTreeMap<String, String>) -> Option<ProviderError> {
        window_refused(query)
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.portone.lookup", order.id = %payment.order, http.status = field::Empty);
        self.find(payment).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.portone.refund", refund.id = %refund.id, http.status = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        super::documented(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        Some(&self.script)
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }

    fn movements(&self) -> Option<&dyn Movements> {
        Some(self)
    }
}

/// A deadline of refunds is the PG's and the card company's: usually a year for a card, the calendar month for a telephone,
/// none for a virtual account (guide "결제취소(환불) 연동하기"). None of them is a period that PortOne itself enforces.
pub(super) fn capabilities(methods: Vec<Method>) -> Capabilities {
    let amount_min = Won::new(AMOUNT_MIN).unwrap_or(Won::ZERO);
    let limit = |method: &Method| AmountLimit {
        method: *method,
        min: Won::new(OTHER_MIN).unwrap_or(Won::ZERO),
        max: None,
    };
    let by_card = |method: &&Method| **method != Method::Card;
    Capabilities {
        amount_limits: methods.iter().filter(by_card).map(limit).collect(),
        asked_again: A_YEAR,
        partial_refunds: true,
        refund_account_for: vec![Method::VirtualAccount],
        refunds: RefundsBy::Provider,
        lookups: true,
        callback_code: Some("code"),
        ..Capabilities::new(methods, amount_min, SESSION_MINUTES)
    }
}
