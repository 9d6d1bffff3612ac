//! Every limit of the edge, with the reason for its value.

use std::time::Duration;

use domain::policy::DOCUMENT_BYTES_MAX;

/// Open connections at once: the number that a process with a usual limit of descriptors serves while the database
/// still gets its own. More wait in the kernel's queue.
pub(super) const CONNECTIONS_MAX: u16 = 4096;

/// For a whole request head, and how long an idle connection is kept. A browser or a provider sends its headers at
/// once, and only an attacker needs longer.
pub(super) const HEAD_DEADLINE: Duration = Duration::from_secs(5);

/// Bytes of a request head. A return URL of 2,000 bytes and a provider's headers fit many times. The number of headers
/// is limited by hyper itself, to 100.
pub(super) const HEAD_BYTES_MAX: usize = 16 * 1024;

/// For a whole body of at most [`BODY_BYTES_MAX`]: eight times what the slowest phone needs.
pub(super) const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Parameters of a query and a form together. Providers send a dozen, and each new one is compared with all before it.
pub(super) const PAIRS_MAX: usize = 100;

/// Bytes of a body. The largest expected one is a webhook of a few kilobytes.
pub(super) const BODY_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a form of the desk. The largest has a draft of the policy, each Korean letter of which (three bytes) travels as nine.
pub(super) const DESK_BODY_BYTES_MAX: usize = 3 * DOCUMENT_BYTES_MAX + BODY_BYTES_MAX;

/// Bytes of a body of many things. A batch of 500 uses whose texts are all as long as they may be, in Korean, has about
/// 700 kilobytes. Only those who have a key may send one.
pub(super) const LARGE_BODY_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a file that is sent: four months of a busy shop, which has some 20 MB a year. The command line takes larger ones.
pub(super) const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes of a form of the desk with such a file, and with its other fields.
pub(super) const UPLOAD_BYTES_MAX: usize = FILE_BYTES_MAX + BODY_BYTES_MAX;

/// For a whole body with a file: the largest needs 3.4 Mbit/s, and ten seconds are left to read it before [`REQUEST_DEADLINE`].
pub(super) const FILE_DEADLINE: Duration = Duration::from_secs(20);

/// For a whole answer. It is longer than a buyer's return waits for a provider (8 s), with the look-ups around that. It
/// is shorter than the minute after which load balancers give up.
pub(super) const REQUEST_DEADLINE: Duration = Duration::from_secs(30);

/// How long a client may read nothing of an answer before its connection is closed.
pub(super) const WRITE_STALL: Duration = Duration::from_secs(10);

/// How long open requests may take to finish when the gateway stops: within the part of the stop that is left to
/// running work. The work that a request began is on disk, and goes on without it.
pub(super) const DRAIN: Duration = Duration::from_secs(7);

/// The pause after a failed accept (out of descriptors): long enough not to spin, short enough not to be noticed.
pub(super) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Characters of an `Idempotency-Key`, as Stripe takes them.
pub(super) const IDEMPOTENCY_KEY_MAX: usize = 255;

/// Characters of a `Request-Id` that is taken from a client. Two UUIDs and a word fit, a text does not.
pub(super) const REQUEST_ID_MAX: usize = 128;

/// Bytes of an `Authorization` header that are read. A key has about 110.
pub(super) const AUTHORIZATION_MAX: usize = 256;

/// Entries on a page when the request gives no number, and the most.
pub(super) const PAGE_DEFAULT: i64 = 20;
pub(super) const PAGE_MAX: i64 = 100;

/// Bytes of a cursor. Ours have under 100.
pub(super) const CURSOR_MAX: usize = 200;

/// Characters of a customer in the path of the customer's page: an id of 64 in base 64.
pub(super) const TOKEN_MAX: usize = 86;

/// Seconds after which a page that waits for a provider reloads.
pub(super) const PENDING_REFRESH_SECONDS: u32 = 3;

/// Seconds after which a page that waits for a person's transfer reloads.
pub(super) const DEPOSIT_REFRESH_SECONDS: u32 = 20;
