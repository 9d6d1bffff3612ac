//! PostgreSQL's arrays in their binary form, written without a string per element, and sets of texts to look up by.

use std::fmt::{Display, Write as _};

use sqlx::{
    Postgres,
    encode::{Encode, IsNull},
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo},
    types::Type,
};

use super::Out;
use crate::store::engine::Engine;

/// Type of the elements, in PostgreSQL's own numbering, which is part of its protocol: `text`, `int8`.
pub(crate) const OID_TEXT: u32 = 25;
pub(crate) const OID_INT8: u32 = 20;

/// A one-dimensional array in PostgreSQL's binary form.
#[derive(Debug)]
pub(crate) struct PgArray<const OID: u32> {
    count: i32,
    nulls: bool,
    elements: Vec<u8>,
}

impl<const OID: u32> PgArray<OID> {
    pub(super) fn with_capacity(elements: usize, bytes_each: usize) -> Self {
        Self {
            count: 0,
            nulls: false,
            elements: Vec::with_capacity(elements.saturating_mul(bytes_each)),
        }
    }

    pub(super) fn null(&mut self) {
        self.count += 1;
        self.nulls = true;
        self.elements.extend_from_slice(&(-1_i32).to_be_bytes());
    }

    /// An element whose bytes `write` appends; its length is filled in afterwards.
    pub(super) fn element(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.count += 1;
        let start = self.elements.len();
        self.elements.extend_from_slice(&[0; 4]);
        write(&mut self.elements);
        let length = i32::try_from(self.elements.len() - start - 4).unwrap_or(i32::MAX);
        self.elements[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }
}

impl<const OID: u32> Encode<'_, Postgres> for PgArray<OID> {
    fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        buf.extend_from_slice(&1_i32.to_be_bytes());
        buf.extend_from_slice(&i32::from(self.nulls).to_be_bytes());
        buf.extend_from_slice(&OID.to_be_bytes());
        buf.extend_from_slice(&self.count.to_be_bytes());
        buf.extend_from_slice(&1_i32.to_be_bytes());
        buf.extend_from_slice(&self.elements);
        Ok(IsNull::No)
    }

    fn size_hint(&self) -> usize {
        20 + self.elements.len()
    }
}

impl Type<Postgres> for PgArray<OID_TEXT> {
    fn type_info() -> PgTypeInfo {
        <Vec<String> as Type<Postgres>>::type_info()
    }
}

impl Type<Postgres> for PgArray<OID_INT8> {
    fn type_info() -> PgTypeInfo {
        <Vec<i64> as Type<Postgres>>::type_info()
    }
}

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
