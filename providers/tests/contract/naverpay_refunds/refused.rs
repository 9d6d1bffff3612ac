//! Cancels that Naver Pay refuses.

use providers::{error::ProviderError, provider::Provider as _};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, path},
};

use super::{answered, ours};
use crate::{
    naverpay_support::{
        CANCEL, REFUND, TOTAL, answers, approval, assert_in_doubt, cancel_row, cancelled, keys,
        naverpay_at, refund, refused, sent,
    },
    support::won,
};

const SETTLED: [&str; 6] = [
    "AlreadyCanceled",
    "OverRemainAmount",
    "RestAmountDiff",
    "TaxScopeAmtGreaterThanRemainError",
    "CancelNotComplete",
    "Fail",
];

#[tokio::test]
async fn a_cancel_of_ours_that_is_listed_is_a_success_whatever_was_answered() {
    for code in SETTLED {
        let known = answered(200, &refused(code), Some(&ours())).await.unwrap();
        assert_eq!(known.cancelled, won(10_000), "{code}");
        // Without a look-up nothing is known.
        assert_in_doubt(&answered(200, &refused(code), None).await, code);
        // Under our id, but another amount.
        let odd = [approval(), cancel_row(Some(REFUND), 9_999, 0)];
        assert_in_doubt(&answered(200, &refused(code), Some(&odd)).await, code);
    }
}

/// Naver Pay does not document how soon a cancel is listed. A refusal for which the list shows no reason may be
/// caused by our own cancel.
#[tokio::test]
async fn a_refusal_is_believed_when_the_list_shows_its_reason() {
    let all = || cancel_row(None, TOTAL, 100_000);
    let much = || cancel_row(None, 960_000, 100_000);
    let some = || cancel_row(None, 862, 0);
    let taxed = || cancel_row(None, 865_862, 0);
    for (code, reason) in [
        ("AlreadyCanceled", all()),
        ("OverRemainAmount", much()),
        ("RestAmountDiff", some()),
        ("TaxScopeAmtGreaterThanRemainError", taxed()),
        ("Fail", some()),
    ] {
        let declined = answered(200, &refused(code), Some(&[approval(), reason])).await;
        assert!(
            matches!(&declined, Err(ProviderError::Declined(failure)) if failure.code() == Some(code)),
            "{code}: {declined:?}"
        );
    }
    for (code, rows) in [
        ("AlreadyCanceled", vec![approval(), some()]),
        ("OverRemainAmount", vec![approval(), some()]),
        ("RestAmountDiff", vec![approval()]),
        ("TaxScopeAmtGreaterThanRemainError", vec![approval()]),
        ("CancelNotComplete", vec![approval(), all()]),
        ("RestAmountDiff", vec![]),
    ] {
        assert_in_doubt(&answered(200, &refused(code), Some(&rows)).await, code);
    }
    let plain = answered(200, &refused("Fail"), Some(&[approval()])).await;
    assert!(
        matches!(plain, Err(ProviderError::Declined { .. })),
        "{plain:?}"
    );
}

#[tokio::test]
async fn refusals_of_a_cancel_are_told_apart() {
    for code in ["CancelDeadlineExpired", "InvalidDiscountCancelCondition"] {
        let declined = answered(200, &refused(code), None).await;
        assert!(
            matches!(declined, Err(ProviderError::Declined { .. })),
            "{code}"
        );
    }
    for code in [
        "MaintenanceOngoing",
        "FaultCheckOngoing",
        "PreCancelNotComplete",
    ] {
        let later = answered(200, &refused(code), None).await;
        assert!(
            matches!(later, Err(ProviderError::Unreachable(_))),
            "{code}"
        );
    }
    for (status, code) in [
        (200, "InvalidMerchant"),
        (200, "InvalidPaymentId"),
        (200, "TaxScopeAmountError"),
        (200, "InvalidParameter"),
        (401, "Fail"),
    ] {
        let wrong = answered(status, &refused(code), None).await;
        assert!(
            matches!(wrong, Err(ProviderError::Misconfigured { .. })),
            "{code}"
        );
    }
    for code in ["AlreadyOnGoing", "TimeExpired", "A_CODE_OF_NEXT_YEAR"] {
        assert_in_doubt(&answered(200, &refused(code), None).await, code);
    }
}

/// A known "not now" that is stored under its key would be replayed for ever; a doubt keeps its key.
#[tokio::test]
async fn only_a_replayed_not_now_moves_on_to_the_next_key() {
    let server = MockServer::start().await;
    let spent = ResponseTemplate::new(409).set_body_json(refused("MaintenanceOngoing"));
    let done = ResponseTemplate::new(200).set_body_json(cancelled());
    for (key, template) in [(REFUND.to_owned(), spent), (format!("{REFUND}-1"), done)] {
        Mock::given(path(CANCEL))
            .and(header("X-NaverPay-Idempotency-Key", key))
            .respond_with(template)
            .expect(1)
            .mount(&server)
            .await;
    }
    let snapshot = naverpay_at(&server.uri())
        .refund(&refund(10_000, 0, TOTAL))
        .await;
    assert_eq!(snapshot.unwrap().cancelled, won(10_000));
    let forms = sent(&server, CANCEL).await;
    assert_eq!(forms[0], forms[1]);

    for code in ["AlreadyOnGoing", "CancelNotComplete", "A_CODE_OF_NEXT_YEAR"] {
        let server = MockServer::start().await;
        answers(&server, CANCEL, 409, &refused(code)).await;
        let doubt = naverpay_at(&server.uri())
            .refund(&refund(10_000, 0, TOTAL))
            .await;
        assert_in_doubt(&doubt, code);
        assert_eq!(keys(&server, CANCEL).await, [REFUND], "{code}");
    }
}
