//! Requests whose end two servers could find in different places are refused (request smuggling; RFC 9112, sections
//! 2.2, 3.2, 6.1 and 6.3).
//!
//! hyper is more lenient than it must be. It takes a bare line feed for the end of a line, and drops `Content-Length`
//! when `Transfer-Encoding` is beside it. So the request that reaches a handler no longer shows what was sent. Incoming
//! bytes are therefore read on their way to hyper, line by line in heads and by length in bodies, without storing them.

mod scanner;

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use axum::http::{HeaderMap, Version, header};

pub(super) use scanner::Scanner;

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
#[path = "framing_tests.rs"]
mod tests;
