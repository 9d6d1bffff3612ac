use axum::http::{HeaderMap, HeaderValue};

use super::{REQUEST_ID, REQUEST_ID_MAX, given, trace_id};

#[test]
fn a_clients_name_is_taken_only_when_it_can_be_written_down() {
    let longest = "x".repeat(REQUEST_ID_MAX);
    let longer = "x".repeat(REQUEST_ID_MAX + 1);
    for (presented, taken) in [
        ("01J9-abc_DEF.1:2+/=", true),
        (longest.as_str(), true),
        (longer.as_str(), false),
        ("", false),
        ("two words", false),
        ("quo\"ted", false),
        ("cgk_service_01_secret", false),
        ("홍길동", false),
    ] {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_bytes(presented.as_bytes()).unwrap();
        headers.insert(REQUEST_ID, value.clone());
        assert_eq!(
            given(&headers, &REQUEST_ID),
            taken.then_some(presented),
            "{presented}"
        );
        headers.append(REQUEST_ID, value);
        assert_eq!(given(&headers, &REQUEST_ID), None, "twice: {presented}");
    }
}

#[test]
fn a_trace_is_taken_on_as_the_recommendation_says() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    for (presented, taken) in [
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            true,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            false,
        ),
        (
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            true,
        ),
        (
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
            false,
        ),
        ("", false),
    ] {
        assert_eq!(trace_id(presented), taken.then_some(TRACE), "{presented}");
    }
}
