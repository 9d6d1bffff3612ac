//! Cancels that Toss refuses.

use domain::{kind::Method, payment::Snapshot};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method as method_is, path},
};

use super::{cancel_path, cancelled, ours};
use crate::support::{cancel, card, error, on_lookup, refund, toss_at, won};

pub(super) async fn refused(
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
