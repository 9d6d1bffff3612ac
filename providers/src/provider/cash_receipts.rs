//! Cash receipts (현금영수증), as a provider issues them. The legal rules on who must issue one are not here.

use async_trait::async_trait;
use domain::{failure::Failure, id::OrderId, money::Won};
use secrecy::SecretString;

use crate::error::ProviderError;

/// Issues cash receipts (현금영수증): the tax office's receipts for money that came from an account.
#[async_trait]
pub trait CashReceipts: Send + Sync {
    /// Asks for a receipt. Safe to repeat under the same key.
    async fn request(&self, receipt: &ReceiptOrder) -> Result<Receipt, ProviderError>;

    /// Takes a receipt back, in whole or in part. Safe to repeat under the same key.
    async fn cancel(&self, cancel: &ReceiptCancel) -> Result<Receipt, ProviderError>;
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
