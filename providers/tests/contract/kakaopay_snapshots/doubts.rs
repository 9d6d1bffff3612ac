//! Answers that prove nothing.

use domain::payment::Standing;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use super::look;
use crate::{
    kakaopay_support::{TID, TOTAL, asked, error, kakaopay_at, on, payment_ref, without},
    support::with,
};

/// No answer about an unpaid payment was ever captured, so the documented minimum is used.
#[tokio::test]
async fn an_unpaid_payment_may_tell_next_to_nothing() {
    for bare in [
        json!({"tid":TID,"cid":"TC0ONETIME","status":"READY"}),
        json!({"tid":TID,"cid":"TC0ONETIME","status":"READY","partner_order_id":null,"amount":null,
               "approved_at":null,"payment_method_type":null,"payment_action_details":null}),
    ] {
        let snapshot = look(200, bare).await.unwrap();
        assert_eq!(snapshot.standing, Standing::Pending);
        assert!(snapshot.cancelled.is_zero() && snapshot.cancels.is_empty());
    }
}

#[tokio::test]
async fn a_paid_answer_that_does_not_agree_with_itself_is_in_doubt() {
    let paid = || asked(0, &[]);
    for odd in [
        without(paid(), &["amount"]),
        without(paid(), &["partner_order_id"]),
        with(paid(), json!({"status":"CANCEL_PAYMENT"})),
        with(paid(), json!({"status":"PART_CANCEL_PAYMENT"})),
        with(paid(), json!({"canceled_amount":{"total":TOTAL + 1}})),
        with(paid(), json!({"amount":{"total":"1100000"}})),
        with(paid(), json!({"tid":"T0000000000000000000"})),
        with(paid(), json!({"cid":"CA00000001"})),
        without(paid(), &["status"]),
    ] {
        let told = look(200, odd).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
}

#[tokio::test]
async fn a_refused_look_up_never_means_that_nothing_was_paid() {
    for (status, code) in [(400, -721), (401, -401), (400, -731), (403, -403)] {
        let told = look(status, error(code)).await;
        assert!(
            matches!(told, Err(ProviderError::Misconfigured { .. })),
            "{code}: {told:?}"
        );
    }
    for code in [-702, -708, -723, -785, -7, -12_345, -701] {
        let told = look(400, error(code)).await;
        assert!(
            matches!(told, Err(ProviderError::InDoubt(_))),
            "{code}: {told:?}"
        );
    }
    let told = look(429, error(-429)).await;
    assert!(matches!(told, Err(ProviderError::Unreachable(_))));
    let server = MockServer::start().await;
    on(&server, "order", ResponseTemplate::new(429)).await;
    let told = kakaopay_at(&server.uri())
        .lookup(&payment_ref(Some(TID)))
        .await;
    assert!(matches!(told, Err(ProviderError::Unreachable(_))));
}
