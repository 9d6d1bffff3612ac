//! The interface of every provider. Only abilities have a default, which is that they are missing.

mod abilities;
mod capabilities;
mod webhooks;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    id::{OrderId, RefundId},
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, Session},
    payment::Snapshot,
    refund::RefundAccount,
};
use url::Url;

pub use self::{
    abilities::{
        CashReceipts, Movements, Receipt, ReceiptAct, ReceiptCancel, ReceiptOrder, ReceiptPurpose,
        ReceiptStanding, Recurring, Settlement, SettlementKind, Settlements, Transaction,
        TransactionKind,
    },
    capabilities::{AmountLimit, Capabilities, RefundsBy},
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

    /// What the buyer's browser brought back against a payment. `confirm` asks for nothing then, so no request of ours can be on
    /// its way. `None` where nothing was brought against it, or where only the provider can tell.
    fn brought_refusal(&self, _: &BTreeMap<String, String>) -> Option<ProviderError> {
        None
    }

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

    /// Lists its movements of a time; `None` when it has no such list.
    fn movements(&self) -> Option<&dyn Movements> {
        None
    }

    /// Reports its payouts; `None` when it does not.
    fn settlements(&self) -> Option<&dyn Settlements> {
        None
    }

    /// Takes money by an agreement that a buyer made once; `None` when it does not. The next step of memberships: no flow
    /// asks for it yet.
    fn recurring(&self) -> Option<&dyn Recurring> {
        None
    }

    /// Issues cash receipts; `None` when it does not, or they are issued elsewhere.
    fn cash_receipts(&self) -> Option<&dyn CashReceipts> {
        None
    }
}

/// A session of which only the end is known.
pub(crate) fn session_until(expires_at: DateTime<Utc>) -> Session {
    Session {
        payment_key: None,
        redirect_url: None,
        mobile_url: None,
        app_url: None,
        callback: BTreeMap::new(),
        deposit: None,
        webhook_secret: None,
        awaited_at: None,
        expires_at,
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
    fn beside(&self) -> &str;

    /// The data of one order for our script, by the names of its `data-` attributes. The buyer can read it.
    ///
    /// # Errors
    /// When the order cannot be paid in a window.
    fn facts(&self, order: &Order) -> Result<Vec<(&'static str, String)>, ProviderError>;
}

/// The buyer's browser coming back, after our own signature on the URL was verified. Still only a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    pub outcome: CallbackOutcome,
    pub query: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackOutcome {
    Success,
    Fail,
    Cancel,
}

impl CallbackOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Fail => "fail",
            Self::Cancel => "cancel",
        }
    }
}

impl std::str::FromStr for CallbackOutcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = [Self::Success, Self::Fail, Self::Cancel].into_iter();
        all.find(|it| it.as_str() == text).ok_or(())
    }
}

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

    pub(crate) fn reason_cut(&self, chars_max: usize) -> String {
        self.reason_line().chars().take(chars_max).collect()
    }
}

/// Whether a cancel's reason, as the provider repeats it, is that of refund `id`.
pub fn is_reason_of(id: RefundId, reason: &str) -> bool {
    reason.split_whitespace().next() == Some(&id.to_string())
}
