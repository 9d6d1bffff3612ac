//! Preferences of clients.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{prefers_csv, quality};

fn headers(name: &axum::http::HeaderName, values: &[&'static str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(name, HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn csv_is_given_to_who_prefers_it() {
    for (accept, csv) in [
        (&[][..], false),
        (&["*/*"], false),
        (&["application/json"], false),
        (&["text/html,application/xhtml+xml,*/*;q=0.8"], false),
        (&["text/csv"], true),
        (&["TEXT/CSV; charset=utf-8"], true),
        (&["text/csv;q=0"], false),
        (&["text/csv;q=0.5, application/json;q=0.4"], true),
        (&["text/csv;q=0.4, application/json;q=0.5"], false),
        (&["text/csv;q=0.4, application/json"], false),
        (&["text/csv, */*;q=0.1"], true),
        (&["application/json;q=0.2", "text/csv;q=0.3"], true),
        (&["text/csv;q=much"], false),
        (&["text/csv;q=2"], false),
        (&["text/csv-schema"], false),
        (&["text/csv, application/json"], false),
        (&["text/csv, application/json;q=0.9"], true),
        (&["text/csv, */*"], true),
        (&["text/csv;q=0.8, */*"], false),
        (&["text/csv;q=0.8, */*;q=0.1"], true),
        (&["text/csv;q=0.1, application/*;q=0.25"], false),
    ] {
        let headers = headers(&header::ACCEPT, accept);
        assert_eq!(prefers_csv(&headers), csv, "{accept:?}");
    }
}

#[test]
fn a_language_is_known_with_its_country() {
    let of = |value, name| {
        let headers = headers(&header::ACCEPT_LANGUAGE, &[value]);
        quality(&headers, &header::ACCEPT_LANGUAGE, name)
    };
    assert_eq!(of("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"), 1_000);
    assert_eq!(of("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "en"), 800);
    assert_eq!(of("fr, en;q=0.25", "en"), 250);
    assert_eq!(of("fr", "ko"), 0);
}
