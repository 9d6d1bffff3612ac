//! The day's seal: one for all gateways, as an event and as a file, in the form that `audit --seal` takes.

use credit_gateway::{
    flows::seals,
    signing::{SEAL, Sealing},
};
use serde_json::Value;

use crate::support::world::World;

both_engines!(.without_workers(): a_day_is_sealed_once);

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
        world.pass(chrono::TimeDelta::days(1));
    }
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
