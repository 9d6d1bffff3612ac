//! Requests whose end two servers could find in different places are refused (request smuggling; RFC 9112, sections
//! 2.2, 3.2, 6.1 and 6.3).
//!
//! hyper is more lenient than it must be. It takes a bare line feed for the end of a line, and drops `Content-Length`
//! when `Transfer-Encoding` is beside it. So the request that reaches a handler no longer shows what was sent. Incoming
//! bytes are therefore read on their way to hyper, line by line in heads and by length in bodies, without storing them.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use axum::http::{HeaderMap, Version, header};

/// Bytes of a line that are kept: more than either header of a body's length needs. A longer line is neither of these
/// headers.
const LINE_KEPT: usize = 64;
/// Most digits of a `Content-Length`. Any number with that many digits fits 64 bits.
const LENGTH_DIGITS_MAX: usize = 18;
/// Most hexadecimal digits of a chunk's size, for the same reason.
const CHUNK_DIGITS_MAX: usize = 15;

const BOTH_LENGTHS: &str = "Content-Length and Transfer-Encoding stand together: send one of them";
const REPEATED_LENGTH: &str = "header Content-Length stands there twice";
const UNREADABLE_LENGTH: &str = "header Content-Length is one number of at most 18 digits";
const REPEATED_ENCODING: &str = "header Transfer-Encoding stands there twice";
const UNKNOWN_ENCODING: &str = "header Transfer-Encoding: chunked is the only one that is served";
const BARE_LINE_FEED: &str = "a line ends with CR LF, not with LF alone";
const FOLDED_LINE: &str = "a header stands on one line";
const UNREADABLE_CHUNK: &str = "the body before this request was not chunked as it should be";

/// The place in a connection's bytes where the next one belongs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    #[default]
    RequestLine,
    Header,
    /// A body with this many bytes to come.
    Body(u64),
    ChunkSize,
    /// A chunk with this many bytes to come.
    Chunk(u64),
    /// The empty line behind a chunk.
    ChunkEnd,
    Trailer,
}

/// Reads the framing of a connection. It gets every byte in order.
#[derive(Debug)]
pub(super) struct Scanner {
    at: At,
    /// The line so far, as much of it as is kept, and its length.
    line: [u8; LINE_KEPT],
    length: usize,
    after_cr: bool,
    /// The length of the body by the head so far.
    content_length: Option<u64>,
    chunked: bool,
    /// The number of heads that ended.
    heads: u64,
    framing: Framing,
}

impl Scanner {
    pub(super) fn new(framing: Framing) -> Self {
        Self {
            at: At::default(),
            line: [0; LINE_KEPT],
            length: 0,
            after_cr: false,
            content_length: None,
            chunked: false,
            heads: 0,
            framing,
        }
    }

    /// Reads on. Nothing is read after the first fault: no request from there on is served.
    pub(super) fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.framing.fault.get().is_none() {
            bytes = match self.at {
                At::Body(left) => self.skip(bytes, left, At::Body, At::RequestLine),
                At::Chunk(left) => self.skip(bytes, left, At::Chunk, At::ChunkEnd),
                At::RequestLine | At::Header | At::ChunkSize | At::ChunkEnd | At::Trailer => {
                    self.read_line(bytes)
                }
            };
        }
    }

    fn skip<'a>(&mut self, bytes: &'a [u8], left: u64, more: fn(u64) -> At, then: At) -> &'a [u8] {
        let here = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let left = left.saturating_sub(here as u64);
        self.at = if left == 0 { then } else { more(left) };
        &bytes[here..]
    }

    fn read_line<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        for &byte in part.iter().take(LINE_KEPT.saturating_sub(self.length)) {
            self.line[self.length] = byte;
            self.length += 1;
        }
        if let Some(last) = part.last() {
            self.after_cr = *last == b'\r';
        }
        let Some(end) = end else { return &[] };
        if self.after_cr {
            self.line_ended();
        } else {
            self.fault(BARE_LINE_FEED);
        }
        self.length = 0;
        self.after_cr = false;
        &bytes[end + 1..]
    }

    fn line_ended(&mut self) {
        let kept = self.line;
        let kept = &kept[..self.length];
        let line = kept.strip_suffix(b"\r").unwrap_or(kept);
        let empty = line.is_empty();
        match self.at {
            // Empty lines before a request are skipped (RFC 9112, section 2.2).
            At::RequestLine if empty => {}
            At::RequestLine => self.at = At::Header,
            At::Header if empty => self.head_ended(),
            At::Header => self.header(line, line.len() == LINE_KEPT),
            At::ChunkSize => match chunk_size(line) {
                Some(0) => self.at = At::Trailer,
                Some(size) => self.at = At::Chunk(size),
                None => self.fault(UNREADABLE_CHUNK),
            },
            At::ChunkEnd if empty => self.at = At::ChunkSize,
            At::ChunkEnd => self.fault(UNREADABLE_CHUNK),
            At::Trailer if empty => self.at = At::RequestLine,
            At::Trailer | At::Body(_) | At::Chunk(_) => {}
        }
    }

    /// Records a header. One that was `cut` is longer than the kept part of it.
    fn header(&mut self, line: &[u8], cut: bool) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            return self.fault(FOLDED_LINE);
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return;
        };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(header::CONTENT_LENGTH.as_str().as_bytes()) {
            if self.content_length.is_some() {
                return self.fault(REPEATED_LENGTH);
            }
            match number(value, LENGTH_DIGITS_MAX, 10) {
                Some(length) if !cut => self.content_length = Some(length),
                Some(_) | None => return self.fault(UNREADABLE_LENGTH),
            }
        } else if name.eq_ignore_ascii_case(header::TRANSFER_ENCODING.as_str().as_bytes()) {
            if self.chunked {
                return self.fault(REPEATED_ENCODING);
            }
            if cut || !value.eq_ignore_ascii_case(b"chunked") {
                return self.fault(UNKNOWN_ENCODING);
            }
            self.chunked = true;
        }
        if self.chunked && self.content_length.is_some() {
            self.fault(BOTH_LENGTHS);
        }
    }

    fn head_ended(&mut self) {
        self.heads += 1;
        let length = self.content_length.take();
        self.at = match (std::mem::take(&mut self.chunked), length) {
            (true, _) => At::ChunkSize,
            (false, Some(length)) if length > 0 => At::Body(length),
            (false, _) => At::RequestLine,
        };
    }

    fn fault(&mut self, why: &'static str) {
        let _first_stays = self.framing.fault.set((self.heads, why));
    }
}

/// The size in a chunk's first line, before any extension.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let end = line.iter().position(|byte| *byte == b';');
    number(
        line[..end.unwrap_or(line.len())].trim_ascii(),
        CHUNK_DIGITS_MAX,
        16,
    )
}

fn number(digits: &[u8], digits_max: usize, radix: u32) -> Option<u64> {
    let plain = digits.iter().all(u8::is_ascii_alphanumeric);
    if !plain || digits.is_empty() || digits.len() > digits_max {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

/// The state of a connection's framing, shared by its reader and the code that answers its requests.
#[derive(Debug, Clone, Default)]
pub(super) struct Framing {
    /// The number of the first request that is not served, from 0, and why.
    fault: Arc<OnceLock<(u64, &'static str)>>,
    /// The number of requests that came to be answered.
    requests: Arc<AtomicU64>,
}

impl Framing {
    /// Why the next request of the connection is refused, if it is. It must be called once for each request.
    pub(super) fn refused(&self, version: Version, headers: &HeaderMap) -> Option<&'static str> {
        let nth = self.requests.fetch_add(1, Ordering::Relaxed);
        if let Some((first, why)) = self.fault.get()
            && nth >= *first
        {
            return Some(why);
        }
        match headers.get_all(header::HOST).iter().count() {
            1 => None,
            // HTTP/1.0 has no Host. Simple health checks use it.
            0 if version == Version::HTTP_10 => None,
            0 => Some("header Host is missing"),
            _ => Some("header Host stands there twice"),
        }
    }
}

#[cfg(test)]
mod tests {
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
}
