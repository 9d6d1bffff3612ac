//! The published contract. The committed document is the one that is served, every value that is taken has its bounds,
//! and nothing that clients rely on is missing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Generators,
    changes::{breaking, object, stated},
    document, operation,
};
use crate::http::{openapi_document, routes};

const COMMITTED: &str = include_str!("../../docs/openapi.json");
const RELEASED: &str = include_str!("../../docs/openapi-released.json");
const STATED: &str = include_str!("../../docs/openapi-breaking.txt");

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    assert!(
        COMMITTED == openapi_document(),
        "run: cargo run -- openapi > docs/openapi.json"
    );
}

#[test]
fn what_breaks_clients_is_stated_with_its_reason() {
    let released = serde_json::from_str(RELEASED).unwrap();
    let found = breaking(&released, &document(routes::all()));
    let stated = stated(STATED).unwrap();
    let unsaid: Vec<&String> = found.difference(&stated).collect();
    assert!(
        unsaid.is_empty(),
        "these break clients; mend them or state them in docs/openapi-breaking.txt: {unsaid:#?}"
    );
    let stale: Vec<&String> = stated.difference(&found).collect();
    assert!(stale.is_empty(), "stated, and not so: {stale:#?}");
}

#[test]
fn a_break_is_stated_only_with_a_reason() {
    let text = "# why\n\nremoved: GET /v1/debts | nobody owes any more\n";
    let one = BTreeSet::from(["removed: GET /v1/debts".to_owned()]);
    assert_eq!(stated(text), Ok(one));
    for wrong in ["removed: GET /v1/debts", "removed: GET /v1/debts | "] {
        assert!(stated(wrong).is_err(), "{wrong}");
    }
}

/// The findings after the document is changed like this.
fn found(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let old = document(routes::all());
    let mut new = old.clone();
    change(&mut new);
    breaking(&old, &new).into_iter().collect()
}

#[test]
fn every_kind_of_break_is_found() {
    const SCHEMAS: &str = "/components/schemas";
    let removed = found(|new| drop(object(new, "/paths").remove("/v1/debts")));
    assert_eq!(removed, ["removed: GET /v1/debts"]);
    let member = found(|new| {
        drop(object(new, &format!("{SCHEMAS}/Order/properties")).remove("payment_id"));
    });
    assert_eq!(member, ["removed: Order.payment_id"]);
    let word = found(|new| {
        let words = new
            .pointer_mut(&format!("{SCHEMAS}/OrderState/enum"))
            .unwrap();
        words
            .as_array_mut()
            .unwrap()
            .retain(|word| word != "expired");
    });
    assert!(
        word.contains(&"removed word: OrderState expired".to_owned()),
        "{word:?}"
    );
    let required = found(|new| {
        let needed = new
            .pointer_mut(&format!("{SCHEMAS}/NewOrder/required"))
            .unwrap();
        needed.as_array_mut().unwrap().push(json!("method"));
    });
    assert_eq!(required, ["newly required: NewOrder.method"]);
    let narrowed = found(|new| {
        let quantity = object(new, &format!("{SCHEMAS}/NewOrder/properties/quantity"));
        quantity.insert("maximum".into(), json!(12));
        let url = object(new, &format!("{SCHEMAS}/NewOrder/properties/return_url"));
        url.insert("type".into(), json!("integer"));
    });
    assert_eq!(narrowed.len(), 2, "{narrowed:?}");
    assert!(narrowed.contains(&"narrowed: NewOrder.quantity maximum".to_owned()));
    let event = found(|new| drop(object(new, "/webhooks").remove("order.completed")));
    assert_eq!(event, ["removed: order.completed"]);
    let parameter = found(|new| {
        let list = new
            .pointer_mut("/paths/~1v1~1debts/get/parameters")
            .unwrap();
        list.as_array_mut()
            .unwrap()
            .retain(|known| known["name"] != "limit");
    });
    assert_eq!(parameter, ["removed: GET /v1/debts limit"]);
}

#[test]
fn what_only_adds_breaks_nobody() {
    let added = found(|new| {
        object(new, "/paths").insert("/v1/new".into(), json!({"get": {"responses": {}}}));
        let order = object(new, "/components/schemas/Order/properties");
        order.insert("more".into(), json!({"type": "string"}));
        let wanted = object(new, "/components/schemas/NewOrder/properties");
        wanted.insert("more".into(), json!({"type": "string"}));
        let url = object(new, "/components/schemas/NewOrder/properties/return_url");
        url.insert("maxLength".into(), json!(4000));
    });
    assert!(added.is_empty(), "{added:?}");
}

/// Sent and returned types are in one list of names. A name for two types would describe one of them wrongly.
#[test]
fn a_name_stands_for_one_type() {
    let mut generators = Generators::new();
    for route in routes::all() {
        operation(route, &Value::Null, &mut generators);
    }
    let given = generators.given.take_definitions(true);
    for (name, sent) in generators.sent.take_definitions(true) {
        let Some(given) = given.get(&name) else {
            continue;
        };
        let members = |schema: &Value| -> BTreeSet<String> {
            let members = schema["properties"].as_object().into_iter().flatten();
            members.map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(members(&sent), members(given), "{name} is two things");
    }
}

/// Unbounded texts and numbers in requests of clients.
fn endless(document: &Value, at: &str, schema: &Value, found: &mut Vec<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).unwrap(),
        None => schema,
    };
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        endless(document, at, choice, found);
    }
    let of = |name: &str| {
        let list = schema["type"]
            .as_array()
            .is_some_and(|list| list.contains(&json!(name)));
        schema["type"] == name || list
    };
    let has = |names: &[&str]| names.iter().any(|name| !schema[*name].is_null());
    let text = of("string") && !has(&["maxLength", "pattern", "enum", "format"]);
    let number = of("integer") && !(has(&["minimum"]) && has(&["maximum"]));
    if text || number {
        found.push(at.to_owned());
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        endless(document, &format!("{at}.{name}"), member, found);
    }
    if !schema["items"].is_null() {
        endless(document, &format!("{at}[]"), &schema["items"], found);
    }
    if schema["additionalProperties"].is_object() {
        if schema["maxProperties"].is_null() || schema["propertyNames"]["maxLength"].is_null() {
            found.push(format!("names of {at}"));
        }
        let any = &schema["additionalProperties"];
        endless(document, &format!("{at}.*"), any, found);
    }
}

#[test]
fn every_text_and_number_that_is_taken_has_its_bounds() {
    let document = document(routes::all());
    let mut found = Vec::new();
    let mut looked_at = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let api = path.starts_with("/v1/");
        for operation in methods.as_object().unwrap().values().filter(|_| api) {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            endless(&document, path, body, &mut found);
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let at = format!("{path} {}", parameter["name"]);
                endless(&document, &at, &parameter["schema"], &mut found);
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 60, "{looked_at}");
    assert!(found.is_empty(), "without an end: {found:#?}");
}
