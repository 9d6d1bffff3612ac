//! A payment at Toss: its facts, and the Payment object that the API shows of it, with explicit nulls. Versions 2022-11-16
//! and 2024-06-01 show the same payment except for their names.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::currency::Currency;
use super::easy_pay::EasyPay;
use super::method::Method;
use crate::shared::named::named;
use crate::shared::time::kst;

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

impl Payment {
    /// The Payment object. Before the buyer has authenticated no method is shown, and no secret before confirmation.
    pub(crate) fn json(&self, public_base: &str, version: &str, now: DateTime<Utc>) -> Value {
        let confirmed = self.status.is_confirmed();
        let chosen = confirmed || self.authenticated_at.is_some();
        let vat = self.vat();
        let won = |amount| self.currency.shown(amount);
        let cancels: Vec<Value> = self
            .cancels
            .iter()
            .map(|it| it.json(self.currency))
            .collect();
        let failure = self
            .failure
            .as_ref()
            .map(|(code, message)| json!({"code": code, "message": message}));
        let is_plain = |method| confirmed && self.method == method;
        let transfer = json!({"bankCode": self.bank, "settlementStatus": "INCOMPLETED"});
        let phone = json!({"customerMobilePhone": null, "settlementStatus": "INCOMPLETED", "receiptUrl": null});
        let gift = json!({"approveNo": "00000000", "settlementStatus": "INCOMPLETED"});
        let easy_pay = self.easy_pay.as_ref().filter(|_| confirmed);
        let easy_pay = easy_pay.map(|it| it.json(self.amount));
        let part = |name: &str| easy_pay.as_ref().and_then(|it| it.get(name)).cloned();
        let card = self.by_card().filter(|_| confirmed);
        json!({
            "mId": self.merchant, "version": version, "type": "NORMAL", "country": "KR", "currency": self.currency.name(),
            "paymentKey": self.key, "orderId": self.order_id, "orderName": self.order_name,
            "method": chosen.then(|| self.method_name()), "status": self.status.name(),
            "lastTransactionKey": self.last_transaction_key, "transactionKey": null,
            "requestedAt": kst(self.requested_at), "approvedAt": self.approved_at.map(kst),
            "useEscrow": chosen.then_some(self.escrow), "cultureExpense": self.cultural,
            "totalAmount": won(self.amount), "balanceAmount": won(self.balance()),
            "suppliedAmount": won(self.amount - self.tax_free - vat), "vat": vat,
            "taxFreeAmount": self.tax_free, "taxExemptionAmount": 0,
            "isPartialCancelable": !self.method.is_gift() && !self.escrow,
            "card": card.map(|amount| self.card(amount)),
            "virtualAccount": self.virtual_account.as_ref().map(|account| self.account(account, now)),
            "transfer": is_plain(Method::Transfer).then_some(transfer),
            "mobilePhone": is_plain(Method::MobilePhone).then_some(phone),
            "giftCertificate": (confirmed && self.method.is_gift()).then_some(gift),
            "easyPayAmount": part("amount"), "easyPayDiscountAmount": part("discountAmount"), "easyPay": easy_pay,
            "secret": confirmed.then_some(&self.secret),
            "receipt": confirmed.then(|| json!({"url": self.receipt_url()})),
            "checkout": {"url": format!("{public_base}/toss/v1/payments/{}/checkout", self.key)},
            "failure": failure, "cancels": (!cancels.is_empty()).then_some(cancels),
            "cashReceipt": null, "cashReceipts": null, "discount": null, "metadata": self.metadata,
        })
    }

    fn card(&self, amount: i64) -> Value {
        let acquired = if self.status == Status::Canceled {
            "CANCELED"
        } else {
            "READY"
        };
        json!({
            "issuerCode": "61", "acquirerCode": "31", "number": "48902300****406*", "installmentPlanMonths": 0,
            "isInterestFree": false, "interestPayer": null, "approveNo": "00000000", "useCardPoint": false,
            "cardType": "신용", "ownerType": "개인", "acquireStatus": acquired, "amount": amount,
        })
    }

    /// `refundStatus` stays NONE, as it does with test keys.
    fn account(&self, account: &VirtualAccount, now: DateTime<Utc>) -> Value {
        json!({
            "accountNumber": account.number, "accountType": "일반", "bankCode": self.bank,
            "customerName": self.customer_name, "depositorName": account.depositor, "dueDate": kst(account.due),
            "expired": now >= account.due, "settlementStatus": "INCOMPLETED", "refundStatus": "NONE",
            "refundReceiveAccount": null,
        })
    }

    /// Value added tax: an eleventh of the taxed amount, rounded half up. Dollars come from abroad and bear none.
    fn vat(&self) -> i64 {
        match self.currency {
            Currency::Krw => ((self.amount - self.tax_free) * 2 + 11) / 22,
            Currency::Usd => 0,
        }
    }

    /// The amount a card pays, of a confirmed payment.
    fn by_card(&self) -> Option<i64> {
        match (&self.easy_pay, self.method) {
            (Some(easy_pay), _) => easy_pay.by_card(self.amount),
            (None, Method::Card) => Some(self.amount),
            (None, _) => None,
        }
    }
}

impl Cancel {
    pub(super) fn json(&self, currency: Currency) -> Value {
        let won = |amount| currency.shown(amount);
        json!({
            "transactionKey": self.transaction_key, "cancelReason": self.reason, "taxExemptionAmount": 0,
            "canceledAt": kst(self.at), "cardDiscountAmount": 0, "transferDiscountAmount": 0,
            "easyPayDiscountAmount": self.points, "receiptKey": null, "cancelStatus": "DONE", "cancelRequestId": null,
            "cancelAmount": won(self.amount), "taxFreeAmount": self.tax_free, "refundableAmount": won(self.refundable),
        })
    }
}
