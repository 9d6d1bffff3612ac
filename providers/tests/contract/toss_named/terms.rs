//! Payments that the browser opened on other terms than the order's.

use domain::{kind::Method, payment::Standing};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::json;
use wiremock::MockServer;

use super::{declined_as, standing, waiting};
use crate::{
    support::{
        KEY, answer, card, error, on_confirm, on_lookup, requests, success, virtual_account, with,
        won,
    },
    toss_window::{begun, scripted},
};

/// Any answer of Toss to a confirmation that names another order's payment: once that is known, nothing of this order
/// was taken.
#[tokio::test]
async fn a_confirmation_of_another_orders_payment_is_a_definite_no() {
    let theirs = with(card(), json!({"orderId": "ord_of_somebody_else"}));
    for code in ["INVALID_REQUEST", "ALREADY_PROCESSED_PAYMENT", "NEW_CODE"] {
        let server = MockServer::start().await;
        on_confirm(&server, 400, &error(code)).await;
        on_lookup(&server, 200, &theirs).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined(ref failure)) if failure.code() == Some("PAYMENT_KEY_MISMATCH")),
            "{code}: {refused:?}"
        );
    }
}

/// The buyer's browser sets the content of the window: a payment that differs from the order is not taken.
#[tokio::test]
async fn a_window_opened_for_something_else_is_a_definite_no() {
    let account =
        json!({"dueDate": "2023-12-03T02:00:00+09:00", "bankCode": "88", "accountNumber": "1"});
    for (method, changes, expected) in [
        (
            Method::Card,
            json!({"totalAmount": 100, "balanceAmount": 100}),
            "AMOUNT_MISMATCH",
        ),
        (Method::Card, json!({"currency": "JPY"}), "AMOUNT_MISMATCH"),
        (
            Method::Card,
            json!({"currency": "USD", "totalAmount": 163_020.99}),
            "AMOUNT_MISMATCH",
        ),
        (
            Method::Card,
            json!({"totalAmount": 163_020.5}),
            "AMOUNT_MISMATCH",
        ),
        (
            Method::Card,
            json!({"taxFreeAmount": 0.5}),
            "TAX_FREE_MISMATCH",
        ),
        (
            Method::Card,
            json!({"taxFreeAmount": 163_020}),
            "TAX_FREE_MISMATCH",
        ),
        (
            Method::Card,
            json!({"method": "가상계좌"}),
            "METHOD_MISMATCH",
        ),
        (Method::VirtualAccount, json!({}), "METHOD_MISMATCH"),
        (
            Method::VirtualAccount,
            json!({"method": "가상계좌", "virtualAccount": account}),
            "ACCOUNT_MISMATCH",
        ),
    ] {
        for status in ["IN_PROGRESS", "READY", "A_WORD_OF_NEXT_YEAR"] {
            let server = MockServer::start().await;
            let other = with(with(waiting(), changes.clone()), json!({"status": status}));
            on_lookup(&server, 200, &other).await;
            on_confirm(&server, 200, &card()).await;
            let toss = scripted(&server.uri());
            let order = begun(&toss, method).await;
            let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
            assert_eq!(declined_as(refused), expected, "{changes} {status}");
            assert_eq!(requests(&server).await.len(), 1, "nothing was confirmed");
        }
    }
}

/// Toss leaves out or nulls fields that were not chosen yet, and a tax-free part of zero.
#[tokio::test]
async fn what_toss_does_not_tell_before_the_confirmation_is_no_mismatch() {
    for (method, told) in [
        (Method::Card, json!({"taxFreeAmount": null, "method": null})),
        (
            Method::EasyPay,
            json!({"method": "카드", "taxFreeAmount": 0}),
        ),
        (Method::Card, json!({"method": "간편결제"})),
        (
            Method::VirtualAccount,
            json!({"method": null, "virtualAccount": null}),
        ),
        (
            Method::VirtualAccount,
            json!({"method": "가상계좌", "virtualAccount": {"dueDate": null}}),
        ),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, 200, &with(waiting(), told.clone())).await;
        on_confirm(&server, 200, &card()).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, method).await;
        let paid = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert_eq!(standing(paid), Standing::Paid, "{told}");
    }
}

/// An order with a tax-free part is confirmed when the window was opened with that very part.
#[tokio::test]
async fn a_tax_free_part_that_was_ordered_is_the_right_one() {
    for (told, expected) in [(json!(3_020), None), (json!(null), Some(()))] {
        let server = MockServer::start().await;
        on_lookup(
            &server,
            200,
            &with(waiting(), json!({"taxFreeAmount": told})),
        )
        .await;
        on_confirm(&server, 200, &card()).await;
        let toss = scripted(&server.uri());
        let mut order = begun(&toss, Method::Card).await;
        order.tax_free = won(3_020);
        let answer = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        match expected {
            None => assert_eq!(standing(answer), Standing::Paid),
            Some(()) => assert_eq!(declined_as(answer), "TAX_FREE_MISMATCH"),
        }
    }
}

/// The end of an account is known when it is issued: one that stays open longer than requested is cancelled.
#[tokio::test]
async fn an_account_on_other_terms_is_given_up_before_anything_is_paid_into_it() {
    let path = format!("/v1/payments/{KEY}/cancel");
    for (due, cancelled, expected) in [
        ("2025-12-01T14:47:19+09:00", 500, "kept"),
        ("2025-12-28T14:17:19+09:00", 200, "ACCOUNT_MISMATCH"),
        ("2025-12-28T14:17:19+09:00", 500, "doubt"),
    ] {
        let server = MockServer::start().await;
        let mut issued = with(
            virtual_account(),
            json!({"totalAmount": 163_020, "balanceAmount": 163_020}),
        );
        issued["virtualAccount"]["dueDate"] = json!(due);
        let wanted = with(
            issued.clone(),
            json!({"status": "IN_PROGRESS", "virtualAccount": null}),
        );
        on_lookup(&server, 200, &wanted).await;
        on_confirm(&server, 200, &issued).await;
        let gone = with(
            issued.clone(),
            json!({"status": "CANCELED", "balanceAmount": 0}),
        );
        answer(&server, "POST", &path, cancelled, &gone).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::VirtualAccount).await;
        let told = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        match expected {
            "kept" => assert_eq!(standing(told), Standing::AwaitingDeposit),
            "doubt" => assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}"),
            code => assert_eq!(declined_as(told), code),
        }
        let sent = requests(&server).await;
        assert_eq!(sent.len(), if expected == "kept" { 2 } else { 3 });
        if let Some((_, _, body)) = sent.get(2) {
            assert_eq!(body["refundableAmount"], 163_020);
            assert!(body.get("cancelAmount").is_none(), "only as a whole");
            assert!(
                body.get("refundReceiveAccount").is_none(),
                "nothing came in"
            );
        }
    }
}
