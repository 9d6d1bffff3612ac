//! The day's seal: one for all gateways, as an event and as a file, in the form that `audit --seal` takes.

use chrono::TimeDelta;
use credit_gateway::{
    flows::seals,
    signing::{SEAL, Sealing},
};
use serde_json::Value;

use crate::support::world::World;

mod one_key {
    use super::a_day_is_sealed_once;
    both_engines!(.without_workers(): a_day_is_sealed_once);
}
mod with_the_key {
    use super::how_old_the_newest_seal_is_stands_among_the_numbers;
    both_engines!(.sealed(): how_old_the_newest_seal_is_stands_among_the_numbers);
}

/// The age of the newest seal, as the numbers have it.
async fn age(world: &World) -> Option<i64> {
    let numbers = world.gateway().browse("/metrics").await.text;
    let name = "credit_gateway_seal_age_seconds ";
    let age = numbers.lines().find_map(|line| line.strip_prefix(name));
    age.map(|age| age.parse().unwrap())
}

async fn how_old_the_newest_seal_is_stands_among_the_numbers(world: &World) {
    assert_eq!(age(world).await, None, "there is nothing to seal");
    world.buy("c1", "direct-1000", 1).await;
    world.pass(TimeDelta::hours(40));
    let never = age(world).await.unwrap();
    assert!(never >= 40 * 3_600, "since the first order: {never}");
    let app = &world.apps[0];
    seals::daily(app, &app.sealing).await.unwrap();
    assert_eq!(age(world).await, Some(0));
    world.pass(TimeDelta::hours(31));
    assert_eq!(age(world).await, Some(31 * 3_600));
}

async fn a_day_is_sealed_once(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let app = &world.apps[0];
    let folder = tempfile::tempdir().unwrap();
    let sealing = Sealing {
        key: Some(SEAL.secret(&SEAL.text([7; 32])).unwrap()),
        folder: Some(folder.path().to_owned()),
    };
    let sealed = "SELECT COUNT(*) FROM events WHERE kind = 'seal.made'";
    for day in 1..=2 {
        seals::daily(app, &sealing).await.unwrap();
        seals::daily(app, &sealing).await.unwrap();
        assert_eq!(world.database.number(sealed).await, day);
        world.pass(TimeDelta::days(1));
    }
    assert_eq!(age(world).await, None, "this gateway has no key");
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 2);
    let text = std::fs::read_to_string(&files[0]).unwrap();
    let seal: Value = serde_json::from_str(&text).unwrap();
    assert!(seal["chains"].as_array().unwrap().len() > 1, "{seal}");
    // A file that was lost is written again from what was kept; one that is there is left alone.
    std::fs::remove_file(&files[0]).unwrap();
    std::fs::write(&files[1], "mine").unwrap();
    seals::daily(app, &sealing).await.unwrap();
    assert_eq!(std::fs::read_to_string(&files[0]).unwrap(), text);
    assert_eq!(std::fs::read_to_string(&files[1]).unwrap(), "mine");
}
