//! A private database of this process, aside from the books: in memory until it outgrows its cache, then in a file
//! that the system removes. What is in it may be lost at any time.

use sqlx::{
    ConnectOptions as _, Executor as _, Row as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use super::{
    link::{Damage, Link},
    taken,
    tx::Held,
};
use crate::{
    sealing::Keyring,
    store::{StoreError, engine::Engine, migrations},
};

/// SQLite's page cache, in KiB when negative. A slice of some thousand rows stays in memory; of a customer with a
/// million entries this much does.
const CACHE: &str = "-65536";

/// One connection: its content is the connection's own.
#[derive(Debug, Clone)]
pub(crate) struct Aside(SqlitePool);

/// A table of the books' schema: its name, and of each column the name and whether it is text. The columns of its key
/// stand first in `key`.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) columns: Vec<(String, bool)>,
    pub(crate) key: Vec<usize>,
    /// The columns of each index.
    indexes: Vec<Vec<String>>,
}

impl Aside {
    async fn open() -> Result<Self, StoreError> {
        // An empty name is SQLite's for a private database.
        let options = SqliteConnectOptions::new()
            .filename("")
            .pragma("journal_mode", "OFF")
            .pragma("synchronous", "OFF")
            .pragma("cache_size", CACHE)
            .statement_cache_capacity(1024)
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        Ok(Self(pool))
    }

    /// One with the tables of the books and without any of their constraints: a damaged row has to fit into it.
    pub(crate) async fn like_the_books() -> Result<(Self, Vec<Shape>), StoreError> {
        let whole = Self::open().await?;
        let mut conn = taken(&whole.0).await?;
        for migration in migrations::migrator(Engine::Sqlite).iter() {
            sqlx::raw_sql(migration.sql.clone())
                .execute(&mut *conn)
                .await?;
        }
        drop(conn);
        let shapes = whole.shapes().await?;
        whole.0.close().await;
        let aside = Self::open().await?;
        let mut conn = taken(&aside.0).await?;
        // Leaked with the copy's other statements, which are made as seldom.
        let made = shapes.iter().flat_map(Shape::made);
        let made: Vec<&'static str> = made.map(|text| &*text.leak()).collect();
        for text in made {
            (&mut *conn).execute(text).await?;
        }
        drop(conn);
        Ok((aside, shapes))
    }

    async fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' \
             AND name NOT LIKE '!_sqlx!_%' ESCAPE '!' ORDER BY name";
        let mut shapes = Vec::new();
        let mut conn = taken(&self.0).await?;
        for row in sqlx::query(names).fetch_all(&mut *conn).await? {
            let name: String = row.try_get(0)?;
            // `table_xinfo` has the generated columns, too.
            let columns = "SELECT name, type, pk FROM pragma_table_xinfo($1) ORDER BY cid";
            let columns = sqlx::query(columns)
                .bind(&name)
                .fetch_all(&mut *conn)
                .await?;
            let mut shape = Shape {
                name,
                columns: Vec::new(),
                key: Vec::new(),
                indexes: Vec::new(),
            };
            let mut key = Vec::new();
            for (at, row) in columns.iter().enumerate() {
                let kind: String = row.try_get(1)?;
                shape
                    .columns
                    .push((row.try_get(0)?, kind.eq_ignore_ascii_case("TEXT")));
                let place: i64 = row.try_get(2)?;
                if place > 0 {
                    key.push((place, at));
                }
            }
            key.sort_unstable();
            shape.key = key.into_iter().map(|(_, at)| at).collect();
            shape.indexes = indexes(&mut conn, &shape.name).await?;
            shapes.push(shape);
        }
        Ok(shapes)
    }

    /// The connection, for as long as it is held.
    pub(crate) async fn held(&self) -> Result<Held, StoreError> {
        let conn = taken(&self.0).await?;
        Ok(Held::Sqlite(Link::lite(
            conn,
            Damage::default(),
            Keyring::default(),
        )))
    }
}

async fn indexes(conn: &mut SqliteConnection, table: &str) -> Result<Vec<Vec<String>>, StoreError> {
    let named = "SELECT l.name, i.name FROM pragma_index_list($1) AS l JOIN pragma_index_info(l.name) AS i \
         WHERE i.name IS NOT NULL ORDER BY l.name, i.seqno";
    let mut indexes: Vec<(String, Vec<String>)> = Vec::new();
    for row in sqlx::query(named).bind(table).fetch_all(conn).await? {
        let (index, column): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        match indexes.last_mut() {
            Some((last, columns)) if *last == index => columns.push(column),
            _ => indexes.push((index, vec![column])),
        }
    }
    let mut columns: Vec<Vec<String>> = indexes.into_iter().map(|(_, columns)| columns).collect();
    columns.sort();
    columns.dedup();
    Ok(columns)
}

impl Shape {
    /// The statements that make it. Instants and amounts keep the type in which they are given.
    fn made(&self) -> Vec<String> {
        let name = &self.name;
        let column = |(column, is_text): &(String, bool)| {
            let kind = if *is_text { "TEXT" } else { "INTEGER" };
            format!("{column} {kind}")
        };
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let mut made = vec![format!("CREATE TABLE {name} ({})", columns.join(", "))];
        for (number, columns) in self.indexes.iter().enumerate() {
            made.push(format!(
                "CREATE INDEX {name}_{number} ON {name} ({})",
                columns.join(", ")
            ));
        }
        made
    }
}
