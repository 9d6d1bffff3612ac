//! A test of the adapters' structure: the files that siblings share, the list of all providers, and what the page on adding
//! one says of its size.

use std::collections::BTreeSet;

use crate::source::{files, names, read, root, sources, split};

/// The files of an adapter. `banks.rs` and others of one provider alone stand beside them.
const OF_AN_ADAPTER: &[&str] = &[
    "begin", "call", "codes", "config", "confirm", "lookup", "map", "mod", "provider", "refund",
    "webhook", "wire",
];

/// The files that an adapter does not have, and the reason.
const NOT_OF_THIS_ADAPTER: &[(&str, &[&str], &str)] = &[
    (
        "bank",
        &["call", "codes", "confirm", "lookup", "refund"],
        "a bank account cannot be asked for anything",
    ),
    (
        "kakaopay",
        &["webhook"],
        "it sends none for one-time payments",
    ),
    (
        "naverpay",
        &["webhook"],
        "it sends none for one-time payments",
    ),
];

#[test]
fn sibling_adapters_have_the_same_files() {
    let (list, _) = split(&read("providers/src/settings.rs"));
    let (_, list) = list.split_once("\nproviders! {").unwrap();
    let listed: BTreeSet<&str> = list
        .split('}')
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| Some(line.split_once(':')?.0.trim()))
        .collect();
    let folders: BTreeSet<String> = files("providers/src", "/mod.rs")
        .iter()
        .map(|path| path.split('/').nth(2).unwrap().to_owned())
        .collect();
    assert_eq!(
        listed,
        folders.iter().map(String::as_str).collect(),
        "every provider's folder is on the list"
    );
    for adapter in listed {
        let missing: Vec<&str> = OF_AN_ADAPTER
            .iter()
            .copied()
            .filter(|file| {
                !root()
                    .join(format!("providers/src/{adapter}/{file}.rs"))
                    .exists()
            })
            .collect();
        let known = NOT_OF_THIS_ADAPTER
            .iter()
            .find(|(name, ..)| *name == adapter);
        let known = known.map_or(&[][..], |(_, files, _)| *files);
        assert_eq!(missing, known, "the files that {adapter} does not have");
    }
}

#[test]
fn the_page_on_adding_a_provider_tells_the_size_of_the_smallest() {
    let lines = |paths: &[String]| -> usize {
        let all: usize = paths.iter().map(|path| read(path).lines().count()).sum();
        // To the hundred, so that not every edit changes the page.
        (all + 50) / 100 * 100
    };
    let page = read("docs/adding-a-provider.md");
    let made_up = lines(&["providers/tests/contract/made_up.rs".to_owned()]);
    let made_up = format!("one file of about {made_up} lines");
    assert!(page.contains(&made_up), "{made_up}");
    let smallest = files("providers/src/kakaopay", ".rs");
    let lines = lines(&smallest);
    let (thousands, hundreds) = (lines / 1000, lines % 1000);
    let smallest = format!(
        "{} files and about {thousands},{hundreds:03} lines",
        smallest.len()
    );
    assert!(page.contains(&smallest), "{smallest}");
}

#[test]
fn a_measured_provider_passes_every_ability_on() {
    // An ability has a default in the trait, so the compiler misses one that is not passed on.
    let functions = |path: &str, start: &str| -> BTreeSet<String> {
        let (code, _) = split(&read(path));
        let (_, body) = code.split_once(start).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let names = body.split("fn ").skip(1);
        names
            .map(|rest| rest.split('(').next().unwrap().to_owned())
            .collect()
    };
    let all = functions("providers/src/provider.rs", "trait Provider:");
    assert!(all.contains("webhooks"), "{all:?}");
    assert_eq!(
        functions("src/flows/measured.rs", "impl Provider for Measured"),
        all
    );
}

#[test]
fn simulators_know_what_they_share_and_not_each_other() {
    let folder = "providers/sandbox/src/";
    let folders: BTreeSet<String> = files(folder, "/mod.rs")
        .iter()
        .filter_map(|path| Some(path.strip_prefix(folder)?.split_once('/')?.0.to_owned()))
        .filter(|folder| folder != "tests")
        .collect();
    assert!(folders.contains("shared") && folders.contains("toss"));
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((own, _)) = source
            .path
            .strip_prefix(folder)
            .and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        let others = folders
            .iter()
            .filter(|other| *other != own && *other != "shared");
        wrong.extend(
            others
                .filter(|other| names(&source.code, &format!("crate::{other}")))
                .map(|other| format!("{} names {other}", source.path)),
        );
        // What is put together in the root is not for its parts.
        if names(&source.code, "crate::settings") {
            wrong.push(format!("{} names the root's settings", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
