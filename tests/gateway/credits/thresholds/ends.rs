//! A lot's end as a fall of the balance, with no worker running: a sweep is made by hand.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::world::World;

both_engines!(
    .without_workers():
    the_end_of_credits_is_a_fall_when_it_is_booked,
);

async fn the_end_of_credits_is_a_fall_when_it_is_booked(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.watch(&[50]).await.ok();
    world.pass(TimeDelta::days(100));
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(world.lows().await, json!([]));
    world.sweep().await;
    world.sweep().await;
    assert_eq!(world.lows().await, json!([[50, 100, 0]]));
}
