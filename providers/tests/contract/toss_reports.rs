//! Toss: its reports for reconciliation. Every page, each row once, exact won.

use chrono::NaiveDate;
use domain::kind::Method;
use providers::{
    error::ProviderError,
    provider::{
        Provider as _, Settlement, SettlementKind, SignedWon, Transaction, TransactionKind,
    },
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{header, method, path, query_param, query_param_is_missing},
};

use crate::support::{BASIC, answer, at, error, toss_at, with, won};

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
    toss.settlements()
        .expect("reports")
        .transactions(from, until)
        .await
}

async fn settlements(server: &MockServer) -> Result<Vec<Settlement>, ProviderError> {
    let toss = toss_at(&server.uri());
    toss.settlements()
        .expect("reports")
        .settlements(day("2025-02-09"), day("2025-02-10"))
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

fn page(of: std::ops::Range<usize>, row: &Value) -> Value {
    of.map(|n| with(row.clone(), json!({"transactionKey":format!("T{n}")})))
        .collect()
}

#[tokio::test]
async fn movements_are_read_to_the_last_page() {
    let server = MockServer::start().await;
    for (after, rows) in [
        (None, page(0..1000, &row())),
        (Some("T999"), page(1000..2000, &row())),
        // A row that came in meanwhile is listed again.
        (Some("T1999"), page(1999..2001, &row())),
    ] {
        let mut mock = Mock::given(path("/v1/transactions"));
        mock = match after {
            Some(key) => mock.and(query_param("startingAfter", key)),
            None => mock.and(query_param_is_missing("startingAfter")),
        };
        let template = ResponseTemplate::new(200).set_body_json(rows);
        mock.respond_with(template).expect(1).mount(&server).await;
    }
    assert_eq!(transactions(&server).await.unwrap().len(), 2001);
}

#[tokio::test]
async fn a_page_that_repeats_itself_is_no_report() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/v1/transactions",
        200,
        &page(0..1000, &row()),
    )
    .await;
    answer(
        &server,
        "GET",
        "/v1/settlements",
        200,
        &page(0..500, &sale()),
    )
    .await;
    let doubt = transactions(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
    let doubt = settlements(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn a_report_without_end_is_given_up_at_its_two_hundredth_page() {
    let server = MockServer::start().await;
    let endless = |request: &Request| {
        let pairs: std::collections::HashMap<_, _> = request.url.query_pairs().collect();
        let number: usize = pairs["page"].parse().unwrap();
        let rows = page(number * 500..number * 500 + 500, &sale());
        ResponseTemplate::new(200).set_body_json(rows)
    };
    Mock::given(path("/v1/settlements"))
        .respond_with(endless)
        .expect(200)
        .mount(&server)
        .await;
    let doubt = settlements(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn settlements_are_exact_and_cancels_are_negative_throughout() {
    let server = MockServer::start().await;
    // The official guide's example writes the fees as text.
    let in_words = with(
        sale(),
        json!({"transactionKey":"txrd_a03","fee":"1492","fees":[{"type":"BASE","fee":"800"},{"type":"ETC","fee":"692"}],
               "vat":"136","paidOutDate":null}),
    );
    let older = with(
        sale(),
        json!({"transactionKey":"txrd_a04","fees":null,"interestFee":null}),
    );
    let dollars = with(
        sale(),
        json!({"transactionKey":"USD","currency":"USD","fee":0.35}),
    );
    Mock::given(method("GET"))
        .and(path("/v1/settlements"))
        .and(query_param("startDate", "2025-02-09"))
        .and(query_param("endDate", "2025-02-10"))
        .and(query_param("dateType", "soldDate"))
        .and(query_param("page", "1"))
        .and(query_param("size", "500"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([
            sale(),
            cancel(),
            in_words,
            older,
            dollars,
            sale()
        ])))
        .expect(1)
        .mount(&server)
        .await;
    let found = settlements(&server).await.unwrap();
    let signed = |amount: i64| SignedWon::new(amount).unwrap();
    assert_eq!(found.len(), 4);
    for line in &found {
        let sum = |a: SignedWon, b: SignedWon| a.get() + b.get();
        assert_eq!(sum(line.paid_out, line.fee), line.amount.get());
        assert_eq!(sum(line.fee_supply, line.fee_vat), line.fee.get());
    }
    assert_eq!(
        found[0],
        Settlement {
            transaction_key: "txrd_a01jkks4kdkvhqr2kge21gqawf8".to_owned(),
            payment_key: "tviva20250209".to_owned(),
            order_ref: "order-1".to_owned(),
            method: Method::Card,
            kind: SettlementKind::Sale,
            amount: signed(64_601),
            fee: signed(1492),
            fee_supply: signed(1356),
            fee_vat: signed(136),
            fees: vec![("BASE".to_owned(), signed(1492))],
            interest_fee: signed(0),
            paid_out: signed(63_109),
            approved_at: Some(at("2025-02-09T06:58:32+09:00")),
            sold_on: day("2025-02-09"),
            paid_out_on: Some(day("2025-02-13")),
        }
    );
    assert_eq!(found[1].kind, SettlementKind::Cancel);
    assert_eq!(found[1].fee_supply, signed(-2045));
    assert_eq!(found[2].fees[1], ("ETC".to_owned(), signed(692)));
    assert!(found[3].fees.is_empty());
}

#[tokio::test]
async fn a_report_that_cannot_be_read_whole_is_none() {
    for bad in [json!(0.5), json!("12.5"), json!(null), json!(1e300)] {
        let server = MockServer::start().await;
        let lines = json!([
            sale(),
            with(sale(), json!({"transactionKey":"B","vat":bad}))
        ]);
        answer(&server, "GET", "/v1/settlements", 200, &lines).await;
        let rows = json!([with(row(), json!({"amount":i64::MIN}))]);
        answer(&server, "GET", "/v1/transactions", 200, &rows).await;
        let doubt = settlements(&server).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{bad}");
        let doubt = transactions(&server).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn refusals_of_a_report_are_told_apart() {
    for (status, body, sort) in [
        (400, error("INVALID_DATE"), "misconfigured"),
        (403, error("FORBIDDEN_REQUEST"), "misconfigured"),
        (429, json!({}), "unreachable"),
        (403, error("FORBIDDEN_CONSECUTIVE_REQUEST"), "unreachable"),
        (404, error("NOT_FOUND"), "in doubt"),
        (500, json!(null), "in doubt"),
    ] {
        let server = MockServer::start().await;
        answer(&server, "GET", "/v1/settlements", status, &body).await;
        let error = settlements(&server).await.unwrap_err();
        assert!(error.to_string().starts_with(sort), "{error}");
    }
}

#[tokio::test]
async fn with_test_keys_a_settlement_is_empty() {
    let server = MockServer::start().await;
    answer(&server, "GET", "/v1/settlements", 200, &json!([])).await;
    assert_eq!(settlements(&server).await, Ok(Vec::new()));
}
