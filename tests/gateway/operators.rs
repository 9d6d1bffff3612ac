//! The pages and acts of support: parked jobs, transfers by hand, orders whose money does not match.

mod by_hand;
mod command;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use self::by_hand::{pay, refund_by_hand};
use crate::support::{
    buyer::{card_order, id_of},
    world::World,
};

both_engines!(
    a_parked_job_is_seen_and_a_person_has_it_tried_again,
    a_job_that_waits_is_left_as_it_is,
    jobs_are_listed_by_state_for_the_support_desk_only,
    refunds_that_have_not_ended_are_listed_without_being_asked_for,
    orders_whose_money_does_not_fit_are_counted_and_listed,
);

async fn items(world: &World, path: &str) -> Vec<Value> {
    let list = world.gateway().get(Role::Support, path).await.ok();
    list["items"].as_array().unwrap().clone()
}

async fn audit_log(world: &World, act: &str, subject: &str) -> i64 {
    let sql = format!(
        "SELECT COUNT(*) FROM audit_log WHERE act = '{act}' AND subject = '{subject}' AND actor LIKE 'key_%'"
    );
    world.database.number(&sql).await
}

async fn metric(world: &World, line: &str) -> bool {
    let metrics = world.gateway().browse("/metrics").await.text;
    metrics.lines().any(|told| told == line)
}

/// A refund that the provider does not answer until the test allows it; returns the refund.
async fn refund_without_answer(world: &World) -> Value {
    let order = world.buy("c1", "direct-1000", 1).await;
    let silent =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", silent).await;
    let payment = order["payment_id"].as_str().unwrap();
    world.request_refund(payment, None).await.ok()
}

async fn retry(world: &World, job: &Value) -> crate::support::client::Answer {
    let path = format!("/v1/jobs/{}/retry", id_of(job));
    world
        .gateway()
        .post(Role::Support, &path, &Value::Null)
        .await
}

async fn a_parked_job_is_seen_and_a_person_has_it_tried_again(world: &World) {
    let refund = refund_without_answer(world).await;
    let parked = async || items(world, "/v1/jobs?state=parked").await;
    // A day passes between its tries and not amid one, which another worker would take over.
    world
        .wait_until("it is parked", async || {
            let running = "SELECT COUNT(*) FROM jobs WHERE state = 'running'";
            if world.database.number(running).await == 0 {
                world.pass(TimeDelta::days(1));
            }
            !parked().await.is_empty()
        })
        .await;
    assert!(metric(world, "credit_gateway_jobs_parked 1").await);
    let job = parked().await.remove(0);
    assert_eq!(
        (&job["kind"], &job["subject"], &job["state"]),
        (&json!("settle_refund"), &refund["id"], &json!("parked")),
        "{job}"
    );
    assert!(job["attempts"].as_i64().unwrap() > 10, "{job}");
    assert!(job["note"].is_string(), "{job}");

    world.faults("toss", json!([])).await;
    retry(world, &job).await.ok();
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&id_of(&refund)).await == "succeeded"
        })
        .await;
    world
        .wait_until("the job is gone", async || {
            items(world, "/v1/jobs").await.is_empty()
        })
        .await;
    assert_eq!(audit_log(world, "job.retry", &id_of(&job)).await, 1);
    retry(world, &job).await.refused(404, "not_found");
}

async fn a_job_that_waits_is_left_as_it_is(world: &World) {
    let refund = refund_without_answer(world).await;
    // The payment's next look-up also waits.
    let waiting = async || {
        let mut jobs = items(world, "/v1/jobs?state=waiting").await;
        jobs.retain(|job| job["kind"] == "settle_refund");
        jobs
    };
    // Its first try is over, and the clock stands still before the second.
    let tried = async || {
        let jobs = waiting().await;
        jobs.first().is_some_and(|job| job["attempts"] == 1)
    };
    world.wait_until("it is put off", tried).await;
    let job = waiting().await.remove(0);
    assert_eq!(retry(world, &job).await.ok(), job);
    assert_eq!(audit_log(world, "job.retry", &id_of(&job)).await, 0);
    world.faults("toss", json!([])).await;
    let ended = async || world.refund_state(&id_of(&refund)).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
}

async fn jobs_are_listed_by_state_for_the_support_desk_only(world: &World) {
    let gateway = world.gateway();
    for role in [Role::Support, Role::Admin] {
        let none = gateway.get(role, "/v1/jobs").await.ok();
        assert_eq!(none, json!({"items": [], "next": null}));
    }
    for role in [Role::Checkout, Role::Service] {
        gateway
            .get(role, "/v1/jobs")
            .await
            .refused(403, "forbidden");
    }
    let refused = gateway.get(Role::Support, "/v1/jobs?state=lost").await;
    let refused = refused.refused(422, "invalid_field");
    assert_eq!(refused["rule"], "is one of waiting, running, parked");
}

async fn refunds_that_have_not_ended_are_listed_without_being_asked_for(world: &World) {
    let refund = refund_by_hand(world).await;
    for path in ["/v1/refunds", "/v1/refunds?state=by_hand"] {
        let open = items(world, path).await;
        assert_eq!(open.len(), 1, "{path}");
        assert_eq!(open[0], refund, "{path}: masked as everywhere");
    }
    assert!(items(world, "/v1/refunds?state=succeeded").await.is_empty());
    pay(world, &refund).await;
    assert!(items(world, "/v1/refunds").await.is_empty());
    let ended = items(world, "/v1/refunds?state=succeeded").await;
    assert_eq!(ended[0]["id"], refund["id"]);
}

async fn orders_whose_money_does_not_fit_are_counted_and_listed(world: &World) {
    assert!(metric(world, "credit_gateway_orders_mismatched 0").await);
    let first = world.buy("c1", "direct-1000", 1).await;
    let order = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let wrong = json!([{"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1}]);
    world.faults("toss", wrong).await;
    world.come_back(&order, "pay").await;
    let order = world.wait_for_order(&id_of(&order), "mismatched").await;

    assert!(metric(world, "credit_gateway_orders_mismatched 1").await);
    let mismatched = items(world, "/v1/orders?state=mismatched").await;
    assert_eq!(mismatched, std::slice::from_ref(&order));
    let completed = items(world, "/v1/orders?state=completed").await;
    assert_eq!(completed, std::slice::from_ref(&first));
    let newest = world
        .gateway()
        .get(Role::Support, "/v1/orders?limit=1")
        .await
        .ok();
    assert_eq!(newest["items"], json!([order]));
    let rest = format!(
        "/v1/orders?limit=1&cursor={}",
        newest["next"].as_str().unwrap()
    );
    let rest = world.gateway().get(Role::Support, &rest).await.ok();
    assert_eq!(rest, json!({"items": [first], "next": null}));
    let refused = world.gateway().get(Role::Checkout, "/v1/orders").await;
    refused.refused(403, "forbidden");
}
