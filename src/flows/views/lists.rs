//! Lists, page by page.

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalState},
    contradiction::{Contradiction, ContradictionState},
    customer::Customer,
    deposit::{Deposit, DepositState},
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, InboxId, LotId, RefundId,
        SpendId,
    },
    inbox::Received,
    ledger::Entry,
    lot::Lot,
    refund::{Refund, RefundState},
    spend::{Hold, Spend},
};

use crate::{
    app::App,
    flows::{
        FlowError,
        page::{DebtorCursor, EntryCursor, Page, Paged},
        text::{REFERENCE_MAX, check_text},
    },
    store::{Timeline, inbox, reads},
};

/// Newest first.
pub async fn approvals(
    app: &App,
    state: ApprovalState,
    page: Page<ApprovalId>,
) -> Result<Paged<Approval>, FlowError> {
    let found = reads::approvals_in(&app.db, state, app.now(), &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// Newest first; all that wait when no state is given.
pub async fn contradictions(
    app: &App,
    state: Option<ContradictionState>,
    page: Page<ContradictionId>,
) -> Result<Paged<Contradiction>, FlowError> {
    let states: Vec<ContradictionState> = match state {
        Some(state) => vec![state],
        None => ContradictionState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_open())
            .collect(),
    };
    let found = reads::contradictions_in(&app.db, &states, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// Customers who owe credits, by id. Credits of a lapsed hold have paid, whether or not a sweep has run.
pub async fn debtors(app: &App, page: Page<DebtorCursor>) -> Result<Paged<Customer>, FlowError> {
    let after = page.after.as_ref().map_or("", |last| last.0.as_str());
    let found = reads::debtors(&app.db, after, page.and_one().limit).await?;
    let mut debtors = page.cut(found, |customer| DebtorCursor(customer.id.clone()));
    for customer in &mut debtors.items {
        let balance = reads::balance(&app.db, &customer.id, app.now()).await?;
        customer.debt = balance.unwrap_or_default().debt;
    }
    debtors.items.retain(|customer| !customer.debt.is_zero());
    Ok(debtors)
}

/// Newest first; all, or those that end before an instant.
pub async fn lots(
    app: &App,
    customer: &CustomerId,
    expiring_before: Option<DateTime<Utc>>,
    page: Page<LotId>,
) -> Result<Paged<Lot>, FlowError> {
    let lots = reads::lots_of(&app.db, customer, expiring_before, &page.and_one()).await?;
    Ok(page.cut(lots, |lot| lot.id))
}

/// A customer's spends, newest first; all, or those under one of the seller's references.
pub async fn spends(
    app: &App,
    customer: &CustomerId,
    reference: Option<&str>,
    page: Page<SpendId>,
) -> Result<Paged<Spend>, FlowError> {
    check_reference(reference)?;
    let spends = reads::spends_of(&app.db, customer, reference, &page.and_one()).await?;
    Ok(page.cut(spends, |spend| spend.id))
}

/// The same of a customer's holds, as they stand now.
pub async fn holds(
    app: &App,
    customer: &CustomerId,
    reference: Option<&str>,
    page: Page<HoldId>,
) -> Result<Paged<Hold>, FlowError> {
    check_reference(reference)?;
    let holds = reads::holds_of(&app.db, customer, reference, &page.and_one()).await?;
    let now = app.now();
    let holds = holds.into_iter().map(|hold| hold.as_of(now)).collect();
    Ok(page.cut(holds, |hold| hold.id))
}

fn check_reference(reference: Option<&str>) -> Result<(), FlowError> {
    reference.map_or(Ok(()), |reference| {
        check_text("reference", reference, REFERENCE_MAX)
    })
}

/// Oldest first, by number.
pub async fn entries(
    app: &App,
    customer: &CustomerId,
    page: Page<EntryCursor>,
) -> Result<Paged<Entry>, FlowError> {
    let timeline = Timeline {
        after: page.after.map_or(0, |last| last.0),
        limit: page.and_one().limit,
    };
    let entries = reads::entries_of(&app.db, customer, timeline).await?;
    Ok(page.cut(entries, |entry| EntryCursor(entry.seq)))
}

/// All customers' refunds, newest first; all that have not ended when no state is given.
pub async fn refunds(
    app: &App,
    state: Option<RefundState>,
    due_before: Option<DateTime<Utc>>,
    page: Page<RefundId>,
) -> Result<Paged<Refund>, FlowError> {
    let states: Vec<RefundState> = match state {
        Some(state) => vec![state],
        None => RefundState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_open())
            .collect(),
    };
    let refunds = reads::refunds_in(&app.db, &states, due_before, &page.and_one()).await?;
    Ok(page.cut(refunds, |refund| refund.id))
}

/// Newest first; all states that wait for a person when none is given.
pub async fn deposits(
    app: &App,
    state: Option<DepositState>,
    page: Page<DepositId>,
) -> Result<Paged<Deposit>, FlowError> {
    let states: Vec<DepositState> = match state {
        Some(state) => vec![state],
        None => DepositState::ALL
            .iter()
            .copied()
            .filter(|state| state.is_open())
            .collect(),
    };
    let deposits = reads::deposits_in(&app.db, &states, &page.and_one()).await?;
    Ok(page.cut(deposits, |deposit| deposit.id))
}

/// Newest first; all, or only webhooks that wait for a person.
pub async fn inbox(
    app: &App,
    open: bool,
    page: Page<InboxId>,
) -> Result<Paged<Received>, FlowError> {
    let rows = inbox::list(&app.db, open, &page.and_one()).await?;
    Ok(page.cut(rows, |row| row.id))
}
