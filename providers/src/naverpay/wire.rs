//! Naver Pay's payment type (결제형), one-time payments, as its documents and real answers show it
//! (<https://docs.pay.naver.com>). Paths follow `/{partner id}/naverpay/payments`.
//!
//! Naver adds fields and words without a new version, and its development servers put a random field into every
//! answer. So unknown fields are ignored, words stay text, and absent is the same as null. Only amounts are strict:
//! whole won in JSON, digits in a form. Times are `yyyyMMddHHmmss` in Seoul. Limits are bytes of UTF-8 unless they
//! say characters.
#![expect(clippy::struct_field_names, reason = "the fields are Naver's own")]

mod history;

use domain::money::Won;
use serde::{Deserialize, Serialize};

pub(super) use self::history::{Ask, Found, Page, Row};

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
