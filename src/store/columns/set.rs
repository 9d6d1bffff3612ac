//! A set of texts to look up by.

use std::fmt::{Display, Write as _};

use super::{
    Out,
    array::{OID_TEXT, PgArray},
};
use crate::store::engine::Engine;

/// A set of texts to look up by, in the form that is sent.
#[derive(Debug)]
pub(crate) enum Set {
    Postgres(PgArray<OID_TEXT>),
    Sqlite(Vec<u8>),
}

impl Set {
    pub(crate) fn of<T: Display>(engine: Engine, values: impl IntoIterator<Item = T>) -> Self {
        match engine {
            Engine::Postgres => {
                let mut array = PgArray::with_capacity(16, 36);
                for value in values {
                    array.element(|bytes| {
                        let _ = write!(Out(bytes), "{value}");
                    });
                }
                Self::Postgres(array)
            }
            Engine::Sqlite => {
                let mut json = vec![b'['];
                let mut text = String::new();
                for value in values {
                    if json.len() > 1 {
                        json.push(b',');
                    }
                    text.clear();
                    let _ = write!(text, "{value}");
                    // Writing a text into memory cannot fail.
                    let _ = serde_json::to_writer(&mut json, &text);
                }
                json.push(b']');
                Self::Sqlite(json)
            }
        }
    }
}
