//! PortOne: refunds. Asked about first, the balance guarded, nothing assumed.

use domain::{
    kind::Method,
    payment::{CancelStanding, Snapshot},
};
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    portone_support::{
        STORE, TOTAL, at, cancel, cancelled, issued, paid, portone_at, refund, refused,
    },
    support::{answer, refund_account, requests, with, won},
};

const OURS: &str = "ref_01arz3ndektsv4rrffq69g5fav 고객 변심";

async fn sent(
    refund: &RefundOrder,
    before: &Value,
    status: u16,
    body: &Value,
) -> (Result<Snapshot, ProviderError>, Vec<(String, Value)>) {
    let server = MockServer::start().await;
    answer(&server, "GET", &at(""), 200, before).await;
    answer(&server, "POST", &at("/cancel"), status, body).await;
    let told = portone_at(&server.uri()).refund(refund).await;
    let asked = requests(&server).await;
    (
        told,
        asked
            .into_iter()
            .map(|(verb, _, body)| (verb, body))
            .collect(),
    )
}

#[tokio::test]
async fn a_part_is_sent_with_its_balance_and_tax_free_share_and_the_refunds_id() {
    let mut order = refund(10_000, TOTAL);
    order.tax_free = won(1_000);
    let body = json!({"cancellation": cancel(OURS, 10_000)});
    let (told, asked) = sent(&order, &paid(), 200, &body).await;
    let told = told.unwrap();
    assert_eq!(told.cancelled, won(10_000));
    assert_eq!(told.cancels[0].key, "0cdd91e9-4e7c-44a3-a72e-1a6511826c2b");
    assert_eq!(
        asked[1].1,
        json!({"storeId": STORE, "amount": 10_000, "taxFreeAmount": 1_000, "reason": OURS,
               "requester": "ADMIN", "currentCancellableAmount": TOTAL})
    );
}

#[tokio::test]
async fn a_cancel_of_ours_that_is_listed_is_never_sent_again() {
    for status in ["SUCCEEDED", "REQUESTED", "FAILED"] {
        let ours = with(cancel(OURS, 10_000), json!({"status": status}));
        let gone = if status == "SUCCEEDED" { 10_000 } else { 0 };
        let before = with(cancelled(gone, &[ours]), json!({"status": "PAID"}));
        let (told, asked) = sent(&refund(10_000, TOTAL), &before, 500, &json!({})).await;
        let line = &told.unwrap().cancels[0];
        let expected = match status {
            "SUCCEEDED" => CancelStanding::Done,
            "REQUESTED" => CancelStanding::InProgress,
            _ => CancelStanding::Failed,
        };
        assert_eq!((line.settled, asked.len()), (expected, 1), "{status}");
    }
}

/// Whoever sends again after the key was forgotten is stopped by the balance, and finds the cancel.
#[tokio::test]
async fn a_refusal_is_explained_by_what_the_payment_shows() {
    let others = |amount| cancelled(amount, &[cancel("콘솔 취소", amount)]);
    for (code, before, declined) in [
        ("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", others(1_000), true),
        ("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", paid(), false),
        ("PAYMENT_ALREADY_CANCELLED", others(TOTAL), true),
        ("PAYMENT_ALREADY_CANCELLED", others(1_000), false),
        (
            "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT",
            others(TOTAL - 1),
            true,
        ),
        ("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", paid(), false),
        (
            "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT",
            paid(),
            true,
        ),
        (
            "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT",
            others(1_000),
            false,
        ),
    ] {
        let (told, asked) = sent(&refund(10_000, TOTAL), &before, 409, &refused(code)).await;
        assert_eq!(asked.len(), 3, "{code}");
        let is_declined = matches!(told, Err(ProviderError::Declined(_)));
        let in_doubt = matches!(told, Err(ProviderError::InDoubt(_)));
        assert_eq!(
            (is_declined, in_doubt),
            (declined, !declined),
            "{code}: {told:?}"
        );
    }
}

#[tokio::test]
async fn a_pgs_error_decides_nothing_and_its_words_are_kept() {
    let body = json!({"type": "PG_PROVIDER", "message": "PG사 오류", "pgCode": "9999",
                      "pgMessage": "은행 점검 시간입니다."});
    let (told, _) = sent(&refund(10_000, TOTAL), &paid(), 502, &body).await;
    let Err(ProviderError::InDoubt(failure)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(failure.code(), Some("PG_PROVIDER"));
    assert_eq!(
        failure.message(),
        "PG사 오류 / 9999 / 은행 점검 시간입니다."
    );
}

#[tokio::test]
async fn a_deposit_that_is_gone_is_not_cancelled() {
    let (told, asked) = sent(&refund(10_000, TOTAL), &issued(), 500, &json!({})).await;
    assert!(told.is_ok(), "{told:?}");
    assert_eq!(asked.len(), 1);
}

#[tokio::test]
async fn a_virtual_account_is_refunded_to_the_account_that_the_buyer_named() {
    let mut order = refund(TOTAL, TOTAL);
    order.method = Method::VirtualAccount;
    let body = json!({"cancellation": cancel(OURS, TOTAL)});
    let (told, asked) = sent(&order, &paid(), 200, &body).await;
    assert!(matches!(told, Err(ProviderError::Declined(_))), "{told:?}");
    assert!(asked.is_empty(), "nothing is asked without an account");
    order.account = Some(refund_account("999"));
    let (told, _) = sent(&order, &paid(), 200, &body).await;
    assert!(matches!(told, Err(ProviderError::Declined(_))), "{told:?}");
    order.account = Some(refund_account("090"));
    let (told, asked) = sent(&order, &paid(), 200, &body).await;
    assert_eq!(told.unwrap().cancelled, won(TOTAL));
    assert_eq!(
        asked[1].1["refundAccount"],
        json!({"bank": "KAKAO", "number": "110123457270", "holderName": "홍길동"})
    );
}

#[tokio::test]
async fn a_refund_whose_parts_do_not_fit_is_ours_to_mend() {
    for (amount, balance, tax_free) in [(0, TOTAL, 0), (10_001, 10_000, 0), (10_000, TOTAL, 10_001)]
    {
        let mut order = refund(amount, balance);
        order.tax_free = won(tax_free);
        let (told, asked) = sent(&order, &paid(), 200, &json!({})).await;
        assert!(
            matches!(told, Err(ProviderError::Misconfigured(_))),
            "{told:?}"
        );
        assert!(asked.is_empty());
    }
}
