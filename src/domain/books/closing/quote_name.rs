//! The name of a closing quote. It is made of its content, so nothing is stored.

use chrono::{DateTime, Utc};

use crate::{
    customer::Customer,
    hash::digest,
    money::{Credits, Won},
};

const PREFIX: &str = "clq_";

/// Characters of the digest in a quote's name: 128 bits, like an id of ours.
const DIGEST_CHARS: usize = 32;

/// The name of a quote: the end of its validity, and a digest of its content and of the customer's ledger.
pub(super) fn name(
    customer: &Customer,
    forfeited: Credits,
    refundable: Won,
    expires_at: DateTime<Utc>,
) -> String {
    let micros = expires_at.timestamp_micros();
    let digest = digest(&[
        "closing quote",
        customer.id.as_str(),
        &customer.head,
        &customer.debt.to_string(),
        &forfeited.to_string(),
        &refundable.to_string(),
        &micros.to_string(),
    ]);
    let digest: String = digest.chars().take(DIGEST_CHARS).collect();
    format!("{PREFIX}{micros}_{digest}")
}

/// The end of validity of a quote of this name. `None` when it is not the name of a quote.
pub(super) fn expiry(name: &str) -> Option<DateTime<Utc>> {
    let (micros, _) = name.strip_prefix(PREFIX)?.split_once('_')?;
    DateTime::from_timestamp_micros(micros.parse().ok()?)
}
