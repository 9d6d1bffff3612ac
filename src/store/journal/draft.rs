//! What a transaction will add to the journal, and the blocks made of it.

use std::{collections::HashMap, fmt::Write as _};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::{
    element::{ELEMENT_BYTES, Element, changing_letter, element, letter_of, version_before},
    preimages::{Preimages, append},
};
use crate::{
    sealing::Sealer,
    store::{Tx, table::Table},
};

/// A block's elements: with its hash the row stays below the 2 kB from which PostgreSQL stores a value apart.
const BLOCK_ELEMENTS_MAX: usize = 80;
/// A place is chain, block and element in one number: 20, 36 and 7 bits.
const ELEMENT_BITS: u32 = 7;
const BLOCK_BITS: u32 = 36;

/// A chain and its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    pub(super) id: i64,
    pub(super) blocks: i64,
    /// The hash of the last block; empty before the first.
    pub(super) hash: String,
}

/// The elements that a transaction will add to the journal.
#[derive(Debug)]
pub struct Draft {
    pub(super) chain: Chain,
    pub(super) at: DateTime<Utc>,
    pub(super) blocks: Vec<String>,
    /// Where the last version of each loaded row is recorded, by the row's id.
    pub(super) known: Places,
    /// Encrypts the accounts among the rows, where there are any.
    pub(super) sealer: Option<Box<Sealer>>,
}

/// Where the last version of each row is recorded, by the row's id.
pub(crate) type Places = HashMap<String, i64>;

/// One block.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) id: i64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) content: String,
    pub(crate) hash: String,
}

impl Draft {
    /// The same for rows that hold accounts. `bits` are random and drawn for this transaction alone: the nonces
    /// follow from them.
    #[must_use]
    pub fn sealing(self, tx: &Tx, bits: u128) -> Self {
        Self {
            sealer: Some(Box::new(Sealer::new(tx.keys().clone(), bits))),
            ..self
        }
    }

    /// The sealer, lent for one row.
    pub(crate) const fn sealer(&mut self) -> &mut Option<Box<Sealer>> {
        &mut self.sealer
    }

    /// Whether a row was loaded, by its id.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// Records a row's version, and returns the values of the row's columns that say where.
    pub(crate) fn record(
        &mut self,
        table: &Table,
        preimages: &Preimages,
    ) -> (Option<i64>, Option<i64>) {
        let known = str::from_utf8(&preimages.key)
            .ok()
            .and_then(|id| self.known.get(id))
            .copied();
        let letter = letter_of(table);
        match known {
            None if table.revised => {
                let both = [
                    element(letter, &preimages.fixed),
                    element(changing_letter(letter), &preimages.changing),
                ];
                (Some(self.add(&both)), None)
            }
            None => (Some(self.add(&[element(letter, &preimages.fixed)])), None),
            Some(before) if table.revised => {
                let both = [
                    element(changing_letter(letter), &preimages.changing),
                    version_before(before),
                ];
                (None, Some(self.add(&both)))
            }
            Some(_) => (None, None),
        }
    }

    /// Records new values of the changing columns of a row. `values` are its key and these columns, as texts, in the
    /// table's order. `before` is where the previous version is recorded. Returns the place for the row's
    /// `journal_revision`.
    pub(crate) fn revise(&mut self, table: &Table, values: &[Option<&str>], before: i64) -> i64 {
        let mut changing = Vec::new();
        for value in values {
            append(&mut changing, value.map(str::as_bytes));
        }
        let letter = letter_of(table);
        self.add(&[
            element(changing_letter(letter), &changing),
            version_before(before),
        ])
    }

    /// Adds elements side by side in one block. Returns the place of the first.
    fn add(&mut self, elements: &[Element]) -> i64 {
        let room = BLOCK_ELEMENTS_MAX - elements.len();
        if self
            .blocks
            .last()
            .is_none_or(|block| block.len() / ELEMENT_BYTES > room)
        {
            self.blocks
                .push(String::with_capacity(BLOCK_ELEMENTS_MAX * ELEMENT_BYTES));
        }
        let id = self.chain.block(self.blocks.len() - 1);
        let block = self.blocks.last_mut().expect("a block was begun");
        let index = block.len() / ELEMENT_BYTES;
        for element in elements {
            block.push_str(str::from_utf8(element).expect("elements are of letters and digits"));
        }
        id + i64::try_from(index).expect("an element's index is small")
    }
}

/// The place of the first element of a block, by its chain and the number of blocks before it.
pub(crate) const fn first_place(chain: i64, blocks_before: i64) -> i64 {
    (chain << (BLOCK_BITS + ELEMENT_BITS)) | (blocks_before << ELEMENT_BITS)
}

impl Chain {
    /// The id of the block that is `ahead` blocks after the next.
    pub(super) fn block(&self, ahead: usize) -> i64 {
        let number = self.blocks + i64::try_from(ahead).unwrap_or(i64::MAX >> BLOCK_BITS);
        assert!(number < 1 << BLOCK_BITS, "chain {} is full", self.id);
        first_place(self.id, number)
    }
}

/// SHA-256, in hex, over the previous hash, the id, the instant and the content, each preceded by its length and a
/// colon.
pub(super) fn block_hash(before: &str, id: i64, at: DateTime<Utc>, content: &str) -> String {
    let mut block = Vec::with_capacity(content.len() + 128);
    let (id, at) = (id.to_string(), at.timestamp_micros().to_string());
    for field in [before, &id, &at, content] {
        append(&mut block, Some(field.as_bytes()));
    }
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(&block) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
