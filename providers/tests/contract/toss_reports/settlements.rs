//! Settlements.

use domain::{kind::Method, money::SignedWon};
use providers::{
    error::ProviderError,
    provider::{Provider as _, Settlement, SettlementKind},
};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param},
};

use super::{cancel, day, sale};
use crate::support::{answer, at, toss_at, with};

pub(super) async fn settlements(server: &MockServer) -> Result<Vec<Settlement>, ProviderError> {
    let toss = toss_at(&server.uri());
    toss.settlements()
        .expect("reports")
        .settlements(day("2025-02-09"), day("2025-02-10"))
        .await
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
async fn with_test_keys_a_settlement_is_empty() {
    let server = MockServer::start().await;
    answer(&server, "GET", "/v1/settlements", 200, &json!([])).await;
    assert_eq!(settlements(&server).await, Ok(Vec::new()));
}
