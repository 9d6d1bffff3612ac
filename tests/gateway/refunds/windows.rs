//! The windows of a refund, and the life of a quote.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use super::payment_of;
use crate::support::world::World;

both_engines!(
    the_second_week_needs_support_and_the_third_brings_nothing,
    a_window_that_ends_on_a_day_off_goes_on,
    a_window_beyond_the_file_goes_on_over_a_holiday_of_fixed_date,
    a_quote_lives_a_quarter_of_an_hour,
    a_quote_does_not_survive_a_spend,
);

async fn the_second_week_needs_support_and_the_third_brings_nothing(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let basis = async || {
        world.quote(&payment).await["basis"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Bought on 8 April, 10:00. The first week ends with the 15th, the second with the 22nd.
    world.set("2026-04-15T23:59:59.999999+09:00");
    assert_eq!(basis().await, "by_right");
    world.set("2026-04-16T00:00:00+09:00");
    assert_eq!(basis().await, "through_support");
    world.set("2026-04-22T23:59:59.999999+09:00");
    assert_eq!(basis().await, "through_support");
    world.set("2026-04-23T00:00:00+09:00");
    assert_eq!(basis().await, "refused");
    let quote = world.quote(&payment).await;
    assert_eq!(quote["lines"][0]["code"], "window_closed", "{quote}");
    let refused = world
        .request_refund(&payment, None)
        .await
        .refused(422, "not_refundable");
    assert!(
        !refused["reasons"].as_array().unwrap().is_empty(),
        "{refused}"
    );
    assert_eq!(world.balance("c1").await, 1_000);
}

/// Bought on Thursday, 17 September 2026: the seventh day is the day before Chuseok, the two days after it are
/// holidays, the next a Sunday.
async fn a_window_that_ends_on_a_day_off_goes_on(world: &World) {
    world.set("2026-09-17T10:00:00+09:00");
    let order = world.buy("c1", "direct-1000", 1).await;
    assert_eq!(
        order["terms"]["refund_by_right_until"], "2026-09-29T00:00:00+09:00",
        "{order}"
    );
    world.set("2026-09-28T23:59:59+09:00");
    assert_eq!(world.quote(&payment_of(&order)).await["basis"], "by_right");
}

/// Bought on Monday, 23 February 2032: the file of holidays ends with 2031, and the seventh day is 1 March.
async fn a_window_beyond_the_file_goes_on_over_a_holiday_of_fixed_date(world: &World) {
    world.set("2032-02-23T10:00:00+09:00");
    let order = world.buy("c1", "direct-1000", 1).await;
    assert_eq!(
        order["terms"]["refund_by_right_until"], "2032-03-03T00:00:00+09:00",
        "{order}"
    );
    world.set("2032-03-02T23:59:59+09:00");
    let payment = payment_of(&order);
    assert_eq!(world.quote(&payment).await["basis"], "by_right");
    let refund = world.request_refund(&payment, None).await.ok();
    assert_eq!(refund["basis"], "by_right", "{refund}");
}

async fn a_quote_lives_a_quarter_of_an_hour(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let quote = world.quote(&payment).await;
    world.pass(TimeDelta::minutes(15));
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "late"});
    world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .refused(409, "quote_expired");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_quote_does_not_survive_a_spend(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let quote = world.quote(&payment).await;
    world.spend("c1", 1).await.ok();
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "changed"});
    world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .refused(409, "quote_stale");
    assert_eq!(world.balance("c1").await, 999);
}
