//! Reserving a payment at Naver Pay.

use domain::kind::Method;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::{
    naverpay_support::{
        RESERVE, answers, assert_in_doubt, keys, naverpay_at, on, order, refused, said, sent,
    },
    support::{at, order_id, requests},
};

const RESERVE_ID: &str = "20241119WGZXMHNPZ1NlT3dnVDAzb2k1dDNDZzlOaDg4PQ==";

fn begun_at() -> chrono::DateTime<chrono::Utc> {
    at("2017-02-01T15:10:00+09:00")
}

#[tokio::test]
async fn a_reservation_is_made_under_the_orders_id_and_comes_back_signed() {
    let server = MockServer::start().await;
    answers(
        &server,
        RESERVE,
        200,
        &said(&json!({"reserveId":RESERVE_ID})),
    )
    .await;
    let session = naverpay_at(&server.uri())
        .begin(&order(None), begun_at())
        .await
        .unwrap();
    assert_eq!(
        session.redirect_url.as_deref(),
        Some(format!("https://test-m.pay.naver.com/payments/{RESERVE_ID}").as_str())
    );
    assert_eq!(session.payment_key, None);
    assert_eq!((&session.mobile_url, &session.app_url), (&None, &None));
    // Thirty minutes in the window, ten more to apply.
    assert_eq!(session.expires_at, at("2017-02-01T15:50:00+09:00"));

    assert_eq!(keys(&server, RESERVE).await, [order_id().to_string()]);
    let request = sent(&server, RESERVE).await.remove(0);
    let body: Value = serde_json::from_str(&request).unwrap();
    let back = format!(
        "https://pay.shop.example/gw/callbacks/naverpay/{}/success?state=",
        order_id()
    );
    let return_url = body["returnUrl"].as_str().unwrap();
    assert!(return_url.starts_with(&back), "{return_url}");
    let user = body["merchantUserKey"].as_str().unwrap();
    assert!(user.len() == 43 && !request.contains("hong"), "{user}");
    assert_eq!(
        request,
        format!(
            r#"{{"modelVersion":"2","merchantPayKey":"{}","merchantUserKey":"{user}","productName":"1,000 credits","productCount":3,"totalPayAmount":965862,"taxScopeAmount":865862,"taxExScopeAmount":100000,"returnUrl":"{return_url}","productItems":[{{"categoryType":"ETC","categoryId":"ETC","uid":"pack_1-000","name":"1,000 credits","count":3}}]}}"#,
            order_id()
        )
    );
}

#[tokio::test]
async fn a_replayed_reservation_is_the_same_reservation() {
    let server = MockServer::start().await;
    answers(
        &server,
        RESERVE,
        409,
        &said(&json!({"reserveId":RESERVE_ID})),
    )
    .await;
    let begun = naverpay_at(&server.uri())
        .begin(&order(None), begun_at())
        .await;
    assert!(begun.unwrap().redirect_url.unwrap().ends_with(RESERVE_ID));
}

#[tokio::test]
async fn a_reservation_that_is_not_made_is_told_apart() {
    let begun = async |template: ResponseTemplate| {
        let server = MockServer::start().await;
        on(&server, RESERVE, template).await;
        naverpay_at(&server.uri())
            .begin(&order(None), begun_at())
            .await
    };
    let answer = |body: Value| ResponseTemplate::new(200).set_body_json(body);
    for code in ["InvalidMerchant", "InvalidParameter", "RequireParameter"] {
        let wrong = begun(answer(refused(code))).await;
        assert!(
            matches!(&wrong, Err(ProviderError::Misconfigured(failure)) if failure.code() == Some(code)),
            "{wrong:?}"
        );
    }
    let later = begun(answer(refused("MaintenanceOngoing"))).await;
    assert!(
        matches!(later, Err(ProviderError::Unreachable(_))),
        "{later:?}"
    );
    let doubts = [
        answer(refused("A_CODE_OF_NEXT_YEAR")),
        answer(said(&json!({"reserveId":""}))),
        answer(said(&json!({"reserveId":".."}))),
        answer(said(&json!({}))),
    ];
    for (case, doubt) in doubts.into_iter().enumerate() {
        assert_in_doubt(&begun(doubt).await, &format!("{case}"));
    }
}

#[tokio::test]
async fn a_method_that_is_not_offered_is_refused_without_a_call() {
    let server = MockServer::start().await;
    let mut by_card = order(None);
    by_card.method = Method::Card;
    let error = naverpay_at(&server.uri()).begin(&by_card, begun_at()).await;
    assert!(matches!(error, Err(ProviderError::Misconfigured { .. })));
    assert!(requests(&server).await.is_empty());
}
