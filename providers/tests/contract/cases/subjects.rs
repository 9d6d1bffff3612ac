//! The providers on the list. A new one is added here.

use std::{sync::Arc, time::Duration};

use domain::kind::Method;
use providers::{
    bank::{self, Bank},
    http::Limits,
    kakaopay::{self, KakaoPay},
    naverpay::{self, NaverPay},
    provider::{Provider, RefundOrder},
    toss::{self, Toss},
};
use serde_json::{Value, json};

use super::{
    Applies::{self, Here, No},
    Call, Subject,
};
use crate::{kakaopay_support as kakao, made_up, naverpay_support as naver, support};

const LIMITS: Limits = Limits {
    total: Duration::from_millis(500),
};
const JSON: (&str, &str) = ("Content-Type", "application/json");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const PG_TOKEN: &str = "ad950e97794abfef4ce0";

pub(super) fn subjects() -> Vec<Subject> {
    vec![toss(), kakaopay(), naverpay(), bank(), made_up::subject()]
}

fn owned<const N: usize>(pairs: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    pairs.map(|(name, value)| (name, value.to_owned())).to_vec()
}

fn toss() -> Subject {
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
fn without_names(text: &str) -> String {
    let numbers = text
        .split(' ')
        .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    format!("계좌 {} 오류", numbers.collect::<Vec<_>>().join(" "))
}

fn kakaopay() -> Subject {
    let refund = kakao::refund(100_000, kakao::TOTAL);
    Subject {
        id: kakaopay::ID,
        start: |secret, base_url| {
            let mut config = kakao::config(base_url);
            config.kakaopay_secret_key = Some(secret.into());
            KakaoPay::with_limits(&config, support::returns(), LIMITS)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: kakao::SECRET,
        ill_formed: vec![
            "DEV",
            "SECRET_KEY_DEV01234567",
            "DEV0123\n",
            "dev0123456789",
            "DEV 0123",
        ],
        private: vec![PG_TOKEN, "hong@example.com"],
        calls: kakaopay_calls(&refund),
        balance: Here(("cancel_available_amount", kakao::TOTAL)),
        unknown_word: Here(support::with(
            kakao::asked(0, &[]),
            json!({"status":"A_WORD_OF_NEXT_YEAR"}),
        )),
        unknown_codes: vec![(400, kakao::error(-98_765)), (403, kakao::error(-98_765))],
        repeats: |text| json!({"error_code":-98_765,"error_message":without_names(text)}),
        opened: kakao::order(Method::EasyPay, None),
        begun: kakao::order(Method::EasyPay, Some(kakao::TID)),
        callback: support::success(&[("pg_token", PG_TOKEN)]),
        payment: kakao::payment_ref(Some(kakao::TID)),
        refund,
    }
}

fn kakaopay_calls(refund: &RefundOrder) -> [Applies<Call>; 4] {
    let order = support::order_id().to_string();
    let reason = refund.reason_line();
    let authorization = format!("SECRET_KEY {}", kakao::SECRET);
    let no_key = "kakaopay knows no idempotency keys";
    let call = |act: &str, answer: Value, body: Vec<(&'static str, String)>| Call {
        verb: "POST",
        path: format!("/online/v1/payment/{act}"),
        answer,
        headers: owned([JSON, ("Authorization", &authorization)]),
        amount: No("a look-up names the payment alone"),
        body,
        key: No(no_key),
        around: Vec::new(),
    };
    let page = "https://online-payment.kakaopay.com/mockup/bridge/pc/pg/one-time/payment/bcd3";
    let ours = owned([("partner_order_id", &order), ("cid", "TC0ONETIME")]);
    let named = owned([("tid", kakao::TID), ("cid", "TC0ONETIME")]);
    let begin = json!({"tid":kakao::TID,"next_redirect_pc_url":page});
    let approve = [
        ours.clone(),
        owned([("tid", kakao::TID), ("pg_token", PG_TOKEN)]),
    ]
    .concat();
    let cancel = [named.clone(), owned([("payload", &reason)])].concat();
    let asked = (
        "POST",
        "/online/v1/payment/order".to_owned(),
        kakao::asked(0, &[]),
    );
    [
        Here(Call {
            amount: Here("total_amount"),
            ..call("ready", begin, ours)
        }),
        Here(Call {
            amount: Here("total_amount"),
            ..call("approve", kakao::approved(support::order_id()), approve)
        }),
        Here(call("order", kakao::asked(0, &[]), named)),
        Here(Call {
            amount: Here("cancel_amount"),
            around: vec![asked],
            ..call("cancel", kakao::cancelled(100_000, 100_000), cancel)
        }),
    ]
}

fn naverpay() -> Subject {
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
        unknown_codes: [200, 400, 404]
            .map(|status| (status, naver::refused("ACodeOfNextYear")))
            .to_vec(),
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

fn bank() -> Subject {
    let mut refund = support::refund(1000, 10_000);
    refund.method = Method::BankTransfer;
    refund.account = Some(support::refund_account("088"));
    Subject {
        id: bank::ID,
        start: |secret, _| {
            let mut config = support::bank_config();
            config.bank_webhook_secrets = vec![secret.into()];
            Bank::new(&config)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: support::BANK_NEW,
        ill_formed: vec!["whsec_", "whsec_*not base64*"],
        private: vec![
            "110123457270",
            "110-123-457270",
            "홍길동",
            "주식회사 크레딧",
        ],
        calls: [
            No("the account is our own: nobody has to be asked before a transfer"),
            No("a transfer is completed by its deposit, which the feed tells"),
            No("a feed of deposits cannot be asked: its notice is the snapshot"),
            No("a person sends the money back from the seller's account"),
        ],
        balance: No("a person sends the money back from the seller's account"),
        unknown_word: No("a deposit has no status"),
        unknown_codes: Vec::new(),
        repeats: |_| json!({}),
        opened: support::order(Method::BankTransfer, None),
        begun: support::order(Method::BankTransfer, None),
        callback: support::came_back(),
        payment: support::payment_ref(None),
        refund,
    }
}
