//! The rows of Toss's reports on transactions and settlements.

use chrono::NaiveDate;
use domain::money::Won;
use serde::{Deserialize, Serialize, de};

use super::{Failure, amount::Amount};

/// One row of `GET /v1/transactions`, which returns a bare array.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction {
    pub(crate) transaction_key: String,
    pub(crate) payment_key: String,
    pub(crate) order_id: String,
    /// A payment's status after this movement.
    pub(crate) status: String,
    pub(crate) method: Option<String>,
    pub(crate) transaction_at: String,
    pub(crate) currency: String,
    /// Zero when an account was issued. Whether a cancel's is negative is not documented. Read only when
    /// the currency is won: others have fractions.
    pub(crate) amount: serde_json::Value,
}

/// One row of `GET /v1/settlements`, which returns a bare array. Amounts, see [`Transaction::amount`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settlement {
    pub(crate) transaction_key: String,
    pub(crate) payment_key: String,
    pub(crate) order_id: String,
    pub(crate) method: Option<String>,
    pub(crate) currency: String,
    pub(crate) amount: serde_json::Value,
    pub(crate) interest_fee: Option<serde_json::Value>,
    pub(crate) fee: serde_json::Value,
    /// Missing for merchants on an older version.
    pub(crate) fees: Option<Vec<Fee>>,
    /// The fee without VAT. (Not `suppliedAmount`, which a payment has.)
    pub(crate) supply_amount: serde_json::Value,
    pub(crate) vat: serde_json::Value,
    pub(crate) pay_out_amount: serde_json::Value,
    pub(crate) approved_at: Option<String>,
    pub(crate) sold_date: NaiveDate,
    pub(crate) paid_out_date: Option<NaiveDate>,
    /// Set on the row of a cancel, whose amounts are negative.
    pub(crate) cancel: Option<de::IgnoredAny>,
}

#[derive(Deserialize)]
pub(crate) struct Fee {
    /// `BASE`, `INSTALLMENT_DISCOUNT`, `INSTALLMENT`, `POINT_SAVING`, `ETC`.
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) fee: serde_json::Value,
}

/// `GET /v1/cash-receipts`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipts {
    #[serde(default)]
    pub(crate) has_next: bool,
    /// A number or a text.
    pub(crate) last_cursor: Option<serde_json::Value>,
    pub(crate) data: Vec<Receipt>,
}

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
