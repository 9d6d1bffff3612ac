//! The tools are the operations of the role, whole, and lead nowhere else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Operation, of};
use crate::http::openapi_document;

fn known() -> Vec<Operation> {
    of(&serde_json::from_str(&openapi_document()).unwrap())
}

fn tool(name: &str) -> Operation {
    let found = known().into_iter().find(|known| known.tool.name == name);
    found.unwrap_or_else(|| panic!("there is no tool {name}"))
}

#[test]
fn nothing_is_changed_but_by_quotes_and_by_refunds_that_wait_for_a_person() {
    let changes = known().into_iter().filter(|known| known.verb != "GET");
    let changes: Vec<_> = changes
        .map(|known| (known.path, known.keyed, known.waits))
        .collect();
    assert_eq!(
        changes,
        [
            ("/v1/payments/{id}/refund-quotes".to_owned(), true, false),
            ("/v1/refunds".to_owned(), true, true),
        ]
    );
}

#[test]
fn what_shows_personal_data_whole_or_how_the_gateway_works_is_no_tool() {
    let paths: BTreeSet<String> = known().into_iter().map(|known| known.path).collect();
    assert!(paths.contains("/v1/customers/{id}/balance"), "{paths:?}");
    for hidden in [
        "/v1/refunds/{id}/payout",
        "/v1/deposits/{id}/unmask",
        "/v1/inbox",
        "/v1/audit-log",
        "/v1/events",
        "/v1/webhook-endpoints",
    ] {
        assert!(!paths.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_tool_says_what_it_needs_and_that_a_person_decides() {
    let refund = tool("post_v1_refunds");
    let about = refund.tool.description.as_deref().unwrap();
    assert!(
        about.ends_with("A person approves it first: until then nothing is done"),
        "{about}"
    );
    let input = Value::Object((*refund.tool.input_schema).clone());
    assert_eq!(input["required"], json!(["body"]));
    assert_eq!(input["properties"]["body"]["$ref"], "#/$defs/NewRefund");
    assert!(
        input["$defs"]["NewRefund"]["properties"]["quote_id"].is_object(),
        "{input}"
    );
    let balance = tool("get_v1_customers_id_balance");
    let input = Value::Object((*balance.tool.input_schema).clone());
    assert_eq!(input["required"], json!(["id"]));
    assert!(balance.query.contains("at"), "{input}");
    let hints = balance.tool.annotations.unwrap();
    assert_eq!(hints.read_only_hint, Some(true));
}

#[test]
fn every_reference_of_a_tool_leads_to_a_schema_of_its_own() {
    for known in known() {
        let input = Value::Object((*known.tool.input_schema).clone());
        let text = input.to_string();
        assert!(!text.contains("#/components/"), "{}", known.tool.name);
        for part in text.split("\"#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(
                input["$defs"][name].is_object(),
                "{} lacks {name}",
                known.tool.name
            );
        }
        // The protocol's limit of a name.
        assert!(known.tool.name.len() <= 64, "{}", known.tool.name);
    }
}
