//! Reads the project's sources as text, for the test of their structure.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A source: its path from the root, its code without comments and texts, and its texts.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) code: String,
    pub(crate) texts: Vec<String>,
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

pub(crate) fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(
                    path.strip_prefix(root())
                        .unwrap()
                        .to_string_lossy()
                        .into_owned(),
                );
            }
        }
    }
    found.sort();
    found
}

/// The sources that are built into programs: no tests, except unit tests in a source's own file.
pub(crate) fn sources() -> Vec<Source> {
    let test = |path: &str| path.contains("/tests/") || path.ends_with("_tests.rs");
    let paths = ["src", "providers"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"));
    paths
        .filter(|path| !test(path))
        .map(|path| {
            let (code, texts) = split(&read(&path));
            Source { path, code, texts }
        })
        .collect()
}

/// Separates code, comments, which are dropped, and texts.
pub(crate) fn split(source: &str) -> (String, Vec<String>) {
    let (mut code, mut texts) = (String::new(), Vec::new());
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let after_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if rest.starts_with("/*") {
            rest = &rest[rest.find("*/").map_or(rest.len(), |end| end + 2)..];
        } else if next == 'r' && !after_word && rest[1 + hashes..].starts_with('"') {
            let inside = &rest[hashes + 2..];
            let close = format!("\"{}", "#".repeat(hashes));
            let end = inside.find(&close).unwrap();
            texts.push(inside[..end].to_owned());
            rest = &inside[end + close.len()..];
        } else if next == '"' {
            let mut escaped = false;
            let ends = |c: char| {
                let end = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                end
            };
            let end = rest[1..].find(ends).unwrap() + 1;
            texts.push(rest[1..end].to_owned());
            rest = &rest[end + 1..];
        } else if let Some(length) = character(rest) {
            rest = &rest[length..];
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    (code, texts)
}

/// The length of the character literal at the beginning; `None` for a lifetime and everything else.
pub(crate) fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        return Some(escape[1..].find('\'')? + 4);
    }
    let first = inside.chars().next()?.len_utf8();
    inside[first..].starts_with('\'').then_some(first + 2)
}

/// Whether `name` occurs in the code as a word of its own.
pub(crate) fn names(code: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(word);
        let after =
            !name.ends_with(':') && code[at + name.len()..].chars().next().is_some_and(word);
        !before && !after
    })
}

/// The part of the gateway that a file belongs to.
pub(crate) fn part(path: &str) -> Option<&str> {
    let inside = path
        .strip_prefix("src/")
        .filter(|inside| !inside.starts_with("domain/"))?;
    Some(inside.split('/').next()?.trim_end_matches(".rs"))
}

/// The parts that a file's code names: after `crate::`, and inside `crate::{…}`.
pub(crate) fn parts_named(code: &str) -> BTreeSet<&str> {
    let mut named = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = code[at + start.len()..].trim_start();
        match rest.strip_prefix('{') {
            None => drop(named.insert(first_word(rest))),
            Some(group) => {
                let (mut depth, mut item) = (1, 0);
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 || (depth == 1 && c == ',') {
                        named.insert(first_word(&group[item..at]));
                        item = at + 1;
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    named.remove("");
    named
}

pub(crate) fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len())]
}

#[test]
fn the_reader_of_sources_tells_code_from_text() {
    let (code, texts) = split(
        "use a; // use b\nlet c = \"use \\\" d\"; /* e */ let f: &'g str = r#\"h \" i\"#; let j = '\"'; k('\\'')",
    );
    assert!(names(&code, "a") && names(&code, "k") && names(&code, "g"));
    assert!(
        ["b", "d", "e", "h", "i"]
            .iter()
            .all(|name| !names(&code, name)),
        "{code}"
    );
    assert_eq!(texts, ["use \\\" d", "h \" i"]);
    let named =
        parts_named("use crate::{app::{App, store}, flows}; crate::crash::point(); $crate::x!();");
    assert_eq!(named, BTreeSet::from(["app", "crash", "flows"]));
}
