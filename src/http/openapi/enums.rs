//! Vocabularies as plain `enum`. Where each word of an enum has a description, `schemars` writes the enum as `oneOf` of
//! `const`. That is valid, but generators for Python and the JVM make one class per word of it, or stop.

use serde_json::{Map, Value, json};

/// Rewrites every choice between words in `document`, at any depth. The meaning of each word goes into the description.
pub(super) fn plain(document: &mut Value) {
    match document {
        Value::Object(schema) => {
            schema.values_mut().for_each(plain);
            flatten(schema);
            leave_out(schema);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Removes the default of members that are not required.
fn leave_out(schema: &mut Map<String, Value>) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let members = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, member) in members.into_iter().flatten() {
        let needed = required
            .as_array()
            .is_some_and(|required| required.iter().any(|known| known == name));
        if let Some(member) = member.as_object_mut().filter(|_| !needed) {
            member.remove("default");
        }
    }
}

fn flatten(schema: &mut Map<String, Value>) {
    let Some(words) = schema
        .get("oneOf")
        .and_then(Value::as_array)
        .and_then(|choices| choices.iter().map(words).collect::<Option<Vec<_>>>())
    else {
        return;
    };
    let words = words.concat();
    let meanings: String = words
        .iter()
        .filter_map(|(word, about)| {
            about
                .as_ref()
                .map(|about| format!("\n\n- `{word}`: {about}"))
        })
        .collect();
    let about = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let about = format!("{about}{meanings}").trim().to_owned();
    let names: Vec<&String> = words.iter().map(|(word, _)| word).collect();
    let names = json!(names);
    schema.remove("oneOf");
    schema.insert("type".into(), json!("string"));
    schema.insert("enum".into(), names);
    if !about.is_empty() {
        schema.insert("description".into(), json!(about));
    }
}

/// The words that one choice allows, each with its meaning. `None` when it allows anything else.
fn words(choice: &Value) -> Option<Vec<(String, Option<String>)>> {
    let about = choice["description"].as_str().map(str::to_owned);
    if let Some(word) = choice["const"].as_str() {
        return Some(vec![(word.to_owned(), about)]);
    }
    choice["enum"]
        .as_array()?
        .iter()
        .map(|word| Some((word.as_str()?.to_owned(), None)))
        .collect()
}
