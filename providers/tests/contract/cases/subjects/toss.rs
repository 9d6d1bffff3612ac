//! Toss, as the common cases see it.

use std::sync::Arc;

use domain::kind::Method;
use providers::{
    provider::{Provider, RefundOrder},
    toss::{self, Toss},
};
use serde_json::json;

use super::super::{
    Applies::{self, Here, No},
    Call, Subject,
};
use super::{JSON, LIMITS, owned};
use crate::support;

pub(super) fn toss() -> Subject {
    let mut refund = support::refund(1001, 163_019);
    refund.method = Method::VirtualAccount;
    refund.account = Some(support::refund_account("004"));
    Subject {
        id: toss::ID,
        start: |secret, base_url| {
            let mut config = support::config(base_url);
            config.toss_secret_key = Some(secret.into());
            Toss::with_limits(&config, support::returns(), LIMITS)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: support::SECRET_KEY,
        ill_formed: vec![
            "test_ck_D5GePWvyJnrK0W0k6q8g",
            "test_sk_a\n",
            "sk_test_a",
            "test_sk_가",
        ],
        private: vec!["110123457270", "홍길동", "dGVzdF9za196", "ps_eqRGgYO1r57E"],
        calls: toss_calls(&refund),
        balance: Here(("refundableAmount", 163_019)),
        unknown_word: Here(support::with(
            support::card(),
            json!({"status":"A_WORD_OF_NEXT_YEAR"}),
        )),
        unknown_codes: [400, 403, 404, 409]
            .map(|status| (status, support::error("A_CODE_OF_NEXT_YEAR")))
            .to_vec(),
        repeats: |text| json!({"code":"A_CODE_OF_NEXT_YEAR","message":without_names(text)}),
        opened: support::order(Method::VirtualAccount, None),
        begun: support::order(Method::Card, Some(support::KEY)),
        callback: support::came_back(),
        payment: support::payment_ref(Some(support::KEY)),
        refund,
    }
}

fn toss_calls(refund: &RefundOrder) -> [Applies<Call>; 4] {
    let (order, key) = (support::order_id().to_string(), support::KEY);
    let headers = || owned([JSON, ("Authorization", support::BASIC)]);
    let ready = json!({"status":"READY","approvedAt":null,"method":null,
        "checkout":{"url":"https://api.tosspayments.com/v1/payments/1/checkout"}});
    let reason = refund.reason_line();
    [
        Here(Call {
            verb: "POST",
            path: "/v1/payments".to_owned(),
            answer: support::with(support::virtual_account(), ready),
            headers: headers(),
            amount: Here("amount"),
            body: owned([
                ("orderId", &order),
                ("method", "VIRTUAL_ACCOUNT"),
                ("currency", "KRW"),
            ]),
            key: Here(("Idempotency-Key", order.clone())),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: "/v1/payments/confirm".to_owned(),
            answer: support::card(),
            headers: headers(),
            amount: Here("amount"),
            body: owned([("orderId", &order), ("paymentKey", key)]),
            key: Here(("Idempotency-Key", format!("confirm-{order}"))),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "GET",
            path: format!("/v1/payments/{key}"),
            answer: support::card(),
            headers: owned([("Authorization", support::BASIC)]),
            amount: No("a look-up names the payment alone"),
            body: Vec::new(),
            key: No("reading changes nothing"),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: format!("/v1/payments/{key}/cancel"),
            answer: support::with(
                support::virtual_account(),
                json!({"status":"PARTIAL_CANCELED","approvedAt":"2025-11-30T14:20:00+09:00",
                           "balanceAmount":28_999,"cancels":[support::cancel(&reason, 1001, 28_999)]}),
            ),
            headers: headers(),
            amount: Here("cancelAmount"),
            body: owned([("cancelReason", &reason)]),
            key: Here(("Idempotency-Key", refund.id.to_string())),
            around: Vec::new(),
        }),
    ]
}

/// A provider's message may repeat data that was sent to it; numbers are masked everywhere. Names cannot be
/// distinguished from other words, and no provider was seen repeating one, so they are left out.
pub(super) fn without_names(text: &str) -> String {
    let numbers = text
        .split(' ')
        .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    format!("계좌 {} 오류", numbers.collect::<Vec<_>>().join(" "))
}
