//! The published contract equals the implemented one.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use crate::support::{client::send, world::Plan};

/// Paths without a key: for buyers, providers, and monitoring.
const PUBLIC: [&str; 10] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/checkout/{order}",
    "/webhooks/{provider}",
    "/callbacks/{provider}/{order}/{outcome}",
    "/assets/pages.css",
    "/assets/window/{provider}",
];

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_that_is_not_public_answers_401_without_a_key() {
    Plan::sqlite()
        .run(async |world| {
            let document = world.gateway().browse("/openapi.json").await.ok();
            let mut keyed = 0;
            for (path, method, operation) in operations(&document) {
                let secured = operation["security"]
                    .as_array()
                    .is_some_and(|schemes| !schemes.is_empty());
                assert_eq!(
                    secured,
                    !PUBLIC.contains(&path.as_str()),
                    "{method} {path}: is it meant to be public?"
                );
                if !secured {
                    continue;
                }
                let concrete = path.replace("{id}", "x").replace("{version}", "x");
                assert!(!concrete.contains('{'), "{path}");
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let answer = send(world.gateway().bare(method.clone(), &concrete)).await;
                answer.refused(401, "unauthenticated");
                assert!(
                    operation["responses"]["401"].is_object()
                        || operation["responses"]["default"].is_object()
                );
                keyed += 1;
            }
            assert!(keyed >= 25, "only {keyed} routes need a key");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rendered_documentation_fetches_nothing_from_outside() {
    Plan::sqlite()
        .run(async |world| {
            let page = world.gateway().browse("/docs").await;
            assert_eq!(page.status, 200);
            assert!(!page.text.contains("://"), "names an address outside");
            assert!(!page.text.contains("<script"), "runs a script");
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.contains("default-src 'none'"), "{policy}");
            assert!(page.text.contains("/v1/orders") && page.text.contains("insufficient_credits"));
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_says_whether_it_is_alive_and_ready() {
    Plan::sqlite()
        .run(async |world| {
            for path in ["/healthz", "/readyz"] {
                world.gateway().browse(path).await.ok();
            }
            let metrics = world.gateway().browse("/metrics").await;
            assert_eq!(metrics.status, 200);
            assert!(
                metrics.text.contains("credit_gateway_jobs_waiting"),
                "{}",
                metrics.text
            );
        })
        .await;
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
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
