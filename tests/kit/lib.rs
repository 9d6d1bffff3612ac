//! What several test programs and the bench need: databases, programs in processes of their own, an HTTP client, and
//! whether the books are right. Nothing here returns an error: a test that cannot go on panics.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

pub mod client;
pub mod cluster;
pub mod database;
pub mod forwarder;
pub mod keeper;
pub mod pgbouncer;
pub mod postgres;
pub mod process;
pub mod truth;
