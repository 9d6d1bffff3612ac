//! Compares every row of the recorded tables with what the journal has of it.
//!
//! A row names the place of its fixed part (`journal_place`). The first version of its changing part is recorded
//! right after it. The last version, if there was another, is at `journal_revision`. A digest is the first 128 bits
//! of the SHA-256 over the columns in their order. Each column is its length in bytes, a colon and its text, or `-`
//! when it is missing. A column that was added to rows without it is its name and its text, each so, or nothing. The
//! digest of the changing part begins with the key. Where personal data was removed from the
//! fixed part, a row of `removals` leads from the recorded digest to that of the row as it is ([`super::removals`]).

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
    sync::LazyLock,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{CLOCKS_DIFFER, Check, Look, int, place::block_of, removals, text};
use crate::store::{
    StoreError,
    engine::Row,
    query::Arg,
    rows,
    sql::Sql,
    table::{Column, Part, Table},
};

/// A recorded table as the auditor reads it: which columns are digested, and the statement that pages through its rows.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) name: &'static str,
    /// The letter of its elements in the journal; upper case for the changing part.
    pub(super) letter: char,
    /// Whether rows older than the days for which answers are remembered may be deleted.
    pub(super) pruned: bool,
    /// Whether its rows are paged through by a text and a number.
    numbered: bool,
    /// The columns of the row's name are among them, as among `changing`.
    fixed: Vec<&'static str>,
    /// The columns of the fixed part that older rows do not have.
    added: Vec<&'static str>,
    changing: usize,
    page: &'static Sql,
}

pub(super) static TABLES: LazyLock<Vec<Recorded>> = LazyLock::new(|| {
    let recorded = |table: &&Table| table.letter.map(|letter| Recorded::new(table, letter));
    rows::TABLES.iter().filter_map(recorded).collect()
});

impl Recorded {
    fn new(table: &Table, letter: char) -> Self {
        let those = |part| {
            let columns = table.columns.iter();
            let these = move |column: &&Column| column.part == Part::Key || column.part == part;
            columns.filter(these).map(|column| column.name)
        };
        let fixed: Vec<&str> = those(Part::Fixed).collect();
        let added: Vec<&str> = table.of(Part::Added).collect();
        let changing = those(Part::Changing).filter(|_| table.revised);
        let changing: Vec<&str> = changing.collect();
        let (name, key) = (table.name, table.key());
        // Entries have no name of their own. Only the last entry of each posting's customer is recorded.
        let numbered = letter == 'e';
        let (number, after) = if numbered {
            let after = "(customer_id, seq) > ($1, $2) AND journal_place IS NOT NULL ORDER BY customer_id, seq";
            ("t.seq", after.to_owned())
        } else {
            ("CAST(0 AS BIGINT)", format!("{key} > $1 ORDER BY {key}"))
        };
        // Where the last version of the changing part is; nowhere when nothing changes.
        let revision = if table.revised {
            "COALESCE(t.journal_revision, t.journal_place + 1)"
        } else {
            "CAST(NULL AS BIGINT)"
        };
        let texts = fixed.iter().chain(&added).chain(&changing);
        let texts: Vec<String> = texts
            .map(|column| format!("CAST(t.{column} AS TEXT)"))
            .collect();
        let texts = texts.join(", ");
        let page = format!(
            "SELECT t.{key}, {number}, t.journal_place, {revision}, j.made_at, \
             SUBSTR(j.content, CAST(t.journal_place % 128 * 23 + 1 AS INTEGER), 23), \
             SUBSTR(r.content, CAST({revision} % 128 * 23 + 1 AS INTEGER), 23), {texts} \
             FROM (SELECT * FROM {name} WHERE {after} LIMIT 500) AS t \
             LEFT JOIN journal AS j ON j.id = t.journal_place - t.journal_place % 128 \
             LEFT JOIN journal AS r ON r.id = {revision} - {revision} % 128 \
             ORDER BY 1, 2"
        );
        Self {
            name,
            letter,
            pruned: letter == 'c',
            numbered,
            fixed,
            added,
            changing: changing.len(),
            // Leaked once for each table.
            page: Box::leak(Box::new(Sql::new(page.leak()))),
        }
    }
}

/// Columns that say when a row was written. Only of tables whose rows are written at the instant they record.
const WRITTEN_AT: [&str; 5] = [
    "acted_at",
    "happened_at",
    "made_at",
    "posted_at",
    "removed_at",
];

/// Columns before those of the row.
const AHEAD: usize = 7;

pub(super) const fn recorded() -> Check {
    Check::new(
        "rows_recorded",
        "every row is as the journal recorded it: what never changes, and the last version of the rest",
    )
}

/// Compares the rows, and subtracts the places they name from `sums`.
pub(super) async fn run(
    look: &mut Look<'_>,
    sums: &mut Sums,
    pruned_before: i64,
) -> Result<Check, StoreError> {
    let mut check = recorded();
    for table in TABLES.iter() {
        let mut after = (String::new(), 0);
        while let Some((last, _)) =
            page(look, table, &after, (&mut *sums, pruned_before), &mut check).await?
        {
            after = last;
        }
    }
    Ok(check)
}

/// Compares the rows of a page after a key and a number. Returns those of the last one and how many there were; none at the
/// end of the table.
pub(super) async fn page(
    look: &mut Look<'_>,
    table: &Recorded,
    after: &(String, i64),
    (sums, pruned_before): (&mut Sums, i64),
    check: &mut Check,
) -> Result<Option<((String, i64), usize)>, StoreError> {
    let mut args = vec![Arg::Text(&after.0)];
    if table.numbered {
        args.push(Arg::Int(after.1));
    }
    let page = look.rows(table.page, args).await?;
    let Some(last) = page.last() else {
        return Ok(None);
    };
    let last = (text(last, 0)?.to_owned(), int(last, 1)?);
    let mut others = Vec::new();
    for row in &page {
        compare(table, row, sums, pruned_before, (&mut *check, &mut others))?;
    }
    for other in removals::unexplained(look, others).await? {
        check.add(other.name, "what never changes is not as it was recorded");
    }
    Ok(Some((last, page.len())))
}

fn compare(
    table: &Recorded,
    row: &Row,
    sums: &mut Sums,
    pruned_before: i64,
    (check, others): (&mut Check, &mut Vec<removals::Other>),
) -> Result<(), StoreError> {
    let mut name = format!("{} {}", table.name, text(row, 0)?);
    if table.numbered {
        name = format!("{name}/{}", int(row, 1)?);
    }
    let (Some(place), Some(made_at)) = (row.int(2)?, row.int(4)?) else {
        check.add(name, "the journal has not recorded it");
        return Ok(());
    };
    if !table.pruned || made_at >= pruned_before {
        sums.there(table.letter, place);
    }
    let fixed = AHEAD..AHEAD + table.fixed.len();
    let changing = fixed.end + table.added.len();
    let is = element_of(row, table.letter, fixed, &table.added)?;
    if text(row, 5)? != is {
        others.push(removals::Other {
            name: name.clone(),
            id: text(row, 0)?.to_owned(),
            recorded: text(row, 5)?.to_owned(),
            is,
        });
    }
    let written = |column: &&str| WRITTEN_AT.contains(column);
    if let Some(column) = table.fixed.iter().position(written) {
        let at: Option<i64> = text(row, AHEAD + column)?.parse().ok();
        if at.is_none_or(|at| at.abs_diff(made_at) > CLOCKS_DIFFER.unsigned_abs()) {
            let detail = "it is not dated when the journal recorded it";
            check.add(name.clone(), detail);
        }
    }
    if table.changing == 0 {
        return Ok(());
    }
    let large = table.letter.to_ascii_uppercase();
    if let Some(revision) = row.int(3)? {
        sums.stands(large, revision);
    }
    let changing = changing..changing + table.changing;
    if text(row, 6)? != element_of(row, large, changing, &[])? {
        check.add(name, "it is not in the version that was recorded last");
    }
    Ok(())
}

/// The element that the journal must have of these columns, and of those with a value of the `added` ones
/// behind them.
fn element_of(
    row: &Row,
    letter: char,
    columns: std::ops::Range<usize>,
    added: &[&str],
) -> Result<String, StoreError> {
    let mut digest = Sha256::new();
    let behind = columns.end;
    for column in columns {
        match row.text(column)? {
            Some(value) => digest.update(format!("{}:{value}", value.len())),
            None => digest.update("-"),
        }
    }
    for (column, name) in (behind..).zip(added) {
        if let Some(value) = row.text(column)? {
            digest.update(format!("{}:{name}{}:{value}", name.len(), value.len()));
        }
    }
    let digest = URL_SAFE_NO_PAD.encode(&digest.finalize()[..16]);
    Ok(format!("{letter}{digest}"))
}

/// Sums of the places that are recorded and of those that the tables name, one number each. They are equal when the
/// places are, however many there are. The chance of a false match is 1 in 2^64, and nobody can aim at it, because
/// the hashes use random keys.
#[derive(Debug, Default)]
pub(super) struct Sums {
    keys: Keys,
    /// By letter: how many more are recorded than exist, and the sum of their hashes.
    of: Saved,
    /// The number of blocks of each chain that are summed; all where it is none. What is recorded behind them does not count.
    until: Option<BTreeMap<i64, i64>>,
    /// Versions that rows are in and that were recorded behind the end.
    pub(super) since: Vec<(char, i64)>,
}

/// The sums themselves.
pub(super) type Saved = BTreeMap<char, (i64, u128)>;

/// What the places are hashed with.
#[derive(Debug)]
enum Keys {
    /// Of this process alone.
    Own(RandomState),
    /// Kept with the sums, for those that are worked out piece by piece.
    Kept(String),
}

impl Default for Keys {
    fn default() -> Self {
        Self::Own(RandomState::new())
    }
}

impl Sums {
    /// Sums that go on, of what was recorded before the end of each chain.
    pub(super) const fn go_on(key: String, of: Saved, until: BTreeMap<i64, i64>) -> Self {
        Self {
            keys: Keys::Kept(key),
            of,
            until: Some(until),
            since: Vec::new(),
        }
    }

    pub(super) const fn so_far(&self) -> &Saved {
        &self.of
    }

    fn hash(&self, place: i64) -> u128 {
        match &self.keys {
            Keys::Own(keys) => u128::from(keys.hash_one(place)),
            Keys::Kept(key) => {
                let digest = Sha256::digest(format!("{key} {place}"));
                let half = digest.iter().take(16);
                half.fold(0, |hash, byte| (hash << 8) | u128::from(*byte))
            }
        }
    }

    /// Whether it was recorded before the end.
    pub(super) fn counts(&self, place: i64) -> bool {
        self.until.as_ref().is_none_or(|until| {
            let (chain, block) = block_of(place);
            until.get(&chain).is_some_and(|blocks| block < *blocks)
        })
    }

    pub(super) fn recorded(&mut self, letter: char, place: i64) {
        let hash = self.hash(place);
        let sum = self.of.entry(letter).or_default();
        *sum = (sum.0.saturating_add(1), sum.1.wrapping_add(hash));
    }

    /// A place that a row names, or a version that another followed.
    pub(super) fn there(&mut self, letter: char, place: i64) {
        if !self.counts(place) {
            return;
        }
        let hash = self.hash(place);
        let sum = self.of.entry(letter).or_default();
        *sum = (sum.0.saturating_sub(1), sum.1.wrapping_sub(hash));
    }

    /// The version that a row is in.
    fn stands(&mut self, letter: char, place: i64) {
        if self.counts(place) {
            self.there(letter, place);
        } else {
            self.since.push((letter, place));
        }
    }

    /// Places that are recorded but missing in the tables, or there twice.
    pub(super) fn into_check(self) -> Check {
        let mut check = Check::new(
            "records_kept",
            "of every row that was recorded the last version is there: none is gone, doubled or put back",
        );
        for (letter, sum) in self.of.into_iter().filter(|(_, sum)| *sum != (0, 0)) {
            let small = letter.to_ascii_lowercase();
            let of = |letter| TABLES.iter().find(|table| table.letter == letter);
            let table = of(letter).or_else(|| of(small));
            let name = table.map_or_else(|| letter.to_string(), |table| table.name.to_owned());
            let detail = match sum.0 {
                0 => "a row is in an older version, or in another's place".to_owned(),
                gone if gone > 0 => format!("{gone} recorded versions are not there"),
                more => format!("{} versions are there that were not recorded last", -more),
            };
            check.add(name, detail);
        }
        check
    }
}
