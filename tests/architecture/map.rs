//! Every room, which is a top-level folder or file of the sources and tests, has its place: in the map of ARCHITECTURE.md,
//! and those of the gateway among the arrows.

use std::{collections::BTreeSet, fs};

use crate::{
    arrows::ARROWS,
    source::{read, root},
};

/// The folders and Rust files directly in a folder. A folder and the file beside it with its name are one room.
fn rooms(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let names = entries.filter_map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let folder = entry.path().is_dir().then(|| name.clone());
        folder.or_else(|| name.strip_suffix(".rs").map(str::to_owned))
    });
    names.collect()
}

#[test]
fn every_room_is_on_the_map() {
    let document = read("src/ARCHITECTURE.md");
    let (_, map) = document.split_once("## The map").unwrap();
    let (map, _) = map.split_once("\n## ").unwrap();
    let mut missing = Vec::new();
    for folder in ["src", "providers", "tests", "benches"] {
        let rooms = rooms(folder);
        assert!(!rooms.is_empty(), "{folder} was read");
        let named = |room: &String| {
            map.contains(&format!("`{folder}/{room}`"))
                || map.contains(&format!("`{folder}/{room}.rs`"))
        };
        let unnamed = rooms.into_iter().filter(|room| !named(room));
        missing.extend(unnamed.map(|room| format!("{folder}/{room}")));
    }
    assert!(missing.is_empty(), "not on the map: {missing:?}");
}

#[test]
fn every_room_of_the_gateway_has_its_arrows() {
    let named: BTreeSet<String> = ARROWS.iter().map(|(part, _)| (*part).to_owned()).collect();
    let mut rooms = rooms("src");
    assert!(rooms.remove("domain"), "the domain is a package of its own");
    assert_eq!(rooms, named);
}
