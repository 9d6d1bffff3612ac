//! A row as it is stored: its columns as texts, what the journal recorded of them, and the statements that read and
//! write it, made of the table's declaration.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::retention::{RULES, Removal, Rule};

use super::text;
use crate::store::{
    StoreError, Tx,
    engine::Row,
    journal::{draft::Draft, element_of},
    query::Arg,
    rows,
    sql::Sql,
    table::{Part, Table},
};

/// How the rows of a rule are read and written.
#[derive(Debug)]
pub(super) struct Access {
    table: &'static Table,
    /// The columns that are digested: the key with those that never change, and the key with those that change.
    fixed: Vec<&'static str>,
    changing: Vec<&'static str>,
    /// Whether the rule empties a column that changes.
    pub(super) revises: bool,
    pub(super) select: &'static Sql,
    pub(super) update: &'static Sql,
}

static ALL: LazyLock<BTreeMap<Removal, Access>> = LazyLock::new(|| {
    let each = RULES.iter().map(|rule| (rule.removal, Access::of(rule)));
    each.collect()
});

pub(super) fn access(removal: Removal) -> &'static Access {
    ALL.get(&removal).expect("each removal has its rule")
}

/// Columns before those of the row.
const AHEAD: usize = 5;

impl Access {
    fn of(rule: &Rule) -> Self {
        let table = rows::TABLES.iter().find(|table| table.name == rule.table);
        let table = table.expect("a rule names a table");
        // Such a column is digested only where it has a value, which the digests here do not know.
        let added = table.columns.iter().any(|it| it.part == Part::Added);
        assert!(!added, "{} has columns of a later version", rule.table);
        let columns = |part| {
            let these = table.columns.iter();
            let these = these.filter(move |column| [Part::Key, part].contains(&column.part));
            these.map(|column| column.name).collect::<Vec<_>>()
        };
        let (fixed, changing) = (columns(Part::Fixed), columns(Part::Changing));
        let revises = rule.names().any(|name| changing.contains(&name));
        let last = if table.revised {
            "COALESCE(t.journal_revision, t.journal_place + 1)"
        } else {
            "t.journal_place"
        };
        let texts: Vec<String> = fixed
            .iter()
            .chain(&changing)
            .map(|column| format!("CAST(t.{column} AS TEXT)"))
            .collect();
        let select = format!(
            "SELECT t.id, {last}, SUBSTR(f.content, CAST(t.journal_place % 128 * 23 + 1 AS INTEGER), 23), \
             SUBSTR(c.content, CAST({last} % 128 * 23 + 1 AS INTEGER), 23), \
             (SELECT x.digest_after FROM removals AS x WHERE x.row_id = t.id AND x.digest_after IS NOT NULL \
                 ORDER BY x.removed_at DESC LIMIT 1), {} FROM {} AS t \
             JOIN journal AS f ON f.id = t.journal_place - t.journal_place % 128 \
             JOIN journal AS c ON c.id = {last} - {last} % 128 WHERE t.id = ANY($1) ORDER BY t.id",
            texts.join(", "),
            table.name,
        );
        let numbered = rule.names().chain(revises.then_some("journal_revision"));
        let sets: Vec<String> = numbered
            .zip(2..)
            .map(|(name, number)| format!("{name} = ${number}"))
            .collect();
        let update = format!(
            "UPDATE {} SET {} WHERE id = $1",
            table.name,
            sets.join(", ")
        );
        // Leaked once for each rule.
        let sql = |text: String| &*Box::leak(Box::new(Sql::new(text.leak())));
        Self {
            table,
            fixed,
            changing,
            revises,
            select: sql(select),
            update: sql(update),
        }
    }
}

/// A row under its customer's lock.
#[derive(Debug)]
pub(super) struct Known {
    access: &'static Access,
    pub(super) id: String,
    /// Where the last version of its changing columns is recorded.
    last: i64,
    recorded: (String, String),
    /// What an earlier removal left of the digest of what never changes.
    since: Option<String>,
    fixed: Vec<Option<String>>,
    changing: Vec<Option<String>>,
}

/// Reads these rows. The caller holds the locks.
pub(super) async fn read(
    tx: &mut Tx,
    access: &'static Access,
    ids: &[&str],
) -> Result<Vec<Known>, StoreError> {
    let args = vec![Arg::Set(tx.set(ids))];
    let rows = tx.conn().all(access.select, args).await?;
    rows.iter().map(|row| known(row, access)).collect()
}

fn known(row: &Row, access: &'static Access) -> Result<Known, StoreError> {
    let values = |from: usize, count: usize| {
        let each = (from..from + count).map(|at| Ok(row.text(at)?.map(str::to_owned)));
        each.collect::<Result<Vec<_>, StoreError>>()
    };
    Ok(Known {
        access,
        id: text(row, 0)?,
        last: row.int(1)?.unwrap_or_default(),
        recorded: (text(row, 2)?, text(row, 3)?),
        since: row.text(4)?.map(str::to_owned),
        fixed: values(AHEAD, access.fixed.len())?,
        changing: values(AHEAD + access.fixed.len(), access.changing.len())?,
    })
}

impl Known {
    /// Whether both parts of the row are as the journal recorded them last, the fixed one as the last removal from it
    /// left it.
    pub(super) fn is_as_recorded(&self) -> bool {
        let letter = self.access.table.letter.unwrap_or_default();
        let changing = element_of(letter.to_ascii_uppercase(), &self.changing);
        let fixed = self.fixed_digest();
        let recorded = self.recorded.0.strip_prefix(letter).unwrap_or_default();
        fixed == self.since.as_deref().unwrap_or(recorded)
            && (!self.access.table.revised || changing == self.recorded.1)
    }

    /// The digest of the columns that never change, as an element of the journal has it.
    pub(super) fn fixed_digest(&self) -> String {
        element_of(self.access.table.letter.unwrap_or_default(), &self.fixed).split_off(1)
    }

    /// Leaves in the rule's columns what the rule says.
    pub(super) fn empty(&mut self, rule: &Rule) {
        for (name, left) in rule.columns {
            if let Some(value) = self.place(name)
                && let Some(before) = value.take()
            {
                *value = left.of(&before);
            }
        }
    }

    /// Records the changing columns as another version, where the rule touches any. Returns its place.
    pub(super) fn revise(&self, draft: &mut Draft) -> Option<i64> {
        let values: Vec<Option<&str>> = self.changing.iter().map(Option::as_deref).collect();
        let table = self.access.table;
        (self.access.revises).then(|| draft.revise(table, &values, self.last))
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let fixed = self.access.fixed.iter().zip(&self.fixed);
        let mut all = fixed.chain(self.access.changing.iter().zip(&self.changing));
        all.find(|(known, _)| **known == name)?.1.as_deref()
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<String>> {
        let fixed = self.access.fixed.iter().zip(&mut self.fixed);
        let mut all = fixed.chain(self.access.changing.iter().zip(&mut self.changing));
        Some(all.find(|(known, _)| **known == name)?.1)
    }
}
