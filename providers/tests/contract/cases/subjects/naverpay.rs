//! Naver Pay, as the common cases see it.

use std::sync::Arc;

use providers::{
    naverpay::{self, NaverPay},
    provider::{Provider, RefundOrder},
};
use serde_json::json;

use super::super::{
    Applies::{self, Here, No},
    Call, Subject,
};
use super::toss::without_names;
use super::{JSON, LIMITS, owned};
use crate::{naverpay_support as naver, support};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

pub(super) fn naverpay() -> Subject {
    let refund = naver::refund(10_000, 0, naver::TOTAL);
    let unknown = support::with(naver::approval(), json!({"admissionState":"WAITING"}));
    Subject {
        id: naverpay::ID,
        start: |secret, base_url| {
            let mut config = naver::config(base_url);
            config.naverpay_client_secret = Some(secret.into());
            NaverPay::with_limits(&config, support::returns(), LIMITS)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: naver::SECRET,
        ill_formed: vec!["Xq3v T9mK", "Xq3vT9mK\n", "비밀"],
        private: vec!["hong@example.com", "465887000000"],
        calls: naverpay_calls(&refund),
        // Naver Pay expects the amount left after the refund.
        balance: Here(("expectedRestAmount", naver::TOTAL - 10_000)),
        unknown_word: Here(naver::history(&[unknown])),
        unknown_codes: vec![
            (200, naver::refused("ACodeOfNextYear")),
            (400, naver::refused("ACodeOfNextYear")),
            (404, naver::refused("ACodeOfNextYear")),
            (500, naver::refused("TimeExpired")),
            (503, naver::refused("MaintenanceOngoing")),
            (400, json!({"code":"Success","body":{}})),
            (200, json!({"message":"성공"})),
            (200, json!({"code":"Success"})),
            (
                200,
                json!({"code":"Success","body":{"list":"465887000000"}}),
            ),
        ],
        repeats: |text| json!({"code":"ACodeOfNextYear","message":without_names(text)}),
        opened: naver::order(None),
        begun: naver::order(Some(&[("paymentId", naver::ID)])),
        callback: naver::came_back(),
        payment: naver::payment_ref(Some(naver::ID), &[]),
        refund,
    }
}

fn naverpay_calls(refund: &RefundOrder) -> [Applies<Call>; 4] {
    let order = support::order_id().to_string();
    let reason = refund.reason_line();
    let headers = |content: (&'static str, &str)| {
        owned([
            content,
            ("X-Naver-Client-Id", "client-1"),
            ("X-Naver-Client-Secret", naver::SECRET),
            ("X-NaverPay-Chain-Id", "chain-1=="),
        ])
    };
    let key = |key: String| Here(("X-NaverPay-Idempotency-Key", key));
    [
        Here(Call {
            verb: "POST",
            path: naver::RESERVE.to_owned(),
            answer: naver::said(&json!({"reserveId":"20241119WGZXMHNPZ1NlT3dn"})),
            headers: headers(JSON),
            amount: Here("totalPayAmount"),
            body: owned([("merchantPayKey", &order), ("modelVersion", "2")]),
            key: key(order.clone()),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: naver::APPLY.to_owned(),
            answer: naver::applied(),
            headers: headers(FORM),
            amount: No("applying names the payment alone: the answer's amount is compared"),
            body: owned([("paymentId", naver::ID)]),
            key: key(format!("ap-{}", naver::ID)),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: naver::one(),
            answer: naver::history(&[naver::approval()]),
            headers: headers(JSON),
            amount: No("a look-up names the payment alone"),
            body: owned([("approvalType", "ALL"), ("rowsPerPage", "100")]),
            key: No("reading changes nothing"),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: naver::CANCEL.to_owned(),
            answer: naver::cancelled(),
            headers: headers(FORM),
            amount: Here("cancelAmount"),
            body: owned([("cancelReason", &reason), ("doCompareRest", "1")]),
            key: key(refund.id.to_string()),
            around: Vec::new(),
        }),
    ]
}
