//! The text of our ids: 128 bits in Crockford's base 32.

use chrono::{DateTime, Utc};

/// Crockford's alphabet in lower case: no i, l, o or u, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 128 bits in groups of five: 26 characters, the first of which holds only three bits.
pub(super) const DIGITS: usize = 26;

pub(super) fn uuid_v7(at: DateTime<Utc>, bits: u128) -> u128 {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    let mut random = [0_u8; 10];
    random.copy_from_slice(&bits.to_be_bytes()[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .as_u128()
}

pub(super) fn write_base32(value: u128, out: &mut [u8; DIGITS]) {
    let mut rest = value;
    for place in out.iter_mut().rev() {
        *place = ALPHABET[usize::try_from(rest & 31).unwrap_or(0)];
        rest >>= 5;
    }
}

pub(super) fn parse_base32(text: &[u8]) -> Option<u128> {
    if text.len() != DIGITS || text[0] > b'7' {
        return None;
    }
    text.iter().try_fold(0_u128, |value, digit| {
        let five = ALPHABET.iter().position(|known| known == digit)?;
        Some((value << 5) | u128::try_from(five).ok()?)
    })
}
