//! One declaration for each stored thing: its table, and each column with its role in the journal, its form and the
//! field that it holds. Writing, reading, the statements and the auditor's digests follow from it.
//!
//! | part | |
//! |---|---|
//! | `key` | the row's name |
//! | `fixed` | never changes once the row is there |
//! | `added` | fixed, in a table that had rows without it: recorded where it has a value |
//! | `changing` | each version is recorded in the journal |
//! | `derived` | follows from other rows: the auditor works it out |
//!
//! | form | column, and what it holds |
//! |---|---|
//! | `id`, `word` | text: an id or an actor, or a word of a vocabulary |
//! | `text` | text as it is |
//! | `json` | text: anything as JSON |
//! | `int`, `amount` | integer: a number, or won or credits |
//! | `instant` | integer: microseconds since 1970 UTC |
//! | `maybe_…` | the same, or NULL |
//! | `filled_json` | text: a map as JSON, NULL when it is empty |
//! | `maybe_sealed` | text: an account that a refund goes to, or the number on a cash receipt, encrypted, or NULL |
//! | `sealed_request` | text: a request for a second person as JSON, the accounts in it encrypted |

/// `TABLE = "name", conflict, journal 'letter' { part column: form, … }`: the table alone, for rows that are written
/// and read by functions of their own.
macro_rules! table {
    ($(#[$doc:meta])* $vis:vis $table:ident = $name:literal, $conflict:ident $(($clause:literal))? $(, journal $letter:literal)? {
        $($part:ident $column:ident: $form:ident),+ $(,)?
    }) => {
        $(#[$doc])*
        $vis static $table: $crate::store::table::Table = $crate::store::table::Table::new(
            $name,
            $crate::store::table::OnConflict::$conflict $(($clause))?,
            table!(@letter $($letter)?),
            &[$($crate::store::table::Column {
                name: stringify!($column),
                kind: table!(@kind $form),
                part: table!(@part $part),
            }),+],
        );
    };
    (@letter) => { None };
    (@letter $letter:literal) => { Some($letter) };
    (@part key) => { $crate::store::table::Part::Key };
    (@part fixed) => { $crate::store::table::Part::Fixed };
    (@part added) => { $crate::store::table::Part::Added };
    (@part changing) => { $crate::store::table::Part::Changing };
    (@part derived) => { $crate::store::table::Part::Derived };
    (@kind int) => { $crate::store::table::ColumnType::Int };
    (@kind amount) => { $crate::store::table::ColumnType::Int };
    (@kind instant) => { $crate::store::table::ColumnType::Int };
    (@kind maybe_int) => { $crate::store::table::ColumnType::Int };
    (@kind maybe_amount) => { $crate::store::table::ColumnType::Int };
    (@kind maybe_instant) => { $crate::store::table::ColumnType::Int };
    (@kind $text:ident) => { $crate::store::table::ColumnType::Text };
}

/// `TABLE = "name", conflict, journal 'letter': Thing { part column: form = field, … }`: the table of a thing with
/// each of its fields in a column. The column has the field's name unless another is given.
macro_rules! stored {
    ($(#[$doc:meta])* $vis:vis $table:ident = $name:literal, $conflict:ident $(($clause:literal))? $(, journal $letter:literal)?: $thing:ident {
        $($part:ident $column:ident: $form:ident $(= $field:ident)?),+ $(,)?
    }) => {
        table! {
            $(#[$doc])* $vis $table = $name, $conflict $(($clause))? $(, journal $letter)? { $($part $column: $form),+ }
        }

        impl $crate::store::rows::Stored for $thing {
            fn table() -> &'static $crate::store::table::Table {
                &$table
            }

            fn write(&self, row: &mut $crate::store::columns::Rows) {
                let it = self;
                $(stored!(@write $form, row, stored!(@field it $column $($field)?));)+
            }

            fn read(row: &mut $crate::store::rows::Reader<'_>) -> Result<Self, $crate::store::StoreError> {
                $(let $column = stored!(@read $form, row);)+
                Ok(Self { $($($field:)? $column),+ })
            }
        }
    };
    (@field $it:ident $column:ident) => { $it.$column };
    (@field $it:ident $column:ident $field:ident) => { $it.$field };

    (@write id, $row:ident, $value:expr) => { $row.shown(&$value) };
    (@write word, $row:ident, $value:expr) => { $row.text($value.as_str()) };
    (@write text, $row:ident, $value:expr) => { $row.text(&$value) };
    (@write json, $row:ident, $value:expr) => { $row.json(&$value) };
    (@write int, $row:ident, $value:expr) => { $row.int($value) };
    (@write amount, $row:ident, $value:expr) => { $row.int($value.get()) };
    (@write instant, $row:ident, $value:expr) => { $row.instant($value) };
    (@write maybe_id, $row:ident, $value:expr) => { $row.maybe_shown($value.as_ref()) };
    (@write maybe_text, $row:ident, $value:expr) => { $row.maybe_text($value.as_deref()) };
    (@write maybe_json, $row:ident, $value:expr) => { $row.maybe_json($value.as_ref()) };
    (@write maybe_int, $row:ident, $value:expr) => { $row.maybe_int($value) };
    (@write maybe_amount, $row:ident, $value:expr) => { $row.maybe_int($value.map(|amount| amount.get())) };
    (@write maybe_instant, $row:ident, $value:expr) => { $row.maybe_instant($value) };
    (@write maybe_sealed, $row:ident, $value:expr) => { $row.maybe_sealed($value.as_ref()) };
    (@write sealed_request, $row:ident, $value:expr) => { $row.sealed_request(&$value) };
    (@write filled_json, $row:ident, $value:expr) => { $row.maybe_json(Some(&$value).filter(|map| !map.is_empty())) };

    (@read id, $row:ident) => { $row.parsed()? };
    (@read word, $row:ident) => { $row.parsed()? };
    (@read maybe_id, $row:ident) => { $row.maybe_parsed()? };
    (@read filled_json, $row:ident) => { $row.maybe_json()?.unwrap_or_default() };
    (@read $form:ident, $row:ident) => { $row.$form()? };
}

pub(crate) use {stored, table};
