//! Sending a statement to either engine, and reading its result.

use sqlx::{
    Arguments, Postgres, Sqlite, postgres::PgArguments, query::Query, sqlite::SqliteArguments,
};

use super::{
    Db, StoreError,
    columns::{Form, PgColumn, Rows, Set},
    db::link::{Link, in_time},
    engine::{Engine, Row},
    rows::{self, Stored},
    sql::Sql,
};

/// Reads that do not pass the writer: each is one statement.
impl Db {
    pub(crate) async fn rows(
        &self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        self.reader().await?.conn().all(sql, args).await
    }

    /// The things that a statement over their `{table}` returns.
    pub(crate) async fn things<T: Stored>(
        &self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<T>, StoreError> {
        rows::read_all(&self.rows(sql, args).await?)
    }

    /// The thing that a statement finds by one text.
    pub(crate) async fn thing<T: Stored>(
        &self,
        sql: &'static Sql,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let found = self.rows(sql, vec![Arg::Text(key)]).await?;
        found.first().map(rows::read_one).transpose()
    }
}

/// A connection of either engine.
#[derive(Debug)]
pub(crate) enum Conn<'c> {
    Postgres(&'c mut Link<Postgres>),
    Sqlite(&'c mut Link<Sqlite>),
}

impl Conn<'_> {
    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// All rows that a statement returns.
    pub(crate) async fn all(
        self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        let text = sql.text(self.engine());
        Ok(match self {
            Self::Postgres(link) => {
                let query = pg_query(text, pg_arguments(args)?, link);
                let alone = link.begin_alone().await?;
                let rows = in_time(link.deadline(), query.fetch_all(&mut **link)).await;
                let rows = link.judge(rows);
                let rows = link.end_alone(alone, rows).await?;
                let keyed = |row| Row::Postgres(row, link.keys().clone());
                rows.into_iter().map(keyed).collect()
            }
            Self::Sqlite(link) => {
                let query = sqlx::query_with(text, lite_arguments(args)?);
                let rows = query.fetch_all(&mut **link).await;
                let rows = link.judge(rows)?;
                let keyed = |row| Row::Sqlite(row, link.keys().clone());
                rows.into_iter().map(keyed).collect()
            }
        })
    }

    /// How many rows a statement changed.
    pub(crate) async fn run(
        self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<u64, StoreError> {
        let text = sql.text(self.engine());
        Ok(match self {
            Self::Postgres(link) => pg_run(link, text, pg_arguments(args)?).await?,
            Self::Sqlite(link) => lite_run(link, text, lite_arguments(args)?).await?,
        })
    }

    /// Writes a set of rows, and checks that as many were written.
    pub(crate) async fn insert(self, rows: Rows) -> Result<(), StoreError> {
        let (given, table, known) = (rows.count, rows.table, rows.known);
        let written = match (self, rows.into_form()?) {
            (Self::Postgres(link), Form::Postgres(columns)) => {
                let mut arguments = PgArguments::default();
                for column in columns {
                    match column {
                        PgColumn::Text(array) => Arguments::add(&mut arguments, array),
                        PgColumn::Int(array) => Arguments::add(&mut arguments, array),
                        PgColumn::Kept => continue,
                    }
                    .map_err(sqlx::Error::Encode)?;
                }
                let text = if known {
                    table.update_set()
                } else {
                    table.insert_set()
                };
                pg_run(link, text, arguments).await?
            }
            (Self::Sqlite(link), Form::Sqlite(parts)) => {
                let mut written = 0;
                for part in parts {
                    written += lite_run(link, table.insert_rows(part.rows), part.values).await?;
                }
                written
            }
            (Self::Postgres(_), Form::Sqlite(_)) | (Self::Sqlite(_), Form::Postgres(_)) => {
                unreachable!("rows are written for the engine they are sent to")
            }
        };
        if written == given {
            Ok(())
        } else {
            Err(StoreError::Miscounted {
                table: table.name,
                given,
                written,
            })
        }
    }
}

async fn pg_run(
    link: &mut Link<Postgres>,
    text: &'static str,
    arguments: PgArguments,
) -> Result<u64, StoreError> {
    let query = pg_query(text, arguments, link);
    let alone = link.begin_alone().await?;
    let done = in_time(link.deadline(), query.execute(&mut **link)).await;
    let done = link.judge(done);
    Ok(link.end_alone(alone, done).await?.rows_affected())
}

async fn lite_run(
    link: &mut Link<Sqlite>,
    text: &'static str,
    arguments: SqliteArguments,
) -> Result<u64, StoreError> {
    let query = sqlx::query_with(text, arguments);
    let done = query.execute(&mut **link).await;
    Ok(link.judge(done)?.rows_affected())
}

/// A PostgreSQL statement. It is prepared for this use only where the next transaction may have another connection of
/// the server.
fn pg_query(
    text: &'static str,
    arguments: PgArguments,
    link: &Link<Postgres>,
) -> Query<'static, Postgres, PgArguments> {
    sqlx::query_with(text, arguments).persistent(link.pooled().is_none())
}

/// A value bound to a parameter.
#[derive(Debug)]
pub(crate) enum Arg<'a> {
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Int(i64),
    MaybeInt(Option<i64>),
    Set(Set),
}

fn pg_arguments(args: Vec<Arg<'_>>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => Arguments::add(&mut arguments, text),
            Arg::MaybeText(text) => Arguments::add(&mut arguments, text),
            Arg::Int(int) => Arguments::add(&mut arguments, int),
            Arg::MaybeInt(int) => Arguments::add(&mut arguments, int),
            Arg::Set(Set::Postgres(array)) => Arguments::add(&mut arguments, array),
            Arg::Set(Set::Sqlite(_)) => {
                unreachable!("sets are made for the engine they are sent to")
            }
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn lite_arguments(args: Vec<Arg<'_>>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => Arguments::add(&mut arguments, text),
            Arg::MaybeText(text) => Arguments::add(&mut arguments, text),
            Arg::Int(int) => Arguments::add(&mut arguments, int),
            Arg::MaybeInt(int) => Arguments::add(&mut arguments, int),
            Arg::Set(Set::Sqlite(json)) => String::from_utf8(json)
                .map_err(Into::into)
                .and_then(|json| Arguments::add(&mut arguments, json)),
            Arg::Set(Set::Postgres(_)) => {
                unreachable!("sets are made for the engine they are sent to")
            }
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
