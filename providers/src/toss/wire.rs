//! Toss Payments' core API, versions 2022-11-16 and 2024-06-01, as its documents and real answers show it
//! (<https://docs.tosspayments.com/reference>).
//!
//! Toss adds fields, words and codes without notice. So unknown fields are ignored, words stay text, and absent is
//! the same as null. Only amounts are strict: they are numbers of the payment's own currency, and exact for won.

#![expect(clippy::struct_field_names, reason = "the fields are Toss's own")]

use std::fmt;

use chrono::NaiveDate;
use domain::{money::Won, order::Order};
use serde::{Deserialize, Deserializer, Serialize, de};

/// The versions these documents follow. The newer one drops two fields of billing keys and changes nothing of a
/// payment (<https://docs.tosspayments.com/reference/release-note>). The version belongs to the merchant's key, not
/// to a request, so it can only be observed, not requested.
pub(super) const VERSIONS: [&str; 2] = ["2022-11-16", "2024-06-01"];

/// The status of a payment whose buyer authenticated and that waits to be confirmed, for ten minutes.
pub(super) const IN_PROGRESS: &str = "IN_PROGRESS";
/// The status of a virtual account that was issued and holds no valid deposit.
pub(super) const WAITING_FOR_DEPOSIT: &str = "WAITING_FOR_DEPOSIT";

/// The only currency of orders.
pub(super) const KRW: &str = "KRW";

/// `Payment`: the answer to confirm, look-up and cancel, and the `data` of its webhook. No `Debug`:
/// it holds account numbers, names and the webhook secret.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    pub(super) version: Option<String>,
    /// Merchant id, at most 14 characters.
    pub(super) m_id: Option<String>,
    /// At most 200 characters.
    pub(super) payment_key: String,
    pub(super) order_id: String,
    /// `READY`, `IN_PROGRESS`, `WAITING_FOR_DEPOSIT`, `DONE`, `CANCELED`, `PARTIAL_CANCELED`,
    /// `ABORTED`, `EXPIRED`.
    pub(super) status: String,
    /// Korean, as in `카드`. Null until the buyer has chosen.
    pub(super) method: Option<String>,
    pub(super) currency: String,
    /// Does not change when something is cancelled.
    pub(super) total_amount: Amount,
    /// The amount that could still be cancelled. Zero when all of it was returned, whatever the status says.
    pub(super) balance_amount: Amount,
    pub(super) supplied_amount: Option<Amount>,
    pub(super) vat: Option<Amount>,
    pub(super) tax_free_amount: Option<Amount>,
    pub(super) requested_at: Option<String>,
    /// Null before DONE; for a virtual account null until the deposit.
    pub(super) approved_at: Option<String>,
    /// Key of the last approval or cancel, at most 64 characters.
    pub(super) last_transaction_key: Option<String>,
    pub(super) cancels: Option<Vec<Cancel>>,
    pub(super) virtual_account: Option<VirtualAccount>,
    /// The value that this payment's webhooks repeat.
    pub(super) secret: Option<String>,
    pub(super) checkout: Option<Link>,
    pub(super) receipt: Option<Link>,
    /// Set on ABORTED and EXPIRED.
    pub(super) failure: Option<Failure>,
    /// `number` (masked), `issuerCode`, `cardType`, `ownerType`, `installmentPlanMonths` (0: at once), `approveNo`.
    /// Kept loose: it is only shown to support, and an unexpected shape must not make a payment unreadable.
    pub(super) card: Option<serde_json::Value>,
    /// `provider`, for instance `토스페이`; `amount`, the part paid by an account or a charged balance; `discountAmount`,
    /// the part paid by points and coupons. The part a card paid is in `card` beside it, and the three make the total
    /// (<https://docs.tosspayments.com/guides/v2/easypay-response>). Loose for the same reason.
    pub(super) easy_pay: Option<serde_json::Value>,
    /// `amount`, a card company's instant discount. Loose for the same reason.
    pub(super) discount: Option<serde_json::Value>,
}

/// One row of `cancels`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cancel {
    /// Names the cancel; there is no other id.
    pub(super) transaction_key: Option<String>,
    /// As sent, at most 200 characters.
    pub(super) cancel_reason: Option<String>,
    pub(super) cancel_amount: Amount,
    pub(super) canceled_at: Option<String>,
    /// `DONE`, `IN_PROGRESS` or `ABORTED`; domestic methods are `DONE` at once.
    pub(super) cancel_status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VirtualAccount {
    pub(super) account_number: Option<String>,
    /// Toss's two-character code; requests call it `bank`, answers `bankCode`.
    pub(super) bank_code: Option<String>,
    /// `2025-11-30T15:17:19+09:00`; documented without the offset, which then is Seoul's.
    pub(super) due_date: Option<String>,
    /// The progress of a cancel's money to the buyer's account: `NONE`, `PENDING`, `FAILED`, `PARTIAL_FAILED`,
    /// `COMPLETED`. One word for all cancels of the payment.
    pub(super) refund_status: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Link {
    pub(super) url: Option<String>,
}

/// `{code, message}`: why a payment failed, and the body of every refusal in version 1.
#[derive(Deserialize)]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: Option<String>,
}

/// A refusal in either of the two forms: flat, or `{version, traceId, error: {…}}`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Refusal {
    Flat(Failure),
    Nested { error: Failure },
}

impl Refusal {
    pub(super) fn into_failure(self) -> Failure {
        match self {
            Self::Flat(failure) | Self::Nested { error: failure } => failure,
        }
    }
}

/// `POST /v1/payments`: opens a payment window and returns its address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenWindow {
    pub(super) method: &'static str,
    pub(super) amount: Won,
    pub(super) currency: &'static str,
    /// 6 to 64 of `A-Za-z0-9-_`.
    pub(super) order_id: String,
    /// 1 to 100 characters.
    pub(super) order_name: String,
    pub(super) success_url: String,
    pub(super) fail_url: String,
    /// `DEFAULT`: the buyer chooses card or easy payment in Toss's own window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flow_mode: Option<&'static str>,
    /// At most 100 characters; the person who will make the deposit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax_free_amount: Option<Won>,
    /// How long a virtual account stays open from its issue, in hours, at most 2160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) valid_hours: Option<i64>,
}

/// `POST /v1/payments/confirm`: takes the money.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Confirm<'a> {
    pub(super) payment_key: &'a str,
    pub(super) order_id: String,
    pub(super) amount: Won,
}

impl<'a> Confirm<'a> {
    /// The amount is always the order's, whether Toss or the browser named the payment.
    pub(super) fn of(order: &Order, payment_key: &'a str) -> Self {
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
pub(super) struct CancelRequest<'a> {
    /// At most 200 characters.
    pub(super) cancel_reason: String,
    /// Absent: the whole rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cancel_amount: Option<Won>,
    /// Toss refuses (`NOT_MATCHES_REFUNDABLE_AMOUNT`) when its balance before the cancel differs.
    pub(super) refundable_amount: Won,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax_free_amount: Option<Won>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refund_receive_account: Option<RefundReceiveAccount<'a>>,
}

/// The account that receives a virtual account's refund.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefundReceiveAccount<'a> {
    /// Toss's two-character code.
    pub(super) bank: &'static str,
    /// Digits only, at most 20.
    pub(super) account_number: &'a str,
    /// At most 60 characters.
    pub(super) holder_name: &'a str,
}

/// Any webhook's envelope: the legacy one, the flat `DEPOSIT_CALLBACK`, and version 2's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Webhook {
    pub(super) event_type: Option<String>,
    pub(super) data: Option<serde_json::Value>,
    pub(super) entity_body: Option<de::IgnoredAny>,
    pub(super) secret: Option<String>,
    pub(super) transaction_key: Option<String>,
    pub(super) order_id: Option<String>,
}

/// One row of `GET /v1/transactions`, which returns a bare array.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction {
    pub(super) transaction_key: String,
    pub(super) payment_key: String,
    pub(super) order_id: String,
    /// A payment's status after this movement.
    pub(super) status: String,
    pub(super) method: Option<String>,
    pub(super) transaction_at: String,
    pub(super) currency: String,
    /// Zero when an account was issued. Whether a cancel's is negative is not documented. Read only when
    /// the currency is won: others have fractions.
    pub(super) amount: serde_json::Value,
}

/// One row of `GET /v1/settlements`, which returns a bare array. Amounts, see [`Transaction::amount`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Settlement {
    pub(super) transaction_key: String,
    pub(super) payment_key: String,
    pub(super) order_id: String,
    pub(super) method: Option<String>,
    pub(super) currency: String,
    pub(super) amount: serde_json::Value,
    pub(super) interest_fee: Option<serde_json::Value>,
    pub(super) fee: serde_json::Value,
    /// Missing for merchants on an older version.
    pub(super) fees: Option<Vec<Fee>>,
    /// The fee without VAT. (Not `suppliedAmount`, which a payment has.)
    pub(super) supply_amount: serde_json::Value,
    pub(super) vat: serde_json::Value,
    pub(super) pay_out_amount: serde_json::Value,
    pub(super) approved_at: Option<String>,
    pub(super) sold_date: NaiveDate,
    pub(super) paid_out_date: Option<NaiveDate>,
    /// Set on the row of a cancel, whose amounts are negative.
    pub(super) cancel: Option<de::IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Fee {
    /// `BASE`, `INSTALLMENT_DISCOUNT`, `INSTALLMENT`, `POINT_SAVING`, `ETC`.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) fee: serde_json::Value,
}

/// `POST /v1/cash-receipts`. No `Debug`: it holds a number that identifies a person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReceiptRequest<'a> {
    pub(super) amount: Won,
    pub(super) order_id: String,
    pub(super) order_name: String,
    /// `소득공제` or `지출증빙`.
    #[serde(rename = "type")]
    pub(super) purpose: &'static str,
    pub(super) customer_identity_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax_free_amount: Option<Won>,
}

/// `POST /v1/cash-receipts/{receiptKey}/cancel`.
#[derive(Serialize)]
pub(super) struct ReceiptCancel {
    /// Absent: all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<Won>,
}

/// The answer to both. It repeats the number that identifies the buyer, which is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt {
    pub(super) receipt_key: String,
    pub(super) order_id: String,
    /// `CONFIRM` or `CANCEL`.
    pub(super) transaction_type: Option<String>,
    /// `IN_PROGRESS`, `COMPLETED` or `FAILED`.
    pub(super) issue_status: String,
    pub(super) failure: Option<Failure>,
    pub(super) amount: Amount,
    pub(super) tax_free_amount: Option<Amount>,
    pub(super) issue_number: Option<String>,
    pub(super) receipt_url: Option<String>,
}

/// A number of a report, as exact won: written as a number or, in the official example of fees, as text.
pub(super) fn signed(value: &serde_json::Value) -> Option<i64> {
    match value {
        serde_json::Value::Number(number) => whole(number),
        serde_json::Value::String(text) => whole(&serde_json::from_str(text).ok()?),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    }
}

/// An amount in the payment's own currency, which may have cents. Toss's numbers may be written as floats (`5000.0`).
#[derive(Clone)]
pub(super) struct Amount {
    /// Without its fraction.
    units: Won,
    written: serde_json::Number,
}

impl Amount {
    /// As won: exact, or none.
    pub(super) fn won(&self) -> Option<Won> {
        whole(&self.written).map(|_| self.units)
    }

    /// The amount as far as the books can hold it. Won are exact or none. In another currency, in which nothing is
    /// sold, the whole units represent the amount: the currency is stored beside them.
    pub(super) fn of(&self, currency: &str) -> Option<Won> {
        if currency == KRW {
            self.won()
        } else {
            Some(self.units)
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = serde_json::Number::deserialize(from)?;
        let units = units(&written).and_then(|units| Won::new(units).ok());
        let units = units.ok_or_else(|| de::Error::custom(NotAnAmount))?;
        Ok(Self { units, written })
    }
}

struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount within range")
    }
}

/// The number without its fraction, where it is written as digits. `-0.5` is no amount.
fn units(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        (digits(whole) && digits(fraction))
            .then(|| whole.parse().ok())
            .flatten()
    })
}

/// The number as written, when its fraction is nothing but zeros. Goes through text, because a
/// float must not touch money.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.')?;
        fraction
            .bytes()
            .all(|digit| digit == b'0')
            .then(|| whole.parse().ok())
            .flatten()
    })
}
