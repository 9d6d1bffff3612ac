//! The present state, for any caller: reads that do not pass the writer.

mod lists;

use chrono::{DateTime, Utc};
use domain::{
    approval::Approval,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, InboxId, OrderId, PaymentId,
        RefundId, SpendId,
    },
    inbox::Received,
    order::Order,
    payment::Payment,
    refund::Refund,
    spend::{Hold, Spend},
};

use super::FlowError;
pub use crate::store::{Counts, PAGE_MAX, reads::Balance};
use crate::{
    app::App,
    store::{self, inbox, reads},
};
pub use lists::{
    approvals, contradictions, debtors, deposits, entries, holds, inbox, lots, refunds, spends,
};

/// The order, or an error when there is none.
pub async fn order(app: &App, id: OrderId) -> Result<Order, FlowError> {
    reads::order(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("order"))
}

pub async fn payment(app: &App, id: PaymentId) -> Result<Payment, FlowError> {
    reads::payment(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("payment"))
}

pub async fn refund(app: &App, id: RefundId) -> Result<Refund, FlowError> {
    reads::refund(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("refund"))
}

pub async fn spend(app: &App, id: SpendId) -> Result<Spend, FlowError> {
    reads::spend(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("spend"))
}

/// The hold as it stands now. One whose time is over has lapsed.
pub async fn hold(app: &App, id: HoldId) -> Result<Hold, FlowError> {
    let found = reads::hold(&app.db, id).await?;
    let hold = found.ok_or(FlowError::NotFound("hold"))?;
    Ok(hold.as_of(app.now()))
}

pub async fn deposit(app: &App, id: DepositId) -> Result<Deposit, FlowError> {
    reads::deposit(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("deposit"))
}

pub async fn approval(app: &App, id: ApprovalId) -> Result<Approval, FlowError> {
    reads::approval(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("approval"))
}

pub async fn contradiction(app: &App, id: ContradictionId) -> Result<Contradiction, FlowError> {
    reads::contradiction(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("contradiction"))
}

pub async fn inbox_row(app: &App, id: InboxId) -> Result<Received, FlowError> {
    inbox::get(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("inbox row"))
}

/// The balance now, or at an instant of the past by the ledger. A customer who is not known has nothing.
pub async fn balance(
    app: &App,
    customer: &CustomerId,
    at: Option<DateTime<Utc>>,
) -> Result<Balance, FlowError> {
    let now = app.now();
    let found = match at {
        Some(at) if at < now => reads::balance_at(&app.db, customer, at).await?,
        // A future instant: the credits of today that would still be live then.
        Some(at) => reads::balance(&app.db, customer, at).await?,
        None => reads::balance(&app.db, customer, now).await?,
    };
    Ok(found.unwrap_or_default())
}

/// The customer, or an error when there is none. For acts on an account, which a mistyped name must not seem to be.
pub async fn customer(app: &App, id: &CustomerId) -> Result<Customer, FlowError> {
    reads::customer(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("customer"))
}

/// How much is unfinished.
pub async fn gauges(app: &App) -> Result<Counts, FlowError> {
    Ok(store::counts(&app.db).await?)
}
