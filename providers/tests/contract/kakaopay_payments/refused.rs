//! Approvals that are refused or not answered.

use domain::payment::Standing;
use providers::{error::ProviderError, kakaopay::documented};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::approves;
use crate::{
    kakaopay_support::{asked, error, failure},
    support::with,
};

#[tokio::test]
async fn approved_already_is_success_when_kakaopay_calls_it_paid() {
    for body in [error(-702), error(-783), failure(-780, "USER_LOCKED")] {
        let refused = || ResponseTemplate::new(400).set_body_json(body.clone());
        let paid = approves(Some((200, asked(0, &[]))), refused()).await;
        assert_eq!(paid.answer.unwrap().standing, Standing::Paid);
        assert_eq!(paid.looks, 1);
        let failed = with(asked(0, &[]), json!({"status":"FAIL_PAYMENT"}));
        let failed = approves(Some((200, failed)), refused()).await;
        let standing = failed.answer.unwrap().standing;
        assert!(
            matches!(standing, Standing::Failed(failure) if failure.code() == Some("FAIL_PAYMENT"))
        );
        let blind = approves(Some((500, json!(null))), refused()).await;
        assert!(matches!(blind.answer, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn refusals_of_an_approval_are_told_apart() {
    let refused = async |body: Value| {
        let refused = ResponseTemplate::new(400).set_body_json(body);
        let unpaid = with(asked(0, &[]), json!({"status":"AUTH_PASSWORD"}));
        approves(Some((200, unpaid)), refused).await
    };
    for body in [
        error(-708),
        error(-723),
        failure(-780, "LACK_BALANCE"),
        failure(-780, "0004"),
    ] {
        let told = refused(body).await;
        let Err(ProviderError::Declined(failure)) = told.answer else {
            panic!("{:?}", told.answer)
        };
        let code = failure.code().unwrap();
        assert!(documented(code).is_some(), "{code}");
    }
    for body in [
        error(-785),
        error(-500),
        error(-12_345),
        failure(-780, "BANK_FIRM_UNKNOWN"),
        failure(-780, "0110"),
    ] {
        let told = refused(body).await;
        assert!(
            matches!(told.answer, Err(ProviderError::InDoubt(_))),
            "{:?}",
            told.answer
        );
    }
    for body in [error(-701), error(-429), error(-10)] {
        let told = refused(body).await;
        assert!(matches!(told.answer, Err(ProviderError::Unreachable(_))));
    }
    for body in [error(-401), error(-706), error(-721), error(-731)] {
        let told = refused(body).await;
        assert!(matches!(
            told.answer,
            Err(ProviderError::Misconfigured { .. })
        ));
        assert_eq!(told.looks, 1, "an earlier approval may have gone through");
    }
}

#[tokio::test]
async fn a_payment_approved_earlier_outweighs_a_wrong_setting() {
    let refused = ResponseTemplate::new(400).set_body_json(error(-706));
    let told = approves(Some((200, asked(0, &[]))), refused).await;
    assert_eq!(told.answer.unwrap().standing, Standing::Paid);
}

#[tokio::test]
async fn a_code_written_as_text_is_understood() {
    let text = json!({"error_code":"-723","error_message":"expired","extras":null});
    let told = approves(None, ResponseTemplate::new(400).set_body_json(text)).await;
    assert!(
        matches!(told.answer, Err(ProviderError::Declined(ref failure)) if failure.code() == Some("-723"))
    );
}
