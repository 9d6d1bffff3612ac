//! Credits whose lot has ended, before anybody has swept.

use chrono::TimeDelta;

use super::Stream;
use crate::support::world::World;

both_engines!(.without_workers(): credits_that_have_ended_are_not_counted);

async fn credits_that_have_ended_are_not_counted(world: &World) {
    world.grant("c1", "membership", 30).await;
    world.grant("c1", "promotional", 100).await;
    // Membership ends in 30 days. Nobody has swept yet.
    world.pass(TimeDelta::days(31));
    let mut stream = Stream::open(world.gateway(), None).await;
    let (_, data) = stream.message().await.unwrap();
    assert_eq!(data["available"], 100);
    assert_eq!(world.balance("c1").await, 100);
    world.spend("c1", 10).await.ok();
    world.sweep().await;
    // The end is posted before or after the use, and changes nothing that could be spent.
    let mut last = 100;
    for _ in 0..2 {
        let (_, data) = stream.message().await.unwrap();
        let available = data["available"].as_i64().unwrap();
        let step = if data["act"] == "expire" { 0 } else { 10 };
        assert_eq!(available, last - step, "{data}");
        last = available;
    }
}
