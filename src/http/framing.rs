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

#[cfg(test)]
#[path = "framing_tests.rs"]
mod tests;
