//! The interface of every provider. No default body that succeeds: a missing ability is `None`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    asking::Asking,
    calendar::Period,
    deposit::Movement,
    id::{OrderId, RefundId},
    kind::{Method, ProviderId},
    money::{AMOUNT_MAX, OutOfRange, Won},
    order::{Order, Session},
    payment::Snapshot,
    refund::RefundAccount,
};
use secrecy::SecretString;
use url::Url;

pub use crate::cash_receipts::{
    CashReceipts, Receipt, ReceiptCancel, ReceiptOrder, ReceiptPurpose, ReceiptStanding,
};
use crate::{codes::Row, error::ProviderError};

/// One provider of payments.
#[async_trait]
pub trait Provider: Send + Sync + std::fmt::Debug {
    fn id(&self) -> ProviderId;

    /// The provider's limits and abilities, as data.
    fn terms(&self) -> &Terms;

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
    fn window(&self) -> Option<&dyn ScriptWindow>;

    /// Reads its server's calls; `None` when it makes none.
    fn webhooks(&self) -> Option<&dyn Webhooks>;

    /// Reports its movements and payouts; `None` when it reports neither.
    fn settlements(&self) -> Option<&dyn Settlements>;

    /// Issues cash receipts; `None` when it does not, or they are issued elsewhere.
    fn cash_receipts(&self) -> Option<&dyn CashReceipts>;
}

/// A provider's limits and abilities, as data that flows and pages read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub methods: Vec<Method>,
    /// Smallest amount it takes, by any of its methods.
    pub amount_min: Won,
    /// The methods that take other amounts than that and more.
    pub amount_limits: Vec<AmountLimit>,
    /// How long a session lasts from `begin`, in minutes.
    pub session_minutes: i64,
    /// How long after payment it still takes refunds, by method; a method not named has no formal limit.
    pub refund_within: Vec<(Method, Period)>,
    /// When a payment is looked up again: as long as it may be refunded, somebody may cancel it at the provider's
    /// console.
    pub asked_again: Asking,
    pub partial_refunds: bool,
    /// Methods whose refunds need the buyer's account.
    pub refund_account_for: Vec<Method>,
    pub refunds: RefundsBy,
    /// Whether a payment can be looked up. A signed feed has no look-up: its notice is the snapshot.
    pub lookups: bool,
    /// The query parameter in which a buyer's return names the reason for a failure. A hint, enough for a sentence.
    pub callback_code: Option<&'static str>,
    /// Whether a refused buyer must read the provider's own message, unaltered. Otherwise the buyer reads ours.
    pub shows_message: bool,
}

impl Terms {
    /// The amounts one method accepts.
    pub fn amounts(&self, method: Method) -> AmountLimit {
        let own = self.amount_limits.iter().find(|it| it.method == method);
        own.copied().unwrap_or(AmountLimit {
            method,
            min: self.amount_min,
            max: None,
        })
    }
}

/// The smallest and the largest amount that one method accepts in one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountLimit {
    pub method: Method,
    pub min: Won,
    /// `None`: no limit is documented.
    pub max: Option<Won>,
}

/// Who sends money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundsBy {
    Provider,
    /// A person, by a transfer from the seller's account.
    Hand,
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
        match text {
            "success" => Ok(Self::Success),
            "fail" => Ok(Self::Fail),
            "cancel" => Ok(Self::Cancel),
            _ => Err(()),
        }
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

/// A provider's reports for comparing with our books. Reports change nothing and lag behind: a missing row proves
/// nothing.
#[async_trait]
pub trait Settlements: Send + Sync {
    /// Every movement from `from` (inclusive) until `until` (exclusive): all pages, each row once, in the
    /// provider's order. Orders of other systems on the same merchant account are among them.
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError>;

    /// Every settlement line of sales from one day of Seoul to another, both inclusive.
    async fn settlements(
        &self,
        sold_on_from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Settlement>, ProviderError>;
}

/// One movement as a provider reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The provider's own name of the movement.
    pub key: String,
    pub payment_key: String,
    /// The order as the provider repeats it; it may be none of ours.
    pub order_ref: String,
    pub method: Method,
    pub kind: TransactionKind,
    /// Without a sign: the direction is in `kind`.
    pub amount: Won,
    pub at: DateTime<Utc>,
}

/// The kind of a reported movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionKind {
    Paid,
    /// Given back, in whole or in part; of an account without a deposit: given up.
    Cancelled,
    /// An account was issued, or its deposit was taken back.
    AwaitingDeposit,
    /// An unknown word: nothing may be concluded from it.
    Other {
        word: String,
    },
}

/// One line of a provider's settlement. Those of cancels are negative throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The provider's own name of the movement that is settled, as in [`Transaction::key`].
    pub transaction_key: String,
    pub payment_key: String,
    pub order_ref: String,
    pub method: Method,
    pub kind: SettlementKind,
    pub amount: SignedWon,
    /// The amount the provider keeps, VAT included: `amount - fee = paid_out`.
    pub fee: SignedWon,
    /// The fee before VAT.
    pub fee_supply: SignedWon,
    /// The VAT in the fee: `fee_supply + fee_vat = fee`.
    pub fee_vat: SignedWon,
    /// The fee's parts by the provider's own words; empty where it reports none.
    pub fees: Vec<(String, SignedWon)>,
    /// The seller's cost of interest-free instalments.
    pub interest_fee: SignedWon,
    pub paid_out: SignedWon,
    pub approved_at: Option<DateTime<Utc>>,
    /// A day of Seoul, as are all days here.
    pub sold_on: NaiveDate,
    pub paid_out_on: Option<NaiveDate>,
}

/// Whether a line of a settlement brings money or takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettlementKind {
    Sale,
    Cancel,
}

/// Won that are owed in one direction or the other: positive to the seller. Bounded like [`Won`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SignedWon(i64);

impl SignedWon {
    /// # Errors
    /// [`OutOfRange`] when it is further from zero than [`AMOUNT_MAX`].
    pub const fn new(amount: i64) -> Result<Self, OutOfRange> {
        if amount < -AMOUNT_MAX || amount > AMOUNT_MAX {
            Err(OutOfRange(amount))
        } else {
            Ok(Self(amount))
        }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

/// Reads the webhooks of a provider's server.
pub trait Webhooks: Send + Sync {
    /// Verifies and reads a webhook. An error means: not believed, stored as such.
    fn read(&self, raw: &RawWebhook, now: DateTime<Utc>) -> Result<Notice, Unverified>;

    /// The exact answer the provider accepts as "received".
    fn acknowledgement(&self) -> Acknowledgement;
}

/// A webhook as it came in, not yet verified.
#[derive(Clone)]
pub struct RawWebhook {
    /// Names in lower case, in order of arrival; a name may occur twice.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl std::fmt::Debug for RawWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawWebhook({} bytes)", self.body.len())
    }
}

impl RawWebhook {
    /// The one value of a header.
    ///
    /// # Errors
    /// When it is missing or occurs twice.
    pub fn header(&self, name: &str) -> Result<&str, Unverified> {
        self.header_if_any(name)?
            .ok_or_else(|| Unverified::new("missing_header", format!("header {name} is missing")))
    }

    /// The one value of a header that may be missing.
    ///
    /// # Errors
    /// When it occurs twice.
    pub fn header_if_any(&self, name: &str) -> Result<Option<&str>, Unverified> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(Some(value)),
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(Unverified::new(
                "duplicate_header",
                format!("header {name} stands there twice"),
            )),
        }
    }
}

/// The content of a webhook, and how far it may be trusted.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The same event has the same key, however often it is delivered.
    pub event_key: String,
    pub verdict: Verdict,
    pub says: Says,
}

/// How a webhook was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A signature or shared key over this very message was right.
    Signed,
    /// The provider signs nothing; it is a hint to look the payment up.
    Unsigned,
}

/// The content of a webhook.
#[derive(Debug, Clone)]
pub enum Says {
    /// Look up this payment.
    Look {
        order: Option<OrderId>,
        payment_key: Option<String>,
        /// The per-payment value to compare with the one we hold, where the event carries it.
        secret: Option<SecretString>,
    },
    /// Money came in on our account. A signed feed's notice is itself the snapshot.
    Deposit(Movement),
    /// The bank took a deposit back. The key is that of the movement that came in.
    DepositReversed { key: String },
    /// A kind of event that is ignored.
    Nothing { why: String },
    /// It was proved, and cannot be read. It may be about money, so it is neither refused nor ignored.
    Unreadable { why: Unverified },
}

impl Says {
    /// The content of a message whose sender was proved: an unreadable message is not an unproved one.
    pub fn of_proved(read: Result<Self, Unverified>) -> Self {
        read.unwrap_or_else(|why| Self::Unreadable { why })
    }
}

/// Why a webhook is not believed. The text holds no secret and no body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Unverified {
    /// Stable: `missing_header`, `duplicate_header`, `bad_timestamp`, `too_old`, `too_new`, `bad_signature`,
    /// `malformed`.
    pub code: &'static str,
    pub detail: String,
}

impl Unverified {
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }
}

/// An answer in the provider's own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledgement {
    pub content_type: &'static str,
    pub body: &'static str,
}
