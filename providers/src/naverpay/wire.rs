//! Naver Pay's payment type (결제형), one-time payments, as its documents and real answers show it
//! (<https://docs.pay.naver.com>). Paths follow `/{partner id}/naverpay/payments`.
//!
//! Naver adds fields and words without a new version, and its development servers put a random field into every
//! answer. So unknown fields are ignored, words stay text, and absent is the same as null. Only amounts are strict:
//! whole won in JSON, digits in a form. Times are `yyyyMMddHHmmss` in Seoul. Limits are bytes of UTF-8 unless they
//! say characters.
#![expect(clippy::struct_field_names, reason = "the fields are Naver's own")]

use domain::money::Won;
use serde::{Deserialize, Serialize};

/// Every answer. The body's form depends on the code, so the code is read first.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub(super) code: String,
    pub(super) message: Option<String>,
    pub(super) body: Option<serde_json::Value>,
}

/// `POST /v2/reserve`, JSON. The window is open for 30 minutes from here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reserve {
    /// `2`: authenticate first, approve by a call of ours. `1` would take the money in the window. The script does
    /// the former by default.
    pub(super) model_version: &'static str,
    #[serde(flatten)]
    pub(super) asked: Wanted,
}

/// The content of a window, for a reservation or the script's `open`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    /// At most 64; repeated by apply and history.
    pub(super) merchant_pay_key: String,
    /// At most 50, and nothing personal.
    pub(super) merchant_user_key: String,
    /// At most 128 characters, of the product alone. Naver itself shows the quantity.
    pub(super) product_name: String,
    pub(super) product_count: i64,
    /// Won, 10 and more.
    pub(super) total_pay_amount: Won,
    /// With VAT. The two parts make the total.
    pub(super) tax_scope_amount: Won,
    pub(super) tax_ex_scope_amount: Won,
    /// At most 3000. One address for success, failure and cancellation by the buyer.
    pub(super) return_url: String,
    /// Without them the window may not open, and the shop fails Naver's inspection.
    pub(super) product_items: [ProductItem; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProductItem {
    pub(super) category_type: &'static str,
    pub(super) category_id: &'static str,
    /// At most 100 of `A-Za-z0-9/-_ `.
    pub(super) uid: String,
    /// That of the first item is the payment's `productName`.
    pub(super) name: String,
    /// At most 999999.
    pub(super) count: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reserved {
    /// Opaque, `yyyyMMdd` and base64 in all that were seen.
    pub(super) reserve_id: String,
}

/// `POST /v2.2/apply/payment`, form: takes the money. It has no other parameter, so only the answer shows whose
/// payment it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Apply<'a> {
    /// At most 50.
    pub(super) payment_id: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Applied {
    pub(super) detail: Option<Row>,
}

/// `POST /v1/cancel`, form.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cancel<'a> {
    pub(super) payment_id: &'a str,
    /// At most 128; repeated in this cancel's row of history.
    pub(super) merchant_pay_transaction_key: String,
    pub(super) cancel_amount: Won,
    /// At most 256. Nothing repeats it.
    pub(super) cancel_reason: String,
    /// `1` the buyer, `2` the shop; `2` when it is unclear.
    pub(super) cancel_requester: &'static str,
    /// Of this cancel, and within the rest of each part.
    pub(super) tax_scope_amount: Won,
    pub(super) tax_ex_scope_amount: Won,
    /// `1`: refuse (`RestAmountDiff`) unless the rest after this cancel is the expected one.
    pub(super) do_compare_rest: &'static str,
    pub(super) expected_rest_amount: Won,
}

/// The answer to cancel. The cancelled parts name the means each was taken from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cancelled {
    pub(super) payment_id: String,
    pub(super) pay_hist_id: Option<String>,
    pub(super) primary_pay_cancel_amount: Option<Won>,
    pub(super) npoint_cancel_amount: Option<Won>,
    pub(super) gift_card_cancel_amount: Option<Won>,
    pub(super) discount_cancel_amount: Option<Won>,
    pub(super) cancel_ymdt: Option<String>,
    /// The rest of the payment.
    pub(super) total_rest_amount: Won,
}

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
pub(crate) struct HistoryQuery {
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

/// A row of a list of movements. Its other fields, masked card and account numbers among them, are not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Moved {
    pub(super) payment_id: Option<String>,
    pub(super) pay_hist_id: Option<String>,
    pub(super) merchant_pay_key: Option<String>,
    pub(super) admission_type_code: Option<String>,
    pub(super) admission_state: Option<String>,
    pub(super) admission_ymdt: Option<String>,
    pub(super) total_pay_amount: Option<Won>,
}
