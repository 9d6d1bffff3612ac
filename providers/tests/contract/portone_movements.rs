//! PortOne: its list of payments as movements. Every page, each movement once, exact won.

use providers::{
    error::ProviderError,
    provider::{Provider as _, Transaction, TransactionKind},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param_contains},
};

use crate::{
    portone_support::{STORE, TOTAL, TX, cancel, cancelled, issued, paid, portone_at, refused},
    support::{at, order_id, with, won},
};

async fn on_page(server: &MockServer, number: usize, status: u16, body: &Value) {
    Mock::given(method("GET"))
        .and(path("/payments"))
        .and(query_param_contains(
            "requestBody",
            format!("\"number\":{number},"),
        ))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .mount(server)
        .await;
}

fn page(items: &[Value]) -> Value {
    // The number of objects "actually returned": it tells nothing of further pages.
    json!({"items": items, "page": {"number": 0, "size": 50, "totalCount": items.len()}})
}

async fn listed(server: &MockServer) -> Result<Vec<Transaction>, ProviderError> {
    let portone = portone_at(&server.uri());
    let list = portone.movements().expect("a list");
    let (from, until) = ("2023-11-30T15:00:00Z", "2024-12-05T15:00:00Z");
    list.transactions(at(from), at(until)).await
}

#[tokio::test]
async fn a_payment_and_each_cancel_that_was_carried_out_are_movements() {
    let server = MockServer::start().await;
    let waiting = with(cancel("x", 5), json!({"status": "REQUESTED", "id": "R"}));
    let failed = with(cancel("x", 5), json!({"status": "FAILED", "id": "F"}));
    let closed = with(
        issued(),
        json!({"status": "CANCELLED", "transactionId": "V"}),
    );
    let before = with(
        paid(),
        json!({"transactionId": "B", "paidAt": "2023-11-30T14:59:59Z"}),
    );
    let items = [
        cancelled(1_000, &[cancel("콘솔 취소", 1_000), waiting, failed]),
        closed,
        before,
    ];
    on_page(&server, 0, 200, &page(&items)).await;
    let found = listed(&server).await.unwrap();
    let seen: Vec<_> = found
        .iter()
        .map(|row| (row.key.as_str(), row.kind.clone(), row.amount))
        .collect();
    assert_eq!(
        seen,
        [
            (TX, TransactionKind::Paid, won(TOTAL)),
            (
                "0cdd91e9-4e7c-44a3-a72e-1a6511826c2b",
                TransactionKind::Cancelled,
                won(1_000)
            ),
        ]
    );
    assert!(
        found
            .iter()
            .all(|row| row.order_ref == order_id().to_string())
    );
    let received = server.received_requests().await.expect("recording");
    let (_, asked) = received[0].url.query_pairs().next().expect("a query");
    let asked: Value = serde_json::from_str(&asked).unwrap();
    // Without an end: whatever changed since has its movements of that time among it.
    assert_eq!(
        asked,
        json!({"page": {"number": 0, "size": 50}, "filter": {
            "storeId": STORE, "timestampType": "STATUS_CHANGED_AT", "from": "2023-11-30T15:00:00Z",
            "status": ["PAID", "PARTIAL_CANCELLED", "CANCELLED"], "sortBy": "REQUESTED_AT",
            "sortOrder": "ASC", "version": "V2"}})
    );
}

#[tokio::test]
async fn every_page_is_read_until_one_is_not_full_and_no_row_counts_twice() {
    let server = MockServer::start().await;
    let row = |number: usize| with(paid(), json!({"transactionId": format!("tx-{number}")}));
    let first: Vec<Value> = (0..50).map(row).collect();
    // One that joined the list meanwhile moved the others onto the next page.
    let second = [row(49), row(50)];
    on_page(&server, 0, 200, &page(&first)).await;
    on_page(&server, 1, 200, &page(&second)).await;
    let found = listed(&server).await.unwrap();
    assert_eq!(found.len(), 51);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_whole_is_no_list() {
    let nameless = with(paid(), json!({"transactionId": null}));
    let timeless = with(paid(), json!({"paidAt": "yesterday"}));
    for (status, body) in [
        (200, page(&[paid(), nameless])),
        (200, page(&[paid(), timeless])),
        (200, json!({})),
        (500, json!({})),
        (400, refused("A_CODE_OF_NEXT_YEAR")),
    ] {
        let server = MockServer::start().await;
        on_page(&server, 0, status, &body).await;
        let told = listed(&server).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
}
