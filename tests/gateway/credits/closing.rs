//! Closing an account.

use chrono::TimeDelta;
use credit_gateway::{access::Role, flows};
use serde_json::json;

use crate::support::world::World;

both_engines!(
    closing_says_first_what_would_be_lost,
    a_closed_customer_never_comes_back,
    what_was_paid_is_on_record_five_years_after_closing,
    a_closing_names_the_statement_of_the_whole_time,
);

async fn closing_says_first_what_would_be_lost(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let quote = world.quote_closing("c1").await;
    assert_eq!(
        (&quote["forfeited"], &quote["refundable"]),
        (&json!(1_000), &json!(10_000))
    );
    let refused = world
        .close_account("c1", false)
        .await
        .refused(409, "forfeit_not_confirmed");
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("1000 credits") && detail.contains("10000 won"),
        "{refused}"
    );
    assert_eq!(world.balance("c1").await, 1_000);
    let closed = world.close_account("c1", true).await.ok();
    assert_eq!(closed["forfeited"], 1_000, "{closed}");
    assert_eq!(world.balance("c1").await, 0);
}

async fn a_closed_customer_never_comes_back(world: &World) {
    world.grant("c1", "promotional", 10).await;
    world.close_account("c1", true).await.ok();
    let order = crate::support::buyer::card_order("c1", "direct-1000", 1);
    world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &order)
        .await
        .refused(409, "customer_closed");
    world.spend("c1", 1).await.refused(409, "customer_closed");
    let body = json!({"kind": "promotional", "credits": 1, "reason": "again"});
    world
        .gateway()
        .post(Role::Service, "/v1/customers/c1/grants", &body)
        .await
        .refused(409, "customer_closed");
}

/// E-Commerce Act art. 6, Enforcement Decree art. 6: records of payment are kept for five years.
async fn what_was_paid_is_on_record_five_years_after_closing(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world.close_account("c1", true).await.ok();
    world.set("2031-04-09T00:00:00+09:00");
    world.sweep().await;
    flows::expiry::forget(&world.apps[0]).await.unwrap();
    let payment = order["payment_id"].as_str().unwrap();
    let gateway = world.gateway();
    let path = format!("/v1/payments/{payment}");
    let payment = gateway.get(Role::Support, &path).await.ok();
    assert_eq!(
        (&payment["customer_id"], &payment["amount"]),
        (&json!("c1"), &json!(10_000)),
        "{payment}"
    );
    let shown = world.order(order["id"].as_str().unwrap()).await;
    assert_eq!(shown["state"], "completed", "{shown}");
    let lots = world.lots("c1").await;
    assert_eq!(lots[0]["expired"], 1_000, "{lots:?}");
}

async fn a_closing_names_the_statement_of_the_whole_time(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.pass(TimeDelta::days(3));
    world.spend("c1", 70).await.ok();
    let quote = world.quote_closing("c1").await;
    let body = json!({"quote_id": quote["id"], "confirm_forfeit": true});
    let close = async || {
        let gateway = world.gateway();
        let path = "/v1/customers/c1/close";
        gateway
            .post_under("close-1", Role::Support, path, &body)
            .await
            .ok()
    };
    let closed = close().await;
    world.pass(TimeDelta::days(1));
    let statement = &closed["statement"];
    let known = "SELECT seq FROM customers WHERE id = 'c1'";
    let known = world.database.number(known).await;
    let path = statement["path"].as_str().unwrap();
    for role in [Role::Support, Role::Service] {
        let text = world.gateway().get(role, path).await.text;
        let verified = crate::statements::verify(&text).unwrap();
        // The purchase, the use, what was lost: from the first entry to the last.
        assert_eq!(verified.head.before.seq, 0);
        assert_eq!(verified.foot.last.seq, known);
        assert_eq!(verified.entries, verified.foot.last.seq);
        assert_eq!(verified.foot.closing.available, 0, "the rest was lost");
    }
    // The same request again names the same.
    assert_eq!(close().await["statement"], *statement);
}
