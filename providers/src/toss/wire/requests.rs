//! What is sent to Toss about a payment.

use domain::{money::Won, order::Order};
use serde::Serialize;

/// `POST /v1/payments`: opens a payment window and returns its address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenWindow {
    pub(crate) method: &'static str,
    pub(crate) amount: Won,
    pub(crate) currency: &'static str,
    /// 6 to 64 of `A-Za-z0-9-_`.
    pub(crate) order_id: String,
    /// 1 to 100 characters.
    pub(crate) order_name: String,
    pub(crate) success_url: String,
    pub(crate) fail_url: String,
    /// `DEFAULT`: the buyer chooses card or easy payment in Toss's own window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) flow_mode: Option<&'static str>,
    /// At most 100 characters; the person who will make the deposit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tax_free_amount: Option<Won>,
    /// How long a virtual account stays open from its issue, in hours, at most 2160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) valid_hours: Option<i64>,
}

/// `POST /v1/payments/confirm`: takes the money.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Confirm<'a> {
    pub(crate) payment_key: &'a str,
    pub(crate) order_id: String,
    pub(crate) amount: Won,
}

impl<'a> Confirm<'a> {
    /// The amount is always the order's, whether Toss or the browser named the payment.
    pub(crate) fn of(order: &Order, payment_key: &'a str) -> Self {
        Self {
            payment_key,
            order_id: order.id.to_string(),
            amount: order.amount,
        }
    }
}

/// `POST /v1/payments/{paymentKey}/cancel`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelRequest<'a> {
    /// At most 200 characters.
    pub(crate) cancel_reason: String,
    /// Absent: the whole rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cancel_amount: Option<Won>,
    /// Toss refuses (`NOT_MATCHES_REFUNDABLE_AMOUNT`) when its balance before the cancel differs.
    pub(crate) refundable_amount: Won,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tax_free_amount: Option<Won>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refund_receive_account: Option<RefundReceiveAccount<'a>>,
}

/// The account that receives a virtual account's refund.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundReceiveAccount<'a> {
    /// Toss's two-character code.
    pub(crate) bank: &'static str,
    /// Digits only, at most 20.
    pub(crate) account_number: &'a str,
    /// At most 60 characters.
    pub(crate) holder_name: &'a str,
}
