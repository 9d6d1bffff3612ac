//! Shared by the tests of PortOne: its documented answers, for our order, and the adapter with a mock server.

use std::time::Duration;

use domain::{kind::Method, order::Order};
use providers::{
    http::Limits,
    portone::{PortOne, PortOneConfig, SCRIPT_URL, WINDOW_HOSTS},
    provider::{Callback, PaymentRef, RefundOrder},
};
use serde_json::{Value, json};

use crate::support::{self, order_id, returns, success, won};

pub(crate) const SECRET: &str = "pOsecret0fNobody2K9";
pub(crate) const STORE: &str = "store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec";
pub(crate) const CHANNEL: &str = "channel-key-893597d6-e62d-410f-83f9-119f530b4b11";
/// The secret of the server SDK's own tests.
pub(crate) const WEBHOOKS_OLD: &str = "pzQGE83cSIRKM4/WH5QY+g==";
pub(crate) const WEBHOOKS_NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub(crate) const TOKEN: &str = "01HZpaymentTokenOfNobody";
pub(crate) const TX: &str = "55451513-9763-4a7a-bb43-78a4c65be843";
pub(crate) const TOTAL: i64 = 163_020;

pub(crate) fn config(base_url: &str) -> PortOneConfig {
    let methods = [
        "card",
        "easy_pay",
        "account_transfer",
        "virtual_account",
        "mobile",
    ];
    PortOneConfig {
        portone_api_secret: Some(SECRET.into()),
        portone_store_id: STORE.to_owned(),
        portone_channels: methods.map(|it| format!("{it}={CHANNEL}")).to_vec(),
        portone_webhook_secrets: vec![WEBHOOKS_NEW.into(), WEBHOOKS_OLD.into()],
        portone_test: true,
        portone_url: base_url.parse().expect("a URL"),
        portone_sdk_url: SCRIPT_URL.parse().expect("a URL"),
        portone_window_hosts: WINDOW_HOSTS.to_owned(),
        portone_virtual_account_hours: 24,
    }
}

/// PortOne at `server`, with a wait of at most half a second.
pub(crate) fn portone_at(base_url: &str) -> PortOne {
    with(&config(base_url))
}

pub(crate) fn with(config: &PortOneConfig) -> PortOne {
    let limits = Limits {
        total: Duration::from_millis(500),
    };
    PortOne::with_limits(config, returns(), limits).expect("an adapter")
}

/// `/payments/{order}` and what follows.
pub(crate) fn at(rest: &str) -> String {
    format!("/payments/{}{rest}", order_id())
}

pub(crate) fn order(method: Method, begun: bool) -> Order {
    let id = order_id().to_string();
    let mut order = support::order(method, begun.then_some(id.as_str()));
    order.provider = providers::portone::ID;
    order
}

pub(crate) fn came_back() -> Callback {
    success(&[
        ("transactionType", "PAYMENT"),
        ("paymentId", &order_id().to_string()),
        ("txId", TX),
        ("paymentToken", TOKEN),
    ])
}

pub(crate) fn payment_ref() -> PaymentRef {
    support::payment_ref(Some(&order_id().to_string()))
}

pub(crate) fn refund(amount: i64, expected_balance: i64) -> RefundOrder {
    RefundOrder {
        payment_key: order_id().to_string(),
        vat: won(amount / 11),
        ..support::refund(amount, expected_balance)
    }
}

pub(crate) fn refused(code: &str) -> Value {
    json!({"type": code, "message": "메시지"})
}

pub(crate) fn confirmed() -> Value {
    json!({"pgTxId": "StdpayCARDINIpayTest20240425100005123456", "paidAt": "2023-12-01T00:05:07+09:00"})
}

/// A card payment with every required field of `PaidPayment`.
pub(crate) fn paid() -> Value {
    json!({
        "status": "PAID", "id": order_id(), "transactionId": TX, "merchantId": "merchant-1",
        "storeId": STORE, "version": "V2", "webhooks": [],
        "method": {
            "type": "PaymentMethodCard", "approvalNumber": "30042019", "pointUsed": false,
            "card": {"publisher": "ISSUER", "issuer": "SHINHAN_CARD", "brand": "LOCAL", "type": "CREDIT",
                     "ownerType": "PERSONAL", "bin": "457973", "name": "신한카드", "number": "457973******123*"},
            "installment": {"month": 3, "isInterestFree": false},
        },
        "channel": {"type": "TEST", "id": "channel-id-1", "key": CHANNEL, "name": "KG이니시스",
                    "pgProvider": "INICIS_V2", "pgMerchantId": "INIpayTest"},
        "requestedAt": "2023-11-30T15:05:00.000Z", "updatedAt": "2023-11-30T15:05:07.000Z",
        "statusChangedAt": "2023-11-30T15:05:07.000Z", "orderName": "1,000 credits",
        "amount": {"total": TOTAL, "taxFree": 0, "vat": 14_820, "supply": 148_200, "discount": 0,
                   "paid": TOTAL, "cancelled": 0, "cancelledTaxFree": 0},
        "currency": "KRW", "customer": {"id": "c", "name": "홍길동"}, "origin": {"platformType": "PC"},
        "paidAt": "2023-11-30T15:05:07.000Z", "pgTxId": "StdpayCARDINIpayTest20240425100005123456",
        "pgResponse": "{}", "receiptUrl": "https://iniweb.inicis.com/DefaultWebApp/mall/cr/cm/mCmReceipt_head.jsp?noTid=1",
        "disputes": [],
    })
}

/// A payment that was opened and not paid.
pub(crate) fn ready() -> Value {
    let mut ready = support::with(paid(), json!({"status": "READY"}));
    ready["amount"]["paid"] = json!(0);
    for name in [
        "method",
        "paidAt",
        "pgTxId",
        "pgResponse",
        "receiptUrl",
        "disputes",
    ] {
        ready.as_object_mut().expect("an object").remove(name);
    }
    ready
}

/// The payment after cancels of `gone` won altogether.
pub(crate) fn cancelled(gone: i64, cancels: &[Value]) -> Value {
    let status = if gone == TOTAL {
        "CANCELLED"
    } else {
        "PARTIAL_CANCELLED"
    };
    let mut payment = support::with(
        paid(),
        json!({"status": status, "cancellations": cancels, "cancelledAt": "2024-12-04T02:01:16.000Z"}),
    );
    payment["amount"]["cancelled"] = json!(gone);
    payment
}

/// One cancel, as the API answers it.
pub(crate) fn cancel(reason: &str, amount: i64) -> Value {
    json!({
        "status": "SUCCEEDED", "id": "0cdd91e9-4e7c-44a3-a72e-1a6511826c2b", "pgCancellationId": "C1",
        "totalAmount": amount, "taxFreeAmount": 0, "vatAmount": amount / 11, "reason": reason,
        "cancelledAt": "2024-12-04T02:01:16.000Z", "requestedAt": "2024-12-04T02:01:15.000Z", "trigger": "API",
    })
}

/// The account that waits for its deposit.
pub(crate) fn issued() -> Value {
    let method = json!({
        "type": "PaymentMethodVirtualAccount", "bank": "KOOKMIN", "accountNumber": "79019600001234",
        "accountType": "NORMAL", "remitteeName": "모의상점", "remitterName": "홍길동",
        "issuedAt": "2023-11-30T15:05:07.000Z", "expiredAt": "2023-12-01T15:05:07.000Z",
    });
    support::with(
        ready(),
        json!({"status": "VIRTUAL_ACCOUNT_ISSUED", "method": method, "pgTxId": "V1"}),
    )
}
