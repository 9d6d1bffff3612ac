//! All faults at once.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{STEP, becomes};
use crate::support::{
    buyer::{card_order, id_of},
    world::World,
};

both_engines!(a_storm_of_faults_ends_in_the_right_books,);

/// Every kind of damage at once, a third of all calls: twelve purchases, each refunded.
async fn a_storm_of_faults_ends_in_the_right_books(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
    ];
    let storm: Vec<Value> = kinds
        .iter()
        .map(|kind| json!({"kind": kind, "probability_percent": 6}))
        .collect();
    let mut orders = Vec::new();
    for at in 0..12 {
        orders.push(
            world
                .open_order(&card_order(&format!("c{at}"), "direct-1000", 1))
                .await,
        );
    }
    world.faults("toss", json!(storm)).await;
    for order in &orders {
        world.come_back(order, "pay").await;
    }
    for order in &orders {
        becomes(world, &id_of(order), "completed").await;
    }
    let mut refunds = Vec::new();
    for order in &orders {
        let order = world.order(&id_of(order)).await;
        refunds.push(id_of(
            &world
                .request_refund(order["payment_id"].as_str().unwrap(), None)
                .await
                .ok(),
        ));
    }
    for refund in &refunds {
        let ended = async || world.refund_state(refund).await == "succeeded";
        world
            .wait_while_time_passes("every refund ends", STEP, ended)
            .await;
    }
    let books = world.sandbox_books().await;
    for paid in books["toss"]["payments"].as_array().unwrap() {
        assert_eq!(
            (
                &paid["approvals"],
                paid["cancels"].as_array().unwrap().len()
            ),
            (&json!(1), 1),
            "{paid}"
        );
    }
    let metrics = world.gateway().get(Role::Admin, "/metrics").await;
    assert!(
        metrics.text.contains("credit_gateway_jobs_parked 0"),
        "{}",
        metrics.text
    );
}
