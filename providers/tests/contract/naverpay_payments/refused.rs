//! Approvals that are refused, replayed or already there.

use domain::{
    failure::Failure,
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, path},
};

use crate::{
    naverpay_support::{
        APPLY, ID, answers, applied, approval, assert_in_doubt, came_back, history, keys,
        naverpay_at, one, order, refused, said,
    },
    support::{order_id, won},
};

pub(super) async fn confirmed(status: u16, body: &Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answers(&server, APPLY, status, body).await;
    naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await
}

#[tokio::test]
async fn only_listed_codes_are_declines() {
    for code in [
        "TimeExpired",
        "OwnerAuthFail",
        "NotEnoughAccountBalance",
        "BankMaintenance",
        "Fail",
        "InvalidParameter",
    ] {
        let declined = ProviderError::Declined(Failure::new(code, "메시지"));
        assert_eq!(confirmed(200, &refused(code)).await, Err(declined.clone()));
        // The earlier answer to the same key.
        assert_eq!(confirmed(409, &refused(code)).await, Err(declined));
    }
    for (status, code) in [(200, "InvalidMerchant"), (401, "Fail"), (403, "Success")] {
        let wrong = confirmed(status, &refused(code)).await;
        assert!(
            matches!(wrong, Err(ProviderError::Misconfigured { .. })),
            "{code}: {wrong:?}"
        );
    }
    for (status, code) in [
        (200, "MaintenanceOngoing"),
        (200, "FaultCheckOngoing"),
        (429, "Fail"),
    ] {
        let later = confirmed(status, &refused(code)).await;
        assert!(
            matches!(later, Err(ProviderError::Unreachable(_))),
            "{code}: {later:?}"
        );
    }
    for code in [
        "AlreadyOnGoing",
        "A_CODE_OF_NEXT_YEAR",
        "CancelDeadlineExpired",
        "",
    ] {
        assert_in_doubt(&confirmed(200, &refused(code)).await, code);
    }
}

#[tokio::test]
async fn a_payment_that_is_approved_already_is_looked_up() {
    let confirmed = async |listed: (u16, Value)| {
        let server = MockServer::start().await;
        answers(&server, APPLY, 200, &refused("AlreadyComplete")).await;
        answers(&server, &one(), listed.0, &listed.1).await;
        naverpay_at(&server.uri())
            .confirm(&order(None), &came_back())
            .await
    };
    let paid = confirmed((200, history(&[approval()]))).await.unwrap();
    assert_eq!(paid.standing, Standing::Paid);
    assert_eq!(paid.order_ref, order_id().to_string());
    // An approval that is not listed yet proves nothing, and neither does an unavailable list.
    for unclear in [
        (200, history(&[])),
        (500, json!({})),
        (200, refused("Fail")),
    ] {
        assert_in_doubt(&confirmed(unclear).await, "not listed");
    }
}

/// 409 returns the first version of an approval; only the list has later cancels.
#[tokio::test]
async fn a_replayed_approval_gives_way_to_what_is_listed_now() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 409, &applied()).await;
    let naverpay = naverpay_at(&server.uri());
    let told = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!((told.standing, told.cancelled), (Standing::Paid, won(0)));

    let gone = crate::naverpay_support::cancel_row(None, 5_862, 0);
    answers(&server, &one(), 200, &history(&[approval(), gone])).await;
    let listed = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!(
        (listed.standing, listed.cancelled),
        (Standing::Paid, won(5_862))
    );
}

#[tokio::test]
async fn an_approval_without_detail_is_taken_from_the_list() {
    let server = MockServer::start().await;
    answers(&server, APPLY, 200, &said(&json!({"paymentId":ID}))).await;
    let naverpay = naverpay_at(&server.uri());
    answers(&server, &one(), 200, &history(&[approval()])).await;
    let paid = naverpay.confirm(&order(None), &came_back()).await.unwrap();
    assert_eq!(paid.standing, Standing::Paid);
}

/// "Not now" may be stored under its key like any answer; 409 shows that it is.
#[tokio::test]
async fn a_replayed_not_now_moves_on_to_the_next_key_and_a_replayed_doubt_does_not() {
    let applied_under = async |replayed: &str| {
        let server = MockServer::start().await;
        let spent = ResponseTemplate::new(409).set_body_json(refused(replayed));
        let fresh = ResponseTemplate::new(200).set_body_json(applied());
        for (key, template) in [(format!("ap-{ID}"), spent), (format!("ap-{ID}-1"), fresh)] {
            Mock::given(path(APPLY))
                .and(header("X-NaverPay-Idempotency-Key", key))
                .respond_with(template)
                .mount(&server)
                .await;
        }
        let paid = naverpay_at(&server.uri())
            .confirm(&order(None), &came_back())
            .await;
        (paid, keys(&server, APPLY).await.len())
    };
    let (paid, calls) = applied_under("MaintenanceOngoing").await;
    assert_eq!((paid.unwrap().standing, calls), (Standing::Paid, 2));
    let (doubt, calls) = applied_under("AlreadyOnGoing").await;
    assert_in_doubt(&doubt, "AlreadyOnGoing");
    assert_eq!(calls, 1);
    // The requests end, however long the pause was.
    let server = MockServer::start().await;
    answers(&server, APPLY, 409, &refused("MaintenanceOngoing")).await;
    let later = naverpay_at(&server.uri())
        .confirm(&order(None), &came_back())
        .await;
    assert!(
        matches!(later, Err(ProviderError::Unreachable(_))),
        "{later:?}"
    );
    assert_eq!(keys(&server, APPLY).await.len(), 8);
}
