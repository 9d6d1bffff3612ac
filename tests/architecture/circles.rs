//! No circle of imports between the files of a package, so that each can be read after those that it imports. A parent
//! and its child modules may name each other: a child is part of its parent.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{first_word, sources};

/// The packages whose files are checked, and the folders inside them that are packages of their own.
const PACKAGES: &[(&str, &[&str])] = &[
    ("src/", &["src/domain/"]),
    ("src/domain/", &[]),
    ("providers/src/", &[]),
    ("providers/sandbox/src/", &[]),
];

/// The code of each module, by its path inside the package: `flows::refund`. The root is the empty path.
type Modules = BTreeMap<String, String>;
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for (folder, others) in PACKAGES {
        let modules = modules(folder, others);
        assert!(modules.len() > 10, "the files of {folder} were found");
        let imports = imports(&modules);
        let found = circles(&imports);
        wrong.extend(found.iter().map(|circle| format!("{folder}: {circle:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn modules(folder: &str, others: &[&str]) -> Modules {
    let own = |path: &str| {
        path.starts_with(folder) && !others.iter().any(|other| path.starts_with(other))
    };
    let sources = sources().into_iter().filter(|source| own(&source.path));
    sources
        .map(|source| {
            let path = source.path[folder.len()..].trim_end_matches(".rs");
            let mut names: Vec<&str> = path.split('/').collect();
            names.pop_if(|name| ["mod", "lib", "main"].contains(name));
            (names.join("::"), without_tests(&source.code).to_owned())
        })
        .collect()
}

/// The code above the unit tests, which stand at the end of a file.
fn without_tests(code: &str) -> &str {
    let mut tests = code.match_indices("#[cfg(test)]");
    let inline = tests.find(|(at, attribute)| {
        let module = code[at + attribute.len()..].trim_start();
        let body = module
            .find(['{', ';'])
            .map(|at| module[at..].starts_with('{'));
        module.starts_with("mod ") && body == Some(true)
    });
    &code[..inline.map_or(code.len(), |(at, _)| at)]
}

/// The modules that each module names, without itself, its parents and its children.
fn imports(modules: &Modules) -> Imports {
    let inside = |outer: &str, inner: &str| {
        outer.is_empty() || inner == outer || inner.starts_with(&format!("{outer}::"))
    };
    let of = |(here, code): (&String, &String)| {
        let named = paths(code);
        let named = named
            .iter()
            .filter_map(|path| module_of(here, path, modules))
            .filter(|there| !inside(here, there) && !inside(there, here));
        (here.clone(), named.collect())
    };
    modules.iter().map(of).collect()
}

/// Every path of a `use`, and every other path that begins with `crate` or `super`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in words(code, "use ") {
        let tree = &code[at + "use ".len()..];
        expand("", tree.split(';').next().unwrap_or_default(), &mut found);
    }
    for start in ["crate::", "super::"] {
        for at in words(code, start) {
            let end = code[at..].find(|c: char| !(c.is_alphanumeric() || "_:".contains(c)));
            found.push(code[at..end.map_or(code.len(), |end| at + end)].to_owned());
        }
    }
    found
}

/// Where `start` begins a word of its own, outside a longer path.
fn words<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = usize> + 'a {
    let before = |at: usize| code[..at].chars().next_back();
    let part = |c: char| c.is_alphanumeric() || "_:$".contains(c);
    code.match_indices(start)
        .map(|(at, _)| at)
        .filter(move |at| !before(*at).is_some_and(part))
}

/// The paths of the tree of a `use`: `a::{b, c::{d, e}}` is `a::b`, `a::c::d` and `a::c::e`.
fn expand(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        found.push(format!("{prefix}{}", path.trim()));
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let (mut depth, mut item) = (0, 0);
    for (at, c) in group.char_indices() {
        if depth == 0 && matches!(c, ',' | '}') {
            let tree = group[item..at].trim();
            if !tree.is_empty() {
                expand(&prefix, tree, found);
            }
            item = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// The module of this package that a path leads to or into; `None` for the names of other packages.
fn module_of(here: &str, path: &str, modules: &Modules) -> Option<String> {
    let mut base: Vec<&str> = here.split("::").filter(|name| !name.is_empty()).collect();
    let mut rest: Vec<&str> = path.split("::").map(str::trim).collect();
    match rest[0] {
        "crate" => base.clear(),
        "self" | "super" => {}
        child => {
            let child = [&base[..], &[first_word(child)]].concat().join("::");
            modules.get(&child)?;
        }
    }
    while ["crate", "self", "super"].contains(rest.first()?) {
        if rest.remove(0) == "super" {
            base.pop();
        }
    }
    base.extend(rest);
    let prefixes = (0..=base.len())
        .rev()
        .map(|length| base[..length].join("::"));
    prefixes
        .into_iter()
        .find(|prefix| modules.contains_key(prefix))
}

/// The groups of modules in which each can be reached from each other.
fn circles(imports: &Imports) -> Vec<BTreeSet<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|start| (start.as_str(), reached_from(start, imports)))
        .collect();
    let circle = |start: &&str| -> BTreeSet<&str> {
        let there = reached[start].iter().copied();
        there.filter(|it| reached[it].contains(start)).collect()
    };
    let circles: BTreeSet<BTreeSet<&str>> = reached.keys().map(circle).collect();
    circles.into_iter().filter(|it| !it.is_empty()).collect()
}

fn reached_from<'a>(start: &str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = imports[start].iter().map(String::as_str).collect();
    while let Some(module) = next.pop() {
        if reached.insert(module) {
            next.extend(imports[module].iter().map(String::as_str));
        }
    }
    reached
}

#[test]
fn a_circle_is_found_and_a_parent_with_its_children_is_none() {
    let files = [
        ("", "mod a; mod b; mod c; mod d;"),
        ("a", "use crate::{d, b::{inner::X, Y}};"),
        ("b", "mod inner; use inner::X; use std::fs;"),
        ("b::inner", "use super::Y; fn f() -> super::super::c::Z {}"),
        ("c", "fn g() { crate::a::h() }"),
        ("d", "use other::a; use serde::{self, de};"),
    ];
    let modules: Modules = files
        .map(|(name, code)| (name.to_owned(), code.to_owned()))
        .into();
    let imports = imports(&modules);
    assert_eq!(circles(&imports), [BTreeSet::from(["a", "b::inner", "c"])]);
    assert_eq!(without_tests("a #[cfg(test)]\nmod t { b }"), "a ");
    let declared = "#[cfg(test)]\nmod t;\nfn a() {}";
    assert_eq!(without_tests(declared), declared);
}
