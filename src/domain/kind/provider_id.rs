//! Providers, by name.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// A provider, by a short lower-case name such as `toss`. New ones need no change here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProviderId(Cow<'static, str>);

crate::id::text_schema!(ProviderId, "^[a-z][a-z0-9]{1,15}$");

impl ProviderId {
    /// The name of a provider that is known when the program is built.
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ProviderId {
    type Error = UnknownWord;
    fn try_from(text: String) -> Result<Self, UnknownWord> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let starts = text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        if starts && (2..=16).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(Cow::Owned(text)))
        } else {
            Err(UnknownWord {
                of: "provider",
                text,
            })
        }
    }
}

impl FromStr for ProviderId {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::try_from(text.to_owned())
    }
}

impl From<ProviderId> for String {
    fn from(id: ProviderId) -> String {
        id.0.into_owned()
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
