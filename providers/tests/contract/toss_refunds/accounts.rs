//! Refunds of virtual accounts.

use domain::{kind::Method, payment::CancelStanding};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::json;
use wiremock::MockServer;

use super::{REFUND, sends};
use crate::support::{
    KEY, cancel, on_lookup, payment_ref, refund, refund_account, requests, toss_at,
    virtual_account, with, won,
};

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
