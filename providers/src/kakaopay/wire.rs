//! Kakao Pay's online payment API, `/online/v1/payment/…`, as its documents and real answers show it
//! (<https://developers.kakaopay.com/docs/payment/online/single-payment>).
//!
//! Fields come absent or as null, undocumented ones appear, and words are added. So unknown fields are ignored, words
//! stay text, and a field that a real answer lacked is not required. Only amounts are strict: they are whole won or
//! an error. Times are `2024-07-30T20:50:27`, Seoul's, without an offset.
#![expect(clippy::struct_field_names, reason = "the fields are Kakao Pay's own")]

use domain::money::Won;
use serde::{Deserialize, Deserializer, Serialize, de};

/// The answer to ready. It names no end: a request is valid for fifteen minutes.
#[derive(Deserialize)]
pub(super) struct Begun {
    /// 20 characters, opaque, case-sensitive. Names the payment from here on.
    pub(super) tid: String,
    pub(super) next_redirect_pc_url: Option<String>,
    pub(super) next_redirect_mobile_url: Option<String>,
    pub(super) next_redirect_app_url: Option<String>,
}

/// The answer to approve. It has no status: 200 and an `aid` mean approved.
#[derive(Deserialize)]
pub(super) struct Approved {
    /// Names this approval.
    pub(super) aid: String,
    pub(super) tid: String,
    pub(super) cid: String,
    pub(super) partner_order_id: String,
    pub(super) payment_method_type: Option<String>,
    pub(super) amount: Amount,
    /// `kakaopay_issuer_corp`, `card_type`, `install_month`, `approved_id`. Null for money. Kept loose: it is only
    /// shown to support, and an unexpected shape must not make a payment unreadable.
    pub(super) card_info: Option<serde_json::Value>,
    pub(super) approved_at: Option<String>,
}

/// The answer to order. All but the first three may be missing.
#[derive(Deserialize)]
pub(super) struct Order {
    pub(super) tid: String,
    pub(super) cid: String,
    /// `READY`, `SEND_TMS`, `OPEN_PAYMENT`, `SELECT_METHOD`, `ARS_WAITING`, `AUTH_PASSWORD`,
    /// `ISSUED_SID`, `SUCCESS_PAYMENT`, `PART_CANCEL_PAYMENT`, `CANCEL_PAYMENT`, `FAIL_AUTH_PASSWORD`,
    /// `QUIT_PAYMENT`, `FAIL_PAYMENT`.
    pub(super) status: String,
    pub(super) partner_order_id: Option<String>,
    pub(super) payment_method_type: Option<String>,
    pub(super) amount: Option<Amount>,
    /// All that went back so far.
    pub(super) canceled_amount: Option<Amount>,
    /// The amount that could still go back.
    pub(super) cancel_available_amount: Option<Amount>,
    pub(super) approved_at: Option<String>,
    /// `card_corp_name`, `install_month`. Loose for the same reason as `card_info`.
    pub(super) selected_card_info: Option<serde_json::Value>,
    pub(super) payment_action_details: Option<Vec<Action>>,
}

/// One row of `payment_action_details`.
#[derive(Deserialize)]
pub(super) struct Action {
    pub(super) aid: Option<String>,
    pub(super) approved_at: Option<String>,
    /// Missing in real answers.
    pub(super) amount: Option<Won>,
    /// `PAYMENT`, `CANCEL` or `ISSUED_SID`.
    pub(super) payment_action_type: Option<String>,
    /// The payload sent with the request, if any.
    pub(super) payload: Option<String>,
}

/// The answer to cancel.
#[derive(Deserialize)]
pub(super) struct Cancelled {
    /// Names this cancel.
    pub(super) aid: String,
    pub(super) tid: String,
    pub(super) cid: String,
    /// `CANCEL_PAYMENT` or `PART_CANCEL_PAYMENT`.
    pub(super) status: String,
    pub(super) partner_order_id: Option<String>,
    pub(super) payment_method_type: Option<String>,
    pub(super) amount: Option<Amount>,
    /// This request's.
    pub(super) approved_cancel_amount: Option<Amount>,
    /// All that went back so far.
    pub(super) canceled_amount: Option<Amount>,
    /// The amount left: an object here, a number in the request.
    pub(super) cancel_available_amount: Option<Amount>,
    pub(super) approved_at: Option<String>,
    pub(super) canceled_at: Option<String>,
}

/// An amount with its parts. Points and discounts are how the buyer funded it, parts of the total.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Amount {
    pub(super) total: Won,
    pub(super) tax_free: Option<Won>,
    pub(super) vat: Option<Won>,
    pub(super) point: Option<Won>,
    pub(super) discount: Option<Won>,
}

/// The body of a refusal: `error_code` and `error_message`, or the names of the older host, which its
/// maintenance notices still use.
#[derive(Deserialize)]
pub(super) struct ErrorBody {
    error_code: Option<Code>,
    code: Option<Code>,
    error_message: Option<String>,
    msg: Option<String>,
    message: Option<String>,
    pub(super) extras: Option<Extras>,
}

impl ErrorBody {
    /// The gateway's own code, and its sentence. `None` when it is no refusal by Kakao Pay.
    pub(super) fn code_and_message(self) -> Option<(String, String)> {
        let code = self.error_code.or(self.code)?;
        let message = self.error_message.or(self.msg).or(self.message);
        Some((code.0, message.unwrap_or_default()))
    }
}

/// The text of the card company or the wallet itself.
#[derive(Deserialize)]
pub(super) struct Extras {
    pub(super) method_result_code: Option<String>,
    pub(super) method_result_message: Option<String>,
}

/// A number in every sample; text is accepted too.
struct Code(String);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(from)? {
            serde_json::Value::Number(number) => Ok(Self(number.to_string())),
            serde_json::Value::String(text) => Ok(Self(text)),
            _ => Err(de::Error::custom("a code is a number")),
        }
    }
}

/// `POST ready`: prepares a payment.
#[derive(Serialize)]
pub(crate) struct Ready<'a> {
    /// Merchant id, 10 characters.
    pub(crate) cid: &'a str,
    /// At most 100 characters; Kakao Pay does not check that it is used once.
    pub(crate) partner_order_id: &'a str,
    /// At most 100 characters, the same at approve. Personal data is forbidden here.
    pub(crate) partner_user_id: &'a str,
    /// At most 100 characters.
    pub(crate) item_name: String,
    pub(crate) quantity: i64,
    pub(crate) total_amount: Won,
    /// Needed even when zero.
    pub(crate) tax_free_amount: Won,
    /// Optional. A shop that sends it at ready has to send the matching one at every cancel.
    pub(crate) vat_amount: Won,
    /// At most 255 characters each, of a registered domain. Only the first gets `pg_token` added.
    pub(crate) approval_url: &'a str,
    pub(crate) cancel_url: &'a str,
    pub(crate) fail_url: &'a str,
    /// `CARD` or `MONEY`; absent: the buyer chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_method_type: Option<&'static str>,
}

/// `POST approve`: takes the money.
#[derive(Serialize)]
pub(crate) struct Approve<'a> {
    pub(crate) cid: &'a str,
    pub(crate) tid: &'a str,
    pub(crate) partner_order_id: &'a str,
    pub(crate) partner_user_id: &'a str,
    pub(crate) pg_token: &'a str,
    /// Optional; refused when it differs from ready's.
    pub(crate) total_amount: Won,
}

/// `POST order`: looks up a payment.
#[derive(Serialize)]
pub(crate) struct OrderQuery<'a> {
    pub(crate) cid: &'a str,
    pub(crate) tid: &'a str,
}

/// `POST cancel`: gives money back. It has no idempotency key.
#[derive(Serialize)]
pub(crate) struct Cancel<'a> {
    pub(crate) cid: &'a str,
    pub(crate) tid: &'a str,
    pub(crate) cancel_amount: Won,
    /// Needed even when zero.
    pub(crate) cancel_tax_free_amount: Won,
    pub(crate) cancel_vat_amount: Won,
    /// The amount that can be cancelled before this request. Kakao Pay refuses when its own figure differs.
    pub(crate) cancel_available_amount: Won,
    /// At most 200 characters; repeated in the answer and beside the cancel in a look-up.
    pub(crate) payload: String,
}
