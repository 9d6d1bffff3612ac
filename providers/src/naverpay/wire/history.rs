//! The list of what happened to payments, which is asked for by number or by time.

use domain::money::Won;
use serde::{Deserialize, Serialize};

/// The `detail` of apply and one row of history: one event of a payment, its approval or a cancel. No
/// `Debug`: it holds masked card and account numbers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    pub(crate) payment_id: String,
    /// Names this event, at most 50.
    pub(crate) pay_hist_id: Option<String>,
    pub(crate) merchant_pay_key: Option<String>,
    /// At most 128. In a cancel's row, the key that cancel was sent with.
    pub(crate) merchant_pay_transaction_key: Option<String>,
    /// `01` approval, `03` all cancelled at once, `04` a part cancelled (the last part too).
    pub(crate) admission_type_code: Option<String>,
    /// `SUCCESS` or `FAIL`: how this event ended. There is no word for a running one.
    pub(crate) admission_state: String,
    pub(crate) admission_ymdt: Option<String>,
    /// Of an approval, all of it, with Naver's own discount; of a cancel, the amount it returned.
    pub(crate) total_pay_amount: Won,
    pub(crate) npoint_pay_amount: Option<Won>,
    pub(crate) discount_pay_amount: Option<Won>,
    /// Called so by apply, `giftCardPayAmount` by history.
    #[serde(alias = "giftCardPayAmount")]
    pub(crate) gift_card_amount: Option<Won>,
    pub(crate) tax_scope_amount: Option<Won>,
    pub(crate) tax_ex_scope_amount: Option<Won>,
    /// `CARD`, `BANK`, or empty when points paid for all of it.
    pub(crate) primary_pay_means: Option<String>,
    pub(crate) card_corp_code: Option<String>,
    /// Masked.
    pub(crate) card_no: Option<String>,
    pub(crate) card_auth_no: Option<String>,
    pub(crate) bank_corp_code: Option<String>,
}

/// `POST /v2.2/list/history[/{paymentId}]`, JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ask {
    /// Of a range at most 31 days; absent for one payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_time: Option<String>,
    /// `ALL`, `APPROVAL`, `CANCEL` or `CANCEL_FAIL`.
    pub(crate) approval_type: &'static str,
    /// From 1.
    pub(crate) page_number: i64,
    /// 1 to 100. The default has changed over time.
    pub(crate) rows_per_page: i64,
}

/// One page of history. A payment that was not approved has no row at all.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page<T> {
    /// Required: a page without a list is not the same as an empty list.
    pub(crate) list: Vec<T>,
    pub(crate) total_count: Option<i64>,
    pub(crate) total_page_count: Option<i64>,
}

/// The fields of a row that show whose it is: an odd field of another payment must not hide ours.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Found {
    pub(crate) payment_id: Option<String>,
    pub(crate) merchant_pay_key: Option<String>,
    pub(crate) admission_type_code: Option<String>,
    pub(crate) admission_state: Option<String>,
    pub(crate) admission_ymdt: Option<String>,
}
