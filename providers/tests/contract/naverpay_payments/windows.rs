//! A buyer who comes back from a window that did not succeed, or from a second one.

use domain::payment::Standing;
use providers::{
    error::ProviderError,
    provider::{CallbackOutcome, Provider as _},
};
use wiremock::MockServer;

use crate::{
    naverpay_support::{APPLY, ID, RANGE, answers, history, naverpay_at, one, order, sent},
    support::{ended, requests, success},
};

#[tokio::test]
async fn a_window_that_did_not_succeed_is_declined_without_applying() {
    let server = MockServer::start().await;
    let naverpay = naverpay_at(&server.uri());
    for (query, code) in [
        (vec![("resultCode", "UserCancel")], "UserCancel"),
        (
            vec![("resultCode", "Fail"), ("resultMessage", "userCancel")],
            "UserCancel",
        ),
        (
            vec![
                ("resultCode", "Fail"),
                ("resultMessage", "한도초과"),
                ("paymentId", ID),
            ],
            "Fail",
        ),
        (vec![("resultCode", "<b>")], "Fail"),
        (vec![("resultCode", "Success")], "PAYMENT_ID_MISSING"),
        (vec![], "PAYMENT_ID_MISSING"),
        (
            vec![("resultCode", "Success"), ("paymentId", "../cancel")],
            "PAYMENT_ID_MISSING",
        ),
        (
            vec![("resultCode", "Success"), ("paymentId", "")],
            "PAYMENT_ID_MISSING",
        ),
    ] {
        let declined = naverpay.confirm(&order(None), &success(&query)).await;
        assert!(
            matches!(&declined, Err(ProviderError::Declined(failure)) if failure.code() == Some(code)),
            "{query:?}: {declined:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_second_window_does_not_replace_the_payment_on_disk() {
    let server = MockServer::start().await;
    answers(&server, &one(), 200, &history(&[])).await;
    let on_disk = order(Some(&[("resultCode", "Success"), ("paymentId", ID)]));
    for callback in [
        success(&[
            ("resultCode", "Success"),
            ("paymentId", "20170201NP1043587999"),
        ]),
        success(&[("resultCode", "UserCancel")]),
        ended(CallbackOutcome::Cancel),
    ] {
        let asked = naverpay_at(&server.uri())
            .confirm(&on_disk, &callback)
            .await;
        let asked = asked.unwrap();
        assert_eq!(
            (asked.standing, asked.payment_key.as_str()),
            (Standing::Pending, ID)
        );
    }
    assert!(sent(&server, APPLY).await.is_empty());
}

#[tokio::test]
async fn a_buyer_who_gave_up_is_only_asked_about() {
    let server = MockServer::start().await;
    answers(&server, RANGE, 200, &history(&[])).await;
    for outcome in [CallbackOutcome::Fail, CallbackOutcome::Cancel] {
        let asked = naverpay_at(&server.uri())
            .confirm(&order(None), &ended(outcome))
            .await;
        assert!(
            matches!(asked, Err(ProviderError::Declined { .. })),
            "{asked:?}"
        );
    }
    assert!(sent(&server, APPLY).await.is_empty());
}
