//! Values bound to the parameters of a statement.

use sqlx::{Arguments, postgres::PgArguments, sqlite::SqliteArguments};

use crate::store::{StoreError, columns::Set};

/// A value bound to a parameter.
#[derive(Debug)]
pub(crate) enum Arg<'a> {
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Int(i64),
    Set(Set),
}

pub(super) fn pg_arguments(args: Vec<Arg<'_>>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => Arguments::add(&mut arguments, text),
            Arg::MaybeText(text) => Arguments::add(&mut arguments, text),
            Arg::Int(int) => Arguments::add(&mut arguments, int),
            Arg::Set(Set::Postgres(array)) => Arguments::add(&mut arguments, array),
            Arg::Set(Set::Sqlite(_)) => {
                unreachable!("sets are made for the engine they are sent to")
            }
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

pub(super) fn lite_arguments(args: Vec<Arg<'_>>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => Arguments::add(&mut arguments, text).map_err(sqlx::Error::Encode)?,
            Arg::MaybeText(text) => {
                Arguments::add(&mut arguments, text).map_err(sqlx::Error::Encode)?;
            }
            Arg::Int(int) => Arguments::add(&mut arguments, int).map_err(sqlx::Error::Encode)?,
            Arg::Set(Set::Sqlite(json)) => add_json(&mut arguments, json)?,
            Arg::Set(Set::Postgres(_)) => {
                unreachable!("sets are made for the engine they are sent to")
            }
        }
    }
    Ok(arguments)
}

fn add_json(arguments: &mut SqliteArguments, json: Vec<u8>) -> Result<(), StoreError> {
    let text = String::from_utf8(json).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Arguments::add(arguments, text).map_err(sqlx::Error::Encode)?)
}
