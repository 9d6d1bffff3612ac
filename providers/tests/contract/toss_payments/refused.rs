//! Confirmations that are refused or not answered.

use domain::{failure::Failure, kind::Method, payment::Standing};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::MockServer;

use super::confirmed;
use crate::support::{KEY, came_back, card, error, on_confirm, on_lookup, order, toss_at};

#[tokio::test]
async fn only_listed_codes_are_declines() {
    for (status, code) in [
        (403, "REJECT_CARD_PAYMENT"),
        (403, "REJECT_CARD_COMPANY"),
        (400, "BELOW_MINIMUM_AMOUNT"),
        (403, "NOT_AVAILABLE_BANK"),
        (400, "INVALID_CARD_LOST_OR_STOLEN"),
    ] {
        let declined = ProviderError::Declined(Failure::new(code, "메시지"));
        assert_eq!(confirmed(status, &error(code)).await, Err(declined));
    }
    for (status, code) in [
        (401, "UNAUTHORIZED_KEY"),
        (400, "INVALID_REQUEST"),
        (403, "INCORRECT_BASIC_AUTH_FORMAT"),
    ] {
        let refused = confirmed(status, &error(code)).await;
        assert!(
            matches!(refused, Err(ProviderError::Misconfigured { .. })),
            "{code}"
        );
    }
    for (status, code) in [
        (400, "PROVIDER_ERROR"),
        (400, "CARD_PROCESSING_ERROR"),
        (409, "IDEMPOTENT_REQUEST_PROCESSING"),
        (500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"),
        (500, "REJECT_CARD_PAYMENT"),
        (403, "A_CODE_OF_NEXT_YEAR"),
    ] {
        let doubt = confirmed(status, &error(code)).await;
        assert!(
            matches!(doubt, Err(ProviderError::InDoubt(_))),
            "{code}: {doubt:?}"
        );
    }
    let nested = json!({"version":"2022-11-16","traceId":"t","error":error("REJECT_CARD_PAYMENT")});
    assert!(matches!(
        confirmed(403, &nested).await,
        Err(ProviderError::Declined { .. })
    ));
    let busy = confirmed(429, &json!({})).await;
    assert!(matches!(busy, Err(ProviderError::Unreachable(_))));
}

#[tokio::test]
async fn a_payment_already_processed_is_looked_up() {
    let confirmed = async |code: &str, status: u16, lookup: (u16, Value)| {
        let server = MockServer::start().await;
        on_confirm(&server, status, &error(code)).await;
        on_lookup(&server, lookup.0, &lookup.1).await;
        let order = order(Method::Card, Some(KEY));
        toss_at(&server.uri())
            .confirm(&order, &came_back())
            .await
            .map(|it| it.standing)
    };
    let paid = confirmed("ALREADY_PROCESSED_PAYMENT", 400, (200, card())).await;
    assert_eq!(paid, Ok(Standing::Paid));
    let late = confirmed("NOT_FOUND_PAYMENT_SESSION", 404, (200, card())).await;
    assert_eq!(late, Ok(Standing::Paid));
    let gone = confirmed(
        "NOT_FOUND_PAYMENT_SESSION",
        404,
        (404, error("NOT_FOUND_PAYMENT")),
    )
    .await;
    assert!(
        matches!(gone, Err(ProviderError::Declined { .. })),
        "{gone:?}"
    );
    // It was processed, so a failure to find it proves nothing.
    let odd = confirmed(
        "ALREADY_PROCESSED_PAYMENT",
        400,
        (404, error("NOT_FOUND_PAYMENT")),
    )
    .await;
    assert!(matches!(odd, Err(ProviderError::InDoubt(_))), "{odd:?}");
    let blind = confirmed("ALREADY_PROCESSED_PAYMENT", 400, (500, json!(null))).await;
    assert!(matches!(blind, Err(ProviderError::InDoubt(_))), "{blind:?}");
}
