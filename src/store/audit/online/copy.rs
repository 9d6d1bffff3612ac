//! A copy of a slice of the books, in a private database of this process: the auditor evaluates there what it evaluates
//! over the whole elsewhere, by the same statements.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::{Look, text};
use crate::store::{
    StoreError,
    columns::Set,
    db::aside::{Aside, Shape},
    engine::Row,
    query::Arg,
    sql::Sql,
};

/// Rows that one statement writes into the copy, most first.
const PARTS: [usize; 3] = [64, 8, 1];
/// Ids by which one statement reads: some ten kilobytes.
const IDS_MAX: usize = 1_000;
/// How often what rows name is read, until nothing is missing. In sound books the second time finds nothing: a customer's
/// rows name that customer's alone.
const ROUNDS_MAX: usize = 6;

/// Rows of a table: those of which the condition holds, with `t` for the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) table: &'static str,
    pub(super) which: &'static str,
}

/// Rows that belong to what is in the copy: `of` gives there the ids by which they are read.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) read: Read,
    pub(super) of: Sql,
}

/// `table "condition" of "ids in the copy";`
macro_rules! links {
    ($($table:ident $which:literal of $of:expr;)+) => {
        [$($crate::store::audit::online::copy::Link {
            read: $crate::store::audit::online::copy::Read { table: stringify!($table), which: $which },
            of: $crate::store::sql::Sql::new($of),
        }),+]
    };
}
pub(super) use links;

/// A table of the copy.
#[derive(Debug)]
struct Table {
    /// Of each column, whether it is text.
    texts: Vec<bool>,
    key: Vec<usize>,
    select: String,
    inserts: [&'static Sql; PARTS.len()],
    clear: &'static Sql,
}

impl Table {
    fn of(shape: &Shape) -> Self {
        let (name, width) = (&shape.name, shape.columns.len());
        let column = |(column, is_text): &(String, bool)| {
            let kind = if *is_text { "TEXT" } else { "BIGINT" };
            format!("CAST(t.{column} AS {kind})")
        };
        let columns: Vec<String> = shape.columns.iter().map(column).collect();
        let insert = |rows: usize| {
            let row = |row: usize| {
                let values: Vec<String> = (1..=width)
                    .map(|at| format!("${}", row * width + at))
                    .collect();
                format!("({})", values.join(", "))
            };
            let rows: Vec<String> = (0..rows).map(row).collect();
            kept(format!("INSERT INTO {name} VALUES {}", rows.join(", ")))
        };
        Self {
            texts: shape.columns.iter().map(|(_, is_text)| *is_text).collect(),
            key: shape.key.clone(),
            select: columns.join(", "),
            inserts: PARTS.map(insert),
            clear: kept(format!("DELETE FROM {name}")),
        }
    }

    /// What names a row among those of its table.
    fn key_of(&self, row: &Row) -> Result<String, StoreError> {
        let mut key = String::new();
        for at in &self.key {
            if self.texts[*at] {
                key.push_str(text(row, *at)?);
            } else {
                key.push_str(&row.int(*at)?.unwrap_or_default().to_string());
            }
            key.push('\0');
        }
        Ok(key)
    }

    fn values<'r>(&self, row: &'r Row, args: &mut Vec<Arg<'r>>) -> Result<(), StoreError> {
        for (at, is_text) in self.texts.iter().enumerate() {
            args.push(if *is_text {
                Arg::MaybeText(row.text(at)?)
            } else {
                Arg::MaybeInt(row.int(at)?)
            });
        }
        Ok(())
    }
}

/// The books and the copy.
#[derive(Debug)]
pub(super) struct Sides<'s> {
    pub(super) live: Look<'s>,
    pub(super) aside: Look<'s>,
}

/// A statement that is made once for each process.
fn kept(text: String) -> &'static Sql {
    Box::leak(Box::new(Sql::new(text.leak())))
}

/// The copy.
#[derive(Debug)]
pub(super) struct Copy {
    pub(super) aside: Aside,
    tables: BTreeMap<String, Table>,
    reads: HashMap<(&'static str, &'static str), &'static Sql>,
    filled: BTreeSet<&'static str>,
    /// The rows that are there, by table and key: one that is read twice is written once.
    there: HashSet<(&'static str, String)>,
    /// Rows read for the slice.
    pub(super) rows: u64,
}

impl Copy {
    pub(super) async fn open() -> Result<Self, StoreError> {
        let (aside, shapes) = Aside::like_the_books().await?;
        let tables = shapes
            .iter()
            .map(|shape| (shape.name.clone(), Table::of(shape)));
        Ok(Self {
            aside,
            tables: tables.collect(),
            reads: HashMap::new(),
            filled: BTreeSet::new(),
            there: HashSet::new(),
            rows: 0,
        })
    }

    /// Empties it.
    pub(super) async fn clear(&mut self, aside: &mut Look<'_>) -> Result<(), StoreError> {
        for table in std::mem::take(&mut self.filled) {
            if let Some(table) = self.tables.get(table) {
                aside.run(table.clear, Vec::new()).await?;
            }
        }
        self.there.clear();
        self.rows = 0;
        Ok(())
    }

    fn statement(&mut self, read: Read) -> &'static Sql {
        let Read { table, which } = read;
        let tables = &self.tables;
        self.reads.entry((table, which)).or_insert_with(|| {
            let select = tables.get(table).map_or("", |table| table.select.as_str());
            kept(format!("SELECT {select} FROM {table} AS t WHERE {which}"))
        })
    }

    /// Reads rows into the copy, and returns how many of them were not there yet.
    pub(super) async fn read(
        &mut self,
        sides: &mut Sides<'_>,
        read: Read,
        args: Vec<Arg<'_>>,
    ) -> Result<usize, StoreError> {
        let rows = sides.live.rows(self.statement(read), args).await?;
        self.put(&mut sides.aside, read.table, &rows).await
    }

    /// The rows as they are in the books, in the columns of the copy.
    pub(super) async fn rows(
        &mut self,
        live: &mut Look<'_>,
        read: Read,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        live.rows(self.statement(read), args).await
    }

    /// What names a row of a table.
    pub(super) fn key_of(&self, table: &str, row: &Row) -> Result<String, StoreError> {
        let Some(table) = self.tables.get(table) else {
            return Ok(String::new());
        };
        let key = table.key_of(row)?;
        Ok(key.trim_end_matches('\0').to_owned())
    }

    /// Writes rows that [`Copy::rows`] read. Two of one key that are read together are both written: in sound books there
    /// are none, and in others they are the damage.
    pub(super) async fn put(
        &mut self,
        aside: &mut Look<'_>,
        name: &'static str,
        rows: &[Row],
    ) -> Result<usize, StoreError> {
        self.rows += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let Some(table) = self.tables.get(name) else {
            return Ok(0);
        };
        let mut fresh = Vec::new();
        let mut keys = Vec::new();
        for row in rows {
            let key = (name, table.key_of(row)?);
            if !self.there.contains(&key) {
                fresh.push(row);
                keys.push(key);
            }
        }
        let mut rest = fresh.as_slice();
        while !rest.is_empty() {
            let part = PARTS.iter().position(|part| *part <= rest.len());
            let part = part.unwrap_or(PARTS.len() - 1);
            let (some, others) = rest.split_at(PARTS[part].min(rest.len()));
            let mut args = Vec::with_capacity(some.len() * table.texts.len());
            for row in some {
                table.values(row, &mut args)?;
            }
            aside.run(table.inserts[part], args).await?;
            rest = others;
        }
        if !keys.is_empty() {
            self.filled.insert(name);
        }
        let count = keys.len();
        self.there.extend(keys);
        Ok(count)
    }

    /// Reads by a set of ids, some at a time.
    pub(super) async fn read_by(
        &mut self,
        sides: &mut Sides<'_>,
        read: Read,
        ids: &[String],
    ) -> Result<usize, StoreError> {
        let mut new = 0;
        for some in ids.chunks(IDS_MAX) {
            let set = vec![Arg::Set(Set::of(sides.live.engine(), some))];
            new += self.read(sides, read, set).await?;
        }
        Ok(new)
    }

    /// Reads what belongs to the rows in the copy, and what belongs to that, until nothing is missing. `strangers` brings
    /// the rest of customers to whom a row led, and returns how many rows came.
    pub(super) async fn follow(
        &mut self,
        sides: &mut Sides<'_>,
        links: &'static [Link],
        mut strangers: Option<Strangers>,
    ) -> Result<(), StoreError> {
        let mut asked: Vec<HashSet<String>> = links.iter().map(|_| HashSet::new()).collect();
        for _ in 0..ROUNDS_MAX {
            let mut new = 0;
            for (link, asked) in links.iter().zip(&mut asked) {
                let named = ids(&mut sides.aside, &link.of, Vec::new()).await?;
                let ids: Vec<String> = named.into_iter().filter(|id| !asked.contains(id)).collect();
                new += self.read_by(sides, link.read, &ids).await?;
                asked.extend(ids);
            }
            if let Some(strangers) = &mut strangers {
                new += strangers.bring(self, sides).await?;
            }
            if new == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// The texts in the first column.
pub(super) async fn ids(
    look: &mut Look<'_>,
    sql: &'static Sql,
    args: Vec<Arg<'_>>,
) -> Result<Vec<String>, StoreError> {
    let rows = look.rows(sql, args).await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(id) = row.text(0)? {
            ids.push(id.to_owned());
        }
    }
    Ok(ids)
}

/// Customers outside of a slice to whom a row of it leads. In sound books there are none.
#[derive(Debug)]
pub(super) struct Strangers {
    pub(super) after: String,
    pub(super) until: String,
    /// The ids of customers in the copy that are outside of the slice.
    pub(super) of: &'static Sql,
    pub(super) tables: &'static [&'static str],
    pub(super) which: &'static str,
    /// How many may be brought. Where all rows were given to one customer, that customer's lead to all others.
    pub(super) room: usize,
    pub(super) brought: HashSet<String>,
}

impl Strangers {
    async fn bring(&mut self, copy: &mut Copy, sides: &mut Sides<'_>) -> Result<usize, StoreError> {
        let args = vec![Arg::Text(&self.after), Arg::Text(&self.until)];
        let found = ids(&mut sides.aside, self.of, args).await?;
        let mut next: Vec<String> = found
            .into_iter()
            .filter(|id| !self.brought.contains(id))
            .collect();
        next.truncate(self.room.saturating_sub(self.brought.len()));
        let mut new = 0;
        for table in self.tables {
            let which = if *table == "customers" {
                "t.id = ANY($1)"
            } else {
                self.which
            };
            let read = Read { table, which };
            new += copy.read_by(sides, read, &next).await?;
        }
        self.brought.extend(next);
        Ok(new)
    }
}
