//! Which of the two forms an `Accept` asks for.

use axum::http::{HeaderMap, HeaderValue, header};

use super::prefers_csv;

#[test]
fn csv_is_given_where_it_is_preferred() {
    for (accept, expected) in [
        ("", false),
        ("*/*", false),
        ("application/json", false),
        ("text/csv", true),
        ("TEXT/CSV; charset=utf-8", true),
        ("text/csv, application/json", false),
        ("text/csv, application/json;q=0.9", true),
        ("text/csv;q=0.8, */*;q=0.1", true),
        ("text/csv;q=0.1, application/*;q=0.25", false),
        ("text/csv;q=0", false),
        ("text/csv;q=x", false),
        ("text/csv;q=2", false),
        ("text/html", false),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        assert_eq!(prefers_csv(&headers), expected, "{accept}");
    }
}
