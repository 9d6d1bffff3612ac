//! Ids: prefixed UUIDv7 in Crockford's base 32 for our own things, and the seller's own name for a customer. This
//! module draws no random bits: the caller brings the instant and the entropy.

mod customer_id;

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

pub use customer_id::{CUSTOMER_ID_MAX, CustomerId, InvalidCustomerId};

/// The source of an id's random bits. Tests use a counter.
pub trait Entropy: Send {
    fn bits(&mut self) -> u128;
}

/// The bits of ids that nobody keeps: of what is worked out and never written.
#[derive(Debug, Default)]
pub struct Unkept(u128);

impl Entropy for Unkept {
    fn bits(&mut self) -> u128 {
        self.0 += 1;
        self.0
    }
}

/// No random bits: with it, `new` gives the least id of a millisecond, from which on the ids of that time are listed.
#[derive(Debug, Clone, Copy)]
pub struct Least;

impl Entropy for Least {
    fn bits(&mut self) -> u128 {
        0
    }
}

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_ and 26 base 32 characters")]
pub struct InvalidId {
    pub prefix: &'static str,
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

/// `Name = "prefix"`: a type of id for each kind of thing.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(u128);

        text_schema!($name, concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"));

        impl $name {
            pub fn new(at: DateTime<Utc>, entropy: &mut dyn Entropy) -> Self {
                Self(uuid_v7(at, entropy.bits()))
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
    )+};
}

ids! {
    OrderId = "ord",
    /// What a shop asks a buyer to pay for.
    CheckoutId = "chk",
    PaymentId = "pay",
    LotId = "lot",
    SpendId = "spd",
    HoldId = "hld",
    /// A move of a hold's end.
    ExtensionId = "ext",
    /// A notice that a lot ends soon.
    NoticeId = "ntc",
    QuoteId = "quo",
    RefundId = "ref",
    DepositId = "dep",
    /// A cash receipt, or the cancel of one, as it was asked for.
    CashReceiptId = "crq",
    /// What became of it.
    CashReceiptOutcomeId = "cro",
    /// A buyer's dispute of a payment at the card company.
    DisputeId = "dpt",
    /// What became of it.
    DisputeDecisionId = "dpd",
    /// A tax invoice of a payment, as it was recorded.
    TaxInvoiceId = "txi",
    /// A statement of a provider that the books do not agree with.
    ContradictionId = "ctr",
    /// An act that waits for a second person.
    ApprovalId = "apr",
    SubscriptionId = "sub",
    /// One month of a subscription.
    DistributionId = "dst",
    /// A month of a subscription that an order pays for. No product has such a name: an order names either.
    DueMonthId = "due",
    /// An enterprise contract. No version of a policy has such a name: an order pins either.
    ContractId = "con",
    CampaignId = "cmp",
    /// One customer's use of a campaign.
    RedemptionId = "rdm",
    /// A customer's notice of a version of the policy.
    PolicyNoticeId = "pnt",
    /// A draft of the policy that waits for a second person.
    PolicyDraftId = "pdr",
    /// One balanced set of ledger entries.
    PostingId = "pst",
    InboxId = "inb",
    JobId = "job",
    EventId = "evt",
    /// An address of the seller that events are delivered to.
    EndpointId = "whe",
    /// A comparison of a provider's list of one day with the books.
    ReconciliationId = "rec",
    /// A difference that such a comparison found.
    DiscrepancyId = "dis",
    /// What a provider pays out on one day.
    SettlementId = "stl",
    /// One line of it: a payment or a cancel that is paid out or taken off.
    SettlementRowId = "slr",
    /// A file, or an answer of a provider, that settlement rows came from.
    SettlementImportId = "sim",
    /// Money of a provider that arrived on the seller's account.
    PayoutId = "pyo",
    /// A pass of the auditor through the books.
    AuditPassId = "aup",
    /// A row that breaks an invariant.
    FindingId = "fnd",
    /// An API key's public name.
    KeyId = "key",
    /// One line of the audit log: who did what.
    ActId = "act",
}

/// Crockford's alphabet in lower case: no i, l, o or u, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 128 bits in groups of five: 26 characters, the first of which holds only three bits.
pub(super) const DIGITS: usize = 26;

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

#[cfg(test)]
#[path = "id_tests.rs"]
mod tests;
