//! What is sent to Kakao Pay.

use domain::money::Won;
use serde::Serialize;

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
pub(crate) struct Ask<'a> {
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
