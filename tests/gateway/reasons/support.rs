//! What support reads of why.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use super::naver::naver_order;
use crate::support::{buyer::id_of, world::World};

both_engines!(
    an_order_that_could_not_be_begun_says_why,
    a_refused_refund_tells_support_what_to_do,
    a_job_in_doubt_tells_support_what_the_code_means,
);

/// Naver Pay's console makes it refuse: the seller's page gets the sentences with the problem.
async fn an_order_that_could_not_be_begun_says_why(world: &World) {
    let refuse = json!({"operation": "create", "code": "InvalidMerchant"});
    world.at_provider("/naverpay/console/answer", &refuse).await;
    let answer = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &naver_order("c1"))
        .await;
    let problem = answer.refused(502, "provider_misconfigured");
    let told = &problem["provider"];
    assert_eq!(told["code"], "InvalidMerchant", "{problem}");
    for field in ["buyer_ko", "buyer_en", "support"] {
        assert!(told[field].is_string(), "{field}: {problem}");
    }
}

async fn a_refused_refund_tells_support_what_to_do(world: &World) {
    let order = world.open_order(&naver_order("c1")).await;
    let paid = world.pay(&order).await;
    let refuse = json!({"operation": "cancel", "code": "CancelDeadlineExpired", "times": 1});
    world.at_provider("/naverpay/console/answer", &refuse).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let ended = async || world.refund_state(&refund).await == "declined";
    world
        .wait_while_time_passes("the refund is refused", TimeDelta::seconds(1), ended)
        .await;
    for path in [
        format!("/v1/refunds/{refund}"),
        "/v1/refunds?state=declined".to_owned(),
    ] {
        let found = world.gateway().get(Role::Support, &path).await.ok();
        let refund = if found["items"].is_array() {
            &found["items"][0]
        } else {
            &found
        };
        let told = &refund["explanation"];
        assert_eq!(told["code"], "CancelDeadlineExpired", "{refund}");
        assert!(
            told["support"]
                .as_str()
                .unwrap()
                .contains("pay back by transfer"),
            "{refund}"
        );
    }
}

async fn a_job_in_doubt_tells_support_what_the_code_means(world: &World) {
    let paid = world.buy("c1", "direct-1000", 1).await;
    let down =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", down).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, None).await.ok();
    // The paid order also has a job, of the same instant: the list order of the two is not defined.
    let job = async || {
        let list = world.gateway().get(Role::Support, "/v1/jobs").await.ok();
        let jobs = list["items"].as_array().unwrap();
        let of_refund = jobs.iter().find(|job| job["kind"] == "settle_refund");
        of_refund.cloned().unwrap_or_default()
    };
    let noted = async || job().await["note"].is_string();
    world.wait_until("the job met it", noted).await;
    let job = job().await;
    let told = &job["explanation"];
    assert_eq!(told["code"], "FAILED_INTERNAL_SYSTEM_PROCESSING", "{job}");
    assert!(
        told["support"]
            .as_str()
            .unwrap()
            .contains("Toss failed inside"),
        "{job}"
    );
    world.faults("toss", json!([])).await;
    let ended = async || world.refund_state(&id_of(&refund)).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
}
