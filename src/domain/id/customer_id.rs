//! The seller's own name for a customer.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text_schema;

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
