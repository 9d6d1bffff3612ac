//! Preparing a payment at Kakao Pay.

use domain::kind::Method;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::{
    kakaopay_support::{TID, answers, error, kakaopay_at, on, order, sent},
    support::{at, now, order_id, with},
};

/// The captured answer to ready of 2025-07-16 (scheme fields included).
fn begun() -> Value {
    let page = "bcd3325a4ea71ed80c6056c4134c88987c1705066247638c9fea68b507ccd57e";
    let host = "https://online-payment.kakaopay.com/mockup/bridge";
    let scheme =
        format!("kakaotalk://kakaopay/pg?url=https://online-pay.kakaopay.com/pay/mockup/{page}");
    json!({"tid":TID,"tms_result":false,
        "next_redirect_pc_url":format!("{host}/pc/pg/one-time/payment/{page}"),
        "next_redirect_mobile_url":format!("{host}/mobile-web/pg/one-time/payment/{page}"),
        "next_redirect_app_url":format!("{host}/mobile-app/pg/one-time/payment/{page}"),
        "android_app_scheme":scheme,"ios_app_scheme":scheme,"created_at":"2025-07-16T14:12:51"})
}

#[tokio::test]
async fn a_payment_is_prepared_with_every_field_and_the_three_addresses_are_kept() {
    let server = MockServer::start().await;
    answers(&server, "ready", 200, begun()).await;
    let kakaopay = kakaopay_at(&server.uri());
    let session = kakaopay
        .begin(&order(Method::EasyPay, None), now())
        .await
        .unwrap();
    assert_eq!(session.payment_key.as_deref(), Some(TID));
    assert_eq!(session.expires_at, at("2023-12-01T00:20:00+09:00"));
    let ends = |url: Option<String>, part: &str| url.is_some_and(|url| url.contains(part));
    assert!(ends(session.redirect_url, "/bridge/pc/"));
    assert!(ends(session.mobile_url, "/bridge/mobile-web/"));
    assert!(ends(session.app_url, "/bridge/mobile-app/"));

    let body = sent(&server, "ready").await.remove(0);
    let id = order_id();
    let start = format!(
        "{{\"cid\":\"TC0ONETIME\",\"partner_order_id\":\"{id}\",\"partner_user_id\":\"{id}\",\
         \"item_name\":\"1,000 credits × 3\",\"quantity\":1,\"total_amount\":1100000,\
         \"tax_free_amount\":0,\"vat_amount\":100000,\
         \"approval_url\":\"https://pay.shop.example/gw/callbacks/kakaopay/{id}/success?state="
    );
    assert!(body.starts_with(&start), "{body}");
    assert!(!body.contains("payment_method_type"), "{body}");
    assert!(!body.contains("hong@example.com"), "personal data: {body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    for (name, outcome) in [("cancel_url", "cancel"), ("fail_url", "fail")] {
        let url = body[name].as_str().unwrap();
        assert!(url.contains(&format!("/{id}/{outcome}?state=")), "{url}");
        assert!(url.len() <= 255, "{url}");
    }
}

#[tokio::test]
async fn a_buyer_who_chose_a_card_is_offered_cards_and_other_methods_are_refused_without_a_call() {
    let server = MockServer::start().await;
    answers(&server, "ready", 200, begun()).await;
    let kakaopay = kakaopay_at(&server.uri());
    kakaopay
        .begin(&order(Method::Card, None), now())
        .await
        .unwrap();
    let body = sent(&server, "ready").await.remove(0);
    assert!(body.ends_with("\"payment_method_type\":\"CARD\"}"));
    let other = kakaopay.begin(&order(Method::Mobile, None), now()).await;
    assert!(matches!(other, Err(ProviderError::Misconfigured { .. })));
    assert_eq!(sent(&server, "ready").await.len(), 1);
}

#[tokio::test]
async fn a_payment_that_is_not_prepared_is_told_apart() {
    let begin = async |template: ResponseTemplate| {
        let server = MockServer::start().await;
        on(&server, "ready", template).await;
        kakaopay_at(&server.uri())
            .begin(&order(Method::EasyPay, None), now())
            .await
            .unwrap_err()
    };
    let json = |status, body: Value| ResponseTemplate::new(status).set_body_json(body);
    let over = begin(json(400, error(-797))).await;
    assert!(matches!(over, ProviderError::Declined { .. }), "{over}");
    for (status, code) in [(401, -401), (403, -403), (400, -731), (400, -799)] {
        let key = begin(json(status, error(code))).await;
        assert!(matches!(key, ProviderError::Misconfigured { .. }), "{key}");
    }
    // No money can have moved: these are reasons to start again.
    let maintenance = json!({"code":-7,"message":"service unavailable.",
        "extras":{"method_result_code":"9999","method_result_message":"서비스를 점검하고 있습니다."}});
    for (status, body) in [(500, error(-500)), (400, maintenance), (429, error(-429))] {
        let again = begin(json(status, body)).await;
        assert!(matches!(again, ProviderError::Unreachable(_)), "{again}");
    }
    let unsafe_address = with(
        begun(),
        json!({"next_redirect_pc_url":"javascript:alert(1)"}),
    );
    for template in [
        json(400, error(-12_345)),
        json(200, unsafe_address),
        json(200, with(begun(), json!({"next_redirect_pc_url":null}))),
        json(200, with(begun(), json!({"tid":""}))),
    ] {
        let doubt = begin(template).await;
        assert!(matches!(doubt, ProviderError::InDoubt(_)), "{doubt}");
    }
}
