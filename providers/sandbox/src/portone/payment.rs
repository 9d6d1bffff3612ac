//! A payment at PortOne: the attempts under one name, of which one may succeed, and its cancels. It is shown as the attempt that
//! succeeded, else as the last one; which one PortOne shows is not documented.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::channel::Channel;
use crate::shared::named::named;

pub(crate) const MERCHANT_ID: &str = "merchant-sandbox";
const BANK: &str = "KOOKMIN";
const HOLDER: &str = "모의상점";

named! {
    #[derive(Serialize, Deserialize)]
    Method {
        Card = "CARD",
        EasyPay = "EASY_PAY",
        Transfer = "TRANSFER",
        VirtualAccount = "VIRTUAL_ACCOUNT",
        Mobile = "MOBILE",
    }
}

named! {
    #[derive(Serialize, Deserialize)]
    Stage {
        Open = "OPEN",
        /// The buyer authenticated, and a token waits to be confirmed.
        Authenticated = "AUTHENTICATED",
        /// The account waits for its deposit.
        Issued = "ISSUED",
        /// The account was closed before anything was paid in.
        Closed = "CLOSED",
        Paid = "PAID",
        Failed = "FAILED",
    }
}

/// One try of the buyer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) tx_id: String,
    pub(crate) token: String,
    pub(crate) method: Method,
    pub(crate) total: i64,
    pub(crate) tax_free: i64,
    pub(crate) order_name: String,
    pub(crate) customer: Option<String>,
    pub(crate) redirect_url: String,
    pub(crate) valid_hours: i64,
    pub(crate) live: bool,
    pub(crate) stage: Stage,
    pub(crate) requested_at: DateTime<Utc>,
    pub(crate) changed_at: DateTime<Utc>,
    pub(crate) paid_at: Option<DateTime<Utc>>,
    pub(crate) account: Option<Account>,
    /// The reason, and the PG's own code and message.
    pub(crate) failure: Option<(String, String, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) number: String,
    pub(crate) issued_at: DateTime<Utc>,
    pub(crate) due: DateTime<Utc>,
    pub(crate) depositor: Option<String>,
}

named! {
    #[derive(Serialize, Deserialize)]
    CancelStatus {
        Succeeded = "SUCCEEDED",
        Requested = "REQUESTED",
        Failed = "FAILED",
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cancel {
    pub(crate) id: String,
    pub(crate) status: CancelStatus,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) reason: String,
    pub(crate) at: DateTime<Utc>,
    /// `API`, `CONSOLE` or `CHARGEBACK`.
    pub(crate) trigger: String,
    pub(crate) idempotency_key: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dispute {
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) resolved_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) attempts: Vec<Attempt>,
    /// The attempt that took the money, or had an account issued.
    pub(crate) taken: Option<usize>,
    pub(crate) cancels: Vec<Cancel>,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) approvals: u32,
}

impl Payment {
    pub(crate) fn shown(&self) -> &Attempt {
        let at = self.taken.unwrap_or(self.attempts.len() - 1);
        &self.attempts[at]
    }

    pub(crate) fn shown_mut(&mut self) -> &mut Attempt {
        let at = self.taken.unwrap_or(self.attempts.len() - 1);
        &mut self.attempts[at]
    }

    fn sum(&self, which: CancelStatus, part: fn(&Cancel) -> i64) -> i64 {
        let cancels = self.cancels.iter().filter(|it| it.status == which);
        cancels.map(part).sum()
    }

    pub(crate) fn cancelled(&self) -> i64 {
        self.sum(CancelStatus::Succeeded, |it| it.amount)
    }

    /// What can still be cancelled. A cancel that is only requested counts as gone here; PortOne does not document it.
    pub(crate) fn cancellable(&self) -> i64 {
        self.shown().total - self.cancelled() - self.sum(CancelStatus::Requested, |it| it.amount)
    }

    pub(crate) fn cancellable_tax_free(&self) -> i64 {
        let gone = |which| self.sum(which, |it: &Cancel| it.tax_free);
        self.shown().tax_free - gone(CancelStatus::Succeeded) - gone(CancelStatus::Requested)
    }

    pub(crate) fn status(&self) -> &'static str {
        match self.shown().stage {
            Stage::Open | Stage::Authenticated => "READY",
            Stage::Issued => "VIRTUAL_ACCOUNT_ISSUED",
            Stage::Closed => "CANCELLED",
            Stage::Failed => "FAILED",
            Stage::Paid if self.cancelled() == 0 => "PAID",
            Stage::Paid if self.cancelled() == self.shown().total => "CANCELLED",
            Stage::Paid => "PARTIAL_CANCELLED",
        }
    }

    /// When its status last changed.
    pub(crate) fn changed_at(&self) -> DateTime<Utc> {
        let done = self
            .cancels
            .iter()
            .filter(|it| it.status == CancelStatus::Succeeded);
        let last = done.map(|it| it.at).max();
        last.unwrap_or(self.shown().changed_at)
    }

    /// Its row in `GET /sandbox/books`.
    pub(crate) fn view(&self) -> Value {
        let cancels: Vec<Value> = self
            .cancels
            .iter()
            .filter(|it| it.status != CancelStatus::Failed)
            .map(|it| {
                json!({
                    "transaction_key": it.id, "amount": it.amount, "reason": it.reason,
                    "idempotency_key": it.idempotency_key,
                })
            })
            .collect();
        json!({
            "payment_key": self.id, "order_id": self.id, "amount": self.shown().total,
            "cancelled": self.cancelled(), "status": self.status(), "approvals": self.approvals,
            "cancels": cancels,
        })
    }

    /// The document that a look-up answers.
    pub(crate) fn json(&self, app: &super::App, channel: Channel) -> Value {
        let it = self.shown();
        let (supply, vat) = split(it.total, it.tax_free);
        let cancelled_tax_free = self.sum(CancelStatus::Succeeded, |it| it.tax_free);
        let mut shown = json!({
            "status": self.status(), "id": self.id, "transactionId": it.tx_id, "merchantId": MERCHANT_ID,
            "storeId": app.settings.store_id, "version": "V2", "webhooks": [],
            "channel": {
                "type": if it.live { "LIVE" } else { "TEST" }, "id": "channel-id-sandbox",
                "key": app.settings.channel_key, "name": "모의 채널", "pgProvider": "INICIS_V2",
                "pgMerchantId": "INIpayTest",
            },
            "requestedAt": iso(it.requested_at), "updatedAt": iso(self.changed_at()),
            "statusChangedAt": iso(self.changed_at()), "orderName": it.order_name,
            "amount": {
                "total": it.total, "taxFree": it.tax_free, "vat": vat, "supply": supply, "discount": 0,
                "paid": if it.paid_at.is_some() { it.total } else { 0 },
                "cancelled": self.cancelled(), "cancelledTaxFree": cancelled_tax_free,
            },
            "currency": "KRW", "customer": {"name": it.customer}, "origin": {"platformType": "PC"},
        });
        if it.stage != Stage::Open {
            shown["method"] = self.method(channel);
        }
        if let Some(paid_at) = it.paid_at {
            shown["paidAt"] = json!(iso(paid_at));
            shown["pgTxId"] = json!(format!("StdpayCARDINIpayTest{}", it.tx_id.replace('-', "")));
            shown["pgResponse"] = json!("{}");
            shown["receiptUrl"] =
                json!(format!("{}/portone/receipts/{}", app.public_base, self.id));
            shown["disputes"] = self.disputes.iter().map(dispute).collect();
        }
        if !self.cancels.is_empty() {
            shown["cancellations"] = self.cancels.iter().map(Cancel::json).collect();
            let last = self.cancels.last().map(|it| iso(it.at));
            shown["cancelledAt"] = json!(last);
        }
        if let Some((reason, code, message)) = &it.failure {
            shown["failedAt"] = json!(iso(it.changed_at));
            shown["failure"] = json!({"reason": reason, "pgCode": code, "pgMessage": message});
        }
        shown
    }

    fn method(&self, channel: Channel) -> Value {
        let it = self.shown();
        let card = json!({
            "type": "PaymentMethodCard", "approvalNumber": "30042019", "pointUsed": false,
            "card": {
                "publisher": "ISSUER", "issuer": "SHINHAN_CARD", "brand": "LOCAL", "type": "CREDIT",
                "ownerType": "PERSONAL", "bin": "457973", "name": "신한카드", "number": "457973******123*",
            },
            "installment": {"month": 0, "isInterestFree": false},
        });
        match it.method {
            Method::Card => card,
            Method::EasyPay => json!({
                "type": "PaymentMethodEasyPay", "provider": "KAKAOPAY", "easyPayMethod": card,
            }),
            Method::Transfer => json!({"type": "PaymentMethodTransfer", "bank": BANK}),
            Method::Mobile => json!({"type": "PaymentMethodMobile"}),
            Method::VirtualAccount => {
                let account = it.account.as_ref();
                let refund = match (self.cancels.is_empty(), channel.slow_cancels) {
                    (true, _) => None,
                    (false, true) => Some("PENDING"),
                    (false, false) => Some("COMPLETED"),
                };
                json!({
                    "type": "PaymentMethodVirtualAccount", "bank": BANK, "accountType": "NORMAL",
                    "accountNumber": account.map_or("", |it| it.number.as_str()),
                    "remitteeName": HOLDER, "remitterName": account.and_then(|it| it.depositor.as_deref()),
                    "expiredAt": account.map(|it| iso(it.due)), "issuedAt": account.map(|it| iso(it.issued_at)),
                    "refundStatus": refund,
                })
            }
        }
    }
}

impl Cancel {
    pub(crate) fn json(&self) -> Value {
        let (_, vat) = split(self.amount, self.tax_free);
        let done = self.status == CancelStatus::Succeeded;
        json!({
            "status": self.status.name(), "id": self.id, "pgCancellationId": self.id,
            "totalAmount": self.amount, "taxFreeAmount": self.tax_free, "vatAmount": vat, "reason": self.reason,
            "cancelledAt": done.then(|| iso(self.at)), "requestedAt": iso(self.at), "trigger": self.trigger,
        })
    }
}

fn dispute(it: &Dispute) -> Value {
    json!({
        "status": if it.resolved_at.is_some() { "RESOLVED" } else { "UNRESOLVED" },
        "pgDisputeId": "PP-D-1", "reason": "구매자가 결제를 인정하지 않습니다.",
        "createdAt": iso(it.created_at), "resolvedAt": it.resolved_at.map(iso),
    })
}

/// Supply and VAT of an amount: an eleventh of the taxed part, rounded half up.
fn split(total: i64, tax_free: i64) -> (i64, i64) {
    let vat = ((total - tax_free) * 2 + 11) / 22;
    (total - tax_free - vat, vat)
}

/// `2024-04-25T10:00:00.000Z`, the form of the documents' samples.
pub(crate) fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
