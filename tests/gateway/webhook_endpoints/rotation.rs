//! Secrets are replaced with an overlap.

use chrono::TimeDelta;
use serde_json::json;

use super::{act, everything, path, read};
use crate::support::{receiver::Receiver, world::World};

both_engines!(
    both_secrets_verify_until_the_overlap_ends,
    a_rotation_without_an_overlap_ends_the_secret_before,
);

/// Which of these secrets sign the next event.
async fn signing(world: &World, receiver: &Receiver, secrets: &[&str]) -> Vec<bool> {
    let before = receiver.all().len();
    world.grant("ann", "promotional", 1).await;
    let came = async || receiver.all().len() > before;
    world.wait_until("an event came", came).await;
    let message = receiver.all().pop().unwrap();
    let now = world.now();
    let signs = |secret: &&str| message.signed_by(&[secret], now).is_some();
    secrets.iter().map(signs).collect()
}

async fn both_secrets_verify_until_the_overlap_ends(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let old = known["secret"].as_str().unwrap();
    assert_eq!(signing(world, &receiver, &[old]).await, [true]);
    let rotated = act(world, &known, "/rotate", &json!({ "overlap_hours": 2 }))
        .await
        .ok();
    let new = rotated["secret"].as_str().unwrap();
    assert_ne!(new, old);
    assert!(rotated["previous_secret_until"].is_string(), "{rotated}");
    assert_eq!(
        signing(world, &receiver, &[old, new]).await,
        [true, true],
        "during the overlap"
    );
    world.pass(TimeDelta::hours(2));
    assert_eq!(signing(world, &receiver, &[old, new]).await, [false, true]);
    let shown = read(world, &path(&known, "")).await;
    assert!(shown["secret"].is_null());
    for wrong in [-1, 169] {
        let refused = act(world, &known, "/rotate", &json!({ "overlap_hours": wrong })).await;
        assert_eq!(
            refused.refused(422, "invalid_field")["field"],
            "overlap_hours"
        );
    }
}

async fn a_rotation_without_an_overlap_ends_the_secret_before(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let old = known["secret"].as_str().unwrap();
    let rotated = act(world, &known, "/rotate", &json!({ "overlap_hours": 0 }))
        .await
        .ok();
    let new = rotated["secret"].as_str().unwrap();
    assert_eq!(signing(world, &receiver, &[old, new]).await, [false, true]);
}
