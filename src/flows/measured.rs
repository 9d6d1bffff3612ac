//! Providers whose calls are counted and timed, for any caller.

use std::{collections::BTreeMap, future::Future, sync::Arc, time::Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    kind::ProviderId,
    order::{Order, Session},
    payment::Snapshot,
};
use providers::{
    codes::Row,
    error::ProviderError,
    provider::{
        Callback, Capabilities, CashReceipts, Movements, PaymentRef, Provider, Recurring,
        RefundOrder, ScriptWindow, Settlements, Webhooks,
    },
};

/// Seconds of each call, by provider, operation and outcome.
pub const PROVIDER_CALL_SECONDS: &str = "provider_call_seconds";

/// A measured provider. Its answers are passed on unchanged.
#[derive(Debug)]
pub struct Measured(pub Arc<dyn Provider>);

/// The end of a call, as a label. There are no others, so the number of series is bounded.
const fn outcome<T>(answer: &Result<T, ProviderError>) -> &'static str {
    match answer {
        Ok(_) => "answered",
        Err(error) => error.kind().as_str(),
    }
}

impl Measured {
    async fn timed<T>(
        &self,
        operation: &'static str,
        call: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, ProviderError> {
        let started = Instant::now();
        let answer = call.await;
        let labels = [
            ("provider", self.0.id().to_string()),
            ("operation", operation.to_owned()),
            ("outcome", outcome(&answer).to_owned()),
        ];
        metrics::histogram!(PROVIDER_CALL_SECONDS, &labels).record(started.elapsed());
        answer
    }
}

#[async_trait]
impl Provider for Measured {
    fn id(&self) -> ProviderId {
        self.0.id()
    }

    fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        self.timed("begin", self.0.begin(order, now)).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        self.timed("confirm", self.0.confirm(order, callback)).await
    }

    fn brought_refusal(&self, query: &BTreeMap<String, String>) -> Option<ProviderError> {
        self.0.brought_refusal(query)
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        self.timed("lookup", self.0.lookup(payment)).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        self.timed("refund", self.0.refund(refund)).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        self.0.code(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        self.0.window()
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        self.0.webhooks()
    }

    fn movements(&self) -> Option<&dyn Movements> {
        self.0.movements()
    }

    fn settlements(&self) -> Option<&dyn Settlements> {
        self.0.settlements()
    }

    fn recurring(&self) -> Option<&dyn Recurring> {
        self.0.recurring()
    }

    fn cash_receipts(&self) -> Option<&dyn CashReceipts> {
        self.0.cash_receipts()
    }
}
