//! The only SQL. It loads and writes the rows the books name and decides nothing.
//!
//! Writes come through [`writer`], which carries many commands in one transaction. [`books`] and [`save`] work in
//! sets: a small fixed number of statements however many commands there are. Reads ([`reads`], [`inbox`]) do not pass
//! the writer. Every statement is one text for both engines ([`sql`]).

pub mod audit;
pub mod audit_log;
pub mod audit_passes;
pub mod books;
pub mod checkouts;
mod columns;
mod counts;
pub mod db;
pub mod discrepancies;
pub mod engine;
mod error;
pub mod feed;
pub mod figures;
pub mod idempotency_keys;
pub mod inbox;
pub mod journal;
pub mod keys;
mod migrations;
pub mod operators;
pub mod outbox;
mod page;
pub mod policies;
pub mod policy_drafts;
mod query;
pub mod reads;
pub mod reconciliations;
pub mod retention;
mod rows;
pub mod save;
pub mod sealed;
pub mod seals;
pub mod settlements;
pub mod snapshot;
pub mod sql;
mod table;
pub mod webhooks;
pub mod writer;

pub use counts::{Counts, counts};
pub use db::{Address, Db, Options, Pooler, Tx};
pub use error::{StoreError, Trouble};
pub use page::{PAGE_MAX, Page, Span, Timeline};
pub use writer::{WriteError, Writer};

/// Every statement and every table's insert, as sent to this engine, for a test that prepares them all.
pub fn statements(db: &Db) -> Vec<&'static str> {
    let lists = [
        audit_log::STATEMENTS,
        audit_passes::STATEMENTS,
        books::STATEMENTS,
        checkouts::STATEMENTS,
        idempotency_keys::STATEMENTS,
        counts::STATEMENTS,
        db::STATEMENTS,
        discrepancies::STATEMENTS,
        feed::STATEMENTS,
        figures::STATEMENTS,
        inbox::STATEMENTS,
        journal::STATEMENTS,
        keys::STATEMENTS,
        operators::STATEMENTS,
        operators::sessions::STATEMENTS,
        outbox::STATEMENTS,
        outbox::parked::STATEMENTS,
        policies::STATEMENTS,
        policy_drafts::STATEMENTS,
        reads::STATEMENTS,
        reads::facts::STATEMENTS,
        reads::balance::STATEMENTS,
        reads::memberships::STATEMENTS,
        reads::policy_notices::STATEMENTS,
        reads::cash_receipts::STATEMENTS,
        reads::disputes::STATEMENTS,
        reads::tax_invoices::STATEMENTS,
        reads::breakdown::STATEMENTS,
        reads::history::STATEMENTS,
        reads::search::STATEMENTS,
        reads::spends_by_key::STATEMENTS,
        reads::usage::STATEMENTS,
        reads::statement::STATEMENTS,
        reconciliations::STATEMENTS,
        retention::STATEMENTS,
        save::STATEMENTS,
        settlements::STATEMENTS,
        settlements::reads::STATEMENTS,
        settlements::sums::STATEMENTS,
        seals::STATEMENTS,
        snapshot::STATEMENTS,
        webhooks::STATEMENTS,
        webhooks::following::STATEMENTS,
        webhooks::sending::STATEMENTS,
    ];
    let plain = lists.into_iter().flatten().copied();
    let plain = plain.chain(retention::made());
    let plain = plain.map(|sql| sql.text(db.engine()));
    let inserts = rows::TABLES
        .iter()
        .flat_map(|table| table.writes(db.engine()));
    plain.chain(inserts).collect()
}
