//! A payment at Toss: its facts.

mod json;

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::currency::Currency;
use super::easy_pay::EasyPay;
use super::method::Method;
use crate::shared::named::named;

/// The id of this simulated merchant; `mId` has at most 14 characters.
pub(crate) const MERCHANT_ID: &str = "sandbox0merch";
/// The id of another merchant of Toss, whose windows any browser can open by its public client key.
pub(crate) const ANOTHER_MERCHANT_ID: &str = "another0merch";
/// The window closes this long after it was opened.
pub(crate) const WINDOW_MINUTES: i64 = 30;
/// The merchant must confirm within this time after the buyer authenticated.
const CONFIRM_MINUTES: i64 = 10;
/// The default time for which a virtual account takes money: a week.
pub(crate) const VALID_HOURS_DEFAULT: i64 = 168;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cancel {
    pub(crate) transaction_key: String,
    pub(crate) reason: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    /// The part of it that was returned as an easy-pay service's points.
    pub(crate) points: i64,
    /// The amount that could still be cancelled afterwards.
    pub(crate) refundable: i64,
    /// `None` when it was made at the provider's own console.
    pub(crate) idempotency_key: Option<String>,
}

/// Amounts are in the smallest unit of the payment's currency.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Payment {
    /// The owner. Another merchant's payment is not shown here, and is neither confirmed nor cancelled.
    pub(crate) merchant: Cow<'static, str>,
    pub(crate) key: String,
    pub(crate) order_id: String,
    pub(crate) order_name: String,
    pub(crate) method: Method,
    /// Set when the window was opened directly on a service, or the buyer chose one.
    pub(crate) easy_pay: Option<EasyPay>,
    pub(crate) currency: Currency,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) cultural: bool,
    pub(crate) escrow: bool,
    pub(crate) customer_name: String,
    pub(crate) status: Status,
    pub(crate) requested_at: DateTime<Utc>,
    pub(crate) authenticated_at: Option<DateTime<Utc>>,
    pub(crate) approved_at: Option<DateTime<Utc>>,
    /// `None` for a virtual account that was issued without a window.
    pub(crate) success_url: Option<String>,
    pub(crate) fail_url: Option<String>,
    pub(crate) secret: String,
    pub(crate) last_transaction_key: Option<String>,
    pub(crate) bank: Cow<'static, str>,
    pub(crate) due: Due,
    pub(crate) virtual_account: Option<VirtualAccount>,
    /// Code and message.
    pub(crate) failure: Option<(String, String)>,
    pub(crate) metadata: Value,
    pub(crate) cancels: Vec<Cancel>,
    /// How often money was taken. More than one is a buyer charged twice, or a deposit repeated after a reversal.
    pub(crate) approvals: u32,
}

impl Payment {
    pub(crate) fn is_ours(&self) -> bool {
        self.merchant == MERCHANT_ID
    }

    pub(crate) fn cancelled(&self) -> i64 {
        self.cancels.iter().map(|cancel| cancel.amount).sum()
    }

    pub(crate) fn balance(&self) -> i64 {
        self.amount - self.cancelled()
    }

    /// When the running clock of this payment ends, if one is running: half an hour to authenticate, ten minutes to
    /// confirm.
    pub(crate) fn deadline(&self) -> Option<DateTime<Utc>> {
        match (self.status, self.authenticated_at) {
            (Status::Ready, _) => Some(self.requested_at + TimeDelta::minutes(WINDOW_MINUTES)),
            (Status::InProgress, Some(at)) => Some(at + TimeDelta::minutes(CONFIRM_MINUTES)),
            _ => None,
        }
    }

    pub(crate) fn method_name(&self) -> &'static str {
        if self.easy_pay.is_some() {
            "간편결제"
        } else {
            self.method.korean()
        }
    }

    pub(crate) fn receipt_url(&self) -> String {
        format!(
            "https://dashboard-sandbox.tosspayments.com/receipt/redirection?transactionId={}&ref=PX",
            self.key
        )
    }
}

named! {
    #[derive(Serialize, Deserialize)]
    Status {
        Ready = "READY",
        InProgress = "IN_PROGRESS",
        WaitingForDeposit = "WAITING_FOR_DEPOSIT",
        Done = "DONE",
        Canceled = "CANCELED",
        PartialCanceled = "PARTIAL_CANCELED",
        Aborted = "ABORTED",
        Expired = "EXPIRED",
    }
}

impl Status {
    /// Whether Toss ever approved it or issued its account.
    pub(crate) fn is_confirmed(self) -> bool {
        matches!(
            self,
            Self::WaitingForDeposit | Self::Done | Self::Canceled | Self::PartialCanceled
        )
    }
}

/// When a virtual account stops taking money.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Due {
    Hours(i64),
    At(DateTime<Utc>),
}

impl Due {
    pub(crate) fn instant(self, issued_at: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Hours(hours) => issued_at + TimeDelta::hours(hours),
            Self::At(at) => at,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VirtualAccount {
    pub(crate) number: String,
    pub(crate) due: DateTime<Utc>,
    pub(crate) depositor: Option<String>,
}
