//! The journal block by block: the chains of hashes, and a sum over what must be in the tables.
//!
//! A block is elements of 23 bytes. An element is a table's letter and a digest of 128 bits. The letter is lower case
//! for the fixed part of a row and upper case for its changing part. The digest of a new version of the changing part
//! is followed by `P` and the place of the version before. A place is a block's id and the element's index.

mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Look, int, sums::Sums, text};
use crate::store::{StoreError, journal::Head, query::Arg, sql::Sql};
use walk::{Block, Position, Walk};

pub(super) const ELEMENT_BYTES: usize = 23;
/// The clocks of gateways and of the program that seals differ a little: 5 minutes, in microseconds.
pub(super) const CLOCKS_DIFFER: i64 = 5 * 60 * 1_000_000;

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
        chained: Check::new(
            "journal_chained",
            "the journal's blocks follow each other by hash and number, from the first to the head of each chain",
        ),
        kept: Check::new(
            "sealed",
            "what was there when the seal was made is there as it was",
        ),
        sums: Sums::new(),
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

/// What a seal records of the journal.
#[derive(Debug)]
pub struct Sealed {
    /// When it was made, in microseconds since 1970.
    pub at: i64,
    pub heads: Vec<Head>,
}
