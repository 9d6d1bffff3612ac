//! PortOne's V2 REST API as its OpenAPI document describes it, version 1.16.0
//! (<https://developers.portone.io/api/rest-v2>, <https://developers.portone.io/schema/v2.openapi.json>).
//!
//! PortOne adds fields and words without notice and asks integrators to ignore unknown ones. So unknown fields are ignored,
//! words stay text, and absent is the same as null. Amounts are whole numbers in the smallest unit of the currency (`int64`), which for
//! won is the won; anything else is no answer.

use domain::money::Won;
use serde::{Deserialize, Serialize};

/// The only currency of orders.
pub(super) const KRW: &str = "KRW";
/// The status of a virtual account that was issued and waits for its deposit.
pub(super) const VIRTUAL_ACCOUNT_ISSUED: &str = "VIRTUAL_ACCOUNT_ISSUED";

/// `Payment`: the answer to a look-up, and an item of a list. No `Debug`: it holds account numbers and names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    /// `READY`, `PAY_PENDING` (`PENDING` in filters), `VIRTUAL_ACCOUNT_ISSUED`, `PAID`, `FAILED`, `PARTIAL_CANCELLED`,
    /// `CANCELLED`.
    pub(super) status: String,
    /// `paymentId`: the seller's own name.
    pub(super) id: String,
    /// PortOne's name of the attempt. A payment may have several attempts, each with its own.
    pub(super) transaction_id: Option<String>,
    pub(super) store_id: Option<String>,
    /// One of several objects told apart by `type`. Kept loose: it is only shown to support, but for the account.
    pub(super) method: Option<serde_json::Value>,
    pub(super) channel: Option<Channel>,
    pub(super) amount: Amount,
    pub(super) currency: String,
    /// Optional once something was cancelled.
    pub(super) paid_at: Option<String>,
    pub(super) pg_tx_id: Option<String>,
    pub(super) receipt_url: Option<String>,
    /// `status` is `ISSUED` or `CANCELLED`. Loose for the same reason.
    pub(super) cash_receipt: Option<serde_json::Value>,
    /// `status` is `UNRESOLVED` or `RESOLVED`, with a `reason`. Loose for the same reason.
    pub(super) disputes: Option<Vec<serde_json::Value>>,
    pub(super) cancellations: Option<Vec<Cancellation>>,
    pub(super) failure: Option<Failure>,
}

/// `SelectedChannel`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Channel {
    /// `LIVE` or `TEST`. The browser chooses the channel, so a payment that was ordered for real may come on a test one.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) pg_provider: Option<String>,
}

/// `PaymentAmount`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Amount {
    /// Does not change when something is cancelled.
    pub(super) total: Won,
    pub(super) tax_free: Option<Won>,
    pub(super) vat: Option<Won>,
    pub(super) supply: Option<Won>,
    /// The part of the total that a card company, an easy-pay service or a promotion of PortOne paid.
    pub(super) discount: Option<Won>,
    pub(super) cancelled: Option<Won>,
}

/// `PaymentCancellation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cancellation {
    /// `SUCCEEDED`, `REQUESTED` (a PG that answers later) or `FAILED`.
    pub(super) status: String,
    pub(super) id: String,
    pub(super) total_amount: Won,
    /// As sent.
    pub(super) reason: Option<String>,
    pub(super) cancelled_at: Option<String>,
    pub(super) requested_at: Option<String>,
    /// `CONSOLE`, `API`, `PORTONE_ADMIN` or `CHARGEBACK`.
    pub(super) trigger: Option<String>,
}

/// `PaymentFailure`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Failure {
    pub(super) reason: Option<String>,
    pub(super) pg_code: Option<String>,
    pub(super) pg_message: Option<String>,
}

/// Every refusal: `{type, message}`, and of a PG's error its own code and message as well.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refused {
    #[serde(rename = "type")]
    pub(super) code: String,
    pub(super) message: Option<String>,
    pub(super) pg_code: Option<String>,
    pub(super) pg_message: Option<String>,
}

/// `POST /payments/{paymentId}/pre-register`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PreRegister<'a> {
    pub(super) store_id: &'a str,
    pub(super) total_amount: Won,
    pub(super) tax_free_amount: Won,
    pub(super) currency: &'static str,
}

/// `PreRegisterPaymentResponse`: an object without documented fields.
pub(super) type Registered = serde_json::Value;

/// `POST /payments/{paymentId}/confirm`. All but the token is compared by PortOne (`INFORMATION_MISMATCH`).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Confirm<'a> {
    pub(super) store_id: &'a str,
    pub(super) payment_token: &'a str,
    pub(super) currency: &'static str,
    pub(super) total_amount: Won,
    pub(super) tax_free_amount: Won,
    pub(super) is_test: bool,
}

/// `ConfirmedPaymentSummary`: `pgTxId` and `paidAt`, both required; whether an issued account has the second is not
/// documented. The payment itself is looked up.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Confirmed {
    pg_tx_id: Option<String>,
    paid_at: Option<String>,
}

impl Confirmed {
    pub(super) const fn is_a_summary(&self) -> bool {
        self.pg_tx_id.is_some() || self.paid_at.is_some()
    }
}

/// `POST /payments/{paymentId}/cancel`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cancel<'a> {
    pub(super) store_id: &'a str,
    /// Absent: the whole rest. It is always sent.
    pub(super) amount: Won,
    /// Absent: all of it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax_free_amount: Option<Won>,
    pub(super) reason: String,
    /// `CUSTOMER` or `ADMIN`: the seller's server cancels.
    pub(super) requester: &'static str,
    /// PortOne refuses (`CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN`) when its balance before the cancel differs.
    pub(super) current_cancellable_amount: Won,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refund_account: Option<RefundAccount<'a>>,
}

/// `CancelPaymentBodyRefundAccount`. Smartro's accounts need the holder's telephone as well, which the gateway does not have.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefundAccount<'a> {
    /// PortOne's word for the bank.
    pub(super) bank: &'static str,
    pub(super) number: &'a str,
    pub(super) holder_name: &'a str,
}

/// `CancelPaymentResponse`: this cancel alone.
#[derive(Deserialize)]
pub(super) struct Cancelled {
    pub(super) cancellation: Cancellation,
}

/// `CloseVirtualAccountResponse`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Closed {
    #[expect(dead_code, reason = "its presence is what proves the answer")]
    closed_at: String,
}

/// `GET /payments?requestBody=…`: `GetPaymentsBody` in the query, because a GET with a body does not pass everywhere.
#[derive(Serialize)]
pub(super) struct List<'a> {
    pub(super) page: Page,
    pub(super) filter: Filter<'a>,
}

/// Pages begin with 0, and `(number + 1) * size` is at most 60,000.
#[derive(Serialize)]
pub(super) struct Page {
    pub(super) number: usize,
    pub(super) size: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Filter<'a> {
    pub(super) store_id: &'a str,
    /// `CREATED_AT` or `STATUS_CHANGED_AT`.
    pub(super) timestamp_type: &'static str,
    pub(super) from: String,
    pub(super) status: &'static [&'static str],
    pub(super) sort_by: &'static str,
    pub(super) sort_order: &'static str,
    pub(super) version: &'static str,
}

/// `GetPaymentsResponse`. Its `page.totalCount` is "the number of objects that were actually returned", so it tells nothing of
/// further pages.
#[derive(Deserialize)]
pub(super) struct Listed {
    pub(super) items: Vec<Payment>,
}

/// A webhook of version 2024-04-25 (`type` and `data`) or 2024-01-01 (`payment_id`).
#[derive(Deserialize)]
pub(super) struct Webhook {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) data: Option<WebhookData>,
    pub(super) payment_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookData {
    pub(super) payment_id: Option<String>,
    pub(super) store_id: Option<String>,
}
