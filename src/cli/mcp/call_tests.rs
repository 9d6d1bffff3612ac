//! What a model sends never leads to another route, and what it repeats is asked for once.

use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::{Gateway, idempotency_key};
use crate::cli::mcp::tools::{Operation, of};

fn gateway() -> Gateway {
    let key = SecretString::from("cgk_assistant_test");
    Gateway::new("https://gateway.example/base/".parse().unwrap(), key).unwrap()
}

fn tool(name: &str) -> Operation {
    let document = serde_json::from_str(&crate::http::openapi_document()).unwrap();
    let mut known = of(&document).into_iter();
    known.find(|known| known.tool.name == name).unwrap()
}

fn arguments(of: &Value) -> Map<String, Value> {
    of.as_object().unwrap().clone()
}

fn address(name: &str, of: &Value) -> Result<String, String> {
    let found = gateway().address(&tool(name), &arguments(of));
    found.map(|url| url.to_string())
}

#[test]
fn arguments_go_to_their_place() {
    assert_eq!(
        address(
            "get_v1_customers_id_lots",
            &json!({"id": "c 1", "limit": 5})
        )
        .unwrap(),
        "https://gateway.example/base/v1/customers/c%201/lots?limit=5"
    );
}

#[test]
fn an_argument_never_leads_to_another_route() {
    let lots = |id: &str| address("get_v1_customers_id_lots", &json!({ "id": id }));
    for (id, segment) in [
        ("../payments", "..%2Fpayments"),
        ("a/b", "a%2Fb"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("%2e%2e", "%252e%252e"),
        ("a\\b", "a%5Cb"),
        ("{id}", "%7Bid%7D"),
    ] {
        let expected = format!("https://gateway.example/base/v1/customers/{segment}/lots");
        assert_eq!(lots(id), Ok(expected), "{id}");
    }
    for id in ["", ".", ".."] {
        assert_eq!(
            lots(id),
            Err("`id` is empty, or no name".to_owned()),
            "{id}"
        );
    }
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    let lots = |of: Value| address("get_v1_customers_id_lots", &of).unwrap_err();
    assert_eq!(lots(json!({})), "`id` is missing");
    assert_eq!(
        lots(json!({"id": "c1", "color": "red"})),
        "`color` is no argument of this tool"
    );
    assert_eq!(
        lots(json!({"id": ["c1"]})),
        "`id` is neither a text nor a number"
    );
}

#[test]
fn the_same_refund_is_asked_for_once_and_a_quote_each_time() {
    let key = |name: &str, of: &Value| idempotency_key(&tool(name), &arguments(of));
    let refund = json!({"body": {"payment_id": "pay_1", "quote_id": "quo_1", "reason": "unused"}});
    let other = json!({"body": {"payment_id": "pay_1", "quote_id": "quo_2", "reason": "unused"}});
    assert_eq!(
        key("post_v1_refunds", &refund),
        key("post_v1_refunds", &refund)
    );
    assert_ne!(
        key("post_v1_refunds", &refund),
        key("post_v1_refunds", &other)
    );
    let quote = json!({"id": "pay_1"});
    let asked = || key("post_v1_payments_id_refund_quotes", &quote);
    assert_ne!(asked(), asked());
}
