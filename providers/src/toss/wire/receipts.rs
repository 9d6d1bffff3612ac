//! Cash receipts.

use domain::money::Won;
use serde::{Deserialize, Serialize};

use super::Failure;
use super::amount::Amount;

/// `POST /v1/cash-receipts`. No `Debug`: it holds a number that identifies a person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptRequest<'a> {
    pub(crate) amount: Won,
    pub(crate) order_id: String,
    pub(crate) order_name: String,
    /// `소득공제` or `지출증빙`.
    #[serde(rename = "type")]
    pub(crate) purpose: &'static str,
    pub(crate) customer_identity_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tax_free_amount: Option<Won>,
}

/// `POST /v1/cash-receipts/{receiptKey}/cancel`.
#[derive(Serialize)]
pub(crate) struct ReceiptCancel {
    /// Absent: all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<Won>,
}

/// The answer to both. It repeats the number that identifies the buyer, which is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    pub(crate) receipt_key: String,
    pub(crate) order_id: String,
    /// `CONFIRM` or `CANCEL`.
    pub(crate) transaction_type: Option<String>,
    /// `IN_PROGRESS`, `COMPLETED` or `FAILED`.
    pub(crate) issue_status: String,
    pub(crate) failure: Option<Failure>,
    pub(crate) amount: Amount,
    pub(crate) tax_free_amount: Option<Amount>,
    pub(crate) issue_number: Option<String>,
    pub(crate) receipt_url: Option<String>,
}
