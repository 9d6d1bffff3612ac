//! The Payment object that the API shows of a payment, with explicit nulls. Versions 2022-11-16 and 2024-06-01 show
//! the same payment except for their names.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::{currency::Currency, method::Method};
use super::{Cancel, Payment, Status, VirtualAccount};
use crate::shared::time::kst;

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
