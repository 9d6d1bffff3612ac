use super::{
    BARE_LINE_FEED, BOTH_LENGTHS, FOLDED_LINE, Framing, REPEATED_ENCODING, REPEATED_LENGTH,
    Scanner, UNKNOWN_ENCODING, UNREADABLE_CHUNK, UNREADABLE_LENGTH,
};
use axum::http::{HeaderMap, HeaderValue, Version, header};

const GET: &str = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

/// The fault found when the text is sent in parts of `size` bytes.
fn fault(sent: &str, size: usize) -> Option<(u64, &'static str)> {
    let framing = Framing::default();
    let mut scanner = Scanner::new(framing.clone());
    for part in sent.as_bytes().chunks(size) {
        scanner.read(part);
    }
    framing.fault.get().copied()
}

#[test]
fn unclear_heads_are_seen_however_the_bytes_arrive() {
    let cases = [
        (
            "content-LENGTH: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            BOTH_LENGTHS,
        ),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            BOTH_LENGTHS,
        ),
        (
            "Content-Length: 3\r\nContent-Length: 3\r\n\r\n",
            REPEATED_LENGTH,
        ),
        ("Content-Length: 3, 3\r\n\r\n", UNREADABLE_LENGTH),
        ("Content-Length: +3\r\n\r\n", UNREADABLE_LENGTH),
        (
            "Content-Length: 1000000000000000000\r\n\r\n",
            UNREADABLE_LENGTH,
        ),
        (
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            REPEATED_ENCODING,
        ),
        ("Transfer-Encoding: identity\r\n\r\n", UNKNOWN_ENCODING),
        ("Transfer-Encoding: gzip, chunked\r\n\r\n", UNKNOWN_ENCODING),
        ("Content-Length: 3\n\r\n", BARE_LINE_FEED),
        (
            "Transfer-Encoding: chunked                                               , gzip\r\n\r\n",
            UNKNOWN_ENCODING,
        ),
        (
            "Content-Length: 3                                                              3\r\n\r\n",
            UNREADABLE_LENGTH,
        ),
        ("X: a\r\n b\r\n\r\n", FOLDED_LINE),
    ];
    for (rest, why) in cases {
        let sent = format!("{GET}POST /a HTTP/1.1\r\nHost: h\r\n{rest}");
        for size in 1..sent.len() {
            assert_eq!(
                fault(&sent, size),
                Some((1, why)),
                "in parts of {size}: {sent}"
            );
        }
    }
}

#[test]
fn a_body_is_not_read_as_a_head() {
    let body = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nPOST / HTTP/1.1\n\n";
    let sized = format!(
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let chunked = format!(
        "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{:X};x=\"y\"\r\n{body}\r\n1\r\n\n\r\n0\r\nX: y\r\n\r\n",
        body.len()
    );
    let long = format!(
        "GET /{} HTTP/1.1\r\nX: {}\r\n\r\n",
        "a".repeat(99),
        "b".repeat(99)
    );
    let unclear = "GET /a HTTP/1.1\nHost: h\r\n\r\n";
    for size in 1..200 {
        let clear = format!("{sized}{chunked}\r\n{GET}{long}{sized}");
        assert_eq!(fault(&clear, size), None, "in parts of {size}");
        let last = fault(&format!("{clear}{unclear}"), size);
        assert_eq!(last, Some((5, BARE_LINE_FEED)), "in parts of {size}");
    }
}

#[test]
fn a_body_that_is_not_chunked_as_it_says_ends_the_connection() {
    for body in [
        "x\r\n",
        "\r\n",
        "3\r\nabcd\r\n",
        "1234567890123456\r\n",
        "3 3\r\n",
    ] {
        let sent = format!("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        assert_eq!(fault(&sent, 7), Some((1, UNREADABLE_CHUNK)), "{body}");
    }
}

#[test]
fn requests_before_a_fault_are_served_and_none_behind_it() {
    let framing = Framing::default();
    Scanner::new(framing.clone()).read(format!("{GET}GET / HTTP/1.1\n{GET}").as_bytes());
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static("h"));
    assert_eq!(framing.refused(Version::HTTP_11, &headers), None);
    for _ in 0..2 {
        let why = framing.refused(Version::HTTP_11, &headers);
        assert_eq!(why, Some(BARE_LINE_FEED));
    }
}

#[test]
fn exactly_one_host_is_needed_but_for_the_old_version() {
    let framing = Framing::default();
    let mut headers = HeaderMap::new();
    assert!(framing.refused(Version::HTTP_11, &headers).is_some());
    assert_eq!(framing.refused(Version::HTTP_10, &headers), None);
    headers.append(header::HOST, HeaderValue::from_static("a"));
    assert_eq!(framing.refused(Version::HTTP_11, &headers), None);
    headers.append(header::HOST, HeaderValue::from_static("a"));
    for version in [Version::HTTP_10, Version::HTTP_11] {
        assert!(framing.refused(version, &headers).is_some());
    }
}
