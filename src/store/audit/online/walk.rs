//! The journal block by block, and the recorded rows against it, in slices. Both are summed up to where each chain ended when
//! the pass began: what was written since is of the next pass.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::{
    Check, Look, int, journal,
    place::element_at,
    rows::{self, Saved, Sums, TABLES},
    text,
};
use crate::store::{StoreError, journal::Head, sql::Sql};

/// What the walk has to remember from slice to slice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Walk {
    /// Where each chain ended when the pass began.
    pub(super) heads: Vec<Head>,
    /// The key of the sums.
    key: String,
    /// By letter: the number, and the sum in decimal digits.
    sums: BTreeMap<char, (i64, String)>,
    /// Answers to idempotency keys that were recorded before are left alone: they may be forgotten during the pass.
    pruned_before: i64,
    /// The chain or the table that the next slice is of.
    at: usize,
    /// The block followed last, and its hash.
    block: Option<(i64, String)>,
    /// The row compared last.
    row: (String, i64),
}

/// What a slice found, and how many rows it read. `over` is set at the end of the stage.
pub(super) struct Walked {
    pub(super) checks: Vec<Check>,
    pub(super) rows: u64,
    pub(super) over: bool,
}

impl Walk {
    pub(super) fn begin(heads: Vec<Head>, key: String, pruned_before: i64) -> Self {
        Self {
            heads,
            key,
            sums: BTreeMap::new(),
            pruned_before,
            at: 0,
            block: None,
            row: (String::new(), 0),
        }
    }

    fn take_sums(&self) -> Sums {
        let number = |(letter, (count, sum)): (&char, &(i64, String))| {
            (*letter, (*count, sum.parse().unwrap_or_default()))
        };
        let of: Saved = self.sums.iter().map(number).collect();
        let until = self.heads.iter().map(|head| (head.chain, head.blocks));
        Sums::go_on(self.key.clone(), of, until.collect())
    }

    fn keep(&mut self, sums: &Sums) {
        let text =
            |(letter, (count, sum)): (&char, &(i64, u128))| (*letter, (*count, sum.to_string()));
        self.sums = sums.so_far().iter().map(text).collect();
    }

    /// The next blocks of the journal.
    pub(super) async fn blocks(&mut self, look: &mut Look<'_>) -> Result<Walked, StoreError> {
        let Some(head) = self.heads.get(self.at).cloned() else {
            let check = journal::numbered(look, &self.heads).await?;
            self.at = 0;
            return Ok(Walked {
                checks: vec![check],
                rows: 0,
                over: true,
            });
        };
        let mut sums = self.take_sums();
        let (check, last) = journal::some(
            look,
            &head,
            self.block.as_ref(),
            &mut sums,
            self.pruned_before,
        )
        .await?;
        self.keep(&sums);
        if last.is_none() {
            self.at += 1;
        }
        self.block = last;
        Ok(Walked {
            checks: vec![check],
            // A page of blocks is read as slowly as some hundred rows.
            rows: if self.block.is_some() { 200 } else { 1 },
            over: false,
        })
    }

    /// The next rows.
    pub(super) async fn rows(&mut self, look: &mut Look<'_>) -> Result<Walked, StoreError> {
        let mut sums = self.take_sums();
        let Some(table) = TABLES.get(self.at) else {
            return Ok(Walked {
                checks: vec![sums.into_check()],
                rows: 0,
                over: true,
            });
        };
        let mut check = rows::recorded();
        let read = rows::page(
            look,
            table,
            &self.row,
            (&mut sums, self.pruned_before),
            &mut check,
        )
        .await?;
        older(look, &mut sums).await?;
        self.keep(&sums);
        let mut count = 0;
        if let Some((last, rows)) = read {
            self.row = last;
            count = u64::try_from(rows).unwrap_or(u64::MAX);
        } else {
            self.at += 1;
            self.row = (String::new(), 0);
        }
        Ok(Walked {
            checks: vec![check],
            rows: count,
            over: false,
        })
    }

    /// Which table or chain is next, in words.
    pub(super) fn place(&self, in_rows: bool) -> String {
        if in_rows {
            let table = TABLES.get(self.at).map_or("", |table| table.name);
            format!("{table} {}", self.row.0)
        } else {
            let chain = self.heads.get(self.at).map_or(0, |head| head.chain);
            format!("chain {chain}")
        }
    }
}

/// How often a row may have changed since a pass began. One that changed more often, or whose versions lead in a circle, is
/// found as gone.
const CHANGES_MAX: usize = 10_000;

/// Rows that changed since the pass began are in a version that is not summed. The one that they were in then is found by
/// going back from version to version.
async fn older(look: &mut Look<'_>, sums: &mut Sums) -> Result<(), StoreError> {
    for _ in 0..CHANGES_MAX {
        if sums.since.is_empty() {
            break;
        }
        let since = std::mem::take(&mut sums.since);
        let blocks: BTreeSet<i64> = since
            .iter()
            .map(|(_, place)| element_at(*place).0)
            .collect();
        let mut contents = BTreeMap::new();
        for row in blocks_of(look, &blocks).await? {
            contents.insert(row.0, row.1);
        }
        for (letter, place) in since {
            let (block, element) = element_at(place);
            let content = contents.get(&block).map_or("", String::as_str);
            // The first version has none before it; the row is of the next pass then.
            let Some(before) = journal::before(content, element) else {
                continue;
            };
            if sums.counts(before) {
                sums.there(letter, before);
            } else if before != place {
                sums.since.push((letter, before));
            }
        }
    }
    Ok(())
}

static BLOCK: Sql = Sql::new("SELECT id, content FROM journal WHERE id = $1");

async fn blocks_of(
    look: &mut Look<'_>,
    ids: &BTreeSet<i64>,
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut blocks = Vec::new();
    for id in ids {
        let args = vec![crate::store::query::Arg::Int(*id)];
        for row in look.rows(&BLOCK, args).await? {
            blocks.push((int(&row, 0)?, text(&row, 1)?.to_owned()));
        }
    }
    Ok(blocks)
}
