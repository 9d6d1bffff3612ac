//! The money path under the rights that `packaging/postgres/roles.sql` gives the gateways: the database belongs to another
//! role.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use crate::{
    support::{
        buyer::id_of,
        receiver::Receiver,
        world::{Plan, World},
    },
    webhook_endpoints::everything,
};

const ROLE: &str = "credit_gateway_app";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateways_role_can_do_all_that_a_shop_needs() {
    let plan = Plan::postgres().gateways(2).under_role(ROLE);
    plan.run(a_shops_day).await;
}

/// A purchase, a use, a hold, a refund, a transfer, a membership, an event and the sweeps: both gateways' workers run.
async fn a_shops_day(world: &World) {
    let receiver = Receiver::start(world).await;
    everything(world, &receiver).await;
    let paid = world.buy("c1", "direct-1000", 2).await;
    world.spend("c1", 250).await.ok();
    let hold = world.hold("c1", 100, 600).await.ok();
    let capture = format!("/v1/holds/{}/capture", id_of(&hold));
    world.gateways[1]
        .post(Role::Service, &capture, &json!({}))
        .await
        .ok();
    let refund = world.refund(paid["payment_id"].as_str().unwrap()).await;
    assert_eq!(refund["credits"], 1_650, "{refund}");
    world.buy_by_transfer("c2", "direct-1000", "홍길동").await;
    let membership = id_of(&world.subscribe("c3", "membership-basic").await);
    let refunded = async || {
        receiver
            .types()
            .iter()
            .any(|kind| kind == "refund.succeeded")
    };
    world
        .wait_until("the event of the refund is delivered", refunded)
        .await;
    world.clock.advance(TimeDelta::days(32));
    let month = async || world.months(&membership).await.len() == 2;
    world.wait_until("the next month is given", month).await;
    let user = "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'credit_gateway_app' \
        AND datname = current_database()";
    assert!(
        world.database.number(user).await >= 2,
        "the gateways use their role"
    );
}
