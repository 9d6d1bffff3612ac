//! Naver Pay: its history of a time for reconciliation. Every page, each row once, exact won.

use domain::kind::Method;
use providers::{
    error::ProviderError,
    provider::{Provider as _, Transaction, TransactionKind},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, path},
};

use crate::{
    naverpay_support::{
        ID, RANGE, TOTAL, answers, approval, assert_in_doubt, cancel_row, history, naverpay_at,
        refused, said, sent,
    },
    support::{at, order_id, with, won},
};

async fn listed(server: &MockServer) -> Result<Vec<Transaction>, ProviderError> {
    let naverpay = naverpay_at(&server.uri());
    let list = naverpay.movements().expect("a list");
    let (from, until) = ("2017-02-01T00:00:00+09:00", "2017-02-11T00:00:00+09:00");
    list.transactions(at(from), at(until)).await
}

fn named(row: Value, key: &str) -> Value {
    with(row, json!({"payHistId":key}))
}

#[tokio::test]
async fn approvals_and_cancels_are_movements_and_failures_are_none() {
    let server = MockServer::start().await;
    let rows = [
        approval(),
        cancel_row(Some("ref_x"), 10_000, 0),
        with(named(approval(), "F"), json!({"admissionState":"FAIL"})),
        with(
            named(cancel_row(None, 1, 0), "G"),
            json!({"admissionState":"FAIL"}),
        ),
        // A word that nobody documented.
        with(named(approval(), "W"), json!({"admissionTypeCode":"09"})),
        // Listed twice, and beyond the time that was asked for.
        approval(),
        with(
            named(approval(), "L"),
            json!({"admissionYmdt":"20170211000000"}),
        ),
        // Another system's order.
        with(
            named(approval(), "O"),
            json!({"merchantPayKey":null,"paymentId":"20170201NP1"}),
        ),
    ];
    answers(&server, RANGE, 200, &history(&rows)).await;
    let found = listed(&server).await.unwrap();
    let asked: Value = serde_json::from_str(&sent(&server, RANGE).await[0]).unwrap();
    assert_eq!(
        asked,
        json!({"startTime":"20170201000000","endTime":"20170211000000","approvalType":"ALL",
               "pageNumber":1,"rowsPerPage":100})
    );
    let seen: Vec<_> = found
        .iter()
        .map(|row| (row.key.as_str(), row.kind.clone(), row.amount))
        .collect();
    let word = "09 SUCCESS".to_owned();
    assert_eq!(
        seen,
        [
            ("20170201NP1043587781", TransactionKind::Paid, won(TOTAL)),
            // Positive, and the amount that went back.
            (
                "20170210NP1166130812",
                TransactionKind::Cancelled,
                won(10_000)
            ),
            ("W", TransactionKind::Other { word }, won(TOTAL)),
            ("O", TransactionKind::Paid, won(TOTAL)),
        ]
    );
    assert_eq!(found[0].order_ref, order_id().to_string());
    assert_eq!(
        (found[0].payment_key.as_str(), found[0].method),
        (ID, Method::EasyPay)
    );
    assert_eq!(found[0].at, at("2017-02-01T15:17:22+09:00"));
    assert_eq!(found[3].order_ref, "");
}

/// `totalPageCount` pages with so many rows in all.
async fn on_pages(server: &MockServer, pages: &[Vec<Value>], total: usize) {
    for (rows, number) in pages.iter().zip(1..) {
        let body = said(
            &json!({"list":rows,"totalCount":total,"responseCount":rows.len(),
                    "totalPageCount":pages.len(),"currentPageNumber":number}),
        );
        Mock::given(path(RANGE))
            .and(body_partial_json(json!({"pageNumber":number})))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .expect(1)
            .mount(server)
            .await;
    }
}

#[tokio::test]
async fn every_page_is_read_and_a_row_that_moved_on_counts_once() {
    let rows = |of: std::ops::Range<usize>| -> Vec<Value> {
        of.map(|n| named(approval(), &format!("T{n}"))).collect()
    };
    let server = MockServer::start().await;
    on_pages(&server, &[rows(0..100), rows(99..199), rows(199..201)], 202).await;
    assert_eq!(listed(&server).await.unwrap().len(), 201);

    let server = MockServer::start().await;
    on_pages(&server, &[rows(0..100), rows(100..150)], 201).await;
    assert_in_doubt(&listed(&server).await, "rows are missing");
}

#[tokio::test]
async fn a_list_that_cannot_be_read_whole_is_none() {
    for bad in [
        json!({"payHistId":null}),
        json!({"paymentId":""}),
        json!({"totalPayAmount":null}),
        json!({"totalPayAmount":-1}),
        json!({"admissionYmdt":"yesterday"}),
    ] {
        let server = MockServer::start().await;
        let rows = [approval(), with(named(approval(), "B"), bad.clone())];
        answers(&server, RANGE, 200, &history(&rows)).await;
        assert_in_doubt(&listed(&server).await, &bad.to_string());
    }
    let server = MockServer::start().await;
    answers(&server, RANGE, 200, &said(&json!({"totalCount":0}))).await;
    assert_in_doubt(&listed(&server).await, "no list is not an empty one");
}

#[tokio::test]
async fn refusals_of_a_list_are_told_apart() {
    for (code, sort) in [
        ("RequireCondition", "misconfigured"),
        ("MaintenanceOngoing", "unreachable"),
        ("Fail", "in doubt"),
    ] {
        let server = MockServer::start().await;
        answers(&server, RANGE, 200, &refused(code)).await;
        let error = listed(&server).await.unwrap_err();
        assert!(error.to_string().starts_with(sort), "{error}");
    }
}
