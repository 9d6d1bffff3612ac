//! The connection of a statement with a seal. The journal recorded the last entry of a customer in each batch by a digest
//! of 128 bits, in a block; blocks are chained by hash, and a seal names the last of each chain. So the blocks from the
//! one with the entry to the sealed one prove that the entry, and by its hash all before it, was there at the seal. A
//! block's hash is over its whole content, so no shorter proof exists: two kilobytes for each block in between.

use super::{Anchor, Block};
use crate::{
    hash::{Hash, digest},
    ledger::Entry,
};

/// Characters of an element: the letter of a table and 128 bits in base 64.
const ELEMENT_CHARS: usize = 23;
/// Elements of a block have numbers below this. A place is chain, block and element in one number: 20, 36 and 7 bits.
pub const PLACES: i64 = 1 << 7;
const BLOCKS: i64 = 1 << 36;

/// The id of the block of a place.
pub const fn block_of(place: i64) -> i64 {
    place - place.rem_euclid(PLACES)
}

/// The chain of a place, and how many blocks it has up to this one.
pub const fn chain_of(place: i64) -> (i64, i64) {
    (
        place.div_euclid(PLACES * BLOCKS),
        place.div_euclid(PLACES).rem_euclid(BLOCKS) + 1,
    )
}

/// The blocks, followed one by one.
#[derive(Debug)]
pub(super) struct Chained {
    next: i64,
    hash: Hash,
    first: bool,
    element: String,
    index: usize,
}

impl Chained {
    /// Begins before the first block. `entry` is the one that the anchor names.
    pub(super) fn begin(anchor: &Anchor, entry: &Entry) -> Self {
        let index = anchor.place.rem_euclid(PLACES);
        Self {
            next: block_of(anchor.place),
            hash: anchor.before.clone(),
            first: true,
            element: element(entry),
            index: usize::try_from(index).unwrap_or_default(),
        }
    }

    /// Follows a block. Returns the member that does not agree, and why.
    pub(super) fn follow(&mut self, block: &Block) -> Result<(), (&'static str, &'static str)> {
        if block.id != self.next {
            return Err(("id", "does not follow the block before it"));
        }
        if std::mem::take(&mut self.first) {
            let start = self.index.saturating_mul(ELEMENT_CHARS);
            let there = block
                .content
                .get(start..start.saturating_add(ELEMENT_CHARS));
            if there != Some(self.element.as_str()) {
                return Err((
                    "content",
                    "does not record the entry that is said to be there",
                ));
            }
        }
        let (id, at) = (block.id.to_string(), block.at.to_string());
        self.hash = digest(&[&self.hash, &id, &at, &block.content]);
        self.next = block.id.saturating_add(PLACES);
        Ok(())
    }

    /// The chain, the number of blocks up to the last one, and its hash, as a seal names them. `None` before any block.
    pub(super) fn end(self) -> Option<(i64, i64, Hash)> {
        if self.first {
            return None;
        }
        let (chain, blocks) = chain_of(self.next.saturating_sub(PLACES));
        Some((chain, blocks, self.hash))
    }
}

/// The element by which the journal records an entry: `e`, and the first 128 bits of the SHA-256 over its columns.
fn element(entry: &Entry) -> String {
    let lot = entry.lot.map(|lot| lot.to_string());
    let [seq, amount, at] =
        [entry.seq, entry.amount, entry.at.timestamp_micros()].map(|number| number.to_string());
    let columns = [
        Some(entry.customer.as_str()),
        Some(&seq),
        Some(&entry.posting.to_string()),
        Some(entry.act.as_str()),
        Some(entry.from.as_str()),
        Some(entry.to.as_str()),
        Some(entry.unit.as_str()),
        Some(&amount),
        lot.as_deref(),
        Some(&entry.reference),
        Some(&at),
        Some(&entry.hash),
    ]
    .map(|column| match column {
        Some(text) => format!("{}:{text}", text.len()),
        None => "-".to_owned(),
    });
    let hash = crate::hash::sha256(columns.concat().as_bytes());
    format!("e{}", base64(hash.get(..32).unwrap_or_default()))
}

/// Base 64 for URLs, without padding, of a number in hex.
fn base64(hex: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u32> = hex
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .flat_map(|digit| [3, 2, 1, 0].map(|place| (digit >> place) & 1))
        .collect();
    let digit = |six: &[u32]| {
        let value = (0..6).fold(0, |value, at| {
            value << 1 | six.get(at).copied().unwrap_or(0)
        });
        char::from(DIGITS[usize::try_from(value).unwrap_or_default()])
    };
    bits.chunks(6).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::{base64, block_of, chain_of};

    #[test]
    fn bits_are_written_in_base_64_for_urls() {
        // RFC 4648, section 10 ("foobar", "fo"), and the two digits of URLs.
        for (hex, text) in [
            ("666f6f626172", "Zm9vYmFy"),
            ("666f", "Zm8"),
            ("fbff", "-_8"),
        ] {
            assert_eq!(base64(hex), text);
        }
    }

    #[test]
    fn a_place_is_chain_block_and_element() {
        let place = (3 << 43) + (5 << 7) + 79;
        assert_eq!((block_of(place), chain_of(place)), (place - 79, (3, 6)));
    }
}
