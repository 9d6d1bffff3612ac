//! The interface of every provider. Only abilities have a default, which is that they are missing.

mod callback;
mod capabilities;
mod cash_receipts;
mod reports;
mod requests;
mod webhooks;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    kind::ProviderId,
    order::{Order, Session},
    payment::Snapshot,
};
use url::Url;

pub use self::callback::{Callback, CallbackOutcome};
pub use self::requests::{PaymentRef, RefundOrder, is_reason_of};
pub use self::{
    capabilities::{AmountLimit, Capabilities, RefundsBy},
    cash_receipts::{
        CashReceipts, Receipt, ReceiptCancel, ReceiptOrder, ReceiptPurpose, ReceiptStanding,
    },
    reports::{Settlement, SettlementKind, Settlements, SignedWon, Transaction, TransactionKind},
    webhooks::{Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks},
};
use crate::{codes::Row, error::ProviderError};

/// One provider of payments.
#[async_trait]
pub trait Provider: Send + Sync + std::fmt::Debug {
    fn id(&self) -> ProviderId;

    /// The provider's limits and abilities, as data.
    fn capabilities(&self) -> &Capabilities;

    /// Prepares to collect an order's money: where to send the buyer. Repeating it for one order is
    /// safe: the order's id is the idempotency key.
    async fn begin(&self, order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError>;

    /// Takes the money after the buyer authenticated. The amount is the order's, never the callback's.
    async fn confirm(&self, order: &Order, callback: &Callback) -> Result<Snapshot, ProviderError>;

    /// The provider's current state of a payment. Always safe to repeat.
    async fn lookup(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError>;

    /// Sends money back. The refund's id is the idempotency key.
    async fn refund(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError>;

    /// The meaning of one of its codes, with the texts for people; `None` when it does not document the code.
    fn code(&self, code: &str) -> Option<&'static Row>;

    /// Opens its window by its own script in the buyer's browser; `None` when a session has an address to go to.
    fn window(&self) -> Option<&dyn ScriptWindow> {
        None
    }

    /// Reads its server's calls; `None` when it makes none.
    fn webhooks(&self) -> Option<&dyn Webhooks> {
        None
    }

    /// Reports its movements and payouts; `None` when it reports neither.
    fn settlements(&self) -> Option<&dyn Settlements> {
        None
    }

    /// Issues cash receipts; `None` when it does not, or they are issued elsewhere.
    fn cash_receipts(&self) -> Option<&dyn CashReceipts> {
        None
    }
}

/// Opens a payment window by the provider's own script, in the buyer's browser, from a page of ours.
pub trait ScriptWindow: Send + Sync {
    /// The provider's script.
    fn script(&self) -> &Url;

    /// Our own script, which calls it to open the window: a constant, with nothing of any order.
    fn opener(&self) -> &'static str;

    /// The sources that the provider's script calls, frames and sends the browser to beside its own origin, for a
    /// content security policy.
    fn beside(&self) -> &'static str;

    /// The data of one order for our script, by the names of its `data-` attributes. The buyer can read it.
    ///
    /// # Errors
    /// When the order cannot be paid in a window.
    fn facts(&self, order: &Order) -> Result<Vec<(&'static str, String)>, ProviderError>;
}
