//! What the gateway asks of Toss, and what can be asked.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    asking::A_YEAR,
    calendar::Period,
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
};
use tracing::{Instrument as _, field, info_span};

use super::{ID, Toss};
use crate::{
    codes::Row,
    error::ProviderError,
    provider::{
        AmountLimit, Callback, Capabilities, CashReceipts, Movements, PaymentRef, Provider,
        RefundOrder, RefundsBy, ScriptWindow, Settlements, Webhooks,
    },
};

/// Cards take 100 won and more (`BELOW_MINIMUM_AMOUNT`: "신용카드는 결제금액이 100원 이상, 계좌는 200원이상").
const CARD_MIN: i64 = 100;
/// Accounts take 200 won and more. For telephones, and for an easy-pay service that may use an account, nothing is
/// documented. The limit is the amount every method is known to accept.
const OTHER_MIN: i64 = 200;
/// The maximum of one account transfer (`EXCEEDS_TRANSFER_AMOUNT_MAXIMUM`: "계좌이체는 한 번에 1,000만 원 이하").
const TRANSFER_MAX: i64 = 10_000_000;

#[async_trait]
impl Provider for Toss {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let span = info_span!("provider.toss.begin", order.id = %order.id, http.status = field::Empty, toss.trace = field::Empty);
        self.open(order, now).instrument(span).await
    }

    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.confirm", order.id = %order.id, http.status = field::Empty, toss.trace = field::Empty);
        self.take(order, callback).instrument(span).await
    }

    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.lookup", order.id = %payment.order, http.status = field::Empty, toss.trace = field::Empty);
        self.find(payment).instrument(span).await
    }

    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let span = info_span!("provider.toss.refund", refund.id = %refund.id, http.status = field::Empty, toss.trace = field::Empty);
        self.give_back(refund).instrument(span).await
    }

    fn code(&self, code: &str) -> Option<&'static Row> {
        super::documented(code)
    }

    fn window(&self) -> Option<&dyn ScriptWindow> {
        let script = self.script.as_ref()?;
        Some(script)
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }

    fn movements(&self) -> Option<&dyn Movements> {
        Some(self)
    }

    fn settlements(&self) -> Option<&dyn Settlements> {
        self.settles.then_some(self as &dyn Settlements)
    }

    fn cash_receipts(&self) -> Option<&dyn CashReceipts> {
        Some(self)
    }
}

pub(super) fn capabilities(session_minutes: i64) -> Capabilities {
    let limit = |method, max: Option<i64>| AmountLimit {
        method,
        min: Won::new(OTHER_MIN).unwrap_or(Won::ZERO),
        max: max.and_then(|max| Won::new(max).ok()),
    };
    let methods = vec![
        Method::Card,
        Method::EasyPay,
        Method::AccountTransfer,
        Method::VirtualAccount,
        Method::Mobile,
    ];
    let amount_min = Won::new(CARD_MIN).unwrap_or(Won::ZERO);
    Capabilities {
        amount_limits: vec![
            limit(Method::EasyPay, None),
            limit(Method::AccountTransfer, Some(TRANSFER_MAX)),
            limit(Method::VirtualAccount, None),
            limit(Method::Mobile, None),
        ],
        // Cards have no formal limit. A telephone's limit, the end of the calendar month, is no period.
        refund_within: vec![
            (Method::AccountTransfer, Period::Days(180)),
            (Method::VirtualAccount, Period::Days(365)),
        ],
        asked_again: A_YEAR,
        partial_refunds: true,
        refund_account_for: vec![Method::VirtualAccount],
        refunds: RefundsBy::Provider,
        lookups: true,
        callback_code: Some("code"),
        ..Capabilities::new(methods, amount_min, session_minutes)
    }
}
