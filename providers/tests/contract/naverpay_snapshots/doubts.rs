//! Lists that prove nothing.

use domain::payment::Standing;
use serde_json::json;

use super::listed;
use crate::{
    naverpay_support::{REFUND, TOTAL, approval, assert_in_doubt, cancel_row, history, refused},
    support::{with, won},
};

#[tokio::test]
async fn words_of_next_year_prove_nothing() {
    for changes in [
        json!({"admissionState":"WAITING"}),
        json!({"admissionTypeCode":"09"}),
    ] {
        for row in [approval(), cancel_row(Some(REFUND), 10_000, 0)] {
            let rows = [approval(), with(row, changes.clone())];
            let unclear = listed(&history(&rows)).await.unwrap();
            assert!(
                matches!(unclear.standing, Standing::Unknown { .. }),
                "{unclear:?}"
            );
            assert_eq!(unclear.cancelled, won(0));
        }
    }
}

#[tokio::test]
async fn rows_that_do_not_make_one_payment_are_in_doubt() {
    let other = with(approval(), json!({"paymentId":"20170201NP1043587747"}));
    for rows in [
        vec![other],
        vec![approval(), approval()],
        vec![cancel_row(None, 10_000, 0)],
        vec![
            approval(),
            cancel_row(None, TOTAL, 0),
            cancel_row(None, 1, 0),
        ],
        vec![with(approval(), json!({"totalPayAmount":null}))],
        vec![with(approval(), json!({"totalPayAmount":1000.5}))],
        vec![with(approval(), json!({"totalPayAmount":-1}))],
    ] {
        assert_in_doubt(
            &listed(&history(&rows)).await,
            &format!("{}", json!(rows).to_string().len()),
        );
    }
}

#[tokio::test]
async fn refusals_of_a_look_up_say_nothing_about_the_payment() {
    for (code, kind) in [
        ("InvalidMerchant", "misconfigured"),
        ("RequireCondition", "misconfigured"),
        ("MaintenanceOngoing", "unreachable"),
        ("Fail", "in doubt"),
        ("TimeExpired", "in doubt"),
        ("A_CODE_OF_NEXT_YEAR", "in doubt"),
    ] {
        let error = listed(&refused(code)).await.unwrap_err().to_string();
        assert!(error.starts_with(kind), "{code}: {error}");
    }
}
