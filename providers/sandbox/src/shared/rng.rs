//! A small seeded generator (splitmix64, Steele, Lea and Flood 2014), so that a run can be repeated. Not for secrets
//! that protect anything real.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const ALPHANUMERIC: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The letters of a ULID, in lower case.
const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`; the bias of the remainder is far below the resolution of a test.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(crate) fn alphanumeric(&mut self, length: usize) -> String {
        (0..length).map(|_| self.pick(&ALPHANUMERIC[..])).collect()
    }

    pub(crate) fn digits(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| self.pick(&ALPHANUMERIC[..10]))
            .collect()
    }

    /// A ULID in lower case: milliseconds since 1970 in 10 letters and 80 random bits in 16.
    pub(crate) fn ulid(&mut self, at: DateTime<Utc>) -> String {
        let millis = at.timestamp_millis().cast_unsigned();
        let time = (0..10).rev().map(|place| (millis >> (5 * place)) & 31);
        let chance: Vec<u64> = (0..16).map(|_| self.below(32)).collect();
        let letter = |value: u64| {
            let index = usize::try_from(value).unwrap_or(0);
            char::from(CROCKFORD[index])
        };
        time.chain(chance).map(letter).collect()
    }

    /// 32 upper-case hex digits: one of the two shapes of a transaction key in real payloads.
    pub(crate) fn hex32(&mut self) -> String {
        format!("{:016X}{:016X}", self.next(), self.next())
    }

    fn pick(&mut self, letters: &[u8]) -> char {
        let bound = u64::try_from(letters.len()).unwrap_or(1);
        let index = usize::try_from(self.below(bound)).unwrap_or(0);
        char::from(letters[index])
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    /// The published sequence of splitmix64 for seed 1234567.
    #[test]
    fn gives_the_published_sequence() {
        let mut rng = Rng::new(1_234_567);
        let drawn = [rng.next(), rng.next(), rng.next()];
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }
}
