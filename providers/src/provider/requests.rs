//! What a provider is asked about a payment or a refund.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    id::{OrderId, RefundId},
    kind::Method,
    money::Won,
    refund::RefundAccount,
};

/// A payment to look up: by the provider's name for it where known, else by the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRef {
    pub order: OrderId,
    pub payment_key: Option<String>,
    /// The parameters the buyer's browser brought back, for providers that name the payment only there. A hint.
    pub callback: BTreeMap<String, String>,
    pub amount: Won,
    /// When the order was opened: nothing of it can be older.
    pub since: DateTime<Utc>,
    /// Whether no window of the order can be opened or paid any more: the order and its session are over by our
    /// clock, or it has none.
    pub over: bool,
}

/// A refund to send, as it was frozen when it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    pub id: RefundId,
    pub order: OrderId,
    pub payment_key: String,
    pub method: Method,
    /// The total paid.
    pub paid: Won,
    pub amount: Won,
    pub tax_free: Won,
    pub vat: Won,
    /// The balance that must still be there for this refund to be right.
    pub expected_balance: Won,
    pub reason: String,
    pub account: Option<RefundAccount>,
}

impl RefundOrder {
    /// The text sent as the provider's reason. It carries the refund's id, so that the cancel can be recognised as
    /// ours in a later look-up.
    pub fn reason_line(&self) -> String {
        format!("{} {}", self.id, self.reason)
    }
}

/// Whether a cancel's reason, as the provider repeats it, is that of refund `id`.
pub fn is_reason_of(id: RefundId, reason: &str) -> bool {
    reason.split_whitespace().next() == Some(&id.to_string())
}
