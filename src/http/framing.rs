//! Requests whose end two servers could see in different places are refused (request smuggling).
//!
//! hyper drops `Content-Length` when `Transfer-Encoding` stands beside it, so the request that
//! reaches a handler no longer shows that both were sent. What comes in is therefore watched on its
//! way to hyper, line by line, without keeping any of it.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::http::{HeaderMap, header};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};

use super::limits::WRITE_STALL;

const CONTENT_LENGTH: &[u8] = b"content-length";
const TRANSFER_ENCODING: &[u8] = b"transfer-encoding";
/// Longest name that matters; a longer one is neither of the two.
const NAME_MAX: usize = TRANSFER_ENCODING.len();

/// Finds heads that carry both lengths. Sees every byte of a connection in order.
#[derive(Debug, Default)]
struct Scanner {
    name: [u8; NAME_MAX],
    length: usize,
    /// The name of this line is complete, or longer than any that matters.
    named: bool,
    content_length: bool,
    transfer_encoding: bool,
}

impl Scanner {
    /// Whether `bytes` complete a head with both lengths.
    fn saw_both(&mut self, bytes: &[u8]) -> bool {
        let mut both = false;
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            if self.named {
                // The value does not matter: go on at the end of the line.
                let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                    return both;
                };
                rest = &rest[end + 1..];
                self.next_line();
                continue;
            }
            rest = &rest[1..];
            match byte {
                b'\n' => self.end_unnamed(),
                b'\r' => {}
                b':' => {
                    self.name_complete();
                    both |= self.content_length && self.transfer_encoding;
                }
                _ if self.length == NAME_MAX => self.named = true,
                _ => {
                    self.name[self.length] = byte.to_ascii_lowercase();
                    self.length += 1;
                }
            }
        }
        both
    }

    fn name_complete(&mut self) {
        self.named = true;
        match &self.name[..self.length] {
            CONTENT_LENGTH => self.content_length = true,
            TRANSFER_ENCODING => self.transfer_encoding = true,
            _ => {}
        }
    }

    /// A line without a name that ends: when it is empty, the head is over.
    fn end_unnamed(&mut self) {
        if self.length == 0 {
            self.content_length = false;
            self.transfer_encoding = false;
        }
        self.next_line();
    }

    fn next_line(&mut self) {
        self.length = 0;
        self.named = false;
    }
}

/// Whether a head with both lengths ever came in on a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Ambiguous(Arc<AtomicBool>);

/// A connection whose bytes are watched, and which is given up when its client takes no answer.
#[derive(Debug)]
pub(super) struct Watched {
    stream: TcpStream,
    scanner: Scanner,
    ambiguous: Ambiguous,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream) -> (Self, Ambiguous) {
        let ambiguous = Ambiguous::default();
        let watched = Self {
            stream,
            scanner: Scanner::default(),
            ambiguous: ambiguous.clone(),
            stalled: None,
        };
        (watched, ambiguous)
    }

    /// Passes on what a write came to, and ends the connection when it comes to nothing for too long.
    fn unless_stalled<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(WRITE_STALL)));
        if stalled.deadline() <= Instant::now() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if self.scanner.saw_both(&buffer.filled()[before..]) {
            self.ambiguous.0.store(true, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.unless_stalled(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.unless_stalled(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Why a request is refused for its framing (RFC 9112, sections 3.2 and 6.3), if it is.
pub(super) fn refused(headers: &HeaderMap, ambiguous: &Ambiguous) -> Option<&'static str> {
    if headers.contains_key(header::TRANSFER_ENCODING) && ambiguous.0.load(Ordering::Relaxed) {
        return Some("Content-Length and Transfer-Encoding stand together: send one of them");
    }
    match headers.get_all(header::HOST).iter().count() {
        1 => None,
        0 => Some("header Host is missing"),
        _ => Some("header Host stands there twice"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Scanner, refused};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn a_head_with_both_lengths_is_seen_however_the_bytes_arrive() {
        let both = "POST /a HTTP/1.1\r\nHost: h\r\ncontent-LENGTH: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        let turned = "POST /a HTTP/1.1\nTransfer-Encoding: chunked\nHost: h\nContent-Length: 3\n\n";
        for head in [both, turned] {
            for size in 1..head.len() {
                let mut scanner = Scanner::default();
                let seen = head
                    .as_bytes()
                    .chunks(size)
                    .fold(false, |seen, part| scanner.saw_both(part) | seen);
                assert!(seen, "in parts of {size}: {head}");
            }
        }
    }

    #[test]
    fn lengths_of_two_requests_are_not_taken_for_those_of_one() {
        let one = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        let other = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        let long = "GET /a HTTP/1.1\r\nX-Content-Length-Of-Another: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        let mut scanner = Scanner::default();
        for head in [one, other, one, long] {
            assert!(!scanner.saw_both(head.as_bytes()), "{head}");
        }
    }

    #[test]
    fn exactly_one_host_is_needed() {
        let mut headers = HeaderMap::new();
        assert!(refused(&headers, &Ambiguous::default()).is_some());
        headers.append(header::HOST, HeaderValue::from_static("a"));
        assert_eq!(refused(&headers, &Ambiguous::default()), None);
        headers.append(header::HOST, HeaderValue::from_static("a"));
        assert!(refused(&headers, &Ambiguous::default()).is_some());
    }
}
