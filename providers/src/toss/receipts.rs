//! Cash receipts through Toss (`/v1/cash-receipts`), for money that came from an account.
//!
//! Toss does not detect a second request for one order, and does not compare the number with the kind of receipt. The
//! request's key prevents the former, a check here the latter.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{id::OrderId, money::Won};
use secrecy::ExposeSecret as _;
use tracing::{Instrument as _, field, info_span};

use super::{
    Toss,
    call::{Answered, exchange, under_keys},
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
        CashReceipts, Receipt, ReceiptAct, ReceiptCancel, ReceiptOrder, ReceiptPurpose,
        ReceiptStanding,
    },
};

/// The documented limit of `registrationNumber`, which is the same number when an account is issued.
const IDENTITY_DIGITS_MAX: usize = 30;
/// The shortest number that identifies anybody: a telephone's or a business's.
const IDENTITY_DIGITS_MIN: usize = 10;

/// Rows of a page. Toss documents no limit; its other lists take thousands.
const ROWS_PER_PAGE: usize = 100;
/// Pages of one day: a shop that issues more in a day is not this gateway's.
const PAGES_MAX: usize = 200;

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

    async fn requested_on(
        &self,
        order: OrderId,
        day: NaiveDate,
    ) -> Result<Vec<Receipt>, ProviderError> {
        let span = info_span!("provider.toss.receipts", order.id = %order, http.status = field::Empty, toss.trace = field::Empty);
        self.listed(order, day).instrument(span).await
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
        told(answered, ReceiptAct::Issue)
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
        told(answered, ReceiptAct::Cancel)
    }

    /// Toss does not document the form of the day, nor an order of the rows.
    async fn listed(&self, order: OrderId, day: NaiveDate) -> Result<Vec<Receipt>, ProviderError> {
        let (order, mut found) = (order.to_string(), Vec::new());
        let mut after: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let mut url = self.url(&["cash-receipts"]);
            url.query_pairs_mut()
                .append_pair("requestDate", &day.to_string())
                .append_pair("limit", &ROWS_PER_PAGE.to_string());
            if let Some(cursor) = &after {
                url.query_pairs_mut().append_pair("cursor", cursor);
            }
            let answered = exchange(self.get(url).timeout(self.report_wait)).await?;
            let page: wire::Receipts = *answered.said(codes::on_report)?;
            for row in page.data.into_iter().filter(|row| row.order_id == order) {
                found.push(receipt(row)?);
            }
            let next = page.last_cursor.map(|cursor| match cursor {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            });
            match next.filter(|_| page.has_next) {
                None => return Ok(found),
                Some(next) if after.as_ref() == Some(&next) => break,
                next => after = next,
            }
        }
        Err(ProviderError::InDoubt(
            "toss lists cash receipts without an end".into(),
        ))
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

fn told(answered: Answered<wire::Receipt>, act: ReceiptAct) -> Result<Receipt, ProviderError> {
    let mut told = *answered.said(codes::on_receipt)?;
    let word = told
        .transaction_type
        .get_or_insert_with(|| named(act).to_owned());
    if word != named(act) {
        return Err(ProviderError::InDoubt(
            "toss answers with another act than was asked for".into(),
        ));
    }
    receipt(told)
}

const fn named(act: ReceiptAct) -> &'static str {
    match act {
        ReceiptAct::Issue => "CONFIRM",
        ReceiptAct::Cancel => "CANCEL",
    }
}

fn receipt(receipt: wire::Receipt) -> Result<Receipt, ProviderError> {
    let is_cancel = receipt.transaction_type.as_deref() == Some(named(ReceiptAct::Cancel));
    let won = |amount: &wire::Amount| map::exact(amount, wire::KRW);
    let tax_free = receipt.tax_free_amount.as_ref();
    Ok(Receipt {
        act: if is_cancel {
            ReceiptAct::Cancel
        } else {
            ReceiptAct::Issue
        },
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
