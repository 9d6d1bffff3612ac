//! Kakao Pay, as the common cases see it.

use std::sync::Arc;

use domain::kind::Method;
use providers::{
    kakaopay::{self, KakaoPay},
    provider::{Provider, RefundOrder},
};
use serde_json::{Value, json};

use super::super::{
    Applies::{self, Here, No},
    Call, Subject,
};
use super::toss::without_names;
use super::{JSON, LIMITS, owned};
use crate::{kakaopay_support as kakao, support};

const PG_TOKEN: &str = "ad950e97794abfef4ce0";

pub(super) fn kakaopay() -> Subject {
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
