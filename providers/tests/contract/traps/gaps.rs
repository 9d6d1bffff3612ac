//! Small tests for traps that no other file covers.

use domain::{kind::Method, payment::Standing};
use providers::{error::ProviderError, kakaopay, naverpay, portone, provider::Provider as _, toss};
use serde_json::json;
use wiremock::MockServer;

use crate::{
    kakaopay_support as kakao, naverpay_support as naver,
    support::{
        KEY, answer, card, error, on_lookup, order_id, payment_ref, refund, success, toss_at, with,
        won,
    },
};

#[test]
fn each_provider_is_waited_for_as_long_as_it_advises() {
    assert!(toss::LIMITS.total.as_secs() >= 60);
    assert!(naverpay::LIMITS.total.as_secs() >= 60);
    assert!(portone::LIMITS.total.as_secs() >= 60);
    // Kakao Pay itself times out after eleven seconds.
    assert!(kakaopay::LIMITS.total.as_secs() > 11);
}

/// 6 to 64 letters, digits, `-` and `_`: the form that every version of the documents accepts.
#[test]
fn an_order_id_fits_every_limit_that_is_documented_anywhere() {
    let id = order_id().to_string();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    assert!(
        (6..=64).contains(&id.len()) && id.bytes().all(plain),
        "{id}"
    );
}

#[tokio::test]
async fn the_word_for_a_method_decides_nothing_about_the_money() {
    // The same two syllables, composed and decomposed.
    for (word, method) in [
        ("카드", Method::Card),
        ("CARD", Method::Card),
        ("\u{110f}\u{1161}\u{1103}\u{1173}", Method::Other),
        ("새 결제수단", Method::Other),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, 200, &with(card(), json!({"method":word}))).await;
        let toss = toss_at(&server.uri());
        let snapshot = toss.lookup(&payment_ref(Some(KEY))).await.unwrap();
        assert_eq!(
            (snapshot.standing, snapshot.amount),
            (Standing::Paid, won(163_020))
        );
        assert!([method, Method::Card].contains(&snapshot.method), "{word}");
    }
}

#[tokio::test]
async fn an_answer_in_another_version_is_understood_as_far_as_it_goes() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &with(card(), json!({"version":"2024-06-01"}))).await;
    let told = toss_at(&server.uri()).lookup(&payment_ref(Some(KEY))).await;
    assert_eq!(told.unwrap().standing, Standing::Paid);
}

#[tokio::test]
async fn a_part_that_toss_does_not_give_back_moved_nothing() {
    let server = MockServer::start().await;
    let at = format!("/v1/payments/{KEY}/cancel");
    answer(
        &server,
        "POST",
        &at,
        403,
        &error("NOT_ALLOWED_PARTIAL_REFUND"),
    )
    .await;
    let refused = toss_at(&server.uri()).refund(&refund(1000, 163_020)).await;
    assert!(
        matches!(refused, Err(ProviderError::Declined { .. })),
        "{refused:?}"
    );
}

/// The adapter keeps no state, so two buyers cannot get each other's payment.
#[tokio::test]
async fn two_buyers_at_once_are_told_apart_by_their_sessions() {
    let server = MockServer::start().await;
    kakao::answers(&server, "approve", 400, kakao::error(-98_765)).await;
    let adapter = kakao::kakaopay_at(&server.uri());
    let tids = ["T6a8d38329fd342cdd38", "T6a8d38329fd342cdd39"];
    let orders = tids.map(|tid| kakao::order(Method::EasyPay, Some(tid)));
    for (order, token) in orders.iter().zip(["token-1", "token-2"]) {
        let told = adapter
            .confirm(order, &success(&[("pg_token", token)]))
            .await;
        assert!(told.is_err());
    }
    let sent = kakao::sent(&server, "approve").await;
    for ((body, tid), token) in sent.iter().zip(tids).zip(["token-1", "token-2"]) {
        assert!(body.contains(tid) && body.contains(token), "{body}");
    }
    assert_eq!(sent.len(), 2);
}

async fn applied(changes: serde_json::Value) -> domain::payment::Snapshot {
    let server = MockServer::start().await;
    let detail = with(naver::detail(order_id()), changes);
    let answer = naver::said(&json!({"paymentId":naver::ID,"detail":detail}));
    naver::answers(&server, naver::APPLY, 200, &answer).await;
    let adapter = naver::naverpay_at(&server.uri());
    let told = adapter
        .confirm(&naver::order(None), &naver::came_back())
        .await;
    told.expect("an approval")
}

#[tokio::test]
async fn gift_cards_are_read_under_both_of_their_names() {
    let paid = applied(json!({"giftCardAmount":3000})).await;
    assert_eq!(paid.facts["gift_card"], "3000");

    let server = MockServer::start().await;
    let row = with(naver::approval(), json!({"giftCardPayAmount":3000}));
    naver::answers(&server, &naver::one(), 200, &naver::history(&[row])).await;
    let adapter = naver::naverpay_at(&server.uri());
    let asked = adapter
        .lookup(&naver::payment_ref(Some(naver::ID), &[]))
        .await;
    assert_eq!(asked.unwrap().facts["gift_card"], "3000");
}

#[tokio::test]
async fn points_alone_name_no_means() {
    let paid = applied(
        json!({"primaryPayMeans":"","primaryPayAmount":0,"cardNo":"","cardCorpCode":"",
        "cardAuthNo":"","npointPayAmount":naver::TOTAL}),
    )
    .await;
    assert_eq!(
        (paid.standing, paid.method),
        (Standing::Paid, Method::EasyPay)
    );
    assert_eq!(paid.facts["points"], naver::TOTAL.to_string());
    assert!(!paid.facts.contains_key("means") && !paid.facts.contains_key("card"));
}

/// Naver's inspection requires that a buyer reads its own message, even without a prefix.
#[tokio::test]
async fn a_refusal_keeps_naver_pays_own_sentence() {
    let server = MockServer::start().await;
    let sentence = "본인카드 결제 실패하였습니다. 본인 명의의 카드로 결제해 주세요.";
    let refused = json!({"code":"OwnerAuthFail","message":sentence});
    naver::answers(&server, naver::APPLY, 200, &refused).await;
    let adapter = naver::naverpay_at(&server.uri());
    let told = adapter
        .confirm(&naver::order(None), &naver::came_back())
        .await;
    let Err(ProviderError::Declined(failure)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(failure.message(), sentence);
}
