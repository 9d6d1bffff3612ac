//! Money that a provider reports for an order: the snapshot that the provider returns, and the payment that we keep.

mod snapshot;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CashReceiptId, CustomerId, DisputeId, OrderId, PaymentId},
    kind::{Method, ProviderId},
    money::{Credits, Won},
};

pub use snapshot::{CancelLine, CancelStanding, Snapshot, Standing};

/// The provider's own split of the amount. Kept as told, never recomputed (rounding differs by provider).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tax {
    pub supplied: Won,
    pub vat: Won,
    pub tax_free: Won,
}

impl Tax {
    /// Whether the parts make up `amount`. Any other split is a provider's mistake, or describes what a cancel has
    /// left.
    pub fn fits(&self, amount: Won) -> bool {
        let parts = self.supplied.plus(self.vat);
        let parts = parts.and_then(|parts| parts.plus(self.tax_free));
        parts == Some(amount)
    }
}

/// A payment that completed an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub customer: CustomerId,
    pub provider: ProviderId,
    pub payment_key: String,
    pub method: Method,
    pub amount: Won,
    pub tax: Tax,
    /// Given back by our refunds, known to have succeeded.
    pub refunded: Won,
    /// In our refunds that are requested or sent and not yet known to have ended.
    pub in_flight: Won,
    /// Given back by others: at the provider's console, by a dispute, by a reversed deposit.
    pub cancelled_outside: Won,
    /// The part of `cancelled_outside` that lost disputes took and that the provider's look-ups do not show, in won.
    #[serde(default)]
    pub charged_back: Won,
    /// Credits taken out of the books (revoked or turned into debt) because of `cancelled_outside`.
    pub credits_revoked: Credits,
    /// The part of `credits_revoked` that was used and is still owed.
    #[serde(default)]
    pub debt: Credits,
    /// The part of `credits_revoked` that was used, owed and then waived. Its money has not come again since.
    #[serde(default)]
    pub debt_waived: Credits,
    pub policy: String,
    /// SHA-256 of that version's document, in lower-case hex: terms are pinned by content, not by name.
    #[serde(default)]
    pub policy_hash: String,
    pub paid_at: DateTime<Utc>,
    pub facts: std::collections::BTreeMap<String, String>,
    /// The cash receipt that is asked for or issued, and not taken back whole.
    #[serde(default)]
    pub cash_receipt: Option<CashReceiptId>,
    /// The dispute that is open. Nothing is refunded meanwhile.
    #[serde(default)]
    pub dispute: Option<DisputeId>,
    /// When `cancelled_outside` last changed. An answer asked for before that shows a past state.
    pub outside_at: Option<DateTime<Utc>>,
}

impl Payment {
    /// Whether the amount that others took of it changed after `asked_at`. An answer asked for before that shows a past
    /// state.
    pub fn changed_since(&self, asked_at: DateTime<Utc>) -> bool {
        self.outside_at.is_some_and(|at| asked_at < at)
    }

    /// The amount that nobody has given back, in won. Some of it may be on its way.
    pub fn left(&self) -> Won {
        self.amount
            .minus_or_zero(self.refunded)
            .minus_or_zero(self.cancelled_outside)
    }

    /// Whether `amount` won of it can still go back. Money on its way counts as still there.
    pub fn holds(&self, amount: Won) -> bool {
        amount <= self.left()
    }

    /// The amount that has not been given back and is not on its way: the balance the provider should still hold for
    /// us.
    pub fn rest(&self) -> Won {
        self.amount
            .minus_or_zero(self.refunded)
            .minus_or_zero(self.in_flight)
            .minus_or_zero(self.cancelled_outside)
    }
}
