//! What the gateway asks of a bank account, and what can be asked.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    kind::ProviderId,
    order::{Order, Session},
    payment::Snapshot,
};

use super::{Bank, ID};
use crate::{
    codes::Row,
    error::{ProviderError, misconfigured},
    provider::{Callback, Capabilities, PaymentRef, Provider, RefundOrder, Webhooks},
};

#[async_trait]
impl Provider for Bank {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, _order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        Ok(self.open(now))
    }

    async fn confirm(&self, _: &Order, _: &Callback) -> Result<Snapshot, ProviderError> {
        Err(misconfigured(
            "CONFIRM_BY_DEPOSIT",
            "a bank transfer is completed by its deposit alone",
        ))
    }

    async fn lookup(&self, _: &PaymentRef) -> Result<Snapshot, ProviderError> {
        Err(ProviderError::InDoubt(
            "a deposit feed cannot be asked".into(),
        ))
    }

    async fn refund(&self, _: &RefundOrder) -> Result<Snapshot, ProviderError> {
        Err(misconfigured(
            "REFUND_BY_HAND",
            "a bank transfer is refunded by hand",
        ))
    }

    /// A feed of deposits has no codes.
    fn code(&self, _: &str) -> Option<&'static Row> {
        None
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        let told = !self.secrets.is_empty() || self.payaction.is_some();
        told.then_some(self as &dyn Webhooks)
    }
}
