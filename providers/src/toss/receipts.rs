//! Cash receipts through Toss (`/v1/cash-receipts`), for money that came from an account.
//!
//! Toss does not detect a second request for one order, and does not compare the number with the kind of receipt. The
//! request's key prevents the former, a check here the latter.

use async_trait::async_trait;
use domain::money::Won;
use secrecy::ExposeSecret as _;
use tracing::{Instrument as _, field, info_span};

use super::{
    Toss,
    call::{Answered, under_keys},
    codes,
    lookup::is_plain_key,
    map,
    window::NAME_CHARS_MAX,
    wire,
};
use crate::{
    error::{ProviderError, declined, misconfigured},
    http::safe_text,
    provider::{
        CashReceipts, Receipt, ReceiptCancel, ReceiptOrder, ReceiptPurpose, ReceiptStanding,
    },
};

/// The documented limit of `registrationNumber`, which is the same number when an account is issued.
const IDENTITY_DIGITS_MAX: usize = 30;
/// The shortest number that identifies anybody: a telephone's or a business's.
const IDENTITY_DIGITS_MIN: usize = 10;

#[async_trait]
impl CashReceipts for Toss {
    async fn request(&self, receipt: &ReceiptOrder) -> Result<Receipt, ProviderError> {
        let span = info_span!("provider.toss.receipt", order.id = %receipt.order, http.status = field::Empty, toss.trace = field::Empty);
        self.issue(receipt).instrument(span).await
    }

    async fn cancel(&self, cancel: &ReceiptCancel) -> Result<Receipt, ProviderError> {
        let span = info_span!(
            "provider.toss.receipt_cancel",
            http.status = field::Empty,
            toss.trace = field::Empty
        );
        self.take_back(cancel).instrument(span).await
    }
}

impl Toss {
    async fn issue(&self, receipt: &ReceiptOrder) -> Result<Receipt, ProviderError> {
        let identity = receipt.identity.expose_secret();
        if !fits(receipt.purpose, identity) {
            return Err(declined(
                "RECEIPT_IDENTITY",
                "the number does not fit the kind of cash receipt",
            ));
        }
        let body = wire::ReceiptRequest {
            amount: receipt.amount,
            order_id: receipt.order.to_string(),
            order_name: receipt.title.chars().take(NAME_CHARS_MAX).collect(),
            purpose: match receipt.purpose {
                ReceiptPurpose::IncomeDeduction => "소득공제",
                ReceiptPurpose::ExpenseProof => "지출증빙",
            },
            customer_identity_number: identity,
            tax_free_amount: Some(receipt.tax_free).filter(|amount| !amount.is_zero()),
        };
        let request = |key: &str| self.post(&["cash-receipts"], key, &body);
        let answered = under_keys(&receipt.key, request, codes::on_receipt).await?;
        told(answered, "CONFIRM")
    }

    async fn take_back(&self, cancel: &ReceiptCancel) -> Result<Receipt, ProviderError> {
        if !is_plain_key(&cancel.receipt_key) {
            return Err(misconfigured(
                "RECEIPT_KEY_MALFORMED",
                "not a receipt's key",
            ));
        }
        let path = ["cash-receipts", cancel.receipt_key.as_str(), "cancel"];
        let body = wire::ReceiptCancel {
            amount: cancel.amount,
        };
        let request = |key: &str| self.post(&path, key, &body);
        let answered = under_keys(&cancel.key, request, codes::on_receipt).await?;
        told(answered, "CANCEL")
    }
}

/// A telephone number, which only a person has, begins with zero. A business number has ten digits and begins with
/// its tax office, never with zero. A cash receipt card number, which is longer, may belong to either.
fn fits(purpose: ReceiptPurpose, number: &str) -> bool {
    let digits = (IDENTITY_DIGITS_MIN..=IDENTITY_DIGITS_MAX).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    let telephone = number.starts_with('0');
    let business = number.len() == 10 && !telephone;
    digits
        && match purpose {
            ReceiptPurpose::IncomeDeduction => !business,
            ReceiptPurpose::ExpenseProof => !telephone,
        }
}

fn told(answered: Answered<wire::Receipt>, act: &str) -> Result<Receipt, ProviderError> {
    let receipt = answered.said(codes::on_receipt)?;
    if receipt
        .transaction_type
        .as_deref()
        .is_some_and(|it| it != act)
    {
        return Err(ProviderError::InDoubt(
            "toss answers with another act than was asked for".into(),
        ));
    }
    let won = |amount: &wire::Amount| map::exact(amount, wire::KRW);
    let tax_free = receipt.tax_free_amount.as_ref();
    Ok(Receipt {
        standing: match receipt.issue_status.as_str() {
            "IN_PROGRESS" => ReceiptStanding::InProgress,
            "COMPLETED" => ReceiptStanding::Done,
            "FAILED" => ReceiptStanding::Failed(map::failure(receipt.failure.as_ref(), "FAILED")),
            word => ReceiptStanding::Unknown {
                word: safe_text(word),
            },
        },
        amount: won(&receipt.amount)?,
        tax_free: tax_free.map_or(Ok(Won::ZERO), won)?,
        key: receipt.receipt_key,
        order_ref: receipt.order_id,
        issue_number: receipt.issue_number,
        url: receipt.receipt_url,
    })
}
