//! Idempotency keys, fingerprints and queries at their limits and one past them.

use axum::http::{HeaderValue, Request, request::Parts};

use super::{Query, add_pairs, idempotency_key, query};
use crate::http::once::fingerprint;
use crate::{
    access::Role,
    http::{
        limits::{IDEMPOTENCY_KEY_MAX, PAIRS_MAX},
        route::{Parameter, schema},
    },
};

fn parts(keys: &[&str]) -> Parts {
    let mut request = Request::post("/v1/customers/c-1/spends");
    for key in keys {
        request = request.header(
            "idempotency-key",
            HeaderValue::from_bytes(key.as_bytes()).unwrap(),
        );
    }
    request.body(()).unwrap().into_parts().0
}

#[test]
fn a_fingerprint_changes_with_method_path_and_body() {
    let first = fingerprint("POST", "/v1/orders", b"{}");
    assert_eq!(first.len(), 64);
    assert_eq!(first, fingerprint("POST", "/v1/orders", b"{}"));
    for (method, path, body) in [
        ("PUT", "/v1/orders", "{}"),
        ("POST", "/v1/order", "s{}"),
        ("POST", "/v1/orders", r#"{"a":1}"#),
        ("POST", "/v1/orders", "{ "),
        ("POST", "/v1/orders", ""),
    ] {
        assert_ne!(
            first,
            fingerprint(method, path, body.as_bytes()),
            "{method} {path} {body}"
        );
    }
}

#[test]
fn a_fingerprint_is_of_what_a_body_says() {
    let said = r#"{"a":1,"b":{"c":"가","d":[1,2]}}"#;
    let first = fingerprint("POST", "/v1/orders", said.as_bytes());
    for same in [
        r#"{"b":{"d":[1,2],"c":"\uac00"},"a":1}"#,
        " { \"a\" : 1,\n \"b\": {\"c\":\"가\",\"d\":[ 1, 2 ]} }\n",
    ] {
        assert_eq!(
            first,
            fingerprint("POST", "/v1/orders", same.as_bytes()),
            "{same}"
        );
    }
    for other in [
        r#"{"a":1,"b":{"c":"가","d":[2,1]}}"#,
        r#"{"a":"1","b":{"c":"가","d":[1,2]}}"#,
        r#"{"a":1,"b":{"c":"가","d":[1,2]},"e":null}"#,
    ] {
        assert_ne!(
            first,
            fingerprint("POST", "/v1/orders", other.as_bytes()),
            "{other}"
        );
    }
}

#[test]
fn an_idempotency_key_is_visible_ascii_up_to_its_limit() {
    let longest = "k".repeat(IDEMPOTENCY_KEY_MAX);
    for key in ["k", "!~", longest.as_str()] {
        let idempotency_key = idempotency_key(&parts(&[key]), b"{}", Role::Service).unwrap();
        assert_eq!(idempotency_key.key, key);
        assert_eq!(idempotency_key.scope, Role::Service.as_str());
    }
    let too_long = format!("{longest}k");
    for key in ["", "a b", "a\tb", "열쇠", too_long.as_str()] {
        assert_eq!(
            idempotency_key(&parts(&[key]), b"{}", Role::Service)
                .unwrap_err()
                .kind
                .code,
            "idempotency_key_invalid",
            "{key}"
        );
    }
    assert_eq!(
        idempotency_key(&parts(&["a", "a"]), b"{}", Role::Service)
            .unwrap_err()
            .kind
            .code,
        "idempotency_key_invalid"
    );
    assert_eq!(
        idempotency_key(&parts(&[]), b"{}", Role::Service)
            .unwrap_err()
            .kind
            .code,
        "idempotency_key_missing"
    );
}

#[test]
fn a_query_is_read_strictly_where_its_parameters_are_ours() {
    const LIMIT: &[Parameter] = &[Parameter {
        name: "limit",
        about: "",
        schema: schema::<i64>,
    }];
    let known = Query::Known(LIMIT);
    assert_eq!(
        query("limit=5", known).unwrap(),
        [("limit".to_owned(), "5".to_owned())]
    );
    assert_eq!(query("", known).unwrap(), []);
    for text in [
        "limit=5&limit=5",
        "limit=5&Limit=5",
        "offset=1",
        "limit=%00",
        "=",
        "limit=1&",
    ] {
        let read = query(text, known);
        if text == "limit=1&" {
            assert!(read.is_ok(), "an empty pair says nothing");
        } else {
            assert_eq!(read.unwrap_err().kind.code, "invalid_query", "{text}");
        }
    }
}

#[test]
fn a_provider_may_bring_any_parameter_but_none_twice() {
    let mut pairs = query("state=s&paymentKey=p", Query::Any).unwrap();
    assert!(add_pairs(&mut pairs, b"orderId=o", Query::Any).is_ok());
    assert_eq!(pairs.len(), 3);
    assert!(add_pairs(&mut pairs, b"state=other", Query::Any).is_err());
}

/// Each name is compared with those before it, and strangers send them.
#[test]
fn a_form_has_a_limited_number_of_names() {
    let names = |count: usize| -> String {
        let names: Vec<String> = (0..count).map(|nth| format!("n{nth}=1")).collect();
        names.join("&")
    };
    let read = |text: &str| {
        let mut pairs = vec![("state".to_owned(), "x".to_owned())];
        add_pairs(&mut pairs, text.as_bytes(), Query::Any).map(|()| pairs.len())
    };
    assert_eq!(read(&names(PAIRS_MAX - 1)).unwrap(), PAIRS_MAX);
    let refused = read(&names(PAIRS_MAX)).unwrap_err();
    assert_eq!(refused.kind.code, "invalid_query");
}
