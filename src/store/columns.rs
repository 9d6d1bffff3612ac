//! Rows on their way to the database, written value by value straight into the form in which they
//! travel: no string is made per value. This is the hot path of every commit.

mod array;

use std::fmt::{self, Display, Write as _};
use std::io;

use array::{OID_INT8, OID_TEXT, PgArray};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    db::Engine,
    table::{Kind, Table},
};

/// One column of a set of rows.
#[derive(Debug)]
pub(crate) enum Column {
    Text(PgArray<OID_TEXT>),
    Int(PgArray<OID_INT8>),
}

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) table: &'static Table,
    form: Form,
    at: usize,
    pub(crate) count: u64,
    failure: Option<serde_json::Error>,
}

#[derive(Debug)]
pub(crate) enum Form {
    Pg(Vec<Column>),
    Lite(Vec<u8>),
}

impl Rows {
    pub(crate) fn new(engine: Engine, table: &'static Table, rows: usize) -> Self {
        let column = |(_, kind): &(&str, Kind)| match kind {
            // Most texts are ids (30 bytes) or words.
            Kind::Text => Column::Text(PgArray::with_capacity(rows, 36)),
            Kind::Int => Column::Int(PgArray::with_capacity(rows, 12)),
        };
        let form = match engine {
            Engine::Pg => Form::Pg(table.columns.iter().map(column).collect()),
            Engine::Lite => Form::Lite(Vec::with_capacity(
                rows.saturating_mul(table.columns.len() * 20),
            )),
        };
        Self {
            table,
            form,
            at: 0,
            count: 0,
            failure: None,
        }
    }

    /// Writes one row: `write` gives the value of each column, in the table's order.
    ///
    /// # Panics
    /// When it gives too few or too many: a bug of ours that must not become a wrong row.
    pub(crate) fn row(&mut self, write: impl FnOnce(&mut Self)) {
        self.at = 0;
        if let Form::Lite(json) = &mut self.form {
            json.push(if self.count == 0 { b'[' } else { b',' });
            json.push(b'[');
        }
        write(self);
        assert_eq!(
            self.at,
            self.table.columns.len(),
            "a row of {} has not all its columns",
            self.table.name
        );
        if let Form::Lite(json) = &mut self.form {
            json.push(b']');
        }
        self.count += 1;
    }

    /// The rows in the form in which they are bound.
    pub(crate) fn into_form(self) -> Result<Form, serde_json::Error> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(match self.form {
                Form::Lite(mut json) => {
                    json.push(b']');
                    Form::Lite(json)
                }
                arrays @ Form::Pg(_) => arrays,
            }),
        }
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.any_text(|out| out.raw(value.as_bytes()));
    }

    pub(crate) fn maybe_text(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// Anything that is written as text: ids, words.
    pub(crate) fn shown(&mut self, value: &impl Display) {
        self.any_text(|out| {
            let _ = write!(out, "{value}");
        });
    }

    pub(crate) fn maybe_shown(&mut self, value: Option<&impl Display>) {
        match value {
            Some(value) => self.shown(value),
            None => self.null(),
        }
    }

    /// Two texts with a slash between them: the one column by which a pair is looked up.
    pub(crate) fn pair(&mut self, first: &str, second: &str) {
        self.any_text(|out| {
            out.raw(first.as_bytes());
            out.raw(b"/");
            out.raw(second.as_bytes());
        });
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) {
        let mut failure = None;
        self.any_text(|out| failure = serde_json::to_writer(out, value).err());
        self.failure = self.failure.take().or(failure);
    }

    pub(crate) fn maybe_json(&mut self, value: Option<&impl Serialize>) {
        match value {
            Some(value) => self.json(value),
            None => self.null(),
        }
    }

    pub(crate) fn int(&mut self, value: i64) {
        match self.next() {
            Place::Int(array) => {
                array.element(|bytes| bytes.extend_from_slice(&value.to_be_bytes()));
            }
            Place::Text(_) => self.misplaced(),
            Place::Json(json) => {
                let _ = write!(Plain(json), "{value}");
            }
        }
    }

    /// An instant, in microseconds since 1970 UTC.
    pub(crate) fn instant(&mut self, value: DateTime<Utc>) {
        self.int(value.timestamp_micros());
    }

    pub(crate) fn maybe_instant(&mut self, value: Option<DateTime<Utc>>) {
        match value {
            Some(value) => self.instant(value),
            None => self.null(),
        }
    }

    fn null(&mut self) {
        match self.next() {
            Place::Text(array) => array.null(),
            Place::Int(array) => array.null(),
            Place::Json(json) => json.extend_from_slice(b"null"),
        }
    }

    fn any_text(&mut self, write: impl FnOnce(&mut Out<'_>)) {
        match self.next() {
            Place::Text(array) => array.element(|bytes| {
                write(&mut Out {
                    bytes,
                    escaped: false,
                });
            }),
            Place::Int(_) => self.misplaced(),
            Place::Json(json) => {
                json.push(b'"');
                write(&mut Out {
                    bytes: json,
                    escaped: true,
                });
                json.push(b'"');
            }
        }
    }

    fn next(&mut self) -> Place<'_> {
        let at = self.at;
        self.at += 1;
        match &mut self.form {
            Form::Pg(columns) => match &mut columns[at] {
                Column::Text(array) => Place::Text(array),
                Column::Int(array) => Place::Int(array),
            },
            Form::Lite(json) => {
                if at > 0 {
                    json.push(b',');
                }
                Place::Json(json)
            }
        }
    }

    fn misplaced(&self) -> ! {
        panic!(
            "column {} of {} has another type",
            self.table.columns[self.at - 1].0,
            self.table.name
        )
    }
}

enum Place<'a> {
    Text(&'a mut PgArray<OID_TEXT>),
    Int(&'a mut PgArray<OID_INT8>),
    Json(&'a mut Vec<u8>),
}

struct Plain<'a>(&'a mut Vec<u8>);

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Where text goes: as it is, or as the inside of a JSON string.
struct Out<'a> {
    bytes: &'a mut Vec<u8>,
    escaped: bool,
}

impl Out<'_> {
    fn raw(&mut self, text: &[u8]) {
        if self.escaped {
            escape(text, self.bytes);
        } else {
            self.bytes.extend_from_slice(text);
        }
    }
}

impl fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.raw(text.as_bytes());
        Ok(())
    }
}

impl io::Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.raw(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Appends `text` as the inside of a JSON string: quotes, backslashes and control characters are
/// escaped (RFC 8259, section 7), everything else, UTF-8 included, stays.
pub(crate) fn escape(text: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text;
    while let Some(at) = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
    {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            quoted @ (b'"' | b'\\') => out.extend_from_slice(&[b'\\', quoted]),
            control => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[
                    HEX[usize::from(control >> 4)],
                    HEX[usize::from(control & 15)],
                ]);
            }
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// A set of texts to look up by, in the form in which it travels.
#[derive(Debug)]
pub(crate) enum Set {
    Pg(PgArray<OID_TEXT>),
    Lite(Vec<u8>),
}

impl Set {
    pub(crate) fn of<T: Display>(engine: Engine, values: impl IntoIterator<Item = T>) -> Self {
        match engine {
            Engine::Pg => {
                let mut array = PgArray::with_capacity(16, 36);
                for value in values {
                    array.element(|bytes| {
                        let _ = write!(Plain(bytes), "{value}");
                    });
                }
                Self::Pg(array)
            }
            Engine::Lite => {
                let mut json = vec![b'['];
                for value in values {
                    if json.len() > 1 {
                        json.push(b',');
                    }
                    json.push(b'"');
                    let _ = write!(
                        Out {
                            bytes: &mut json,
                            escaped: true
                        },
                        "{value}"
                    );
                    json.push(b'"');
                }
                json.push(b']');
                Self::Lite(json)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn escaped_text_is_read_back_by_any_json_reader() {
        for text in [
            "",
            "plain",
            "\"quoted\" \\ and\nlines\t\u{1}\u{1f}",
            "홍길동 ㈜ 🙂",
        ] {
            let mut json = vec![b'"'];
            escape(text.as_bytes(), &mut json);
            json.push(b'"');
            assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
        }
    }
}
