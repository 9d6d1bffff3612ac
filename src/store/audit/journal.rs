//! The journal block by block: the chains of hashes, and a sum over what must be in the tables.
//!
//! A block is elements of 23 bytes. An element is a table's letter and a digest of 128 bits. The letter is lower case
//! for the fixed part of a row and upper case for its changing part, or for rows of a table without one. The digest of a new version of the changing part
//! is followed by `P` and the place of the version before. A place is a block's id and the element's index.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CLOCKS_DIFFER, Check, Look, hash_of, int,
    place::{BLOCKS, PLACES, block_of},
    rows::{Sums, TABLES},
    text,
};
use crate::store::{StoreError, journal::Head, query::Arg, sql::Sql};

const ELEMENT_BYTES: usize = 23;
const ELEMENTS_MAX: usize = 80;

static CHAINS: Sql = Sql::new("SELECT id, blocks, hash FROM chains ORDER BY id");
/// Blocks are 2 kB at most.
static PAGE: Sql =
    Sql::new("SELECT id, made_at, content, hash FROM journal WHERE id > $1 ORDER BY id LIMIT 1000");

pub(super) async fn run(
    look: &mut Look<'_>,
    sealed: Option<&Sealed>,
    pruned_before: i64,
) -> Result<(Check, Check, Sums), StoreError> {
    let mut walk = Walk {
        chained: chained(),
        kept: Check::new(
            "sealed",
            "what was there when the seal was made is there as it was",
        ),
        sums: Sums::default(),
        heads: BTreeMap::new(),
        sealed,
        pruned_before,
        seen: BTreeSet::new(),
        place: Position::default(),
    };
    for (expected, row) in (0..).zip(look.rows(&CHAINS, Vec::new()).await?) {
        let id = int(&row, 0)?;
        if id != expected {
            let detail = format!("stands where chain {expected} should be");
            walk.chained.add(format!("chain {id}"), detail);
        }
        walk.heads
            .insert(id, (int(&row, 1)?, text(&row, 2)?.to_owned()));
    }
    let mut after = -1;
    loop {
        let page = look.rows(&PAGE, vec![Arg::Int(after)]).await?;
        for row in &page {
            let block = Block {
                id: int(row, 0)?,
                at: int(row, 1)?,
                content: text(row, 2)?,
                hash: text(row, 3)?,
            };
            walk.follow(&block);
            after = block.id;
        }
        if page.is_empty() {
            return Ok(walk.end());
        }
    }
}

const fn chained() -> Check {
    Check::new(
        "journal_chained",
        "the journal's blocks follow each other by hash and number, from the first to the head of each chain",
    )
}

/// Some blocks of a chain, up to a head that was read before.
static SOME: Sql = Sql::new(
    "SELECT id, made_at, content, hash FROM journal WHERE id > $1 AND id < $2 ORDER BY id LIMIT 200",
);
/// The head of a chain as it is, and its last block.
static ENDS: Sql = Sql::new(
    "SELECT c.blocks, (SELECT MAX(j.id) FROM journal AS j WHERE j.id >= $2 AND j.id < $3) FROM chains AS c WHERE c.id = $1",
);
static BEYOND: Sql =
    Sql::new("SELECT j.id FROM journal AS j WHERE j.id >= $1 ORDER BY j.id LIMIT 1");
static HEAD: Sql = Sql::new("SELECT id FROM chains WHERE id = $1");

/// Follows the next blocks of a chain after one, whose hash is `after.1`: up to the head that was there when the pass began,
/// because more come all the time. Returns the last block, and none at the end.
pub(super) async fn some(
    look: &mut Look<'_>,
    head: &Head,
    after: Option<&(i64, String)>,
    sums: &mut Sums,
    pruned_before: i64,
) -> Result<(Check, Option<(i64, String)>), StoreError> {
    let first = head.chain * BLOCKS * PLACES;
    let mut walk = Walk {
        chained: chained(),
        kept: Check::new("sealed", ""),
        sums: std::mem::take(sums),
        heads: BTreeMap::from([(head.chain, (head.blocks, head.hash.clone()))]),
        sealed: None,
        pruned_before,
        seen: BTreeSet::new(),
        place: Position {
            chain: head.chain,
            ..Position::default()
        },
    };
    if let Some((id, hash)) = after {
        walk.place.blocks = block_of(*id).1 + 1;
        walk.place.hash.clone_from(hash);
    }
    let from = after.map_or(first - 1, |(id, _)| *id);
    let args = vec![Arg::Int(from), Arg::Int(first + head.blocks * PLACES)];
    let page = look.rows(&SOME, args).await?;
    for row in &page {
        walk.follow(&Block {
            id: int(row, 0)?,
            at: int(row, 1)?,
            content: text(row, 2)?,
            hash: text(row, 3)?,
        });
    }
    let last = page.last().map(|row| int(row, 0)).transpose()?;
    if let Some(last) = last {
        let hash = std::mem::take(&mut walk.place.hash);
        *sums = walk.sums;
        return Ok((walk.chained, Some((last, hash))));
    }
    let (mut check, _, so_far) = walk.end();
    *sums = so_far;
    ends(look, head.chain, &mut check).await?;
    Ok((check, None))
}

/// Whether a chain ends where its head says, by both as they are now.
async fn ends(look: &mut Look<'_>, chain: i64, check: &mut Check) -> Result<(), StoreError> {
    let (first, next) = (chain * BLOCKS * PLACES, (chain + 1) * BLOCKS * PLACES);
    let args = vec![Arg::Int(chain), Arg::Int(first), Arg::Int(next)];
    let ends = look.rows(&ENDS, args).await?;
    let Some(row) = ends.first() else {
        check.add(format!("chain {chain}"), "has no head");
        return Ok(());
    };
    let (blocks, last) = (int(row, 0)?, row.int(1)?);
    let there = last.map_or(0, |last| block_of(last).1 + 1);
    if blocks != there {
        let detail = format!("its head is block {blocks}, its last block {there}");
        check.add(format!("chain {chain}"), detail);
    }
    Ok(())
}

/// Whether the chains have consecutive numbers, and none behind the last is without a head.
pub(super) async fn numbered(look: &mut Look<'_>, heads: &[Head]) -> Result<Check, StoreError> {
    let mut check = chained();
    for (expected, head) in (0..).zip(heads) {
        if head.chain != expected {
            let detail = format!("stands where chain {expected} should be");
            check.add(format!("chain {}", head.chain), detail);
        }
    }
    let next = heads.last().map_or(0, |head| head.chain + 1) * BLOCKS * PLACES;
    for row in look.rows(&BEYOND, vec![Arg::Int(next)]).await? {
        let (chain, _) = block_of(int(&row, 0)?);
        if look.rows(&HEAD, vec![Arg::Int(chain)]).await?.is_empty() {
            check.add(format!("chain {chain}"), "has no head");
        }
    }
    Ok(check)
}

/// What a seal records of the journal.
#[derive(Debug)]
pub struct Sealed {
    /// When it was made, in microseconds since 1970.
    pub at: i64,
    pub heads: Vec<Head>,
}

/// How far the walk along a chain has come.
#[derive(Debug, Default)]
struct Position {
    chain: i64,
    blocks: i64,
    hash: String,
}

struct Block<'r> {
    id: i64,
    at: i64,
    content: &'r str,
    hash: &'r str,
}

struct Walk<'s> {
    chained: Check,
    kept: Check,
    sums: Sums,
    /// By chain: the number of blocks and the hash of the last, as in the head's row.
    heads: BTreeMap<i64, (i64, String)>,
    sealed: Option<&'s Sealed>,
    pruned_before: i64,
    /// Chains that have blocks.
    seen: BTreeSet<i64>,
    place: Position,
}

impl Walk<'_> {
    fn follow(&mut self, block: &Block<'_>) {
        let chain = block.id / (PLACES * BLOCKS);
        if chain != self.place.chain {
            self.end_chain();
            self.place = Position {
                chain,
                ..Position::default()
            };
        }
        let expected = (chain * BLOCKS + self.place.blocks) * PLACES;
        if block.id != expected {
            self.wrong(block, format!("follows where block {expected} should be"));
        }
        let (id, at) = (block.id.to_string(), block.at.to_string());
        if hash_of(&[&self.place.hash, &id, &at, block.content]) != block.hash {
            let detail = "its hash is not that of the block after the one before it";
            self.wrong(block, detail);
        }
        self.seen.insert(chain);
        self.place.blocks = (block.id / PLACES) % BLOCKS + 1;
        block.hash.clone_into(&mut self.place.hash);
        self.compare_seal(block);
        self.elements(block);
    }

    fn wrong(&mut self, block: &Block<'_>, detail: impl Into<String>) {
        self.chained.add(name(block.id), detail);
    }

    /// Compares a block with the seal: the last sealed block is unchanged, and no later block is dated before the
    /// seal.
    fn compare_seal(&mut self, block: &Block<'_>) {
        let Some(seal) = self.sealed else { return };
        let head = seal
            .heads
            .iter()
            .find(|head| head.chain == self.place.chain);
        let sealed = head.map_or(0, |head| head.blocks);
        if head.is_some_and(|head| head.blocks == self.place.blocks && head.hash != block.hash) {
            self.kept.add(name(block.id), "another hash was sealed");
        }
        if self.place.blocks > sealed && block.at < seal.at - CLOCKS_DIFFER {
            let detail = "dated before the seal, which does not have it";
            self.kept.add(name(block.id), detail);
        }
    }

    fn elements(&mut self, block: &Block<'_>) {
        let whole = block.content.is_ascii() && block.content.len().is_multiple_of(ELEMENT_BYTES);
        if !whole || block.content.len() / ELEMENT_BYTES > ELEMENTS_MAX {
            self.wrong(block, "its content is not whole elements");
            return;
        }
        // The changing part that was just recorded: only the place of its previous version may follow it, once.
        let mut version = None;
        let elements = block.content.as_bytes().chunks(ELEMENT_BYTES);
        for (place, element) in (block.id..).zip(elements) {
            match element[0] {
                b'P' => match (version.take(), place_before(element)) {
                    (Some(letter), Some(before)) => self.sums.there(letter, before),
                    (None, _) => self.wrong(block, "a version before follows no version"),
                    (_, None) => self.wrong(block, "a version before has no place"),
                },
                known => {
                    let letter = char::from(known);
                    let table = TABLES.iter().find(|table| table.letter == letter);
                    // A table with an upper-case letter of its own has rows that never change.
                    let changes = letter.is_ascii_uppercase() && table.is_none();
                    version = changes.then_some(letter);
                    if !table.is_some_and(|table| table.pruned && block.at < self.pruned_before) {
                        self.sums.recorded(letter, place);
                    }
                }
            }
        }
    }

    fn end_chain(&mut self) {
        if self.place.blocks == 0 {
            return;
        }
        let (chain, blocks) = (self.place.chain, self.place.blocks);
        match self.heads.remove(&chain) {
            Some(head) if head == (blocks, self.place.hash.clone()) => {}
            Some(head) => {
                let detail = format!("its head is block {}, its last block {blocks}", head.0);
                self.chained.add(format!("chain {chain}"), detail);
            }
            None => self.chained.add(format!("chain {chain}"), "has no head"),
        }
        let sealed = self.sealed.iter().flat_map(|seal| &seal.heads);
        for head in sealed.filter(|head| head.chain == chain && head.blocks > blocks) {
            let detail = format!("{} blocks were sealed, {blocks} are there", head.blocks);
            self.kept.add(format!("chain {chain}"), detail);
        }
    }

    fn end(mut self) -> (Check, Check, Sums) {
        self.end_chain();
        for (chain, (blocks, _)) in std::mem::take(&mut self.heads) {
            if blocks != 0 {
                let detail = format!("its head is block {blocks}, and it has none");
                self.chained.add(format!("chain {chain}"), detail);
            }
        }
        for head in self.sealed.iter().flat_map(|seal| &seal.heads) {
            if head.blocks > 0 && !self.seen.contains(&head.chain) {
                let detail = "was sealed and is not there";
                self.kept.add(format!("chain {}", head.chain), detail);
            }
        }
        (self.chained, self.kept, self.sums)
    }
}

fn name(id: i64) -> String {
    let (chain, number) = block_of(id);
    format!("block {chain}/{number}")
}

/// The version before one, as the block of that one says.
pub(super) fn before(content: &str, element: i64) -> Option<i64> {
    let at = usize::try_from(element + 1).ok()? * ELEMENT_BYTES;
    let element = content.as_bytes().get(at..at + ELEMENT_BYTES)?;
    (element[0] == b'P')
        .then(|| place_before(element))
        .flatten()
}

fn place_before(element: &[u8]) -> Option<i64> {
    str::from_utf8(&element[1..]).ok()?.parse().ok()
}
