//! Naver Pay: its history as snapshots. It lists only approvals and cancels, page by page, and has no word for
//! running ones.

mod doubts;
mod pages;

use domain::payment::{CancelStanding, Snapshot, Standing};
use providers::{
    error::ProviderError,
    provider::{PaymentRef, Provider as _},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    naverpay_support::{
        ID, REFUND, TOTAL, answers, approval, assert_in_doubt, cancel_row, history, naverpay_at,
        one, payment_ref, said, sent,
    },
    support::{at, order_id, requests, with, won},
};

async fn listed(body: &Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answers(&server, &one(), 200, body).await;
    naverpay_at(&server.uri())
        .lookup(&payment_ref(Some(ID), &[]))
        .await
}

#[tokio::test]
async fn a_payment_is_asked_for_by_its_number_or_by_the_buyers_hint() {
    let server = MockServer::start().await;
    answers(&server, &one(), 200, &history(&[approval()])).await;
    let naverpay = naverpay_at(&server.uri());
    for known in [
        payment_ref(Some(ID), &[]),
        payment_ref(None, &[("resultCode", "Success"), ("paymentId", ID)]),
    ] {
        let paid = naverpay.lookup(&known).await.unwrap();
        assert_eq!((paid.standing, paid.amount), (Standing::Paid, won(TOTAL)));
        assert_eq!(paid.paid_at, Some(at("2017-02-01T15:17:22+09:00")));
        assert_eq!(paid.order_ref, order_id().to_string());
    }
    let body = r#"{"approvalType":"ALL","pageNumber":1,"rowsPerPage":100}"#;
    assert_eq!(sent(&server, &one()).await, [body, body]);
}

#[tokio::test]
async fn what_is_not_listed_is_not_failed() {
    let pending = listed(&history(&[])).await.unwrap();
    assert_eq!(pending.standing, Standing::Pending);
    assert_eq!(
        (pending.payment_key.as_str(), pending.amount),
        (ID, won(TOTAL))
    );
    assert_eq!(pending.order_ref, order_id().to_string());
    // A page without a list is not an empty list.
    assert_in_doubt(&listed(&said(&json!({"totalCount":0}))).await, "no list");
}

#[tokio::test]
async fn cancels_are_told_apart_by_the_key_they_were_sent_with() {
    let rows = [
        approval(),
        cancel_row(Some(REFUND), 10_000, 0),
        cancel_row(None, 862, 100),
    ];
    let paid = listed(&history(&rows)).await.unwrap();
    assert_eq!(
        (paid.standing, paid.cancelled),
        (Standing::Paid, won(10_862))
    );
    let [ours, other] = paid.cancels.as_slice() else {
        panic!("{:?}", paid.cancels)
    };
    assert_eq!((ours.reason.as_str(), ours.amount), (REFUND, won(10_000)));
    assert_eq!(ours.key, "20170210NP1166130812");
    assert_eq!(ours.at, Some(at("2017-02-10T12:54:27+09:00")));
    assert_eq!(ours.settled, CancelStanding::Done);
    assert_eq!((other.reason.as_str(), other.amount), ("", won(862)));
}

#[tokio::test]
async fn failed_attempts_moved_nothing() {
    let fail = |row: Value| with(row, json!({"admissionState":"FAIL"}));
    let failed = listed(&history(&[fail(approval())])).await.unwrap();
    assert!(
        matches!(failed.standing, Standing::Failed { .. }),
        "{failed:?}"
    );
    // A later attempt at the same payment may succeed.
    let paid = listed(&history(&[fail(approval()), approval()]))
        .await
        .unwrap();
    assert_eq!(paid.standing, Standing::Paid);
    // Naver Pay may try a failed cancel again itself: it is reported as nobody's.
    let rows = [approval(), fail(cancel_row(Some(REFUND), 10_000, 0))];
    let paid = listed(&history(&rows)).await.unwrap();
    assert_eq!((paid.cancelled, paid.cancels.len()), (won(0), 0));
}

#[tokio::test]
async fn nulls_and_missing_fields_are_the_same() {
    let mut bare = approval();
    bare.as_object_mut().unwrap().retain(|name, _| {
        [
            "paymentId",
            "merchantPayKey",
            "admissionTypeCode",
            "admissionState",
            "totalPayAmount",
        ]
        .contains(&name.as_str())
    });
    let nulls = json!({"payHistId":null,"admissionYmdt":null,"taxScopeAmount":null,"taxExScopeAmount":null,
        "npointPayAmount":null,"giftCardPayAmount":null,"discountPayAmount":null,"primaryPayMeans":null,
        "cardCorpCode":null,"cardNo":null,"cardAuthNo":null,"bankCorpCode":null,"merchantPayTransactionKey":null});
    for row in [bare.clone(), with(bare, nulls)] {
        let paid = listed(&history(&[row])).await.unwrap();
        assert_eq!((&paid.standing, paid.amount), (&Standing::Paid, won(TOTAL)));
        assert!(paid.tax.is_none() && paid.paid_at.is_none() && paid.facts.is_empty());
    }
}

#[tokio::test]
async fn a_number_that_is_none_reaches_no_path() {
    let server = MockServer::start().await;
    for bad in ["", "..", "a/b", "a?b", &"1".repeat(51)] {
        let known = PaymentRef {
            payment_key: Some(bad.to_owned()),
            ..payment_ref(None, &[])
        };
        let refused = naverpay_at(&server.uri()).lookup(&known).await;
        assert!(
            matches!(refused, Err(ProviderError::Misconfigured { .. })),
            "{bad}"
        );
    }
    assert!(requests(&server).await.is_empty());
}
