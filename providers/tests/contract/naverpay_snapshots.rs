//! Naver Pay: its history as snapshots. It lists only approvals and cancels, page by page, and has no word for
//! running ones.

use domain::payment::{CancelStanding, Snapshot, Standing};
use providers::{
    error::ProviderError,
    provider::{PaymentRef, Provider as _},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, path},
};

use crate::{
    naverpay_support::{
        ID, RANGE, REFUND, TOTAL, answers, approval, assert_in_doubt, cancel_row, history,
        naverpay_at, on, one, payment_ref, refused, said, sent, silences,
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
async fn all_of_it_can_go_back_at_once_or_in_parts() {
    let whole = with(
        cancel_row(None, TOTAL, 100_000),
        json!({"admissionTypeCode":"03"}),
    );
    let parts = [
        cancel_row(None, 865_862, 0),
        cancel_row(None, 100_000, 100_000),
    ];
    for cancels in [vec![whole], parts.to_vec()] {
        let rows = [vec![approval()], cancels].concat();
        let paid = listed(&history(&rows)).await.unwrap();
        assert_eq!(
            (paid.standing, paid.cancelled),
            (Standing::Paid, won(TOTAL))
        );
    }
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
async fn words_of_next_year_prove_nothing() {
    for changes in [
        json!({"admissionState":"WAITING"}),
        json!({"admissionTypeCode":"09"}),
    ] {
        for row in [approval(), cancel_row(Some(REFUND), 10_000, 0)] {
            let rows = [approval(), with(row, changes.clone())];
            let unclear = listed(&history(&rows)).await.unwrap();
            assert!(
                matches!(unclear.standing, Standing::Unknown { .. }),
                "{unclear:?}"
            );
            assert_eq!(unclear.cancelled, won(0));
        }
    }
}

#[tokio::test]
async fn rows_that_do_not_make_one_payment_are_in_doubt() {
    let other = with(approval(), json!({"paymentId":"20170201NP1043587747"}));
    for rows in [
        vec![other],
        vec![approval(), approval()],
        vec![cancel_row(None, 10_000, 0)],
        vec![
            approval(),
            cancel_row(None, TOTAL, 0),
            cancel_row(None, 1, 0),
        ],
        vec![with(approval(), json!({"totalPayAmount":null}))],
        vec![with(approval(), json!({"totalPayAmount":1000.5}))],
        vec![with(approval(), json!({"totalPayAmount":-1}))],
    ] {
        assert_in_doubt(
            &listed(&history(&rows)).await,
            &format!("{}", json!(rows).to_string().len()),
        );
    }
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

/// Pages of history for the range, `totalPageCount` of them.
async fn on_pages(server: &MockServer, at: &str, pages: &[&[Value]], total: usize) {
    for (rows, number) in pages.iter().zip(1..) {
        let body = said(
            &json!({"list":rows,"totalCount":total,"responseCount":rows.len(),
                                "totalPageCount":pages.len(),"currentPageNumber":number}),
        );
        Mock::given(path(at))
            .and(body_partial_json(json!({"pageNumber":number})))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(server)
            .await;
    }
}

#[tokio::test]
async fn every_page_is_read() {
    let server = MockServer::start().await;
    let (first, second) = ([approval()], [cancel_row(Some(REFUND), 10_000, 0)]);
    on_pages(&server, &one(), &[&first, &second], 2).await;
    let paid = naverpay_at(&server.uri())
        .lookup(&payment_ref(Some(ID), &[]))
        .await;
    assert_eq!(paid.unwrap().cancelled, won(10_000));
    assert_eq!(sent(&server, &one()).await.len(), 2);

    let server = MockServer::start().await;
    on_pages(&server, &one(), &[&first, &[]], 2).await;
    let short = naverpay_at(&server.uri())
        .lookup(&payment_ref(Some(ID), &[]))
        .await;
    assert_in_doubt(&short, "a row is missing");
}

/// The content of other rows must not matter.
fn others() -> Vec<Value> {
    vec![
        with(
            approval(),
            json!({"merchantPayKey":"ord_another","paymentId":"20170201NP0000000001"}),
        ),
        json!({"merchantPayKey":null,"totalPayAmount":"odd"}),
        json!({}),
    ]
}

async fn found(pages: &[&[Value]]) -> (Result<Snapshot, ProviderError>, Vec<String>) {
    let server = MockServer::start().await;
    let total = pages.iter().map(|rows| rows.len()).sum();
    on_pages(&server, RANGE, pages, total).await;
    answers(&server, &one(), 200, &history(&[approval()])).await;
    let nameless = payment_ref(None, &[("resultCode", "UserCancel")]);
    let result = naverpay_at(&server.uri()).lookup(&nameless).await;
    (result, sent(&server, RANGE).await)
}

#[tokio::test]
async fn without_a_number_the_order_is_looked_for_among_all_of_its_time() {
    let (paid, asked) = found(&[&others(), &[approval()]]).await;
    let paid = paid.unwrap();
    assert_eq!(
        (paid.standing, paid.payment_key.as_str()),
        (Standing::Paid, ID)
    );
    // Ten minutes before the order was opened to three hours after, in Seoul's time.
    assert_eq!(
        asked[0],
        r#"{"startTime":"20170201150000","endTime":"20170201181000","approvalType":"APPROVAL","pageNumber":1,"rowsPerPage":100}"#
    );
    assert_eq!(asked.len(), 2);

    // An approved payment precedes a failed one of the same order, and the earlier precedes the later.
    let fail = json!({"admissionState":"FAIL","paymentId":"20170201NP0000000002","admissionYmdt":"20170201151000"});
    let late = json!({"paymentId":"20170201NP0000000003","admissionYmdt":"20170201151800"});
    let rows = [with(approval(), late), with(approval(), fail), approval()];
    let (paid, _) = found(&[&rows]).await;
    assert_eq!(paid.unwrap().payment_key, ID);
}

#[tokio::test]
async fn an_order_that_is_listed_nowhere_was_never_paid() {
    let (nothing, _) = found(&[&others()]).await;
    assert!(
        matches!(&nothing, Err(ProviderError::Declined(failure)) if failure.code() == Some("PAYMENT_NOT_FOUND")),
        "{nothing:?}"
    );
}

#[tokio::test]
async fn refusals_of_a_look_up_say_nothing_about_the_payment() {
    for (code, kind) in [
        ("InvalidMerchant", "misconfigured"),
        ("RequireCondition", "misconfigured"),
        ("MaintenanceOngoing", "unreachable"),
        ("Fail", "in doubt"),
        ("TimeExpired", "in doubt"),
        ("A_CODE_OF_NEXT_YEAR", "in doubt"),
    ] {
        let error = listed(&refused(code)).await.unwrap_err().to_string();
        assert!(error.starts_with(kind), "{code}: {error}");
    }
    for (case, template) in silences().into_iter().enumerate() {
        let server = MockServer::start().await;
        on(&server, &one(), template).await;
        let doubt = naverpay_at(&server.uri())
            .lookup(&payment_ref(Some(ID), &[]))
            .await;
        assert_in_doubt(&doubt, &format!("{case}"));
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
