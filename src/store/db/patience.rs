//! How long a statement of a database that is opened for reading may take.

use std::time::Duration;

use super::{link::PG_DEADLINE, pooler::Pooler};

/// Who waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// A request, or a person at a prompt: the limits of every session.
    Served,
    /// A file that is written offline. One statement may sum all that a customer ever used, some million rows: minutes.
    Offline,
}

/// What a session sets so that a statement may take 15 minutes, as long as one of an audit. It has no lock that others
/// wait for.
const PG_OFFLINE: &str =
    "SET statement_timeout = '15min'; SET idle_in_transaction_session_timeout = '15min'";
/// The same for one transaction, behind a pooler that gives each transaction another connection of the server.
const BEGIN_OFFLINE: &str = "BEGIN READ ONLY; SET LOCAL statement_timeout = '15min'; \
    SET LOCAL idle_in_transaction_session_timeout = '15min'; SET LOCAL jit = off";
/// Above the server's own limit, so that only an unreachable server exceeds it.
const OFFLINE_DEADLINE: Duration = Duration::from_mins(16);

impl Patience {
    /// Settings of a session beside those of every session that only reads.
    pub(super) const fn session(self) -> Option<&'static str> {
        match self {
            Self::Served => None,
            Self::Offline => Some(PG_OFFLINE),
        }
    }

    /// How a transaction that only reads begins; none when a plain `BEGIN` does.
    pub(super) const fn begin(self, pooler: Pooler) -> Option<&'static str> {
        match (self, pooler) {
            (_, Pooler::Session) => None,
            (Self::Served, Pooler::Transaction) => pooler.begin_read_only(),
            (Self::Offline, Pooler::Transaction) => Some(BEGIN_OFFLINE),
        }
    }

    /// How long a statement may take as we see it.
    pub(super) const fn deadline(self) -> Duration {
        match self {
            Self::Served => PG_DEADLINE,
            Self::Offline => OFFLINE_DEADLINE,
        }
    }
}
