//! The small vocabularies that several things share: kinds of lots, providers, methods of payment.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text that names no member of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {of}")]
pub struct UnknownWord {
    pub of: &'static str,
    pub text: String,
}

/// Declares an enum whose variants have one text each, the same in JSON, in the database and in messages.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $of:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kind::UnknownWord;
            fn from_str(text: &str) -> Result<Self, $crate::kind::UnknownWord> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::kind::UnknownWord { of: $of, text: text.to_owned() }),
                }
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary!(
    /// Kind of a lot (credits policy, section 2).
    Kind, "kind of credits" {
        Promotional = "promotional",
        Membership = "membership",
        Purchased = "purchased",
        Bulk = "bulk",
    }
);

impl Kind {
    /// Place in the order of spending among lots that expire together (credits policy, section 4):
    /// promotional, then membership, then purchased and bulk alike.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Promotional => 0,
            Self::Membership => 1,
            Self::Purchased | Self::Bulk => 2,
        }
    }
}

vocabulary!(
    /// How the buyer pays, in the field's general terms.
    Method, "method of payment" {
        Card = "card",
        EasyPay = "easy_pay",
        AccountTransfer = "account_transfer",
        VirtualAccount = "virtual_account",
        /// A transfer to the seller's own account, matched by depositor name and amount.
        BankTransfer = "bank_transfer",
        Mobile = "mobile",
        GiftCertificate = "gift_certificate",
        Other = "other",
    }
);

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
