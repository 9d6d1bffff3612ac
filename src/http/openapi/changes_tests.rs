//! Changes of the document that break clients. The published contract is compared with the last released one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The direction of a value. The set of values sent to us may only grow, and the set that we return may only shrink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Sent,
    Given,
}

/// Every change that breaks a client, one line each, in order.
pub(super) fn breaking(old: &Value, new: &Value) -> BTreeSet<String> {
    let mut compared = Compared {
        old,
        new,
        found: BTreeSet::new(),
        seen: BTreeSet::new(),
    };
    for (path, method, operation) in operations(old, "paths") {
        compared.operation(&format!("{} {path}", method.to_uppercase()), operation, {
            &new["paths"][path][method]
        });
    }
    for (name, method, event) in operations(old, "webhooks") {
        compared.event(name, event, &new["webhooks"][name][method]);
    }
    compared.found
}

fn operations<'a>(
    document: &'a Value,
    section: &str,
) -> impl Iterator<Item = (&'a str, &'a str, &'a Value)> {
    members(&document[section]).flat_map(|(path, methods)| {
        members(methods).map(move |(method, operation)| (path, method, operation))
    })
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

fn words(value: &Value) -> BTreeSet<&str> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

struct Compared<'a> {
    old: &'a Value,
    new: &'a Value,
    found: BTreeSet<String>,
    /// Named schemas that were compared, each once for each way.
    seen: BTreeSet<(Way, String, String)>,
}

impl<'a> Compared<'a> {
    fn say(&mut self, what: &str, at: &str) {
        self.found.insert(format!("{what}: {at}"));
    }

    fn operation(&mut self, at: &str, old: &'a Value, new: &'a Value) {
        if new.is_null() {
            return self.say("removed", at);
        }
        self.parameters(at, old, new);
        let content = |operation: &'a Value| &operation["requestBody"]["content"];
        for (media, body) in members(content(old)) {
            let now = &content(new)[media];
            if now.is_null() {
                self.say("removed", &format!("{at} body {media}"));
            } else {
                self.schema(
                    &format!("{at} body"),
                    &body["schema"],
                    &now["schema"],
                    Way::Sent,
                );
            }
        }
        if new["requestBody"]["required"] == true && old["requestBody"]["required"] != true {
            self.say("newly required", &format!("{at} body"));
        }
        for (status, answer) in members(&old["responses"]) {
            let now = &new["responses"][status];
            let at = format!("{at} {status}");
            if now.is_null() {
                self.say("removed", &at);
                continue;
            }
            for (media, body) in members(&answer["content"]) {
                let now = &now["content"][media];
                if now.is_null() {
                    self.say("removed", &format!("{at} {media}"));
                } else {
                    self.schema(&at, &body["schema"], &now["schema"], Way::Given);
                }
            }
        }
    }

    fn parameters(&mut self, at: &str, old: &'a Value, new: &'a Value) {
        let all = |operation: &'a Value| operation["parameters"].as_array().into_iter().flatten();
        let same =
            |one: &Value, other: &Value| one["name"] == other["name"] && one["in"] == other["in"];
        for parameter in all(old) {
            let at = format!("{at} {}", parameter["name"].as_str().unwrap_or_default());
            match all(new).find(|now| same(now, parameter)) {
                None => self.say("removed", &at),
                Some(now) => self.schema(&at, &parameter["schema"], &now["schema"], Way::Sent),
            }
        }
        for now in all(new).filter(|now| now["required"] == true) {
            let before = all(old).find(|parameter| same(now, parameter));
            if before.is_none_or(|parameter| parameter["required"] != true) {
                let name = now["name"].as_str().unwrap_or_default();
                self.say("newly required", &format!("{at} {name}"));
            }
        }
    }

    fn event(&mut self, at: &str, old: &'a Value, new: &'a Value) {
        if new.is_null() {
            return self.say("removed", at);
        }
        let body =
            |event: &'a Value| &event["requestBody"]["content"]["application/json"]["schema"];
        self.schema(at, body(old), body(new), Way::Given);
    }

    fn schema(&mut self, at: &str, old: &'a Value, new: &'a Value, way: Way) {
        let (whole_old, whole_new) = (old, new);
        let (name, old) = named(self.old, old);
        let (other, new) = named(self.new, new);
        let at = match (name, other) {
            (Some(name), Some(other)) => {
                if !self.seen.insert((way, name.to_owned(), other.to_owned())) {
                    return;
                }
                name
            }
            _ => at,
        };
        self.types(at, old, new, way);
        match (way, null(whole_old), null(whole_new)) {
            (Way::Given, false, true) => self.say("may be null now", at),
            (Way::Sent, true, false) => self.say("may not be null now", at),
            (Way::Given | Way::Sent, _, _) => {}
        }
        let (before, now) = (words(&old["enum"]), words(&new["enum"]));
        if !before.is_empty() && !now.is_empty() {
            for word in before.difference(&now) {
                self.say("removed word", &format!("{at} {word}"));
            }
        } else if before.is_empty() && !now.is_empty() && way == Way::Sent {
            self.say("narrowed", &format!("{at} to words"));
        }
        if way == Way::Sent {
            self.bounds(at, old, new);
        }
        self.object(at, old, new, way);
        if !old["items"].is_null() {
            self.schema(&format!("{at}[]"), &old["items"], &new["items"], way);
        }
    }

    fn object(&mut self, at: &str, old: &'a Value, new: &'a Value, way: Way) {
        let (before, now) = (words(&old["required"]), words(&new["required"]));
        for (name, member) in members(&old["properties"]) {
            let at = format!("{at}.{name}");
            let later = &new["properties"][name];
            if later.is_null() {
                self.say("removed", &at);
                continue;
            }
            if way == Way::Given && before.contains(name) && !now.contains(name) {
                self.say("no longer always there", &at);
            }
            self.schema(&at, member, later, way);
        }
        if way == Way::Sent {
            for name in now.difference(&before) {
                self.say("newly required", &format!("{at}.{name}"));
            }
        }
    }

    /// A sent value may not have fewer types than before, and a returned value may not have more.
    fn types(&mut self, at: &str, old: &Value, new: &Value, way: Way) {
        let (before, now) = (types(old), types(new));
        let lost: Vec<_> = match way {
            Way::Sent => before.difference(&now).collect(),
            Way::Given => now.difference(&before).collect(),
        };
        if !lost.is_empty() && !before.is_empty() && !now.is_empty() {
            let change = match way {
                Way::Sent => "narrowed type",
                Way::Given => "other type",
            };
            self.say(change, &format!("{at} {before:?} to {now:?}"));
        }
    }

    fn bounds(&mut self, at: &str, old: &Value, new: &Value) {
        for (bound, upper) in [
            ("maxLength", true),
            ("maximum", true),
            ("maxItems", true),
            ("minLength", false),
            ("minimum", false),
            ("minItems", false),
        ] {
            let (before, now) = (old[bound].as_i64(), new[bound].as_i64());
            let narrower = match (before, now) {
                (None, Some(_)) => true,
                (Some(before), Some(now)) if upper => now < before,
                (Some(before), Some(now)) => now > before,
                (_, None) => false,
            };
            if narrower {
                self.say("narrowed", &format!("{at} {bound}"));
            }
        }
        if !new["pattern"].is_null() && old["pattern"] != new["pattern"] {
            self.say("narrowed", &format!("{at} pattern"));
        }
    }
}

/// A schema without its reference and without the wrapper that adds `null`, together with its name.
fn named<'a>(document: &'a Value, schema: &'a Value) -> (Option<&'a str>, &'a Value) {
    let choices = schema["anyOf"].as_array();
    let schema = choices
        .and_then(|choices| choices.iter().find(|choice| choice["type"] != "null"))
        .unwrap_or(schema);
    let Some(reference) = schema["$ref"].as_str() else {
        return (None, schema);
    };
    let pointer = reference.trim_start_matches('#');
    let name = pointer.rsplit('/').next();
    (name, document.pointer(pointer).unwrap_or(&Value::Null))
}

/// Whether a reference, or another choice, may be null instead.
fn null(schema: &Value) -> bool {
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    choices.into_iter().any(|choice| choice["type"] == "null")
}

fn types(schema: &Value) -> BTreeSet<&str> {
    let mut all = words(&schema["type"]);
    all.extend(schema["type"].as_str());
    all
}

/// The stated breaks, one a line: `finding | reason`. Lines that begin with `#` are comments.
pub(super) fn stated(text: &str) -> Result<BTreeSet<String>, String> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| match line.split_once(" | ") {
            Some((finding, reason)) if !reason.trim().is_empty() => Ok(finding.to_owned()),
            _ => Err(format!("`{line}` gives no reason")),
        })
        .collect()
}

/// The members of an object, to change them.
pub(super) fn object<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Map<String, Value> {
    let object = document.pointer_mut(pointer).and_then(Value::as_object_mut);
    object.unwrap_or_else(|| panic!("no object at {pointer}"))
}
