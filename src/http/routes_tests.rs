//! The table is complete: every route documented, every part of a path named, every role accounted for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::all;
use crate::{
    access::Role,
    http::{
        openapi,
        route::{Gives, Takes, Verb},
    },
};

/// The permissions, written out once more on purpose, so that a change of the table has to be intended.
const MATRIX: &[(&str, &str)] = &[
    (
        "GET /v1/products",
        "checkout service support assistant admin",
    ),
    (
        "GET /v1/policies",
        "checkout service support assistant admin",
    ),
    (
        "GET /v1/policies/{version}",
        "checkout service support assistant admin",
    ),
    ("POST /v1/policies", "admin"),
    ("POST /v1/policies/check", "admin"),
    ("POST /v1/policies/diff", "admin"),
    ("POST /v1/policies/simulate", "admin"),
    ("GET /v1/policy-drafts", "admin"),
    ("GET /v1/policy-drafts/{id}", "admin"),
    ("POST /v1/policy-drafts/{id}", "admin"),
    ("GET /v1/discrepancies", "support admin"),
    ("GET /v1/discrepancies/{id}", "support admin"),
    ("POST /v1/discrepancies/{id}/close", "support admin"),
    ("POST /v1/discrepancies/close", "support admin"),
    ("GET /v1/settlements", "support admin"),
    ("GET /v1/settlements/{id}", "support admin"),
    ("POST /v1/settlements/files", "support admin"),
    ("POST /v1/settlements/statements", "support admin"),
    ("GET /v1/settlement-rows", "support admin"),
    ("GET /v1/settlement-rows/{id}", "support admin"),
    ("GET /v1/settlement-imports", "support admin"),
    ("GET /v1/settlement-imports/{id}", "support admin"),
    ("GET /v1/audit", "support admin"),
    ("GET /v1/audit/findings", "support admin"),
    ("GET /v1/audit/findings/{id}", "support admin"),
    ("GET /v1/reconciliations", "support admin"),
    ("GET /v1/reconciliations/summary", "support admin"),
    ("GET /v1/reconciliations/{id}", "support admin"),
    ("POST /v1/reconciliations", "support admin"),
    ("POST /v1/orders", "checkout"),
    ("GET /v1/orders", "support assistant"),
    ("GET /v1/orders/{id}", "checkout support assistant"),
    ("POST /v1/orders/{id}/cancel", "checkout support"),
    ("POST /v1/checkouts", "checkout"),
    ("GET /v1/checkouts/{id}", "checkout support assistant"),
    (
        "GET /v1/customers/{id}/balance",
        "service support assistant",
    ),
    (
        "GET /v1/customers/{id}/balance/breakdown",
        "service support assistant",
    ),
    ("GET /v1/customers/{id}/lots", "service support assistant"),
    (
        "GET /v1/customers/{id}/entries",
        "service support assistant",
    ),
    ("GET /v1/customers/{id}/usage", "service support assistant"),
    ("GET /v1/customers/{id}/statement", "service support"),
    ("GET /v1/customers/{id}/stream", "service support"),
    ("PUT /v1/customers/{id}/thresholds", "service admin"),
    ("GET /v1/customers/{id}/thresholds", "service support admin"),
    ("POST /v1/customers/{id}/links", "service support"),
    ("POST /v1/customers/{id}/grants", "service admin"),
    ("POST /v1/customers/{id}/redemptions", "checkout service"),
    (
        "GET /v1/customers/{id}/redemptions",
        "service support assistant",
    ),
    ("POST /v1/contracts", "admin"),
    ("GET /v1/contracts/{id}", "support admin"),
    ("GET /v1/customers/{id}/contracts", "checkout support admin"),
    ("POST /v1/campaigns", "admin"),
    ("GET /v1/campaigns", "support admin"),
    ("GET /v1/campaigns/{id}", "support admin"),
    ("POST /v1/campaigns/{id}/end", "admin"),
    ("GET /v1/campaigns/{id}/redemptions", "support admin"),
    ("POST /v1/customers/{id}/spends", "service"),
    ("GET /v1/customers/{id}/spends", "service support assistant"),
    (
        "GET /v1/customers/{id}/spends/preview",
        "service support assistant",
    ),
    ("POST /v1/spends/batch", "service"),
    ("GET /v1/spends/{id}", "service support assistant"),
    ("POST /v1/spends/{id}/reverse", "service"),
    ("POST /v1/customers/{id}/holds", "service"),
    ("GET /v1/customers/{id}/holds", "service support assistant"),
    ("GET /v1/holds/{id}", "service support assistant"),
    ("POST /v1/holds/{id}/capture", "service"),
    ("POST /v1/holds/{id}/extend", "service"),
    ("POST /v1/holds/{id}/release", "service"),
    ("POST /v1/customers/{id}/subscriptions", "service admin"),
    (
        "GET /v1/customers/{id}/subscriptions",
        "service support assistant admin",
    ),
    (
        "GET /v1/subscriptions/{id}",
        "service support assistant admin",
    ),
    (
        "GET /v1/subscriptions/{id}/distributions",
        "service support assistant admin",
    ),
    ("POST /v1/subscriptions/{id}/pause", "service admin"),
    ("POST /v1/subscriptions/{id}/resume", "service admin"),
    ("POST /v1/subscriptions/{id}/end", "service admin"),
    ("POST /v1/subscriptions/{id}/change", "service admin"),
    ("POST /v1/customers/{id}/freeze", "support admin"),
    ("POST /v1/customers/{id}/unfreeze", "support admin"),
    ("POST /v1/customers/{id}/closing-quotes", "support admin"),
    ("POST /v1/customers/{id}/close", "support admin"),
    ("GET /v1/debts", "support assistant admin"),
    ("POST /v1/customers/{id}/debt/waive", "admin"),
    ("GET /v1/payments", "support assistant"),
    ("GET /v1/payments/{id}", "checkout support assistant"),
    (
        "POST /v1/payments/{id}/refund-quotes",
        "support assistant admin",
    ),
    ("POST /v1/refunds", "support assistant admin"),
    ("GET /v1/refunds", "support assistant"),
    ("GET /v1/refunds/{id}", "support assistant"),
    ("GET /v1/refunds/{id}/payout", "support"),
    ("POST /v1/payments/{id}/cash-receipts", "checkout support"),
    ("GET /v1/payments/{id}/cash-receipts", "checkout support"),
    ("POST /v1/payments/{id}/disputes", "support"),
    ("POST /v1/payments/{id}/tax-invoices", "support admin"),
    (
        "GET /v1/payments/{id}/tax-invoices",
        "support assistant admin",
    ),
    ("GET /v1/tax-amendments", "support assistant admin"),
    ("GET /v1/disputes", "support"),
    ("GET /v1/disputes/{id}", "support"),
    ("POST /v1/disputes/{id}/decision", "support"),
    ("GET /v1/cash-receipts", "support"),
    ("GET /v1/cash-receipts/{id}", "checkout support"),
    ("GET /v1/cash-receipts/{id}/number", "support"),
    ("POST /v1/cash-receipts/{id}/change", "checkout support"),
    ("POST /v1/cash-receipts/{id}/record", "support"),
    ("POST /v1/refunds/{id}/paid", "support"),
    ("POST /v1/refunds/{id}/bounced", "support"),
    ("POST /v1/refunds/{id}/declined", "support"),
    ("POST /v1/refunds/{id}/account", "support"),
    ("GET /v1/deposits", "support assistant"),
    ("POST /v1/deposits/{id}/match", "support"),
    ("POST /v1/deposits/{id}/return", "support"),
    ("POST /v1/deposits/{id}/repeat", "support"),
    ("POST /v1/deposits/{id}/new", "support"),
    ("POST /v1/deposits/{id}/unmask", "support"),
    ("GET /v1/audit-log", "admin"),
    ("GET /v1/inbox", "support admin"),
    ("POST /v1/inbox/{id}/replay", "support admin"),
    ("POST /v1/inbox/{id}/settle", "support"),
    ("GET /v1/approvals", "support assistant admin"),
    ("GET /v1/approvals/{id}", "support assistant admin"),
    ("POST /v1/approvals/{id}", "support admin"),
    ("GET /v1/contradictions", "support assistant admin"),
    ("GET /v1/contradictions/{id}", "support assistant admin"),
    ("POST /v1/contradictions/{id}/accept", "support admin"),
    ("POST /v1/contradictions/{id}/refund", "support admin"),
    ("POST /v1/contradictions/{id}/close", "support admin"),
    ("GET /v1/jobs", "support assistant admin"),
    ("POST /v1/jobs/{id}/retry", "support admin"),
    ("POST /v1/webhook-endpoints", "admin"),
    ("GET /v1/webhook-endpoints", "admin"),
    ("GET /v1/webhook-endpoints/{id}", "admin"),
    ("DELETE /v1/webhook-endpoints/{id}", "admin"),
    ("POST /v1/webhook-endpoints/{id}/enable", "admin"),
    ("POST /v1/webhook-endpoints/{id}/disable", "admin"),
    ("POST /v1/webhook-endpoints/{id}/rotate", "admin"),
    ("POST /v1/webhook-endpoints/{id}/test", "admin"),
    ("GET /v1/webhook-endpoints/{id}/deliveries", "admin"),
    ("POST /v1/webhook-endpoints/{id}/replay", "admin"),
    ("GET /v1/events", "admin"),
    ("GET /v1/events/{id}", "admin"),
    ("POST /v1/events/{id}/resend", "admin"),
];

#[test]
fn each_route_is_open_to_the_fewest() {
    let mut expected: BTreeMap<String, &str> = MATRIX
        .iter()
        .map(|(route, roles)| ((*route).to_owned(), *roles))
        .collect();
    for route in all() {
        let name = format!("{route:?}");
        let roles: BTreeSet<Role> = route.roles().iter().copied().collect();
        let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        if route.path.starts_with("/v1/") {
            assert_eq!(
                expected.remove(&name),
                Some(roles.join(" ").as_str()),
                "{name}"
            );
        } else {
            assert!(roles.is_empty(), "{name} is for everybody");
        }
    }
    assert!(expected.is_empty(), "no such routes: {expected:?}");
}

#[test]
fn every_change_takes_an_idempotency_key_and_no_reading_does() {
    for route in all() {
        // Doing these twice has the same effect as once. Or the route reads something that no stored answer may hold. Or
        // each thing of the body has a key of its own.
        let repeatable = [
            "/replay",
            "/resend",
            "/retry",
            "/settle",
            "/unmask",
            "/policies",
            "/check",
            "/diff",
            "/simulate",
            "/batch",
            "/links",
            "/policy-drafts/{id}",
            "/discrepancies/{id}/close",
            "/discrepancies/close",
            "/reconciliations",
            "/settlements/files",
            "/settlements/statements",
        ];
        let keyed = route.verb == Verb::Post
            && !route.roles().is_empty()
            && !repeatable.iter().any(|end| route.path.ends_with(end));
        assert_eq!(route.needs_key, keyed, "{route:?}");
    }
}

#[test]
fn every_part_of_a_path_is_described() {
    for route in all() {
        let named: Vec<&str> = route
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let described: Vec<&str> = route
            .params
            .iter()
            .map(|parameter| parameter.name)
            .collect();
        assert_eq!(named, described, "{route:?}");
    }
}

#[test]
fn the_openapi_document_describes_every_route() {
    let document = openapi::document(all());
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for route in all() {
        let operation = &document["paths"][route.path][route.verb.as_str().to_lowercase()];
        assert!(operation.is_object(), "{route:?}");
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{route:?}"
        );
        assert!(!operation["summary"].as_str().unwrap().is_empty());
        let good = &operation["responses"][route.status.to_string()];
        assert!(good["content"].is_object(), "{route:?}");
        assert_eq!(
            operation["requestBody"].is_object(),
            !matches!(route.takes, Takes::Nothing),
            "{route:?}"
        );
        assert_eq!(
            operation["security"] == json!([]),
            route.roles().is_empty(),
            "{route:?}"
        );
        if matches!(route.gives, Gives::Json(_)) {
            let schema = &good["content"]["application/json"]["schema"];
            assert!(
                schema["$ref"].is_string(),
                "{route:?} has a named schema: {schema}"
            );
        }
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("$ref", Value::String(path)) => drop(found.insert(path.clone())),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_reference_of_the_openapi_document_leads_somewhere() {
    let document = openapi::document(all());
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 40, "{}", found.len());
    for path in found {
        let pointer = path.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{path}");
    }
}

#[test]
fn no_two_types_ask_for_one_name() {
    let document = openapi::document(all());
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            !name.ends_with(|last: char| last.is_ascii_digit()),
            "{name} was numbered"
        );
    }
}

#[test]
fn bodies_that_are_sent_take_no_unknown_fields() {
    let document = openapi::document(all());
    for route in all() {
        if let Takes::Json(schema) | Takes::OptionalJson(schema) = route.takes {
            let name = openapi::name_of(schema).unwrap();
            let schema = &document["components"]["schemas"][&name];
            assert_eq!(schema["additionalProperties"], json!(false), "{name}");
        }
    }
}

#[test]
fn what_is_asked_and_what_is_answered_never_share_a_name_for_different_things() {
    let (asked, answered): (Vec<_>, Vec<_>) = all()
        .map(|route| {
            let asked = match route.takes {
                Takes::Json(schema) | Takes::OptionalJson(schema) => openapi::name_of(schema),
                Takes::Nothing | Takes::Form | Takes::Upload | Takes::File(_) | Takes::Webhook => {
                    None
                }
            };
            let answered = match route.gives {
                Gives::Json(schema) => openapi::name_of(schema),
                Gives::Events(_) | Gives::Page | Gives::Other(_) => None,
            };
            (asked, answered)
        })
        .unzip();
    let answered: BTreeSet<String> = answered.into_iter().flatten().collect();
    for name in asked.into_iter().flatten() {
        assert!(!answered.contains(&name), "{name}");
    }
}
