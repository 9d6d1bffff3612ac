//! Settlements for people: listed, and each row with where its money came from and went.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    id::{SettlementId, SettlementImportId, SettlementRowId},
    kind::ProviderId,
    lot::Lot,
    payment::Payment,
    refund::Refund,
    settlement::{ARRIVES_WITHIN_DAYS, Import, Payout, Row, Settlement},
};

use crate::{
    app::App,
    flows::{
        FlowError, Result,
        page::{Page, Paged},
        views,
    },
    store::{reads, settlements},
};

/// Newest first; of one provider where it is given.
pub async fn list(
    app: &App,
    provider: Option<ProviderId>,
    page: Page<SettlementId>,
) -> Result<Paged<Settlement>> {
    let found = settlements::list(&app.db, provider.as_ref(), &page.and_one()).await?;
    Ok(page.cut(found, |it| it.id))
}

/// A settlement with the money that arrived for it.
#[derive(Debug, Clone)]
pub struct Whole {
    pub settlement: Settlement,
    pub payout: Option<Payout>,
}

pub async fn settlement(app: &App, id: SettlementId) -> Result<Whole> {
    let found = settlements::by_id(&app.db, id).await?;
    let settlement = found.ok_or(FlowError::NotFound("settlement"))?;
    let payout = match settlement.payout {
        Some(id) => settlements::payout(&app.db, id).await?,
        None => None,
    };
    Ok(Whole { settlement, payout })
}

/// The days whose payouts a statement of these days may show: those on which money arrived, and those on which it was due until the
/// last of them, as far as the money would have arrived by then.
pub async fn due(
    app: &App,
    provider: &ProviderId,
    arrived: &BTreeSet<NaiveDate>,
) -> Result<BTreeSet<NaiveDate>> {
    let mut days = arrived.clone();
    let (Some(first), Some(last)) = (arrived.first(), arrived.last()) else {
        return Ok(days);
    };
    let within = TimeDelta::days(ARRIVES_WITHIN_DAYS);
    let paid = settlements::paid(&app.db, provider, (*first - within, *last - within)).await?;
    days.extend(paid.iter().filter_map(|it| it.paid_out_on));
    Ok(days)
}

/// Rows, newest first; those of one settlement where it is given.
pub async fn rows(
    app: &App,
    id: Option<SettlementId>,
    page: Page<SettlementRowId>,
) -> Result<Paged<Row>> {
    let found = settlements::rows_of(&app.db, id, &page.and_one()).await?;
    Ok(page.cut(found, |it| it.id))
}

/// A row with its settlement, and what the books have of it: money on the account, settlement, payment, lot, refund.
#[derive(Debug, Clone)]
pub struct Lineage {
    pub row: Row,
    pub whole: Whole,
    pub payment: Option<Payment>,
    pub lot: Option<Lot>,
    /// Every refund of the payment.
    pub refunds: Vec<Refund>,
}

pub async fn row(app: &App, id: SettlementRowId) -> Result<Lineage> {
    let found = settlements::row(&app.db, id).await?;
    let row = found.ok_or(FlowError::NotFound("settlement row"))?;
    let whole = settlement(app, row.settlement).await?;
    let (mut payment, mut lot, mut refunds) = (None, None, Vec::new());
    if let Some(id) = row.payment {
        payment = Some(views::payment(app, id).await?);
        lot = reads::lot_of_payment(&app.db, id).await?;
        refunds = reads::refunds_of_payment(&app.db, id).await?;
    }
    Ok(Lineage {
        row,
        whole,
        payment,
        lot,
        refunds,
    })
}

/// Newest first; of one provider where it is given.
pub async fn imports(
    app: &App,
    provider: Option<ProviderId>,
    page: Page<SettlementImportId>,
) -> Result<Paged<Import>> {
    let found = settlements::imports(&app.db, provider.as_ref(), &page.and_one()).await?;
    Ok(page.cut(found, |it| it.id))
}

pub async fn import(app: &App, id: SettlementImportId) -> Result<Import> {
    let found = settlements::import_by_id(&app.db, id).await?;
    found.ok_or(FlowError::NotFound("settlement import"))
}
