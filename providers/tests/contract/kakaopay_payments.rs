//! Kakao Pay: ready, approve and look-up. The conclusions from its refusals and missing answers.

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    kakaopay::documented,
    provider::{Callback, CallbackOutcome, Provider as _},
};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::{
    kakaopay_support::{
        SECRET, TID, TOTAL, answers, approved, asked, error, failure, kakaopay_at, on, order,
        payment_ref, sent, silences, without,
    },
    support::{at, ended, now, order_id, requests, success, with, won},
};

const TOKEN: &str = "ad950e97794abfef4ce0";

fn came_back() -> Callback {
    success(&[("pg_token", TOKEN), ("total_amount", "1")])
}

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

async fn approves(order_status: Option<(u16, Value)>, approve: ResponseTemplate) -> Answer {
    let server = MockServer::start().await;
    on(&server, "approve", approve).await;
    if let Some((status, body)) = order_status {
        answers(&server, "order", status, body).await;
    }
    let answer = kakaopay_at(&server.uri())
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await;
    assert_eq!(sent(&server, "approve").await.len(), 1, "never sent twice");
    Answer {
        answer,
        looks: sent(&server, "order").await.len(),
    }
}

struct Answer {
    answer: Result<Snapshot, ProviderError>,
    looks: usize,
}

#[tokio::test]
async fn an_approved_payment_is_paid_and_its_request_carries_what_ready_sent() {
    let server = MockServer::start().await;
    answers(&server, "approve", 200, approved(order_id())).await;
    let snapshot = kakaopay_at(&server.uri())
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await
        .unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(TOTAL));
    assert!(snapshot.cancelled.is_zero());
    assert_eq!(snapshot.method, Method::Card);
    assert_eq!(snapshot.payment_key, TID);
    assert_eq!(snapshot.order_ref, order_id().to_string());
    // Seoul's time, though the document does not say so.
    assert_eq!(snapshot.paid_at, Some(at("2024-07-30T11:51:00Z")));
    let tax = snapshot.tax.unwrap();
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(1_000_000), won(100_000), won(0))
    );
    assert_eq!(snapshot.facts["approve_no"], "11111111");
    assert_eq!(snapshot.facts["aid"], "A6a8d3a301d33ed2dc3c");
    let id = order_id();
    let body = format!(
        "{{\"cid\":\"TC0ONETIME\",\"tid\":\"{TID}\",\"partner_order_id\":\"{id}\",\
         \"partner_user_id\":\"{id}\",\"pg_token\":\"{TOKEN}\",\"total_amount\":1100000}}"
    );
    assert_eq!(sent(&server, "approve").await, [body]);
}

#[tokio::test]
async fn another_amount_or_order_is_reported_as_told() {
    let other = with(approved(order_id()), json!({"partner_order_id":"another"}));
    let told = approves(None, ResponseTemplate::new(200).set_body_json(other)).await;
    assert_eq!(told.answer.unwrap().order_ref, "another");
    let mut less = approved(order_id());
    less["amount"]["total"] = json!(2200);
    less["amount"]["vat"] = json!(200);
    let told = approves(None, ResponseTemplate::new(200).set_body_json(less)).await;
    assert_eq!(told.answer.unwrap().amount, won(2200));
}

#[tokio::test]
async fn an_approval_of_another_payment_or_without_its_proof_is_in_doubt() {
    for odd in [
        with(approved(order_id()), json!({"tid":"T0000000000000000000"})),
        with(approved(order_id()), json!({"cid":"CA00000001"})),
        without(approved(order_id()), &["aid"]),
        without(approved(order_id()), &["amount"]),
        with(approved(order_id()), json!({"amount":{"total":1.5}})),
    ] {
        let told = approves(None, ResponseTemplate::new(200).set_body_json(odd)).await;
        assert!(matches!(told.answer, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn a_lost_answer_to_approve_is_in_doubt() {
    for silence in silences() {
        let told = approves(None, silence).await;
        assert!(
            matches!(told.answer, Err(ProviderError::InDoubt(_))),
            "{:?}",
            told.answer
        );
    }
}

#[tokio::test]
async fn approved_already_is_success_when_kakaopay_calls_it_paid() {
    for body in [error(-702), error(-783), failure(-780, "USER_LOCKED")] {
        let refused = || ResponseTemplate::new(400).set_body_json(body.clone());
        let paid = approves(Some((200, asked(0, &[]))), refused()).await;
        assert_eq!(paid.answer.unwrap().standing, Standing::Paid);
        assert_eq!(paid.looks, 1);
        let failed = with(asked(0, &[]), json!({"status":"FAIL_PAYMENT"}));
        let failed = approves(Some((200, failed)), refused()).await;
        let standing = failed.answer.unwrap().standing;
        assert!(
            matches!(standing, Standing::Failed(failure) if failure.code() == Some("FAIL_PAYMENT"))
        );
        let blind = approves(Some((500, json!(null))), refused()).await;
        assert!(matches!(blind.answer, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn refusals_of_an_approval_are_told_apart() {
    let refused = async |body: Value| {
        let refused = ResponseTemplate::new(400).set_body_json(body);
        let unpaid = with(asked(0, &[]), json!({"status":"AUTH_PASSWORD"}));
        approves(Some((200, unpaid)), refused).await
    };
    for body in [
        error(-708),
        error(-723),
        failure(-780, "LACK_BALANCE"),
        failure(-780, "0004"),
    ] {
        let told = refused(body).await;
        let Err(ProviderError::Declined(failure)) = told.answer else {
            panic!("{:?}", told.answer)
        };
        let code = failure.code().unwrap();
        assert!(documented(code).is_some(), "{code}");
    }
    for body in [
        error(-785),
        error(-500),
        error(-12_345),
        failure(-780, "BANK_FIRM_UNKNOWN"),
        failure(-780, "0110"),
    ] {
        let told = refused(body).await;
        assert!(
            matches!(told.answer, Err(ProviderError::InDoubt(_))),
            "{:?}",
            told.answer
        );
    }
    for body in [error(-701), error(-429), error(-10)] {
        let told = refused(body).await;
        assert!(matches!(told.answer, Err(ProviderError::Unreachable(_))));
    }
    for body in [error(-401), error(-706), error(-721), error(-731)] {
        let told = refused(body).await;
        assert!(matches!(
            told.answer,
            Err(ProviderError::Misconfigured { .. })
        ));
        assert_eq!(told.looks, 1, "an earlier approval may have gone through");
    }
}

#[tokio::test]
async fn a_payment_approved_earlier_outweighs_a_wrong_setting() {
    let refused = ResponseTemplate::new(400).set_body_json(error(-706));
    let told = approves(Some((200, asked(0, &[]))), refused).await;
    assert_eq!(told.answer.unwrap().standing, Standing::Paid);
}

#[tokio::test]
async fn a_code_written_as_text_is_understood() {
    let text = json!({"error_code":"-723","error_message":"expired","extras":null});
    let told = approves(None, ResponseTemplate::new(400).set_body_json(text)).await;
    assert!(
        matches!(told.answer, Err(ProviderError::Declined(ref failure)) if failure.code() == Some("-723"))
    );
}

#[tokio::test]
async fn a_buyer_who_gave_up_is_only_believed_by_kakaopays_own_word() {
    for (outcome, status) in [
        (CallbackOutcome::Cancel, "QUIT_PAYMENT"),
        (CallbackOutcome::Fail, "SUCCESS_PAYMENT"),
    ] {
        let server = MockServer::start().await;
        let state = with(asked(0, &[]), json!({"status":status}));
        answers(&server, "order", 200, state).await;
        let snapshot = kakaopay_at(&server.uri())
            .confirm(&order(Method::EasyPay, Some(TID)), &ended(outcome))
            .await
            .unwrap();
        let paid = snapshot.standing == Standing::Paid;
        assert_eq!(paid, status == "SUCCESS_PAYMENT", "{status}");
        let id = format!("{{\"cid\":\"TC0ONETIME\",\"tid\":\"{TID}\"}}");
        assert_eq!(sent(&server, "order").await, [id]);
        assert!(sent(&server, "approve").await.is_empty());
    }
}

#[tokio::test]
async fn nothing_is_approved_without_a_token_or_a_payment_of_ours() {
    let server = MockServer::start().await;
    let kakaopay = kakaopay_at(&server.uri());
    let long = "a".repeat(257);
    for query in [
        vec![],
        vec![("pg_token", "")],
        vec![("pg_token", long.as_str())],
        vec![("pg_token", "a b")],
    ] {
        let told = kakaopay
            .confirm(&order(Method::EasyPay, Some(TID)), &success(&query))
            .await;
        assert!(matches!(told, Err(ProviderError::Declined { .. })));
    }
    let told = kakaopay
        .confirm(&order(Method::EasyPay, None), &came_back())
        .await;
    assert!(matches!(told, Err(ProviderError::Declined { .. })));
    let told = kakaopay.lookup(&payment_ref(None)).await;
    assert!(matches!(told, Err(ProviderError::Declined { .. })));
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn neither_key_nor_token_is_in_what_an_approval_leaves_behind() {
    let down = kakaopay_at("http://127.0.0.1:1");
    let told = down
        .confirm(&order(Method::EasyPay, Some(TID)), &came_back())
        .await
        .unwrap_err();
    assert!(matches!(told, ProviderError::Unreachable(_)), "{told}");
    let shown = format!("{down:?} {told:?} {told}");
    for secret in [SECRET, &SECRET[3..], TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
