//! Toss where only the buyer's browser named the payment: the browser's data is a hint, and Toss's own data decides.

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    provider::{Callback, PaymentRef, Provider as _},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    support::{
        KEY, answer, card, error, on_confirm, on_lookup, order, order_id, payment_ref, requests,
        success, toss_at, virtual_account, with, won,
    },
    toss_window::{begun, scripted},
};

pub(crate) fn asked_with(callback: &Callback) -> PaymentRef {
    PaymentRef {
        callback: callback.query.clone(),
        ..payment_ref(None)
    }
}

/// The card payment of the tests before its confirmation.
pub(crate) fn waiting() -> Value {
    with(card(), json!({"status": "IN_PROGRESS", "approvedAt": null}))
}

fn declined_as(answer: Result<Snapshot, ProviderError>) -> String {
    match answer {
        Err(ProviderError::Declined(failure)) => failure.code().expect("a code").to_owned(),
        other => panic!("not declined: {other:?}"),
    }
}

pub(crate) async fn by_order(server: &MockServer, status: u16, body: &Value) {
    let path = format!("/v1/payments/orders/{}", order_id());
    answer(server, "GET", &path, status, body).await;
}

pub(crate) fn standing(found: Result<Snapshot, ProviderError>) -> Standing {
    found.expect("a snapshot").standing
}

#[tokio::test]
async fn the_payment_that_came_back_is_confirmed_with_the_orders_amount() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &waiting()).await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let callback = success(&[("paymentKey", KEY), ("amount", "1"), ("orderId", "other")]);
    let snapshot = toss.confirm(&order, &callback).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(163_020));
    let sent = &requests(&server).await[1].2;
    let expected = json!({"paymentKey": KEY, "orderId": order_id(), "amount": 163_020});
    assert_eq!(*sent, expected);
}

#[tokio::test]
async fn who_comes_back_without_a_payment_costs_no_call() {
    let server = MockServer::start().await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    for query in [
        &[][..],
        &[("paymentKey", "")],
        &[("paymentKey", "../cancel")],
    ] {
        let refused = toss.confirm(&order, &success(query)).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined(ref failure)) if failure.code() == Some("PAYMENT_KEY_MISSING")),
            "{refused:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

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

/// An earlier confirmation of ours succeeded and its answer was lost. Toss's data is then the answer. Money taken
/// despite a difference is reported unchanged, for the books to park.
#[tokio::test]
async fn a_payment_that_was_confirmed_before_is_not_confirmed_again() {
    let cheap = json!({"totalAmount": 100, "balanceAmount": 100});
    for (told, expected, amount) in [
        (card(), Standing::Paid, 163_020),
        (with(card(), cheap), Standing::Paid, 100),
        (
            with(waiting(), json!({"status": "EXPIRED"})),
            Standing::Expired,
            163_020,
        ),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, 200, &told).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let snapshot = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        let snapshot = snapshot.unwrap();
        assert_eq!(
            (snapshot.standing, snapshot.amount),
            (expected, won(amount))
        );
        assert_eq!(requests(&server).await.len(), 1);
    }
}

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

/// Where our own call opened the window, nobody else named the payment: it is confirmed at once.
#[tokio::test]
async fn a_payment_that_toss_named_is_confirmed_without_a_look() {
    let server = MockServer::start().await;
    on_confirm(&server, 200, &card()).await;
    let order = order(Method::Card, Some(KEY));
    for toss in [scripted(&server.uri()), toss_at(&server.uri())] {
        let paid = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert_eq!(standing(paid), Standing::Paid);
    }
    assert_eq!(requests(&server).await.len(), 2);
}

/// Two windows of one order: while the first is in doubt, the second must not be taken as well.
#[tokio::test]
async fn the_payment_that_came_back_first_stays_the_one() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &waiting()).await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let mut order = begun(&toss, Method::Card).await;
    let session = order.session.as_mut().unwrap();
    session.callback = success(&[("paymentKey", KEY)]).query;
    let second = success(&[("paymentKey", "tnhig20251121102047bvrO8")]);
    toss.confirm(&order, &second).await.unwrap();
    assert_eq!(requests(&server).await[1].2["paymentKey"], KEY);
}
