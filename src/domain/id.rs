//! Ids: prefixed UUIDv7 in Crockford's base 32 for our own things, and the seller's own name for a customer. This
//! module draws no random bits: the caller brings the instant and the entropy.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

/// Crockford's alphabet in lower case: no i, l, o or u, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 128 bits in groups of five: 26 characters, the first of which holds only three bits.
const DIGITS: usize = 26;

/// The source of an id's random bits. Tests use a counter.
pub trait Entropy: Send {
    fn bits(&mut self) -> u128;
}

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_ and 26 base 32 characters")]
pub struct InvalidId {
    pub prefix: &'static str,
}

fn uuid_v7(at: DateTime<Utc>, bits: u128) -> u128 {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    let mut random = [0_u8; 10];
    random.copy_from_slice(&bits.to_be_bytes()[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .as_u128()
}

fn write_base32(value: u128, out: &mut [u8; DIGITS]) {
    let mut rest = value;
    for place in out.iter_mut().rev() {
        *place = ALPHABET[usize::try_from(rest & 31).unwrap_or(0)];
        rest >>= 5;
    }
}

fn parse_base32(text: &[u8]) -> Option<u128> {
    if text.len() != DIGITS || text[0] > b'7' {
        return None;
    }
    text.iter().try_fold(0_u128, |value, digit| {
        let five = ALPHABET.iter().position(|known| known == digit)?;
        Some((value << 5) | u128::try_from(five).ok()?)
    })
}

/// The JSON schema of a type that travels as text of one pattern.
macro_rules! text_schema {
    ($name:ident, $pattern:expr) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}
pub(crate) use text_schema;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(u128);

        text_schema!($name, concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"));

        impl $name {
            pub const PREFIX: &'static str = $prefix;

            pub fn new(at: DateTime<Utc>, entropy: &mut dyn Entropy) -> Self {
                Self(uuid_v7(at, entropy.bits()))
            }

            /// The id as its 128 bits, to derive other values from it.
            pub const fn bits(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut digits = [0_u8; DIGITS];
                write_base32(self.0, &mut digits);
                f.write_str(concat!($prefix, "_"))?;
                f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(|digits| parse_base32(digits.as_bytes()))
                    .map(Self)
                    .ok_or(InvalidId { prefix: $prefix })
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

id!(OrderId, "ord");
id!(PaymentId, "pay");
id!(LotId, "lot");
id!(SpendId, "spd");
id!(HoldId, "hld");
id!(QuoteId, "quo");
id!(RefundId, "ref");
id!(DepositId, "dep");
id!(
    /// A statement of a provider that the books do not agree with.
    ContradictionId,
    "ctr"
);
id!(
    /// An act that waits for a second person.
    ApprovalId,
    "apr"
);
id!(
    /// One balanced set of ledger entries.
    PostingId,
    "pst"
);
id!(InboxId, "inb");
id!(JobId, "job");
id!(EventId, "evt");
id!(
    /// An API key's public name.
    KeyId,
    "key"
);
id!(
    /// One line of the audit log: who did what.
    ActId,
    "act"
);

/// Longest name a seller may give a customer. It appears in URLs and log lines.
pub const CUSTOMER_ID_MAX: usize = 64;

/// The account that owns credits, by the seller's own name for it:
/// 1 to [`CUSTOMER_ID_MAX`] of `A–Z a–z 0–9 . _ : @ + -`, so that it can stand in a path unescaped. In a query a `+` is a
/// space and its own sign is `%2B`, as everywhere on the web.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CustomerId(String);

text_schema!(CustomerId, "^[A-Za-z0-9._:@+-]{1,64}$");

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a customer id has 1 to {CUSTOMER_ID_MAX} characters of A-Z a-z 0-9 . _ : @ + -")]
pub struct InvalidCustomerId;

impl CustomerId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CustomerId {
    type Error = InvalidCustomerId;
    fn try_from(text: String) -> Result<Self, InvalidCustomerId> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:@+-".contains(&byte);
        if (1..=CUSTOMER_ID_MAX).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(InvalidCustomerId)
        }
    }
}

impl FromStr for CustomerId {
    type Err = InvalidCustomerId;
    fn from_str(text: &str) -> Result<Self, InvalidCustomerId> {
        Self::try_from(text.to_owned())
    }
}

impl From<CustomerId> for String {
    fn from(id: CustomerId) -> String {
        id.0
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
#[path = "id_tests.rs"]
mod tests;
