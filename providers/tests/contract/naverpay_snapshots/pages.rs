//! Lists of several pages, and orders that are looked for by time.

use domain::payment::{Snapshot, Standing};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, path},
};

use crate::{
    naverpay_support::{
        ID, RANGE, REFUND, answers, approval, assert_in_doubt, cancel_row, history, naverpay_at,
        one, payment_ref, said, sent,
    },
    support::{with, won},
};

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
