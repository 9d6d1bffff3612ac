//! Abilities of some providers: reports of movements and payouts, recurring payments, and cash receipts (현금영수증). The legal rules on who must
//! issue one are not here.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    failure::Failure,
    id::OrderId,
    kind::Method,
    money::{SignedWon, Won},
    order::Order,
    payment::Snapshot,
};
use secrecy::SecretString;

use crate::error::ProviderError;

/// A provider's list of movements, for comparing with our books. Lists change nothing and lag behind: a missing row proves
/// nothing.
#[async_trait]
pub trait Movements: Send + Sync {
    /// Every movement from `from` (inclusive) until `until` (exclusive): all pages, each row once, in the
    /// provider's order. Orders of other systems on the same merchant account are among them.
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError>;
}

/// A provider's reports of its payouts. They lag behind like its lists.
#[async_trait]
pub trait Settlements: Send + Sync {
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

/// Takes money again and again by an agreement that a buyer made once: Toss Payments' billing key, Kakao Pay's SID, Naver
/// Pay's recurrent id. No adapter has it yet. It is the place for a membership's price, which the seller takes until then.
#[async_trait]
pub trait Recurring: Send + Sync {
    /// Takes an order's money by an agreement, without a buyer. The amount is the order's, and its id is the idempotency
    /// key. An answer in doubt is looked up like that of any payment.
    async fn charge(
        &self,
        order: &Order,
        agreement: &SecretString,
    ) -> Result<Snapshot, ProviderError>;
}

/// Issues cash receipts (현금영수증): the tax office's receipts for money that came from an account.
#[async_trait]
pub trait CashReceipts: Send + Sync {
    /// Asks for a receipt. Safe to repeat under the same key.
    async fn request(&self, receipt: &ReceiptOrder) -> Result<Receipt, ProviderError>;

    /// Takes a receipt back, in whole or in part. Safe to repeat under the same key.
    async fn cancel(&self, cancel: &ReceiptCancel) -> Result<Receipt, ProviderError>;

    /// The receipts of an order, and the cancels of them, that were asked for on a day of Seoul, whoever asked. Nothing
    /// is missing from it, but it may lag behind.
    async fn requested_on(
        &self,
        order: OrderId,
        day: NaiveDate,
    ) -> Result<Vec<Receipt>, ProviderError>;
}

/// A cash receipt to ask for.
#[derive(Debug, Clone)]
pub struct ReceiptOrder {
    /// The idempotency key: one for each intended receipt. Providers do not use the order to detect that a receipt
    /// was requested before.
    pub key: String,
    pub order: OrderId,
    pub title: String,
    pub amount: Won,
    pub tax_free: Won,
    pub purpose: ReceiptPurpose,
    /// Digits that name the buyer: a telephone, a business, a cash receipt card. Personal data.
    pub identity: SecretString,
}

/// The purpose of a cash receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptPurpose {
    /// A person's income deduction (소득공제).
    IncomeDeduction,
    /// A business's proof of an expense (지출증빙).
    ExpenseProof,
}

/// A cash receipt to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptCancel {
    /// The idempotency key: one for each intended cancel.
    pub key: String,
    /// The provider's own name of the receipt.
    pub receipt_key: String,
    /// `None`: all of it.
    pub amount: Option<Won>,
}

/// A cash receipt, or the cancel of one, as the provider reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub act: ReceiptAct,
    /// The provider's own name of it.
    pub key: String,
    pub order_ref: String,
    pub amount: Won,
    pub tax_free: Won,
    pub standing: ReceiptStanding,
    /// The tax office's number, once it is known.
    pub issue_number: Option<String>,
    pub url: Option<String>,
}

/// Whether a receipt was issued or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptAct {
    Issue,
    Cancel,
}

/// The state of a cash receipt, or of its cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptStanding {
    InProgress,
    Done,
    Failed(Failure),
    /// An unknown word: nothing may be concluded from it.
    Unknown {
        word: String,
    },
}
