//! Toss: cash receipts. One key for each intended one, because Toss does not detect duplicates.

use domain::{failure::Failure, money::Won};
use providers::{
    error::ProviderError,
    provider::{
        Provider as _, Receipt, ReceiptAct, ReceiptCancel, ReceiptOrder, ReceiptPurpose,
        ReceiptStanding,
    },
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path, query_param, query_param_is_missing},
};

use crate::support::{BASIC, answer, error, order_id, requests, toss_at, with, won};

/// By the documented fields of a `cashReceipt` object; no real answer was found.
fn issued() -> Value {
    json!({"receiptKey":"1kYdwaLB0zC4dR6l","orderId":order_id(),"orderName":"1,000 credits","type":"소득공제",
      "issueNumber":"150000001","receiptUrl":"https://dashboard.tosspayments.com/receipt/cash",
      "businessNumber":"1234567890","transactionType":"CONFIRM","amount":10_000,"taxFreeAmount":0,
      "issueStatus":"COMPLETED","failure":null,"customerIdentityNumber":"010*****5678",
      "requestedAt":"2025-11-30T14:20:00+09:00"})
}

fn asked(purpose: ReceiptPurpose, identity: &str) -> ReceiptOrder {
    ReceiptOrder {
        key: "receipt-1".to_owned(),
        order: order_id(),
        title: "1,000 credits".to_owned(),
        amount: won(10_000),
        tax_free: Won::ZERO,
        purpose,
        identity: identity.into(),
    }
}

async fn request(server: &MockServer, order: &ReceiptOrder) -> Result<Receipt, ProviderError> {
    let toss = toss_at(&server.uri());
    toss.cash_receipts().expect("receipts").request(order).await
}

#[tokio::test]
async fn a_receipt_is_asked_for_under_its_own_key() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/cash-receipts"))
        .and(header("Authorization", BASIC))
        .and(header("Idempotency-Key", "receipt-1"))
        .and(body_json(
            json!({"amount":10_000,"orderId":order_id(),"orderName":"1,000 credits",
            "type":"소득공제","customerIdentityNumber":"01012345678"}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(issued()))
        .expect(1)
        .mount(&server)
        .await;
    let order = asked(ReceiptPurpose::IncomeDeduction, "01012345678");
    assert!(!format!("{order:?}").contains("12345678"));
    let receipt = request(&server, &order).await.unwrap();
    assert_eq!(
        receipt,
        Receipt {
            act: ReceiptAct::Issue,
            key: "1kYdwaLB0zC4dR6l".to_owned(),
            order_ref: order_id().to_string(),
            amount: won(10_000),
            tax_free: Won::ZERO,
            standing: ReceiptStanding::Done,
            issue_number: Some("150000001".to_owned()),
            url: Some("https://dashboard.tosspayments.com/receipt/cash".to_owned()),
        }
    );
}

#[tokio::test]
async fn a_receipt_is_taken_back_in_part_or_as_a_whole() {
    for (amount, body) in [(Some(won(3000)), json!({"amount":3000})), (None, json!({}))] {
        let server = MockServer::start().await;
        let told = with(
            issued(),
            json!({"transactionType":"CANCEL","issueStatus":"IN_PROGRESS","issueNumber":null}),
        );
        Mock::given(method("POST"))
            .and(path("/v1/cash-receipts/1kYdwaLB0zC4dR6l/cancel"))
            .and(header("Idempotency-Key", "receipt-1-cancel"))
            .and(body_json(body))
            .respond_with(ResponseTemplate::new(200).set_body_json(told))
            .expect(1)
            .mount(&server)
            .await;
        let cancel = ReceiptCancel {
            key: "receipt-1-cancel".to_owned(),
            receipt_key: "1kYdwaLB0zC4dR6l".to_owned(),
            amount,
        };
        let toss = toss_at(&server.uri());
        let receipt = toss.cash_receipts().unwrap().cancel(&cancel).await.unwrap();
        assert_eq!(receipt.standing, ReceiptStanding::InProgress);
        assert_eq!(receipt.issue_number, None);
    }
}

#[tokio::test]
async fn a_number_that_does_not_fit_the_kind_is_refused_without_a_call() {
    use ReceiptPurpose::{ExpenseProof, IncomeDeduction};
    let server = MockServer::start().await;
    answer(&server, "POST", "/v1/cash-receipts", 200, &issued()).await;
    for (purpose, number, fits) in [
        (IncomeDeduction, "01012345678", true),
        (IncomeDeduction, "1234567890", false),
        (IncomeDeduction, "123456789012345678", true),
        (ExpenseProof, "1234567890", true),
        (ExpenseProof, "01012345678", false),
        (ExpenseProof, "123456789012345678", true),
        (ExpenseProof, "123-45-67890", false),
        (IncomeDeduction, "", false),
        (IncomeDeduction, "010123456", false),
        (IncomeDeduction, &"1".repeat(31), false),
    ] {
        let before = requests(&server).await.len();
        let answered = request(&server, &asked(purpose, number)).await;
        assert_eq!(answered.is_ok(), fits, "{purpose:?} {number}");
        assert_eq!(requests(&server).await.len() - before, usize::from(fits));
    }
    let cancel = ReceiptCancel {
        key: "k".to_owned(),
        receipt_key: "../payments".to_owned(),
        amount: None,
    };
    let toss = toss_at(&server.uri());
    let refused = toss.cash_receipts().unwrap().cancel(&cancel).await;
    assert!(matches!(refused, Err(ProviderError::Misconfigured { .. })));
}

#[tokio::test]
async fn what_became_of_a_receipt_is_told_and_never_guessed() {
    let failure = json!({"code":"INVALID_REQUEST","message":"오류"});
    for (changes, standing) in [
        (
            json!({"issueStatus":"FAILED","failure":failure}),
            ReceiptStanding::Failed(Failure::new("INVALID_REQUEST", "오류")),
        ),
        (
            json!({"issueStatus":"SOON"}),
            ReceiptStanding::Unknown {
                word: "SOON".to_owned(),
            },
        ),
    ] {
        let server = MockServer::start().await;
        let told = with(issued(), changes);
        answer(&server, "POST", "/v1/cash-receipts", 200, &told).await;
        let order = asked(ReceiptPurpose::IncomeDeduction, "01012345678");
        assert_eq!(request(&server, &order).await.unwrap().standing, standing);
    }
    for (status, body, sort) in [
        (
            200,
            with(issued(), json!({"transactionType":"CANCEL"})),
            "in doubt",
        ),
        (400, error("INVALID_REGISTRATION_NUMBER_TYPE"), "declined"),
        (401, error("UNAUTHORIZED_KEY"), "misconfigured"),
        (400, error("A_CODE_OF_NEXT_YEAR"), "in doubt"),
        (500, json!(null), "in doubt"),
    ] {
        let server = MockServer::start().await;
        answer(&server, "POST", "/v1/cash-receipts", status, &body).await;
        let order = asked(ReceiptPurpose::IncomeDeduction, "01012345678");
        let refused = request(&server, &order).await.unwrap_err().to_string();
        assert!(refused.starts_with(sort), "{refused}");
        assert!(!refused.contains("12345678"), "{refused}");
    }
}

#[tokio::test]
async fn the_receipts_of_a_day_are_read_to_the_end_and_others_orders_left_out() {
    let server = MockServer::start().await;
    let cancel = json!({"receiptKey":"c_1","transactionType":"CANCEL","amount":3000});
    let other = json!({"orderId":"order-of-others"});
    let first = json!({"hasNext":true,"lastCursor":2,"data":[issued(), with(issued(), other)]});
    let last = json!({"hasNext":false,"lastCursor":null,"data":[with(issued(), cancel)]});
    for (cursor, page) in [(None, first), (Some("2"), last)] {
        let asked = Mock::given(method("GET"))
            .and(path("/v1/cash-receipts"))
            .and(query_param("requestDate", "2025-11-30"));
        let asked = match cursor {
            Some(cursor) => asked.and(query_param("cursor", cursor)),
            None => asked.and(query_param_is_missing("cursor")),
        };
        asked
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .expect(1)
            .mount(&server)
            .await;
    }
    let toss = toss_at(&server.uri());
    let day = "2025-11-30".parse().unwrap();
    let listed = toss.cash_receipts().unwrap().requested_on(order_id(), day);
    let listed = listed.await.unwrap();
    let told: Vec<_> = listed
        .iter()
        .map(|it| (it.act, it.key.as_str(), it.amount))
        .collect();
    assert_eq!(
        told,
        [
            (ReceiptAct::Issue, "1kYdwaLB0zC4dR6l", won(10_000)),
            (ReceiptAct::Cancel, "c_1", won(3000)),
        ]
    );
}
