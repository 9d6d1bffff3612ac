//! The journal: a digest of every version of every row that carries money, terms or a decision, in blocks that are
//! chained by hash. The auditor compares the rows with it.
//!
//! A transaction gathers its elements in a [`Draft`] while its rows are made, and writes them as blocks at its end.
//! Each writer has a chain of its own, whose head only it moves, so no writer waits for another. Rows written outside
//! the writers share chain 0, whose row is locked. The table (`store::table`) declares what the columns of a row mean
//! for the journal.

use std::{collections::HashMap, fmt::Write as _};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    Db, StoreError, Tx,
    columns::Rows,
    query::{Arg, Row},
    rows,
    sql::{Sql, statements},
    table::Table,
};

/// Bytes of one element: a letter and 22 characters. They hold a digest of 128 bits in base 64 or the place of the
/// previous version. All have one length, so that SQL can take one out of its block.
const ELEMENT_BYTES: usize = 23;
/// A block's elements: with its hash the row stays below the 2 kB from which PostgreSQL stores a value apart.
const BLOCK_ELEMENTS_MAX: usize = 80;
/// Precedes the place of the previous version, after the digest of a new one.
const BEFORE: u8 = b'P';
/// A place is chain, block and element in one number: 20, 36 and 7 bits.
const ELEMENT_BITS: u32 = 7;
const BLOCK_BITS: u32 = 36;
/// The chain of rows written outside the writers.
const COMMON: i64 = 0;

statements! {
    NEW_CHAIN =
        "INSERT INTO chains (id, blocks, hash) SELECT COALESCE(MAX(id), 0) + 1, 0, '' FROM chains RETURNING id, blocks, hash";
    LOCK_CHAIN = "UPDATE chains SET blocks = blocks WHERE id = $1 RETURNING id, blocks, hash";
    MOVE_HEAD = "UPDATE chains SET blocks = $2, hash = $3 WHERE id = $1 AND blocks = $4";
}

/// All of them: there is one per writer and start of a gateway.
static HEADS: Sql = Sql::new("SELECT id, blocks, hash FROM chains ORDER BY id");

/// A chain and its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    id: i64,
    blocks: i64,
    /// The hash of the last block; empty before the first.
    hash: String,
}

/// The head of a chain as a seal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub chain: i64,
    pub blocks: i64,
    /// The hash of the last block; empty before the first.
    pub hash: String,
}

/// The heads of all chains at one instant.
pub async fn heads(db: &Db) -> Result<Vec<Head>, StoreError> {
    let rows = db.reader().await?.conn().all(&HEADS, Vec::new()).await?;
    let head = |row: &Row| {
        let Chain { id, blocks, hash } = chain_of(Some(row))?;
        Ok(Head {
            chain: id,
            blocks,
            hash,
        })
    };
    rows.iter().map(head).collect()
}

/// The elements that a transaction will add to the journal.
#[derive(Debug)]
pub struct Draft {
    chain: Chain,
    at: DateTime<Utc>,
    blocks: Vec<String>,
    /// Where the last version of each loaded row is recorded, by the row's id.
    known: Places,
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
    /// A draft on a writer's own chain; on a new one when it has none yet. `known` are the places of the loaded rows.
    pub async fn begin(
        tx: &mut Tx,
        chain: Option<&Chain>,
        at: DateTime<Utc>,
        known: HashMap<String, i64>,
    ) -> Result<Self, StoreError> {
        let chain = match chain {
            Some(chain) => chain.clone(),
            None => chain_of(tx.conn().all(&NEW_CHAIN, Vec::new()).await?.first())?,
        };
        Ok(Self {
            chain,
            at,
            blocks: Vec::new(),
            known,
        })
    }

    /// A draft on the chain of rows written outside the writers. Others that write there wait until this transaction
    /// ends.
    pub(crate) async fn common(tx: &mut Tx, at: DateTime<Utc>) -> Result<Self, StoreError> {
        let args = vec![Arg::Int(COMMON)];
        let chain = chain_of(tx.conn().all(&LOCK_CHAIN, args).await?.first())?;
        Ok(Self {
            chain,
            at,
            blocks: Vec::new(),
            known: HashMap::new(),
        })
    }

    /// Whether a row was loaded, by its id.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// Records a row's version, and returns the values of the row's columns that say where.
    pub(super) fn record(
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
    pub(super) fn revise(&mut self, table: &Table, values: &[Option<&str>], before: i64) -> i64 {
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

    /// Writes the blocks and moves the chain's head. The chain may be used again once the transaction is committed.
    pub(super) async fn write(self, tx: &mut Tx) -> Result<Chain, StoreError> {
        let mut chain = self.chain.clone();
        if self.blocks.is_empty() {
            return Ok(chain);
        }
        let mut rows = Rows::new(tx.engine(), &rows::JOURNAL, self.blocks.len());
        for content in self.blocks {
            let id = chain.block(0);
            chain.hash = block_hash(&chain.hash, id, self.at, &content);
            chain.blocks += 1;
            let block = Block {
                id,
                at: self.at,
                content,
                hash: chain.hash.clone(),
            };
            rows.row(|row| rows::write_block(&block, row));
        }
        tx.conn().insert(rows).await?;
        let args = vec![
            Arg::Int(chain.id),
            Arg::Int(chain.blocks),
            Arg::Text(&chain.hash),
            Arg::Int(self.chain.blocks),
        ];
        match tx.conn().run(&MOVE_HEAD, args).await? {
            1 => Ok(chain),
            // The head is not where it was left: the previous commit did not take effect. The next try takes a new
            // chain.
            _ => Err(StoreError::Moved),
        }
    }
}

impl Chain {
    /// The id of the block that is `ahead` blocks after the next.
    fn block(&self, ahead: usize) -> i64 {
        let number = self.blocks + i64::try_from(ahead).unwrap_or(i64::MAX >> BLOCK_BITS);
        assert!(number < 1 << BLOCK_BITS, "chain {} is full", self.id);
        (self.id << (BLOCK_BITS + ELEMENT_BITS)) | (number << ELEMENT_BITS)
    }
}

fn chain_of(row: Option<&Row>) -> Result<Chain, StoreError> {
    let row = row.ok_or_else(|| StoreError::Unfit("the journal has no chain 0".to_owned()))?;
    Ok(Chain {
        id: row.int(0)?.unwrap_or_default(),
        blocks: row.int(1)?.unwrap_or_default(),
        hash: row.text(2)?.unwrap_or_default().to_owned(),
    })
}

/// A row's fixed and changing columns as they are digested, gathered while its values are written. A value is its
/// length in bytes, a colon and its text, numbers in decimal; a missing one is `-`.
#[derive(Debug, Default)]
pub(crate) struct Preimages {
    key: Vec<u8>,
    fixed: Vec<u8>,
    changing: Vec<u8>,
}

/// The role of a column in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The row's name: part of both digests.
    Key,
    Fixed,
    Changing,
    /// Derived from something else that is recorded.
    Derived,
}

impl Preimages {
    /// Clears the buffers for the next row.
    pub(super) fn clear(&mut self) {
        for part in [&mut self.key, &mut self.fixed, &mut self.changing] {
            part.clear();
        }
    }

    pub(super) fn see(&mut self, table: &Table, column: usize, value: Option<&[u8]>) {
        match table.columns[column].part {
            Part::Key => {
                self.key.extend_from_slice(value.unwrap_or_default());
                append(&mut self.fixed, value);
                append(&mut self.changing, value);
            }
            Part::Fixed => append(&mut self.fixed, value),
            Part::Changing => append(&mut self.changing, value),
            Part::Derived => {}
        }
    }

    pub(super) fn see_int(&mut self, table: &Table, column: usize, value: i64) {
        if table.columns[column].part == Part::Derived {
            return;
        }
        let mut digits = itoa::Buffer::new();
        self.see(table, column, Some(digits.format(value).as_bytes()));
    }
}

fn append(part: &mut Vec<u8>, value: Option<&[u8]>) {
    match value {
        None => part.push(b'-'),
        Some(value) => {
            part.extend_from_slice(itoa::Buffer::new().format(value.len()).as_bytes());
            part.push(b':');
            part.extend_from_slice(value);
        }
    }
}

/// An element as it is stored in a block.
type Element = [u8; ELEMENT_BYTES];

/// A letter and the first 128 bits of the digest of `part`: nobody finds another row with the same.
fn element(letter: char, part: &[u8]) -> Element {
    let mut element = [0; ELEMENT_BYTES];
    element[0] = u8::try_from(letter).expect("tables have ASCII letters");
    URL_SAFE_NO_PAD
        .encode_slice(&Sha256::digest(part)[..16], &mut element[1..])
        .expect("16 bytes are 22 characters");
    element
}

fn letter_of(table: &Table) -> char {
    table.letter.expect("only rows with a letter are recorded")
}

/// Names the place of the previous version.
fn version_before(place: i64) -> Element {
    let mut element = [b'0'; ELEMENT_BYTES];
    element[0] = BEFORE;
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(place).as_bytes();
    element[ELEMENT_BYTES - digits.len()..].copy_from_slice(digits);
    element
}

const fn changing_letter(letter: char) -> char {
    letter.to_ascii_uppercase()
}

/// SHA-256, in hex, over the previous hash, the id, the instant and the content, each preceded by its length and a
/// colon.
fn block_hash(before: &str, id: i64, at: DateTime<Utc>, content: &str) -> String {
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
