//! A statement: what happened to one customer's credits in a period, as a document that proves itself. It is JSON with
//! its members in one order and each thing on a line of its own, so that any length is written and verified line by line.
//!
//! Proved by the document alone: every entry is chained to the one before it by its hash, balances and totals follow
//! from the entries, and each line has a digest. That the gateway made it is proved by a signature, and that the ledger
//! was there when the journal was sealed by the journal's blocks ([`anchor`]). The opening balance, meters, references
//! and the kinds and ends of lots are proved by the signature alone.
//!
//! No personal data but the customer's id is in it: neither reasons nor names nor accounts.

pub mod anchor;
mod change;
mod lines;
mod lots;
mod odd;
pub mod standing;
pub mod verify;
pub mod words;
pub mod write;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{deserialize_seoul, serialize_seoul},
    hash::Hash,
    id::{CustomerId, LotId, PostingId},
    kind::Kind,
    ledger::{Account, Act, Unit},
    money::Credits,
};
pub use change::Change;
pub use words::Lang;

/// The version of the document. A reader refuses another.
pub const VERSION: i64 = 1;

/// The text that is signed: this and the digest, so that a signature is never valid for another kind of text.
pub fn signed_text(digest: &str) -> String {
    format!("credit-gateway statement {VERSION}\n{digest}\n")
}

macro_rules! stated {
    ($($(#[$about:meta])* $name:ident($schema:literal) { $($(#[$field_about:meta])* $field:ident: $type:ty,)+ })+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[schemars(rename = $schema)]
        pub struct $name { $($(#[$field_about])* pub $field: $type,)+ }
    )+};
}

stated! {
    /// What happened to a customer's credits in a period, provable offline by `credit-gateway statement verify`. Keep the
    /// bytes as they are: a statement that was written anew by a JSON library is not the same document.
    Statement("CreditsStatement") {
        head: Head,
        /// Oldest first.
        postings: Vec<StatedPosting>,
        /// Lots that had credits or could be used in the period, and those that were touched, by id.
        lots: Vec<StatedLot>,
        /// Added up by what happened. Opening balance and totals together are the closing balance.
        totals: Vec<Total>,
        foot: Foot,
        /// Connects the ledger with a seal of the journal; null where none was given.
        journal: Option<Journal>,
        signed: Signed,
    }

    /// Whose statement it is, of which period, and where the ledger stood before it.
    Head("StatementHead") {
        /// Version of the document.
        statement: i64,
        customer_id: CustomerId,
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        from: DateTime<Utc>,
        /// Exclusive.
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        until: DateTime<Utc>,
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        made_at: DateTime<Utc>,
        lang: Lang,
        /// The last entry before the period; 0 and no hash when there is none.
        before: Link,
        opening: StatedBalance,
        /// The entry that the journal's part connects with a seal.
        anchor: Option<i64>,
        digest: String,
    }

    /// An entry of the ledger by its number and its hash.
    Link("StatementLink") {
        seq: i64,
        hash: Hash,
    }

    /// Credits by the ledger, as far as it was posted.
    StatedBalance("StatementBalance") {
        available: i64,
        held: i64,
        /// Used credits that are owed.
        debt: i64,
        /// Of the available ones, credits whose lot had ended: not usable any more, and written off by a later posting.
        ended: i64,
    }

    /// The balance after a posting.
    After("StatementAfter") {
        available: i64,
        held: i64,
        debt: i64,
    }

    /// What one act did.
    StatedPosting("StatementPosting") {
        posting: PostingId,
        act: Act,
        /// The same in the statement's language.
        words: String,
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        at: DateTime<Utc>,
        /// The payment, lot, spend, hold, refund or customer it belongs to.
        of: String,
        /// What was used, in the seller's words.
        meter: Option<String>,
        /// The seller's own reference of a use.
        reference: Option<String>,
        change: Change,
        after: After,
        entries: Vec<StatedEntry>,
        digest: String,
    }

    /// One line of the ledger. Its hash is over the hash before it, the customer, these members, and the act, the instant
    /// and `of` of its posting.
    StatedEntry("StatementEntry") {
        seq: i64,
        from: Account,
        to: Account,
        unit: Unit,
        /// Credits or won, above zero.
        amount: i64,
        lot: Option<LotId>,
        hash: Hash,
    }

    /// Credits that were bought or granted together.
    StatedLot("StatementLot") {
        id: LotId,
        kind: Kind,
        granted: Credits,
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        acquired_at: DateTime<Utc>,
        /// Exclusive: from this instant on it could no longer be used.
        #[serde(serialize_with = "serialize_seoul", deserialize_with = "deserialize_seoul")]
        expires_at: DateTime<Utc>,
        opening: OfLot,
        closing: OfLot,
        digest: String,
    }

    /// Credits of one lot.
    OfLot("StatementOfLot") {
        available: i64,
        held: i64,
    }

    /// What all postings of one act did together.
    Total("StatementTotal") {
        act: Act,
        words: String,
        postings: i64,
        change: Change,
        digest: String,
    }

    /// Where the ledger stood at the end of the period.
    Foot("StatementFoot") {
        closing: StatedBalance,
        /// The last entry of the period.
        last: Link,
        digest: String,
    }

    /// The blocks of the journal from the one that recorded an entry to the one that a seal names.
    Journal("StatementJournal") {
        anchor: Anchor,
        blocks: Vec<Block>,
    }

    /// Where the journal recorded an entry of this statement.
    Anchor("StatementAnchor") {
        seq: i64,
        /// Chain, block and element in one number.
        place: i64,
        /// The hash of the block before the first of these.
        before: Hash,
        digest: String,
    }

    /// One block of the journal.
    Block("StatementBlock") {
        id: i64,
        /// Microseconds since 1970.
        at: i64,
        content: String,
        digest: String,
    }

    /// Who answers for the statement.
    Signed("StatementSignature") {
        /// SHA-256, in hex, over every byte before this line.
        digest: Hash,
        /// The public key; null when the gateway has none.
        key: Option<String>,
        /// Ed25519, in base 64 for URLs, over `credit-gateway statement 1`, the digest, and a line end after each.
        signature: Option<String>,
    }
}
