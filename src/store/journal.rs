//! The journal: a digest of every version of every row that carries money, terms or a decision, in blocks that are
//! chained by hash. The auditor compares the rows with it.
//!
//! A transaction gathers its elements in a [`Draft`] while its rows are made, and writes them as blocks at its end.
//! Each writer has a chain of its own, whose head only it moves, so no writer waits for another. Rows written outside
//! the writers share chain 0, whose row is locked. The table (`store::table`) declares what the columns of a row mean
//! for the journal.

pub(super) mod draft;
mod element;
pub(super) mod preimages;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Db, StoreError, Tx,
    columns::Rows,
    engine::Row,
    query::Arg,
    rows,
    sql::{Sql, statements},
};
use draft::{Block, block_hash};
pub use draft::{Chain, Draft};
pub(crate) use element::element_of;

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
            sealer: None,
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
            sealer: None,
        })
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

fn chain_of(row: Option<&Row>) -> Result<Chain, StoreError> {
    let row = row.ok_or_else(|| StoreError::Unfit("the journal has no chain 0".to_owned()))?;
    Ok(Chain {
        id: row.int(0)?.unwrap_or_default(),
        blocks: row.int(1)?.unwrap_or_default(),
        hash: row.text(2)?.unwrap_or_default().to_owned(),
    })
}
