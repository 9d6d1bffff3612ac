//! Cancels that Kakao Pay refuses or does not answer.

use domain::payment::Snapshot;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::{PART, after, before};
use crate::{
    kakaopay_support::{
        answers, cancelled, error, failure, kakaopay_at, on, refund, sent, without,
    },
    support::{with, won},
};

/// The cancel is refused; `order` answers the first time as before and then `then`.
async fn refused(cancel: ResponseTemplate, then: (u16, Value)) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    on(&server, "cancel", cancel).await;
    let first = ResponseTemplate::new(200).set_body_json(before());
    Mock::given(method("POST"))
        .and(path("/online/v1/payment/order"))
        .respond_with(first)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    answers(&server, "order", then.0, then.1).await;
    let told = kakaopay_at(&server.uri())
        .refund(&refund(PART.0, PART.1))
        .await;
    assert_eq!(sent(&server, "cancel").await.len(), 1);
    told
}

fn refusal(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(body)
}

#[tokio::test]
async fn a_refused_cancel_is_believed_only_after_a_look() {
    for body in [
        error(-710),
        error(-711),
        error(-722),
        error(-784),
        failure(-781, "INVALID_CANCEL_STATUS_DEACTIVE"),
        failure(-781, "8603"),
        failure(-781, "0025"),
    ] {
        let declined = refused(refusal(body.clone()), (200, before())).await;
        assert!(
            matches!(declined, Err(ProviderError::Declined { .. })),
            "{declined:?}"
        );
        let ours = refused(refusal(body.clone()), (200, after(None))).await;
        assert_eq!(
            ours.unwrap().cancelled,
            won(1100),
            "an earlier sending landed"
        );
        let blind = refused(refusal(body), (500, json!(null))).await;
        assert!(matches!(blind, Err(ProviderError::InDoubt(_))), "{blind:?}");
    }
}

#[tokio::test]
async fn refusals_that_prove_nothing_are_told_apart() {
    let told = async |body: Value| refused(refusal(body), (200, before())).await;
    for body in [
        error(-785),
        error(-500),
        error(-7),
        error(-12_345),
        failure(-781, "BANK_FIRM_UNKNOWN"),
        failure(-781, "A_REASON_OF_NEXT_YEAR"),
        failure(-781, "0110"),
        json!({"code":-781,"msg":"cancel failure!","extras":{"method_result_code":"6666",
               "method_result_message":"원거래없음"}}),
    ] {
        let doubt = told(body).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{doubt:?}");
    }
    for body in [
        error(-429),
        error(-10),
        failure(-781, "BANK_FIRM_UNAVAILABLE"),
        failure(-781, "8998"),
    ] {
        let later = told(body).await;
        assert!(
            matches!(later, Err(ProviderError::Unreachable(_))),
            "{later:?}"
        );
    }
    for body in [error(-401), error(-721), error(-731), error(-798)] {
        let person = told(body).await;
        assert!(
            matches!(person, Err(ProviderError::Misconfigured { .. })),
            "{person:?}"
        );
    }
}

#[tokio::test]
async fn a_cancel_that_does_not_agree_with_what_was_asked_is_in_doubt() {
    let good = || cancelled(1000, 1100);
    for odd in [
        cancelled(999, 1099),
        cancelled(1000, 2000),
        with(good(), json!({"status":"SUCCESS"})),
        with(good(), json!({"tid":"T0000000000000000000"})),
        without(good(), &["aid"]),
        without(good(), &["amount"]),
        without(good(), &["canceled_amount", "cancel_available_amount"]),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(odd);
        let told = refused(answer, (200, before())).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
    let bare = without(good(), &["approved_cancel_amount", "partner_order_id"]);
    let told = refused(
        ResponseTemplate::new(200).set_body_json(bare),
        (200, before()),
    )
    .await;
    assert_eq!(told.unwrap().cancelled, won(1100));
}
