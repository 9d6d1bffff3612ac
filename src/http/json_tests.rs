use axum::{body::to_bytes, response::IntoResponse as _};
use domain::money::Credits;
use serde::Deserialize;
use serde_json::json;

use super::read;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    credits: Credits,
    inner: Option<Inner>,
    #[serde(default)]
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Inner {
    name: String,
}

async fn refused(body: &str) -> (u16, serde_json::Value) {
    let response = read::<Outer>(body.as_bytes()).unwrap_err().into_response();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn what_is_right_is_read() {
    let outer: Outer =
        read(br#" {"credits": 5, "inner": {"name": "n"}, "text": "back\\u0000slash"}"#).unwrap();
    assert_eq!(outer.credits.get(), 5);
    assert!(outer.inner.is_some());
    assert_eq!(outer.text, r"back\u0000slash");
}

#[tokio::test]
async fn what_is_not_json_is_told_from_what_breaks_a_rule() {
    for body in [
        "",
        "{",
        "[5]",
        "5",
        "null",
        r#"{"credits": 05}"#,
        r#"{"credits": 5} x"#,
        "{'credits': 5}",
    ] {
        let (status, problem) = refused(body).await;
        assert_eq!(
            (status, &problem["code"]),
            (400, &json!("malformed_json")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_broken_rule_names_its_field() {
    for (body, field) in [
        (r#"{"credits": 5.5}"#, "credits"),
        (r#"{"credits": 5.0}"#, "credits"),
        (r#"{"credits": 5e1}"#, "credits"),
        (r#"{"credits": "5"}"#, "credits"),
        (r#"{"credits": -1}"#, "credits"),
        (r#"{"credits": null}"#, "credits"),
        (r#"{"credits": 100000000000001}"#, "credits"),
        (r#"{"credits": 99999999999999999999}"#, "credits"),
        (r#"{"credits": 1, "credits": 2}"#, "credits"),
        (r#"{"text": "a"}"#, "credits"),
        (r#"{"credits": 1, "amount": 3}"#, "amount"),
        (r#"{"credits": 1, "inner": {}}"#, "inner.name"),
        (
            r#"{"credits": 1, "inner": {"name": "n", "more": 1}}"#,
            "inner.more",
        ),
        (
            r#"{"credits": 1, "inner": {"name": "a\u0000b"}}"#,
            "inner.name",
        ),
        (r#"{"credits": 1, "text": "\u0000"}"#, "text"),
    ] {
        let (status, problem) = refused(body).await;
        assert_eq!(
            (status, &problem["code"]),
            (422, &json!("invalid_field")),
            "{body} {problem}"
        );
        assert_eq!(problem["field"], field, "{body} {problem}");
        assert!(
            problem["rule"]
                .as_str()
                .is_some_and(|rule| !rule.contains("line")),
            "{problem}"
        );
    }
}
