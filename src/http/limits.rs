//! Every limit of the edge, with the reason for its value.

use std::time::Duration;

/// Open connections at once: what a process with a usual limit of descriptors serves while leaving
/// room for the database. More wait in the kernel's queue.
pub(super) const CONNECTIONS_MAX: u16 = 4096;

/// For a whole request head, and how long an idle connection is kept: a browser or a provider sends
/// its headers in one go, only an attacker needs longer.
pub(super) const HEAD_DEADLINE: Duration = Duration::from_secs(5);

/// Bytes of a request head: a return URL of 2,000 bytes and a provider's headers fit many times. How many headers there may
/// be is hyper's own limit, 100.
pub(super) const HEAD_BYTES_MAX: usize = 16 * 1024;

/// For a whole body of at most [`BODY_BYTES_MAX`]: eight times what the slowest phone needs.
pub(super) const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Parameters of a query and a form together: providers send a dozen, and each new one is compared with all before it.
pub(super) const PAIRS_MAX: usize = 100;

/// Bytes of a body. The largest that is asked for is a webhook of a few kilobytes.
pub(super) const BODY_BYTES_MAX: usize = 64 * 1024;

/// For a whole answer. Above what a buyer's return waits for a provider (8 s) with the look-ups
/// around it, below the minute after which load balancers give up.
pub(super) const REQUEST_DEADLINE: Duration = Duration::from_secs(30);

/// How long a client may take nothing of an answer before its connection is given up.
pub(super) const WRITE_STALL: Duration = Duration::from_secs(10);

/// How long open requests may take to finish when the gateway stops: within the part of the stop that is left to running
/// work. What a request began is on disk, and goes on without it.
pub(super) const DRAIN: Duration = Duration::from_secs(7);

/// After a failed accept (out of descriptors): long enough not to spin, short enough not to be felt.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Characters of an `Idempotency-Key`, as Stripe takes them.
pub(super) const IDEMPOTENCY_KEY_MAX: usize = 255;

/// Characters of a `Request-Id` that is taken from a client: two UUIDs and a word fit, a text does not.
pub(super) const REQUEST_ID_MAX: usize = 128;

/// Bytes of an `Authorization` header that are looked at: a key has about 110.
pub(super) const AUTHORIZATION_MAX: usize = 256;

/// Entries on a page when none is asked for, and at most.
pub(super) const PAGE_DEFAULT: i64 = 20;
pub(super) const PAGE_MAX: i64 = 100;

/// Bytes of a cursor: ours have under 100.
pub(super) const CURSOR_MAX: usize = 200;

/// Seconds after which a page that waits for a provider looks again.
pub(super) const PENDING_REFRESH_SECONDS: u32 = 3;

/// Seconds after which a page that waits for a person's transfer looks again.
pub(super) const DEPOSIT_REFRESH_SECONDS: u32 = 20;
