//! Toss: its reports for reconciliation. Every page, each row once, exact won.

mod pages;
mod settlements;

use chrono::NaiveDate;
use domain::kind::Method;
use providers::{
    error::ProviderError,
    provider::{Provider as _, Transaction, TransactionKind},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path, query_param, query_param_is_missing},
};

use crate::support::{BASIC, at, toss_at, with, won};

/// A real row (tosspayments-rs, `src/api/list_transactions.rs`).
fn row() -> Value {
    json!({"mId":"tvivarepublica","transactionKey":"5CA936D26AA197D55B4C1BE3DA247057",
      "paymentKey":"xMljweGQBN5OWRapdA8dPgLNgN7O2b8o1zEqZKLPbmD70vk4","orderId":"MC42ODEwOTg1MjU2MTI4",
      "method":"카드","customerKey":null,"useEscrow":false,
      "receiptUrl":"https://dashboard.tosspayments.com/receipt/redirection?transactionId=tviva20231208005013dMup7&ref=PX",
      "status":"DONE","transactionAt":"2023-12-08T00:50:13+09:00","currency":"KRW","amount":1000})
}

/// The other real row of the same answer: an account that was issued.
fn issued() -> Value {
    with(
        row(),
        json!({"transactionKey":"42B9BB5ECF555F940E064C5D18CBE3BE","method":"가상계좌",
               "status":"WAITING_FOR_DEPOSIT","transactionAt":"2023-12-08T00:49:57+09:00","amount":0}),
    )
}

/// A row of a real settlement of a merchant, with the omitted fields filled in.
fn sale() -> Value {
    json!({"mId":"tosspayments","paymentKey":"tviva20250209","transactionKey":"txrd_a01jkks4kdkvhqr2kge21gqawf8",
      "orderId":"order-1","currency":"KRW","method":"카드","amount":64_601,"interestFee":0,"fee":1492,
      "fees":[{"type":"BASE","fee":1492}],"supplyAmount":1356,"vat":136,"payOutAmount":63_109,
      "approvedAt":"2025-02-09T06:58:32+09:00","soldDate":"2025-02-09","paidOutDate":"2025-02-13",
      "card":{"issuerCode":"41"},"cancel":null})
}

/// A real row of a cancel.
fn cancel() -> Value {
    with(
        sale(),
        json!({"transactionKey":"txrd_a02","amount":-99_800,"fee":-2250,
          "fees":[{"type":"BASE","fee":-2250},{"type":"ETC","fee":0}],
          "supplyAmount":-2045,"vat":-205,"payOutAmount":-97_550,"cancel":{}}),
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn transactions(server: &MockServer) -> Result<Vec<Transaction>, ProviderError> {
    let toss = toss_at(&server.uri());
    let (from, until) = (
        at("2023-12-07T15:00:00Z"),
        at("2023-12-08T00:50:14.5+09:00"),
    );
    toss.movements()
        .expect("a list")
        .transactions(from, until)
        .await
}

#[tokio::test]
async fn movements_are_asked_for_in_seouls_time_without_an_offset() {
    let server = MockServer::start().await;
    let others = [
        // Outside the requested time, in another currency, and listed twice.
        with(
            row(),
            json!({"transactionKey":"LATE","transactionAt":"2023-12-08T00:50:15+09:00"}),
        ),
        with(
            row(),
            json!({"transactionKey":"USD","currency":"USD","amount":12.5}),
        ),
        row(),
    ];
    let cancelled = with(
        row(),
        json!({"transactionKey":"C","status":"PARTIAL_CANCELED","amount":-400}),
    );
    // The same key with another status: an account and its deposit.
    let paid_in = with(issued(), json!({"status":"DONE","amount":30_000.0}));
    let mut rows = vec![issued(), row(), cancelled, paid_in];
    rows.extend(others);
    Mock::given(method("GET"))
        .and(path("/v1/transactions"))
        .and(header("Authorization", BASIC))
        .and(query_param("startDate", "2023-12-08T00:00:00"))
        .and(query_param("endDate", "2023-12-08T00:50:15"))
        .and(query_param("limit", "1000"))
        .and(query_param_is_missing("startingAfter"))
        .respond_with(ResponseTemplate::new(200).set_body_json(rows))
        .expect(1)
        .mount(&server)
        .await;
    let found = transactions(&server).await.unwrap();
    let seen: Vec<_> = found
        .iter()
        .map(|it| (it.method, it.kind.clone(), it.amount))
        .collect();
    let account = Method::VirtualAccount;
    assert_eq!(
        seen,
        [
            (account, TransactionKind::AwaitingDeposit, won(0)),
            (Method::Card, TransactionKind::Paid, won(1000)),
            // Whether a cancel's amount is negative is not documented.
            (Method::Card, TransactionKind::Cancelled, won(400)),
            (account, TransactionKind::Paid, won(30_000)),
        ]
    );
    assert_eq!(found[1].at, at("2023-12-08T00:50:13+09:00"));
    assert_eq!(found[1].key, "5CA936D26AA197D55B4C1BE3DA247057");
    assert_eq!(found[1].order_ref, "MC42ODEwOTg1MjU2MTI4");
}
