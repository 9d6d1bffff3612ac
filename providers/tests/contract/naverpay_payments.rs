//! Naver Pay: reserve and apply. The conclusions from its refusals and missing answers.

use domain::{
    failure::Failure,
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    provider::{CallbackOutcome, Provider as _},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, path},
};

use crate::{
    naverpay_support::{
        APPLY, ID, RANGE, RESERVE, TOTAL, answers, applied, approval, assert_in_doubt, came_back,
        detail, history, keys, naverpay_at, on, one, order, refused, said, sent, silences,
    },
    support::{at, ended, order_id, requests, success, with, won},
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
    for (case, doubt) in doubts.into_iter().chain(silences()).enumerate() {
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

#[tokio::test]
async fn an_applied_payment_is_paid() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 200, &applied()).await;
    let snapshot = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
        .unwrap();
    assert_eq!(sent(&server, APPLY).await, [format!("paymentId={ID}")]);
    assert_eq!(keys(&server, APPLY).await, [format!("ap-{ID}")]);
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.order_ref, order_id().to_string());
    assert_eq!(snapshot.payment_key, ID);
    assert_eq!((snapshot.amount, snapshot.cancelled), (won(TOTAL), won(0)));
    assert_eq!(
        (snapshot.currency.as_str(), snapshot.method),
        ("KRW", Method::EasyPay)
    );
    assert_eq!(snapshot.paid_at, Some(at("2017-02-01T15:17:22+09:00")));
    let tax = snapshot.tax.unwrap();
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(787_147), won(78_715), won(100_000))
    );
    let facts: Vec<_> = snapshot
        .facts
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("approve_no", "17545616"),
            ("card", "465887**********"),
            ("issuer", "C0"),
            ("means", "CARD"),
            ("pay_hist_id", "20170201NP1043587781"),
            ("points", "500"),
        ]
    );
}

/// A browser that brings another order's number has that payment approved. The answer shows whose it is, and that is
/// reported.
#[tokio::test]
async fn a_swapped_payment_is_reported_as_the_other_orders() {
    let server = MockServer::start().await;
    let other = "ord_01arz3ndektsv4rrffq69g5fax".parse().unwrap();
    let body =
        said(&json!({"paymentId":ID,"detail":with(detail(other), json!({"totalPayAmount":1000}))}));
    answers(&server, APPLY, 200, &body).await;
    let snapshot = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
        .unwrap();
    assert_eq!(snapshot.order_ref, other.to_string());
    assert_eq!(snapshot.amount, won(1000));
}

#[tokio::test]
async fn an_answer_about_another_payment_is_in_doubt() {
    let server = MockServer::start().await;
    let other = with(
        detail(order_id()),
        json!({"paymentId":"20170201NP1043587747"}),
    );
    answers(
        &server,
        APPLY,
        200,
        &said(&json!({"paymentId":ID,"detail":other})),
    )
    .await;
    let doubt = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await;
    assert_in_doubt(&doubt, "another payment");
}

#[tokio::test]
async fn a_window_that_did_not_succeed_is_declined_without_applying() {
    let server = MockServer::start().await;
    let naverpay = naverpay_at(&server.uri());
    for (query, code) in [
        (vec![("resultCode", "UserCancel")], "UserCancel"),
        (
            vec![("resultCode", "Fail"), ("resultMessage", "userCancel")],
            "UserCancel",
        ),
        (
            vec![
                ("resultCode", "Fail"),
                ("resultMessage", "한도초과"),
                ("paymentId", ID),
            ],
            "Fail",
        ),
        (vec![("resultCode", "<b>")], "Fail"),
        (vec![("resultCode", "Success")], "PAYMENT_ID_MISSING"),
        (vec![], "PAYMENT_ID_MISSING"),
        (
            vec![("resultCode", "Success"), ("paymentId", "../cancel")],
            "PAYMENT_ID_MISSING",
        ),
        (
            vec![("resultCode", "Success"), ("paymentId", "")],
            "PAYMENT_ID_MISSING",
        ),
    ] {
        let declined = naverpay.confirm(&order(None), &success(&query)).await;
        assert!(
            matches!(&declined, Err(ProviderError::Declined(failure)) if failure.code() == Some(code)),
            "{query:?}: {declined:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_second_window_does_not_replace_the_payment_on_disk() {
    let server = MockServer::start().await;
    answers(&server, &one(), 200, &history(&[])).await;
    let on_disk = order(Some(&[("resultCode", "Success"), ("paymentId", ID)]));
    for callback in [
        success(&[
            ("resultCode", "Success"),
            ("paymentId", "20170201NP1043587999"),
        ]),
        success(&[("resultCode", "UserCancel")]),
        ended(CallbackOutcome::Cancel),
    ] {
        let asked = naverpay_at(&server.uri())
            .confirm(&on_disk, &callback)
            .await;
        let asked = asked.unwrap();
        assert_eq!(
            (asked.standing, asked.payment_key.as_str()),
            (Standing::Pending, ID)
        );
    }
    assert!(sent(&server, APPLY).await.is_empty());
}

#[tokio::test]
async fn a_buyer_who_gave_up_is_only_asked_about() {
    let server = MockServer::start().await;
    answers(&server, RANGE, 200, &history(&[])).await;
    for outcome in [CallbackOutcome::Fail, CallbackOutcome::Cancel] {
        let asked = naverpay_at(&server.uri())
            .confirm(&order(None), &ended(outcome))
            .await;
        assert!(
            matches!(asked, Err(ProviderError::Declined { .. })),
            "{asked:?}"
        );
    }
    assert!(sent(&server, APPLY).await.is_empty());
}

async fn confirmed(status: u16, body: &Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answers(&server, APPLY, status, body).await;
    naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
}

#[tokio::test]
async fn only_listed_codes_are_declines() {
    for code in [
        "TimeExpired",
        "OwnerAuthFail",
        "NotEnoughAccountBalance",
        "BankMaintenance",
        "Fail",
        "InvalidParameter",
    ] {
        let declined = ProviderError::Declined(Failure::new(code, "메시지"));
        assert_eq!(confirmed(200, &refused(code)).await, Err(declined.clone()));
        // The earlier answer to the same key.
        assert_eq!(confirmed(409, &refused(code)).await, Err(declined));
    }
    for (status, code) in [(200, "InvalidMerchant"), (401, "Fail"), (403, "Success")] {
        let wrong = confirmed(status, &refused(code)).await;
        assert!(
            matches!(wrong, Err(ProviderError::Misconfigured { .. })),
            "{code}: {wrong:?}"
        );
    }
    for (status, code) in [
        (200, "MaintenanceOngoing"),
        (200, "FaultCheckOngoing"),
        (429, "Fail"),
    ] {
        let later = confirmed(status, &refused(code)).await;
        assert!(
            matches!(later, Err(ProviderError::Unreachable(_))),
            "{code}: {later:?}"
        );
    }
    for code in [
        "AlreadyOnGoing",
        "A_CODE_OF_NEXT_YEAR",
        "CancelDeadlineExpired",
        "",
    ] {
        assert_in_doubt(&confirmed(200, &refused(code)).await, code);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_answer_is_in_doubt() {
    for (case, template) in silences().into_iter().enumerate() {
        let server = MockServer::start().await;
        on(&server, APPLY, template).await;
        let doubt = naverpay_at(&server.uri())
            .confirm(&order(None), &came_back())
            .await;
        assert_in_doubt(&doubt, &format!("{case}"));
        assert_eq!(sent(&server, APPLY).await.len(), 1, "{case}");
    }
}

#[tokio::test]
async fn a_payment_that_is_approved_already_is_looked_up() {
    let confirmed = async |listed: (u16, Value)| {
        let server = MockServer::start().await;
        answers(&server, APPLY, 200, &refused("AlreadyComplete")).await;
        answers(&server, &one(), listed.0, &listed.1).await;
        naverpay_at(&server.uri())
            .confirm(&order(None), &came_back())
            .await
    };
    let paid = confirmed((200, history(&[approval()]))).await.unwrap();
    assert_eq!(paid.standing, Standing::Paid);
    assert_eq!(paid.order_ref, order_id().to_string());
    // An approval that is not listed yet proves nothing, and neither does an unavailable list.
    for unclear in [
        (200, history(&[])),
        (500, json!({})),
        (200, refused("Fail")),
    ] {
        assert_in_doubt(&confirmed(unclear).await, "not listed");
    }
}

/// 409 returns the first version of an approval; only the list has later cancels.
#[tokio::test]
async fn a_replayed_approval_gives_way_to_what_is_listed_now() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 409, &applied()).await;
    let naverpay = naverpay_at(&server.uri());
    let told = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!((told.standing, told.cancelled), (Standing::Paid, won(0)));

    let gone = crate::naverpay_support::cancel_row(None, 5_862, 0);
    answers(&server, &one(), 200, &history(&[approval(), gone])).await;
    let listed = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!(
        (listed.standing, listed.cancelled),
        (Standing::Paid, won(5_862))
    );
}

#[tokio::test]
async fn an_approval_without_detail_is_taken_from_the_list() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 200, &said(&json!({"paymentId":ID}))).await;
    let naverpay = naverpay_at(&server.uri());
    answers(&server, &one(), 200, &history(&[approval()])).await;
    let paid = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!(paid.standing, Standing::Paid);
}

/// "Not now" may be stored under its key like any answer; 409 shows that it is.
#[tokio::test]
async fn a_replayed_not_now_moves_on_to_the_next_key_and_a_replayed_doubt_does_not() {
    let applied_under = async |replayed: &str| {
        let server = MockServer::start().await;
        let spent = ResponseTemplate::new(409).set_body_json(refused(replayed));
        let fresh = ResponseTemplate::new(200).set_body_json(applied());
        for (key, template) in [(format!("ap-{ID}"), spent), (format!("ap-{ID}-1"), fresh)] {
            Mock::given(path(APPLY))
                .and(header("X-NaverPay-Idempotency-Key", key))
                .respond_with(template)
                .mount(&server)
                .await;
        }
        let paid = naverpay_at(&server.uri())
            .confirm(&order(None), &came_back())
            .await;
        (paid, keys(&server, APPLY).await.len())
    };
    let (paid, calls) = applied_under("MaintenanceOngoing").await;
    assert_eq!((paid.unwrap().standing, calls), (Standing::Paid, 2));
    let (doubt, calls) = applied_under("AlreadyOnGoing").await;
    assert_in_doubt(&doubt, "AlreadyOnGoing");
    assert_eq!(calls, 1);
    // The requests end, however long the pause was.
    let server = MockServer::start().await;
    answers(&server, APPLY, 409, &refused("MaintenanceOngoing")).await;
    let later = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await;
    assert!(
        matches!(later, Err(ProviderError::Unreachable(_))),
        "{later:?}"
    );
    assert_eq!(keys(&server, APPLY).await.len(), 8);
}

/// Applying answers only approvals: an answer without its kind costs no look-up and no wait for the buyer.
#[tokio::test]
async fn an_approval_that_does_not_say_its_kind_is_believed_at_once() {
    for kind in [None, Some(json!(null)), Some(json!(""))] {
        let server = MockServer::start().await;
        let mut approved = detail(order_id());
        let fields = approved.as_object_mut().unwrap();
        fields.remove("admissionTypeCode");
        if let Some(kind) = kind {
            fields.insert("admissionTypeCode".to_owned(), kind);
        }
        answers(&server, APPLY, 200, &said(&json!({"detail": approved}))).await;
        let naverpay = naverpay_at(&server.uri());
        let confirmed = naverpay.confirm(&order(None), &came_back()).await;
        let snapshot = confirmed.unwrap();
        assert_eq!(snapshot.standing, Standing::Paid);
        assert_eq!(snapshot.amount, won(TOTAL));
        assert_eq!(requests(&server).await.len(), 1);
    }
}
