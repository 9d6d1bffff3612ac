//! Signatures of our own and of Standard Webhooks 1.0.0: they prove the sender and the integrity of a message.
//!
//! Everything is HMAC-SHA256 compared in constant time. `v1a` (ed25519) is not supported: no feed of the gateway
//! sends it, and an unknown version is skipped as the specification asks.

mod return_urls;
mod webhooks;

pub use self::return_urls::{BadState, InvalidReturnUrls, ReturnUrls};
pub use self::webhooks::{InvalidSecret, TOLERANCE_SECONDS, WebhookSecret, verify, verify_by};
