//! Toss: refunds. One key per refund, the balance guarded, nothing assumed.

use domain::{
    kind::Method,
    payment::{CancelStanding, Snapshot},
};
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder, is_reason_of},
    toss::Toss,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method as method_is, path},
};

use crate::support::{
    BASIC, KEY, cancel, card, config, error, on_lookup, payment_ref, refund, refund_account,
    requests, returns, toss_at, virtual_account, with, won,
};

const REFUND: &str = "ref_01arz3ndektsv4rrffq69g5fav";

fn cancel_path() -> String {
    format!("/v1/payments/{KEY}/cancel")
}

fn cancelled(rows: &Value, balance: i64) -> Value {
    with(
        card(),
        json!({"status":"PARTIAL_CANCELED","balanceAmount":balance,"cancels":rows}),
    )
}

fn ours() -> Value {
    cancelled(
        &json!([
            cancel("다른 취소", 1, 163_019),
            cancel(&format!("{REFUND} 고객 변심"), 1000, 162_019)
        ]),
        162_019,
    )
}

async fn sends(refund: &RefundOrder, answer: &Value, body: Value) -> Snapshot {
    let server = MockServer::start().await;
    Mock::given(method_is("POST"))
        .and(path(cancel_path()))
        .and(header("Authorization", BASIC))
        .and(header("Idempotency-Key", REFUND))
        .and(body_json(body))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    toss_at(&server.uri())
        .refund(refund)
        .await
        .expect("a refund")
}

#[tokio::test]
async fn a_part_is_sent_with_its_amount_and_the_balance_it_expects() {
    let mut part = refund(1000, 163_019);
    part.tax_free = won(100);
    let body = json!({"cancelReason":format!("{REFUND} 고객 변심"),"cancelAmount":1000,
                      "refundableAmount":163_019,"taxFreeAmount":100});
    let snapshot = sends(&part, &ours(), body).await;
    assert_eq!(snapshot.cancelled, won(1001));
    assert!(is_reason_of(part.id, &snapshot.cancels[1].reason));
    assert!(!is_reason_of(part.id, &snapshot.cancels[0].reason));
}

#[tokio::test]
async fn all_of_an_untouched_payment_is_sent_without_an_amount() {
    let body = json!({"cancelReason":format!("{REFUND} 고객 변심"),"refundableAmount":163_020});
    sends(&refund(163_020, 163_020), &ours(), body).await;
}

#[tokio::test]
async fn a_long_reason_is_cut_and_keeps_the_refunds_id() {
    let mut long = refund(1000, 163_020);
    long.reason = "사".repeat(400);
    let line: String = format!("{REFUND} {}", "사".repeat(400))
        .chars()
        .take(200)
        .collect();
    assert!(is_reason_of(long.id, &line));
    let body = json!({"cancelReason":line,"cancelAmount":1000,"refundableAmount":163_020});
    sends(&long, &ours(), body).await;
}

#[tokio::test]
async fn a_virtual_account_is_refunded_to_the_buyers_account_by_tosss_bank_code() {
    let mut by_account = refund(1000, 163_020);
    by_account.method = Method::VirtualAccount;
    by_account.account = Some(refund_account("004"));
    let body = json!({"cancelReason":format!("{REFUND} 고객 변심"),"cancelAmount":1000,"refundableAmount":163_020,
        "refundReceiveAccount":{"bank":"06","accountNumber":"110123457270","holderName":"홍길동"}});
    let rows = json!([cancel(&format!("{REFUND} 고객 변심"), 1000, 29_000)]);
    let paid = json!({"status":"PARTIAL_CANCELED","approvedAt":"2025-11-30T14:20:00+09:00",
                      "balanceAmount":29_000,"cancels":rows});
    let snapshot = sends(&by_account, &with(virtual_account(), paid), body).await;
    assert_eq!(snapshot.cancelled, won(1000));
}

#[tokio::test]
async fn a_virtual_account_without_a_usable_account_is_refused_without_a_call() {
    let server = MockServer::start().await;
    let mut by_account = refund(1000, 163_020);
    by_account.method = Method::VirtualAccount;
    for account in [
        None,
        Some(refund_account("008")),
        Some(refund_account("06")),
    ] {
        by_account.account = account;
        let refused = toss_at(&server.uri()).refund(&by_account).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined { .. })),
            "{refused:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

async fn refused(
    status: u16,
    code: &str,
    lookup: Option<(u16, Value)>,
) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(status).set_body_json(error(code));
    Mock::given(method_is("POST"))
        .and(path(cancel_path()))
        .respond_with(template)
        .expect(1)
        .mount(&server)
        .await;
    if let Some((status, body)) = lookup {
        on_lookup(&server, status, &body).await;
    }
    toss_at(&server.uri()).refund(&refund(1000, 163_019)).await
}

const SETTLED: [(u16, &str); 5] = [
    (400, "ALREADY_CANCELED_PAYMENT"),
    (403, "NOT_CANCELABLE_AMOUNT"),
    (400, "ALREADY_REFUND_PAYMENT"),
    (400, "NOT_MATCHES_REFUNDABLE_AMOUNT"),
    (403, "NOT_CANCELABLE_PAYMENT"),
];

#[tokio::test]
async fn a_cancel_that_already_happened_is_ours_or_a_decline() {
    for (status, code) in SETTLED {
        let known = refused(status, code, Some((200, ours()))).await.unwrap();
        assert_eq!(known.cancelled, won(1001), "{code}");

        let other = cancelled(&json!([cancel("콘솔 취소", 163_020, 0)]), 0);
        let declined = refused(status, code, Some((200, other))).await;
        assert!(
            matches!(&declined, Err(ProviderError::Declined(failure)) if failure.code() == Some(code))
        );

        for blind in [
            (404, error("NOT_FOUND_PAYMENT")),
            (500, json!(null)),
            (429, json!({})),
        ] {
            let doubt = refused(status, code, Some(blind)).await;
            assert!(
                matches!(doubt, Err(ProviderError::InDoubt(_))),
                "{code}: {doubt:?}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_of_a_cancel_are_told_apart() {
    let wrong = refused(400, "INVALID_REFUND_ACCOUNT_NUMBER", None).await;
    assert!(matches!(wrong, Err(ProviderError::Declined { .. })));
    let late = refused(403, "EXCEED_MAX_REFUND_DUE", None).await;
    assert!(matches!(late, Err(ProviderError::TooLate { .. })));
    for (status, code) in [
        (400, "PROVIDER_ERROR"),
        (500, "FAILED_REFUND_PROCESS"),
        (403, "NEW_CODE"),
        (409, "IDEMPOTENT_REQUEST_PROCESSING"),
    ] {
        let error = refused(status, code, None).await;
        assert!(matches!(error, Err(ProviderError::InDoubt(_))), "{code}");
    }
    for (status, code) in [
        (403, "NOT_AVAILABLE_BANK"),
        (403, "FORBIDDEN_CONSECUTIVE_REQUEST"),
    ] {
        let error = refused(status, code, None).await;
        assert!(
            matches!(error, Err(ProviderError::Unreachable(_))),
            "{code}"
        );
    }
    for (status, code) in [(401, "UNAUTHORIZED_KEY"), (404, "NOT_FOUND_PAYMENT")] {
        let error = refused(status, code, None).await;
        assert!(
            matches!(error, Err(ProviderError::Misconfigured { .. })),
            "{code}"
        );
    }
}

/// Toss cancels a payment by telephone in its calendar month only, and has no code of its own for it.
#[tokio::test]
async fn a_telephone_payment_that_cannot_be_cancelled_any_more_is_too_late() {
    for (method, looked_up, late) in [
        (Method::Mobile, card(), true),
        (Method::Card, card(), false),
        // Others took a part, which is reason enough for the refusal.
        (
            Method::Mobile,
            cancelled(&json!([cancel("콘솔 취소", 1, 163_019)]), 163_019),
            false,
        ),
    ] {
        let server = MockServer::start().await;
        let no = ResponseTemplate::new(403).set_body_json(error("NOT_CANCELABLE_PAYMENT"));
        Mock::given(method_is("POST"))
            .respond_with(no)
            .mount(&server)
            .await;
        on_lookup(&server, 200, &looked_up).await;
        let mut order = refund(163_020, 163_020);
        order.method = method;
        let refused = toss_at(&server.uri()).refund(&order).await;
        let as_expected = match refused {
            Err(ProviderError::TooLate { .. }) => late,
            Err(ProviderError::Declined { .. }) => !late,
            _ => false,
        };
        assert!(as_expected, "{method}");
    }
}

/// `refundStatus` is one word for all cancels of a paid account.
#[tokio::test]
async fn a_deposits_refund_that_toss_could_not_pay_out_is_not_taken_for_done() {
    let ours = format!("{REFUND} 고객 변심");
    let one = json!([cancel(&ours, 1000, 29_000)]);
    let two = json!([
        cancel("콘솔 취소", 1000, 29_000),
        cancel(&ours, 1000, 28_000)
    ]);
    for (rows, word, settled, gone) in [
        (&one, "NONE", CancelStanding::Done, 1000),
        (&one, "PENDING", CancelStanding::Done, 1000),
        (&one, "COMPLETED", CancelStanding::Done, 1000),
        (&one, "A_WORD_OF_NEXT_YEAR", CancelStanding::Done, 1000),
        (&one, "FAILED", CancelStanding::Failed, 0),
        (&one, "PARTIAL_FAILED", CancelStanding::Failed, 0),
        // Which of the two failed is not reported.
        (&two, "PARTIAL_FAILED", CancelStanding::InProgress, 2000),
        (&two, "COMPLETED", CancelStanding::Done, 2000),
    ] {
        let server = MockServer::start().await;
        let mut document = with(
            virtual_account(),
            json!({"status":"PARTIAL_CANCELED","approvedAt":"2025-11-30T14:20:00+09:00",
                   "balanceAmount":30_000 - 1000 * i64::try_from(rows.as_array().unwrap().len()).unwrap(),
                   "cancels":rows}),
        );
        document["virtualAccount"]["refundStatus"] = json!(word);
        on_lookup(&server, 200, &document).await;
        let snapshot = toss_at(&server.uri())
            .lookup(&payment_ref(Some(KEY)))
            .await
            .unwrap();
        let line = snapshot.cancels.last().unwrap();
        assert_eq!(
            (line.settled, snapshot.cancelled),
            (settled, won(gone)),
            "{word}"
        );
    }
}

#[tokio::test]
async fn a_test_code_goes_with_every_cancel() {
    let server = MockServer::start().await;
    let no = ResponseTemplate::new(403).set_body_json(error("EXCEED_MAX_REFUND_DUE"));
    Mock::given(header("TossPayments-Test-Code", "EXCEED_MAX_REFUND_DUE"))
        .respond_with(no)
        .expect(1)
        .mount(&server)
        .await;
    let mut config = config(&server.uri());
    config.toss_test_code = Some("EXCEED_MAX_REFUND_DUE".to_owned());
    let toss = Toss::new(&config, returns()).unwrap();
    let late = toss.refund(&refund(1000, 163_020)).await;
    assert!(matches!(late, Err(ProviderError::TooLate { .. })));
}
