//! Looks before a confirmation that fail, or that Toss refuses.

use domain::{kind::Method, payment::Standing};
use providers::{error::ProviderError, provider::Provider as _};
use wiremock::MockServer;

use super::{asked_with, by_order, declined_as, standing, waiting};
use crate::{
    support::{KEY, card, error, on_confirm, on_lookup, requests, success},
    toss_window::{begun, scripted},
};

/// Toss's reference documents look-ups of approved payments only.
#[tokio::test]
async fn a_payment_that_is_not_shown_before_its_confirmation_is_confirmed() {
    let server = MockServer::start().await;
    on_lookup(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let paid = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
    assert_eq!(standing(paid), Standing::Paid);
}

/// Nobody has such a payment, and the confirmation says the same.
#[tokio::test]
async fn a_payment_that_neither_is_shown_nor_can_be_confirmed_is_a_definite_no() {
    for code in ["NOT_FOUND_PAYMENT", "NOT_FOUND_PAYMENT_SESSION"] {
        for hidden in ["NOT_FOUND_PAYMENT", "FORBIDDEN_REQUEST"] {
            let server = MockServer::start().await;
            on_lookup(&server, 404, &error(hidden)).await;
            on_confirm(&server, 404, &error(code)).await;
            by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
            let toss = scripted(&server.uri());
            let order = begun(&toss, Method::Card).await;
            let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
            assert_eq!(declined_as(refused), code, "{hidden}");
        }
    }
}

#[tokio::test]
async fn nothing_is_confirmed_while_the_look_up_fails() {
    for (status, code) in [
        (500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"),
        (403, "FORBIDDEN_CONSECUTIVE_REQUEST"),
        (429, "NONE"),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, status, &error(code)).await;
        on_confirm(&server, 200, &card()).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let doubt = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert!(
            matches!(
                doubt,
                Err(ProviderError::InDoubt(_) | ProviderError::Unreachable(_))
            ),
            "{code}: {doubt:?}"
        );
        assert_eq!(requests(&server).await.len(), 1, "{code}");
    }
}

/// Anybody who opens a window of another merchant can have our key refused. Our key is wrong only when Toss also
/// refuses it for our own order.
#[tokio::test]
async fn a_refusal_of_our_key_is_believed_when_it_is_not_about_the_browsers_payment() {
    for (status, code) in [
        (403, "FORBIDDEN_REQUEST"),
        (401, "UNAUTHORIZED_KEY"),
        (400, "INVALID_API_KEY"),
        (400, "INVALID_REQUEST"),
    ] {
        for (of_ours, own) in [(404, "NOT_FOUND_PAYMENT"), (status, code)] {
            let server = MockServer::start().await;
            on_lookup(&server, status, &error(code)).await;
            on_confirm(&server, status, &error(code)).await;
            by_order(&server, of_ours, &error(own)).await;
            let toss = scripted(&server.uri());
            let order = begun(&toss, Method::Card).await;
            let callback = success(&[("paymentKey", KEY)]);
            let refused = toss.confirm(&order, &callback).await;
            let found = toss.lookup(&asked_with(&callback)).await;
            if of_ours == 404 {
                assert_eq!(declined_as(refused), "PAYMENT_NOT_OURS", "{code}");
                assert_eq!(declined_as(found), "NOT_FOUND_PAYMENT", "{code}");
            } else {
                for answer in [refused, found] {
                    assert!(
                        matches!(&answer, Err(ProviderError::Misconfigured(failure)) if failure.code() == Some(code)),
                        "{code}: {answer:?}"
                    );
                }
            }
        }
    }
}

/// A missing contract feature is no fault of the payment, whoever named it.
#[tokio::test]
async fn a_refusal_of_the_contract_stays_ours() {
    for shown in [200, 404] {
        let server = MockServer::start().await;
        on_lookup(
            &server,
            shown,
            &if shown == 200 {
                waiting()
            } else {
                error("NOT_FOUND_PAYMENT")
            },
        )
        .await;
        on_confirm(&server, 400, &error("INVALID_UNREGISTERED_SUBMALL")).await;
        by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert!(
            matches!(refused, Err(ProviderError::Misconfigured { .. })),
            "{shown}: {refused:?}"
        );
    }
}
