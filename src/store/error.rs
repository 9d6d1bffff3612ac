//! Failures of the store, and what each means for trying again.

use std::borrow::Cow;

use domain::id::CustomerId;

/// Why the store could not do the requested work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// These customers have no row yet: the writer makes the rows and tries again.
    #[error("{} customers have no row yet", .0.len())]
    MissingCustomers(Vec<CustomerId>),
    /// Between the look-up and the lock a row came to belong to a customer that was not locked. Try again.
    #[error("a row moved to a customer whose row was not locked")]
    Moved,
    /// A stored row cannot be read. Its value is not repeated: it may be private.
    #[error("{table} {id}: column {column} is damaged: {why}")]
    Damaged {
        table: &'static str,
        id: String,
        column: &'static str,
        why: &'static str,
    },
    #[error("{table}: {written} rows written instead of {given}")]
    Miscounted {
        table: &'static str,
        given: u64,
        written: u64,
    },
    /// A bug of ours, stopped before it could lose an update.
    #[error(
        "{table}: a row of customer {customer} was changed without holding the customer's lock"
    )]
    Unlocked {
        table: &'static str,
        customer: CustomerId,
    },
    /// An account that a refund goes to was to be written without a key to encrypt it with.
    #[error("{table}: an account is to be encrypted, and there is no key")]
    NoAccountKey { table: &'static str },
    #[error("a value cannot be written as JSON: {0}")]
    Unwritable(#[source] serde_json::Error),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// No connection could be taken, whatever the server reported.
    #[error("no connection to the database: {0}")]
    Unreachable(#[source] sqlx::Error),
    /// The commit was sent and its outcome is not known.
    #[error("commit in doubt: {0}")]
    CommitInDoubt(#[source] sqlx::Error),
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database must not be used like this; in words.
    #[error("{0}")]
    Unfit(String),
}

/// What a failure means for trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The same request will likely work again: others were in the way.
    Again,
    /// Others held a lock for longer than the wait for it.
    Locked,
    /// The database cannot be reached or cannot write: no command is at fault.
    Outage,
    /// Something in the batch is at fault.
    Content,
}

impl StoreError {
    /// A row that cannot be read: its table and its name, the column, and why.
    pub(super) fn damaged(
        table: &'static str,
        id: impl Into<String>,
        column: &'static str,
        why: &'static str,
    ) -> Self {
        Self::Damaged {
            table,
            id: id.into(),
            column,
            why,
        }
    }

    /// Whether SQLite's disk failed, so that earlier writes may be lost as well.
    pub fn is_disk_failure(&self) -> bool {
        self.code().is_some_and(|code| is_io_code(&code))
    }

    /// Whether the database itself reported that it is damaged.
    pub fn is_damage(&self) -> bool {
        self.code().is_some_and(|code| is_damage_code(&code))
    }

    /// The database's own code of a failed statement.
    fn code(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Database(error) => error.as_database_error()?.code(),
            _ => None,
        }
    }

    pub fn trouble(&self) -> Trouble {
        match self {
            Self::MissingCustomers(_) | Self::Moved => Trouble::Again,
            Self::Database(sqlx::Error::Database(error)) => {
                of_code(error.code().as_deref().unwrap_or_default())
            }
            Self::CommitInDoubt(_)
            | Self::Unreachable(_)
            | Self::Migration(_)
            | Self::Unfit(_)
            | Self::Database(
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::Protocol(_),
            ) => Trouble::Outage,
            Self::Damaged { .. }
            | Self::Miscounted { .. }
            | Self::Unlocked { .. }
            | Self::NoAccountKey { .. }
            | Self::Unwritable(_)
            | Self::Database(_) => Trouble::Content,
        }
    }
}

/// `SQLITE_IOERR`, in the low byte of all its extended codes.
fn is_io_code(code: &str) -> bool {
    code.len() < 5 && code.parse::<i64>().is_ok_and(|code| code & 0xff == 10)
}

/// `data_corrupted` and `index_corrupted` of PostgreSQL; `SQLITE_CORRUPT` and `SQLITE_NOTADB`.
fn is_damage_code(code: &str) -> bool {
    match code {
        "XX001" | "XX002" => true,
        _ if code.len() == 5 => false,
        _ => code
            .parse::<i64>()
            .is_ok_and(|code| matches!(code & 0xff, 11 | 26)),
    }
}

/// SQLSTATE of PostgreSQL (five characters), or the extended result code of SQLite (a number).
fn of_code(code: &str) -> Trouble {
    if code.len() == 5 {
        return match code {
            // Serialization failure, deadlock, unique violation: another writer was first. After a new load the books
            // see what it did.
            "40001" | "40P01" | "23505" => Trouble::Again,
            // Lock not available in time.
            "55P03" => Trouble::Locked,
            // Connection, resources, operator's intervention, system, read-only after a failover.
            // 57014, a statement cancelled for its length, may be the batch's own doing.
            "57014" => Trouble::Content,
            // 25P03, a transaction that the server ended because this process stalled.
            "25P03" | "25006" | "XX001" | "XX002" => Trouble::Outage,
            _ if ["08", "53", "57", "58"].contains(&&code[..2]) => Trouble::Outage,
            _ => Trouble::Content,
        };
    }
    match code.parse::<i64>() {
        // SQLITE_CONSTRAINT_UNIQUE and _PRIMARYKEY.
        Ok(2067 | 1555) => Trouble::Again,
        // The primary code is the low byte: BUSY 5, LOCKED 6.
        Ok(extended) if matches!(extended & 0xff, 5 | 6) => Trouble::Locked,
        // READONLY 8, IOERR 10, CORRUPT 11, FULL 13, CANTOPEN 14, NOTADB 26.
        Ok(extended) if matches!(extended & 0xff, 8 | 10 | 11 | 13 | 14 | 26) => Trouble::Outage,
        _ => Trouble::Content,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, is_damage_code, is_io_code, of_code};

    #[test]
    fn codes_of_both_engines_say_whether_to_try_again() {
        for (code, trouble) in [
            ("40001", Trouble::Again),
            ("23505", Trouble::Again),
            ("23514", Trouble::Content),
            ("57P01", Trouble::Outage),
            ("57014", Trouble::Content),
            ("53100", Trouble::Outage),
            ("22021", Trouble::Content),
            ("1555", Trouble::Again),
            ("2067", Trouble::Again),
            ("55P03", Trouble::Locked),
            ("25P03", Trouble::Outage),
            ("5", Trouble::Locked),
            ("517", Trouble::Locked),
            ("13", Trouble::Outage),
            ("778", Trouble::Outage),
            ("275", Trouble::Content),
            ("", Trouble::Content),
        ] {
            assert_eq!(of_code(code), trouble, "{code}");
        }
    }

    #[test]
    fn damage_is_known_by_its_codes() {
        for (code, damage) in [
            ("11", true),
            ("267", true), // a corrupt index
            ("26", true),
            ("XX001", true),
            ("XX002", true),
            ("XX000", false),
            ("10", false),
            ("13", false),
            ("", false),
        ] {
            assert_eq!(is_damage_code(code), damage, "{code}");
        }
    }

    #[test]
    fn a_failing_disk_is_told_from_a_full_one_and_from_a_server() {
        for (code, failing) in [
            ("10", true),
            ("1034", true), // fsync
            ("778", true),  // write
            ("13", false),  // full
            ("5", false),
            ("58030", false), // a PostgreSQL's disk
            ("53100", false),
            ("", false),
        ] {
            assert_eq!(is_io_code(code), failing, "{code}");
        }
    }
}
