//! What is, for whoever asks: reads that do not pass the writer.

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalState},
    contradiction::{Contradiction, ContradictionState},
    customer::Customer,
    deposit::{Deposit, DepositState},
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, InboxId, OrderId, PaymentId,
        RefundId, SpendId,
    },
    inbox::Received,
    kind::ProviderId,
    ledger::Entry,
    lot::Lot,
    order::{Order, OrderState},
    payment::Payment,
    refund::{Refund, RefundState},
    spend::{Hold, Spend},
};

use super::FlowError;
use crate::{
    app::App,
    store::{self, Timeline, inbox, reads},
};

pub use crate::store::{Counts, PAGE_MAX, reads::Balance};

/// Which part of a list is asked for.
#[derive(Debug, Clone)]
pub struct Page {
    pub limit: i64,
    /// What the page before gave as `next`.
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the next page starts; none on the last.
    pub next: Option<String>,
}

impl Page {
    /// Asks for one more than the page holds, to know whether there is a next one.
    pub(super) fn and_one(&self) -> store::Page {
        store::Page {
            after: self.cursor.clone(),
            limit: self.limit.saturating_add(1),
        }
    }

    pub(super) fn cut<T>(&self, mut items: Vec<T>, name: impl Fn(&T) -> String) -> Paged<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if items.len() <= limit {
            return Paged { items, next: None };
        }
        items.truncate(limit);
        let next = items.last().map(name);
        Paged { items, next }
    }
}

/// The order, or that there is none.
pub async fn order(app: &App, id: OrderId) -> Result<Order, FlowError> {
    find_order(app, id)
        .await?
        .ok_or(FlowError::NotFound("order"))
}

pub async fn find_order(app: &App, id: OrderId) -> Result<Option<Order>, FlowError> {
    Ok(reads::order(&app.db, id).await?)
}

/// The order a provider's own name for a payment belongs to.
pub async fn order_of_payment_key(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Order>, FlowError> {
    match reads::payment_by_key(&app.db, provider, key).await? {
        Some(payment) => find_order(app, payment.order).await,
        None => Ok(None),
    }
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

pub async fn refunds_of_payment(app: &App, id: PaymentId) -> Result<Vec<Refund>, FlowError> {
    Ok(reads::refunds_of_payment(&app.db, id).await?)
}

pub async fn lot_of_payment(app: &App, id: PaymentId) -> Result<Option<Lot>, FlowError> {
    Ok(reads::lot_of_payment(&app.db, id).await?)
}

pub async fn spend(app: &App, id: SpendId) -> Result<Spend, FlowError> {
    reads::spend(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("spend"))
}

pub async fn hold(app: &App, id: HoldId) -> Result<Hold, FlowError> {
    reads::hold(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("hold"))
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

/// Newest first.
pub async fn approvals(
    app: &App,
    state: ApprovalState,
    page: Page,
) -> Result<Paged<Approval>, FlowError> {
    let found = reads::approvals_in(&app.db, state, app.now(), &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id.to_string()))
}

pub async fn contradiction(app: &App, id: ContradictionId) -> Result<Contradiction, FlowError> {
    reads::contradiction(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("contradiction"))
}

/// Newest first; all that wait, when no state is named.
pub async fn contradictions(
    app: &App,
    state: Option<ContradictionState>,
    page: Page,
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
    Ok(page.cut(found, |known| known.id.to_string()))
}

pub async fn inbox_row(app: &App, id: InboxId) -> Result<Received, FlowError> {
    inbox::get(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("inbox row"))
}

/// Whose order a movement paid, if it paid one.
pub async fn customer_of_movement(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<CustomerId>, FlowError> {
    let told = reads::deposit_by_key(&app.db, provider, key).await?;
    let deposit = match told.as_ref().and_then(|deposit| deposit.repeat_of) {
        // The money is another deposit's, which somebody else reported before.
        Some(of) => reads::deposit(&app.db, of).await?,
        None => told,
    };
    match deposit.and_then(|deposit| deposit.order) {
        Some(order) => Ok(find_order(app, order).await?.map(|order| order.customer)),
        None => Ok(None),
    }
}

/// The balance now, or at an instant of the past as the ledger had it.
pub async fn balance(
    app: &App,
    customer: &CustomerId,
    at: Option<DateTime<Utc>>,
) -> Result<Balance, FlowError> {
    let now = app.now();
    let found = match at {
        Some(at) if at < now => reads::balance_at(&app.db, customer, at).await?,
        // A future instant: what of today's credits would still live then.
        Some(at) => reads::balance(&app.db, customer, at).await?,
        None => reads::balance(&app.db, customer, now).await?,
    };
    found.ok_or(FlowError::NotFound("customer"))
}

/// The customer, or that there is none.
pub async fn customer(app: &App, id: &CustomerId) -> Result<Customer, FlowError> {
    reads::customer(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("customer"))
}

async fn known(app: &App, id: &CustomerId) -> Result<(), FlowError> {
    customer(app, id).await.map(drop)
}

/// Customers who owe credits, by id.
pub async fn debtors(app: &App, page: Page) -> Result<Paged<Customer>, FlowError> {
    let store::Page { after, limit } = page.and_one();
    let found = reads::debtors(&app.db, after.as_deref().unwrap_or_default(), limit).await?;
    Ok(page.cut(found, |customer| customer.id.to_string()))
}

/// Newest first.
pub async fn lots(app: &App, customer: &CustomerId, page: Page) -> Result<Paged<Lot>, FlowError> {
    known(app, customer).await?;
    let lots = reads::lots_of(&app.db, customer, &page.and_one()).await?;
    Ok(page.cut(lots, |lot| lot.id.to_string()))
}

/// Oldest first, by number.
pub async fn entries(
    app: &App,
    customer: &CustomerId,
    page: Page,
) -> Result<Paged<Entry>, FlowError> {
    known(app, customer).await?;
    let after = match page.cursor.as_deref().map(str::parse) {
        None => 0,
        Some(Ok(after)) => after,
        Some(Err(_)) => {
            return Err(FlowError::Invalid {
                field: "cursor",
                rule: "is what the page before gave as next".to_owned(),
            });
        }
    };
    let entries = reads::entries_of(
        &app.db,
        customer,
        Timeline {
            after,
            limit: page.limit.saturating_add(1),
        },
    )
    .await?;
    Ok(page.cut(entries, |entry| entry.seq.to_string()))
}

/// Everybody's orders, newest first; all, when no state is named.
pub async fn orders(
    app: &App,
    state: Option<OrderState>,
    page: Page,
) -> Result<Paged<Order>, FlowError> {
    let orders = reads::orders(&app.db, state, &page.and_one()).await?;
    Ok(page.cut(orders, |order| order.id.to_string()))
}

/// Everybody's refunds, newest first; all that have not ended, when no state is named.
pub async fn refunds(
    app: &App,
    state: Option<RefundState>,
    due_before: Option<DateTime<Utc>>,
    page: Page,
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
    Ok(page.cut(refunds, |refund| refund.id.to_string()))
}

/// Newest first; all states that wait for a person, when none is named.
pub async fn deposits(
    app: &App,
    state: Option<DepositState>,
    page: Page,
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
    Ok(page.cut(deposits, |deposit| deposit.id.to_string()))
}

/// Newest first; all, or only what waits for a person.
pub async fn inbox(app: &App, open: bool, page: Page) -> Result<Paged<Received>, FlowError> {
    let rows = inbox::list(&app.db, open, &page.and_one()).await?;
    Ok(page.cut(rows, |row| row.id.to_string()))
}

/// How much is unfinished.
pub async fn gauges(app: &App) -> Result<Counts, FlowError> {
    Ok(store::counts(&app.db).await?)
}
