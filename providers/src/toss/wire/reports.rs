//! The rows of Toss's reports on transactions and settlements.

use chrono::NaiveDate;
use serde::{Deserialize, de};

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
