//! Naver Pay: refunds. One key per refund, the rest guarded, nothing assumed.

mod refused;

use domain::{payment::Snapshot, refund::is_reason_of};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    naverpay_support::{
        CANCEL, ID, REFUND, TOTAL, answers, approval, assert_in_doubt, cancel_row, cancelled,
        history, keys, naverpay_at, one, refund, said, sent,
    },
    support::{at, order_id, requests, with, won},
};

/// The reason line, percent-encoded: `ref_… 고객 변심`.
const REASON: &str = "%EA%B3%A0%EA%B0%9D+%EB%B3%80%EC%8B%AC";

#[tokio::test]
async fn a_part_is_sent_with_its_taxes_and_the_rest_it_expects() {
    let server = MockServer::start().await;
    answers(&server, CANCEL, 200, &cancelled()).await;
    let part = refund(10_000, 4_000, TOTAL);
    let snapshot = naverpay_at(&server.uri()).refund(&part).await.unwrap();
    assert_eq!(
        sent(&server, CANCEL).await,
        [format!(
            "paymentId={ID}&merchantPayTransactionKey={REFUND}&cancelAmount=10000&cancelReason={REFUND}+{REASON}\
             &cancelRequester=2&taxScopeAmount=6000&taxExScopeAmount=4000&doCompareRest=1&expectedRestAmount=955862"
        )]
    );
    assert_eq!(keys(&server, CANCEL).await, [REFUND]);
    let form = &crate::naverpay_support::requests_to(&server, CANCEL).await[0];
    assert_eq!(
        form.headers["Content-Type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        (snapshot.amount, snapshot.cancelled),
        (won(TOTAL), won(10_000))
    );
    assert_eq!(snapshot.order_ref, order_id().to_string());
    assert_eq!(snapshot.payment_key, ID);
    let [line] = snapshot.cancels.as_slice() else {
        panic!("{:?}", snapshot.cancels)
    };
    assert!(is_reason_of(part.id, &line.reason));
    assert_eq!(
        (line.key.as_str(), line.amount),
        ("20241110NP1166130812", won(10_000))
    );
    assert_eq!(line.at, Some(at("2024-11-10T12:54:27+09:00")));
}

#[tokio::test]
async fn the_last_part_leaves_nothing() {
    let server = MockServer::start().await;
    let body = json!({"paymentId":ID,"payHistId":"h","primaryPayCancelAmount":955_000,"npointCancelAmount":862,
                      "giftCardCancelAmount":null,"totalRestAmount":0});
    answers(&server, CANCEL, 200, &said(&body)).await;
    let rest = refund(955_862, 0, 955_862);
    let snapshot = naverpay_at(&server.uri()).refund(&rest).await.unwrap();
    assert_eq!(snapshot.cancelled, won(TOTAL));
    let form = sent(&server, CANCEL).await.remove(0);
    assert!(form.ends_with("&expectedRestAmount=0"), "{form}");
}

#[tokio::test]
async fn a_long_reason_is_cut_between_characters() {
    let server = MockServer::start().await;
    answers(&server, CANCEL, 200, &cancelled()).await;
    let mut long = refund(10_000, 0, TOTAL);
    long.reason = "사".repeat(150);
    naverpay_at(&server.uri()).refund(&long).await.unwrap();
    let form = sent(&server, CANCEL).await.remove(0);
    // 30 characters of the id, a space, and 75 syllables of three bytes: 256 bytes.
    assert_eq!(form.matches("%EC%82%AC").count(), 75, "{form}");
}

#[tokio::test]
async fn a_refund_that_cannot_be_right_is_refused_without_a_call() {
    let server = MockServer::start().await;
    let mut elsewhere = refund(10_000, 0, TOTAL);
    elsewhere.payment_key = "../reserve".to_owned();
    for wrong in [
        refund(0, 0, TOTAL),
        refund(10_001, 0, 10_000),
        refund(10_000, 10_001, TOTAL),
        elsewhere,
    ] {
        let error = naverpay_at(&server.uri()).refund(&wrong).await;
        assert!(
            matches!(error, Err(ProviderError::Misconfigured { .. })),
            "{error:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

/// The result of a cancel with this answer and this list, for a refund of 10,000 won out of the whole.
async fn answered(
    status: u16,
    body: &Value,
    rows: Option<&[Value]>,
) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answers(&server, CANCEL, status, body).await;
    if let Some(rows) = rows {
        answers(&server, &one(), 200, &history(rows)).await;
    }
    let result = naverpay_at(&server.uri())
        .refund(&refund(10_000, 0, TOTAL))
        .await;
    let distinct: std::collections::BTreeSet<_> = keys(&server, CANCEL).await.into_iter().collect();
    assert!(distinct.len() == 1 || status == 409, "{distinct:?}");
    result
}

fn ours() -> Vec<Value> {
    vec![approval(), cancel_row(Some(REFUND), 10_000, 0)]
}

#[tokio::test]
async fn a_success_that_tells_of_something_else_is_believed_only_when_listed() {
    for changes in [
        json!({"totalRestAmount":955_863}),
        json!({"primaryPayCancelAmount":9_000}),
        json!({"paymentId":"20241110NP1166110242"}),
        json!({"totalRestAmount":null}),
    ] {
        let mut body = cancelled();
        body["body"] = with(body["body"].take(), changes);
        let listed = answered(200, &body, Some(&ours())).await.unwrap();
        assert_eq!(listed.cancelled, won(10_000));
        assert_in_doubt(
            &answered(200, &body, Some(&[approval()])).await,
            "not listed",
        );
        assert_in_doubt(&answered(200, &body, None).await, "no list");
    }
}

#[tokio::test]
async fn a_replayed_success_is_a_success_and_gives_way_to_what_is_listed_now() {
    let told = answered(409, &cancelled(), None).await.unwrap();
    assert_eq!(told.cancelled, won(10_000));
    let mut rows = ours();
    rows.push(cancel_row(None, 5_862, 0));
    let listed = answered(409, &cancelled(), Some(&rows)).await.unwrap();
    assert_eq!(listed.cancelled, won(15_862));
    // Not listed yet: the answer counts.
    let told = answered(409, &cancelled(), Some(&[approval()]))
        .await
        .unwrap();
    assert_eq!(told.cancelled, won(10_000));
}
