//! The document itself.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::world::Plan;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_is_openapi_3_1_and_every_reference_in_it_leads_somewhere() {
    Plan::sqlite()
        .run(async |world| {
            let document = world.gateway().browse("/openapi.json").await.ok();
            assert!(
                document["openapi"].as_str().unwrap().starts_with("3.1."),
                "{}",
                document["openapi"]
            );
            for field in ["title", "version"] {
                assert!(document["info"][field].is_string(), "info.{field}");
            }
            for reference in references(&document) {
                let pointer = reference
                    .strip_prefix('#')
                    .unwrap_or_else(|| panic!("leads outside: {reference}"));
                assert!(
                    document.pointer(pointer).is_some(),
                    "{reference} leads nowhere"
                );
            }
            let mut names = BTreeSet::new();
            for (path, method, operation) in operations(&document) {
                let at = format!("{method} {path}");
                assert!(operation["summary"].is_string(), "{at} has no summary");
                if let Some(name) = operation["operationId"].as_str() {
                    assert!(
                        names.insert(name.to_owned()),
                        "{at}: {name} stands there twice"
                    );
                }
                let responses = operation["responses"].as_object().unwrap();
                assert!(
                    responses
                        .keys()
                        .any(|status| matches!(status.as_bytes()[0], b'2' | b'3')),
                    "{at} never succeeds"
                );
                check_parameters(&at, &path, &operation);
            }
        })
        .await;
}

fn check_parameters(at: &str, path: &str, operation: &Value) {
    let declared: BTreeSet<&str> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "path")
        .map(|parameter| {
            assert_eq!(parameter["required"], true, "{at}: {parameter}");
            parameter["name"].as_str().unwrap()
        })
        .collect();
    let in_path: BTreeSet<&str> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    assert_eq!(declared, in_path, "{at}");
}

pub(crate) fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                found.push((path.clone(), method.clone(), operation.clone()));
            }
        }
    }
    assert!(
        found.len() >= 30,
        "only {} operations are documented",
        found.len()
    );
    found
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match value.as_str() {
                Some(target) if name == "$ref" => vec![target.to_owned()],
                _ => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}
