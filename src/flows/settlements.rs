//! Settlements of providers: rows that are kept, from a provider's answer or from a file, the money that arrived for them, and how
//! each leads to a payment, its lot and its refunds. What they differ in is found by `flows::reconcile`.

mod imported;
mod sent;
mod shown;

use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::{ActId, SettlementId, SettlementImportId, SettlementRowId},
    kind::ProviderId,
    settlement::{Import, Line, Origin, Row, SettlementKind, digest},
};
use providers::provider::{Settlement as Reported, SettlementKind as ReportedKind};

use super::Result;
use crate::{
    app::App,
    store::settlements::{self, Begun, Kept},
};

pub use imported::Imported;
pub use sent::{FILE_NAME_MAX, Sent, Way, What, take_in};
pub use shown::{Lineage, Whole, due, import, imports, list, row, rows, settlement};

/// Keeps what a provider answered. The same answer again brings nothing.
///
/// # Errors
/// The rows cannot be written.
pub(crate) async fn keep_reported(
    app: &App,
    provider: &ProviderId,
    rows: Vec<Reported>,
) -> Result<()> {
    let lines: Vec<Line> = rows.into_iter().map(line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let import = Import {
        id: app.id(SettlementImportId::new),
        provider: provider.clone(),
        origin: Origin::Api,
        file: String::new(),
        hash: digest(&lines),
        added: 0,
        known: 0,
        unread: 0,
        unread_rows: "[]".to_owned(),
        imported_by: Actor::Provider(provider.clone()),
        imported_at: app.now(),
    };
    keep(app, import, &lines).await?;
    Ok(())
}

/// A provider's row as a line of ours. The fee is before VAT, as the provider says it: that its parts make the whole is checked with
/// the line.
fn line(it: Reported) -> Line {
    Line {
        key: it.transaction_key,
        payment_key: it.payment_key,
        order_ref: it.order_ref,
        kind: match it.kind {
            ReportedKind::Sale => SettlementKind::Payment,
            ReportedKind::Cancel => SettlementKind::Cancel,
        },
        gross: it.amount,
        fee: it.fee_supply,
        vat: Some(it.fee_vat),
        net: it.paid_out,
        sold_on: it.sold_on,
        paid_out_on: it.paid_out_on,
    }
}

/// Writes an import down, and whether the same content was imported before. What a person brought is an act of the person's.
async fn begin(app: &App, import: Import) -> Result<(bool, Import)> {
    let act = (import.origin != Origin::Api).then(|| AuditRecord {
        id: app.id(ActId::new),
        by: import.imported_by.clone(),
        act: AuditAct::SettlementImport,
        subject: import.id.to_string(),
        detail: format!(
            "{}: {} (SHA-256 {})",
            import.provider, import.file, import.hash
        ),
        at: import.imported_at,
    });
    Ok(
        match settlements::begin(&app.db, import, act.as_ref()).await? {
            Begun::New(import) => (false, import),
            Begun::Before(import) => (true, import),
        },
    )
}

/// Keeps lines of one content. Whether it was imported before, the import, and what was new.
async fn keep(app: &App, import: Import, lines: &[Line]) -> Result<(bool, Import, Kept)> {
    let db = &app.db;
    let (before, import) = begin(app, import).await?;
    let made = |line: &Line, settlement: SettlementId| Row {
        id: app.id(SettlementRowId::new),
        provider: import.provider.clone(),
        settlement,
        import: import.id,
        line: line.clone(),
        order: None,
        payment: None,
        refund: None,
        added_at: app.now(),
    };
    let settlement = || app.id(SettlementId::new);
    let kept = settlements::keep(db, &import, lines, made, settlement).await?;
    if !before {
        settlements::end(db, import.id, kept).await?;
    }
    Ok((before, import, kept))
}
