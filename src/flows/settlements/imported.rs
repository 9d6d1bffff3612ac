//! Files that a person imports: a provider's settlement, and the statement of the seller's account.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    actor::Actor,
    calendar::seoul,
    id::{PayoutId, SettlementId, SettlementImportId},
    kind::ProviderId,
    settlement::{Import, Line, Origin, Payout},
};
use providers::{
    bank::statement::{Row as StatementRow, RowSays as StatementSays},
    settlements::{File, Form, RowSays, Unread},
};
use serde_json::json;

use super::{begin, keep};
use crate::{
    app::Shared,
    flows::Result,
    store::settlements::{self, Kept},
};

/// Rows that could not be read and are kept with their import: whoever has more of them has the wrong form.
const UNREAD_KEPT_MAX: usize = 1_000;

/// What became of a file.
#[derive(Debug, Clone)]
pub struct Imported {
    pub import: Import,
    /// Whether the same content was imported before.
    pub before: bool,
    pub kept: Kept,
    /// Lines of the file that could not be read, each with the field and the rule.
    pub unread: Vec<(u64, Unread)>,
    /// The days of sale, or the days on which money arrived.
    pub days: BTreeSet<NaiveDate>,
    /// The days on which it is paid out, as far as the file says.
    pub paid_out: BTreeSet<NaiveDate>,
}

/// Imports a provider's settlement file. Rows that are known stay; a row that says something else by now is corrected. A row that
/// cannot be read keeps no other from being taken in.
pub(super) async fn file(
    app: &Shared,
    provider: &ProviderId,
    file: File,
    (name, by): (&str, &Actor),
) -> Result<Imported> {
    let (mut lines, mut unread): (Vec<Line>, Vec<(u64, Unread)>) = (Vec::new(), Vec::new());
    for row in file.rows {
        match row.says {
            RowSays::Line(line) => lines.push(line),
            RowSays::Unread(why) => unread.push((row.line, why)),
            RowSays::Other => {}
        }
    }
    let import = made(
        app,
        provider,
        (Origin::File, file.hash),
        (name, by),
        &unread,
    );
    let days = lines.iter().map(|line| line.sold_on).collect();
    let paid_out = lines.iter().filter_map(|line| line.paid_out_on).collect();
    let here = app.clone();
    let work = async move { keep(&here, import, &lines).await };
    let (before, import, kept) = app.detached(work).await?;
    Ok(Imported {
        import,
        before,
        kept,
        unread,
        days,
        paid_out,
    })
}

/// Imports the statement of the seller's account: what arrived from a provider that its form knows by name. What arrived from
/// anybody else is a matter of `import`.
pub(super) async fn statement(
    app: &Shared,
    provider: &ProviderId,
    (rows, hash): (&[StatementRow], String),
    form: &Form,
    (name, by): (&str, &Actor),
) -> Result<Imported> {
    let import = made(app, provider, (Origin::Statement, hash), (name, by), &[]);
    let here = app.clone();
    let begun = async move { begin(&here, import).await };
    let (before, import) = app.detached(begun).await?;
    let of_provider = rows.iter().filter_map(|row| match &row.says {
        StatementSays::Deposit(deposit) => Some(deposit).filter(|it| form.is_depositor(&it.name)),
        StatementSays::NoDeposit(_) | StatementSays::Unreadable(_) => None,
    });
    let money: Vec<Payout> = of_provider
        .map(|deposit| Payout {
            id: app.id(PayoutId::new),
            provider: provider.clone(),
            import: import.id,
            key: deposit.key.clone(),
            day: seoul(deposit.at.at).date_naive(),
            amount: deposit.amount,
            added_at: app.now(),
        })
        .collect();
    let days = money.iter().map(|it| it.day).collect();
    let (here, of) = (app.clone(), import.clone());
    let work = async move {
        let new = || here.id(SettlementId::new);
        let kept = settlements::keep_payouts(&here.db, &of.provider, &money, new).await?;
        if !before {
            settlements::end(&here.db, of.id, kept).await?;
        }
        Ok(kept)
    };
    let kept = app.detached(work).await?;
    Ok(Imported {
        import,
        before,
        kept,
        unread: Vec::new(),
        days,
        paid_out: BTreeSet::new(),
    })
}

fn made(
    app: &Shared,
    provider: &ProviderId,
    (origin, hash): (Origin, String),
    (name, by): (&str, &Actor),
    unread: &[(u64, Unread)],
) -> Import {
    let told = unread
        .iter()
        .take(UNREAD_KEPT_MAX)
        .map(|(line, why)| json!({"line": line, "field": why.field, "rule": why.rule}));
    let told: Vec<_> = told.collect();
    Import {
        id: app.id(SettlementImportId::new),
        provider: provider.clone(),
        origin,
        file: name.to_owned(),
        hash,
        added: 0,
        known: 0,
        unread: i64::try_from(unread.len()).unwrap_or(i64::MAX),
        unread_rows: serde_json::Value::Array(told).to_string(),
        imported_by: by.clone(),
        imported_at: app.now(),
    }
}
