use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};

use super::{Upload, read};
use crate::http::{
    error::Problem,
    limits::{FILE_BYTES_MAX, PAIRS_MAX},
};

async fn sent(parts: &[(&str, &str)]) -> Result<Upload, Problem> {
    let mut body = String::new();
    for (head, content) in parts {
        body.push_str("--b\r\nContent-Disposition: form-data; ");
        body.push_str(head);
        body.push_str("\r\n\r\n");
        body.push_str(content);
        body.push_str("\r\n");
    }
    body.push_str("--b--\r\n");
    as_sent(body).await
}

async fn as_sent(body: String) -> Result<Upload, Problem> {
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::from_static("multipart/form-data; boundary=b");
    headers.insert(header::CONTENT_TYPE, kind);
    read(&headers, Bytes::from(body)).await
}

const FILE: &str = "name=\"file\"; filename=\"정산.csv\"";

#[tokio::test]
async fn a_form_has_its_fields_and_its_file() {
    let form = sent(&[("name=\"csrf\"", "t"), (FILE, "a,b\r\n1,2")])
        .await
        .unwrap();
    assert_eq!(form.pairs, [("csrf".to_owned(), "t".to_owned())]);
    let file = form.file.unwrap();
    assert_eq!(
        (file.name.as_str(), &file.bytes[..]),
        ("정산.csv", &b"a,b\r\n1,2"[..])
    );
    assert_eq!(format!("{file:?}"), "SentFile(8 bytes)");
}

#[tokio::test]
async fn the_name_of_a_file_has_no_folders() {
    for name in ["C:\\\\files\\\\a.csv", "../../etc/a.csv", "a.csv"] {
        let head = format!("name=\"file\"; filename=\"{name}\"");
        let form = sent(&[(&head, "x")]).await.unwrap();
        assert_eq!(form.file.unwrap().name, "a.csv", "{name}");
    }
}

#[tokio::test]
async fn a_form_without_a_chosen_file_has_none() {
    let form = sent(&[("name=\"file\"; filename=\"\"", "")]).await.unwrap();
    assert!(form.file.is_none());
}

#[tokio::test]
async fn what_no_page_of_ours_sends_is_refused() {
    let other = "name=\"other\"; filename=\"a.csv\"";
    for parts in [
        &[("name=\"a\"", "1"), ("name=\"a\"", "2")][..],
        &[("name=\"a\"", "1\0")],
        &[(FILE, "x"), (FILE, "y")],
        &[(other, "x")],
    ] {
        assert!(sent(parts).await.is_err(), "{parts:?}");
    }
    assert!(
        as_sent("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx".to_owned())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn fields_and_bytes_are_limited() {
    let names: Vec<String> = (0..=PAIRS_MAX).map(|n| format!("name=\"f{n}\"")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    assert!(sent(&parts[..PAIRS_MAX]).await.is_ok());
    assert!(sent(&parts).await.is_err());
    let most = "x".repeat(FILE_BYTES_MAX);
    assert!(sent(&[(FILE, &most)]).await.is_ok());
    let more = most + "x";
    assert_eq!(
        sent(&[(FILE, &more)])
            .await
            .unwrap_err()
            .field_name()
            .as_deref(),
        Some("file")
    );
}
