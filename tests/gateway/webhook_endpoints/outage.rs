//! An endpoint that is down: for two days, for good, for one customer.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{act, everything, path, read, settled};
use crate::support::{receiver::Receiver, world::World};

both_engines!(
    an_endpoint_that_is_down_for_two_days_gets_everything_once_and_in_order,
    one_that_fails_holds_back_the_later_ones_of_its_customer_alone,
    an_endpoint_that_fails_for_too_long_is_disabled_and_loses_nothing,
    an_endpoint_that_is_gone_is_disabled_at_once,
);

const CUSTOMERS: [&str; 3] = ["ann", "bob", "cat"];

async fn an_endpoint_that_is_down_for_two_days_gets_everything_once_and_in_order(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    receiver.answers(503);
    // Events all through the two days, and tries between them.
    let began = world.now();
    for credits in 1..=16 {
        for customer in CUSTOMERS {
            world.grant(customer, "promotional", credits).await;
        }
        world.pass(TimeDelta::hours(3));
        settled(world).await;
    }
    assert!(world.now() - began >= TimeDelta::days(2));
    assert!(receiver.taken().is_empty());
    assert!(receiver.all().len() >= 15, "it was tried");
    let failing = read(world, &path(&known, "")).await;
    assert_eq!(failing["state"], "enabled", "{failing}");
    assert!(failing["failing_since"].is_string(), "{failing}");
    receiver.answers(204);
    // The longest pause after it came back.
    world.pass(TimeDelta::hours(8));
    world
        .wait_until("everything came", async || receiver.taken().len() >= 48)
        .await;
    for customer in CUSTOMERS {
        let numbers: Vec<i64> = (1..=16).collect();
        assert_eq!(
            receiver.numbers_of(customer),
            numbers,
            "of {customer}, once and in order"
        );
    }
    let well = async || read(world, &path(&known, "")).await["failing_since"].is_null();
    world.wait_until("it is well again", well).await;
    assert_eq!(receiver.taken().len(), 48);
}

async fn one_that_fails_holds_back_the_later_ones_of_its_customer_alone(world: &World) {
    let receiver = Receiver::start(world).await;
    everything(world, &receiver).await;
    receiver.answers_of("ann", 500);
    for credits in 1..=3 {
        world.grant("ann", "promotional", credits).await;
        world.grant("bob", "promotional", credits).await;
    }
    let bobs = async || receiver.numbers_of("bob").len() == 3;
    world.wait_until("the other's came", bobs).await;
    let tried: std::collections::BTreeSet<String> = receiver
        .all()
        .into_iter()
        .filter(|message| message.body["customer_id"] == "ann")
        .map(|message| message.id)
        .collect();
    assert_eq!(tried.len(), 1, "a later event overtook one that failed");
    receiver.answers_of("ann", 200);
    world
        .wait_while_time_passes("hers came", TimeDelta::minutes(1), async || {
            receiver.numbers_of("ann").len() == 3
        })
        .await;
    assert_eq!(receiver.numbers_of("ann"), [1, 2, 3]);
}

async fn an_endpoint_that_fails_for_too_long_is_disabled_and_loses_nothing(world: &World) {
    let (down, other) = (Receiver::start(world).await, Receiver::start(world).await);
    let known = everything(world, &down).await;
    everything(world, &other).await;
    down.answers(500);
    for credits in 1..=3 {
        world.grant("ann", "promotional", credits).await;
    }
    let state = async || read(world, &path(&known, "")).await["state"].clone();
    let mut hours = 0;
    while state().await == "enabled" {
        assert!(hours < 72, "it is disabled before anything is given up");
        world.pass(TimeDelta::hours(4));
        hours += 4;
        settled(world).await;
    }
    assert!(hours >= 60, "{hours}");
    let disabled = read(world, &path(&known, "")).await;
    assert_eq!(disabled["reason"], "every delivery has failed for 60 hours");
    world
        .wait_until("the others hear of it", async || {
            other
                .types()
                .contains(&"webhook_endpoint.disabled".to_owned())
        })
        .await;
    world.grant("ann", "promotional", 4).await;
    let tries = down.all().len();
    world.pass(TimeDelta::days(9));
    world
        .wait_until("the other got all", async || {
            other.numbers_of("ann").len() == 4
        })
        .await;
    assert_eq!(down.all().len(), tries, "nothing is sent to it");
    down.answers(200);
    act(world, &known, "/enable", &Value::Null).await.ok();
    world
        .wait_until("what was kept came", async || {
            down.numbers_of("ann").len() == 4
        })
        .await;
    assert_eq!(down.numbers_of("ann"), [1, 2, 3, 4]);
    let audit = "SELECT COUNT(*) FROM audit_log WHERE act = 'webhook_endpoint.disable' AND actor = 'worker'";
    assert_eq!(world.database.number(audit).await, 1);
}

async fn an_endpoint_that_is_gone_is_disabled_at_once(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    receiver.answers(410);
    world.grant("ann", "promotional", 1).await;
    let gone = async || read(world, &path(&known, "")).await["state"] == "disabled";
    world.wait_until("it is disabled", gone).await;
    let reason = read(world, &path(&known, "")).await["reason"].clone();
    assert_eq!(reason, json!("it answered 410 Gone"));
    assert_eq!(receiver.all().len(), 1);
}
