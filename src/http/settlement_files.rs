//! Files about what providers pay out, as they are sent: settlement files, and statements of the seller's account.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{actor::Actor, id::SettlementImportId, kind::ProviderId, settlement::Origin};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    discrepancies::provider,
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ok},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        reconcile,
        settlements::{self, Imported, Sent, Way, What},
    },
};

pub(super) const CSV: &str = "text/csv";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows that could not be read and are named in the answer, as many as are kept: whoever has more of them has the wrong form.
const UNREAD_SHOWN_MAX: usize = 1_000;

/// What became of a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettlementFile")]
pub(super) struct TakenInView {
    /// The import, as `/v1/settlement-imports` shows it.
    import_id: SettlementImportId,
    provider: ProviderId,
    origin: Origin,
    /// SHA-256 of the content, in hexadecimal digits.
    hash: String,
    /// Whether the same content was taken in before. Then nothing was changed.
    imported_before: bool,
    /// Rows that were not known before.
    added: i64,
    /// Rows that were.
    known: i64,
    /// Rows that could not be read.
    unread: usize,
    /// The first 1,000 of those.
    unread_rows: Vec<UnreadView>,
    /// The days of its rows: of the sales, or on which money arrived.
    days: BTreeSet<NaiveDate>,
    /// The days that are compared with the books now, one after the other. Each is one of `/v1/reconciliations` once it begins.
    comparing: BTreeSet<NaiveDate>,
}

/// A row that could not be read. Its value is not repeated.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettlementFileUnread")]
struct UnreadView {
    /// The line of the file, counted from 1.
    line: u64,
    field: String,
    rule: String,
}

impl TakenInView {
    fn of(taken: Imported, comparing: BTreeSet<NaiveDate>) -> Self {
        let rows = taken.unread.iter().take(UNREAD_SHOWN_MAX);
        let rows = rows.map(|(line, why)| UnreadView {
            line: *line,
            field: why.field.to_owned(),
            rule: why.rule.to_owned(),
        });
        Self {
            import_id: taken.import.id,
            provider: taken.import.provider,
            origin: taken.import.origin,
            hash: taken.import.hash,
            imported_before: taken.before,
            added: taken.kept.added,
            known: taken.kept.known,
            unread: taken.unread.len(),
            unread_rows: rows.collect(),
            days: taken.days,
            comparing,
        }
    }
}

pub(super) async fn settlement(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    answer(app, caller, What::Settlement, ask).await
}

pub(super) async fn statement(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    answer(app, caller, What::Statement, ask).await
}

async fn answer(app: Shared, caller: Caller, what: What, ask: ApiRequest) -> Answered {
    let missing = |field| Problem::field(&INVALID_FIELD, field, "is missing");
    let sent = Sent {
        what,
        way: Way::Network,
        provider: provider(&ask)?.ok_or_else(|| missing("provider"))?,
        name: ask.query("file").ok_or_else(|| missing("file"))?.to_owned(),
        bytes: ask.body,
        form: None,
    };
    let (taken, comparing) = Box::pin(take_in(&app, &caller, sent)).await?;
    Ok(ok(&TakenInView::of(taken, comparing)))
}

/// Takes a file in, and has its days compared. What became of it, and which days these are.
pub(super) async fn take_in(
    app: &Shared,
    caller: &Caller,
    sent: Sent,
) -> Result<(Imported, BTreeSet<NaiveDate>), Problem> {
    let (by, what) = (Actor::Key(caller.key), sent.what);
    let taken = settlements::take_in(app, &by, sent).await?;
    let comparing = reconcile::compare_file(app, &by, what, &taken).await?;
    Ok((taken, comparing))
}
