//! The present state, for any caller: reads that do not pass the writer.

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalState},
    campaign::Campaign,
    contract::Contract,
    contradiction::{Contradiction, ContradictionState},
    customer::Customer,
    deposit::{Deposit, DepositState},
    id::{
        ApprovalId, CampaignId, ContractId, ContradictionId, CustomerId, DepositId, DueMonthId,
        HoldId, InboxId, LotId, OrderId, PaymentId, QuoteId, RefundId, SpendId, SubscriptionId,
    },
    inbox::Received,
    lot::Lot,
    membership::{Distribution, DueMonth, Subscription},
    order::Order,
    payment::Payment,
    refund::{Quote, Refund, RefundState},
    spend::{Hold, Spend},
};

use super::{
    FlowError, REFERENCE_MAX, Result, check_text,
    page::{CustomerCursor, DebtorCursor, MonthCursor, Page, Paged},
    standing,
};
pub use crate::store::{Counts, PAGE_MAX, db::Connections, reads::Balance};
use crate::{
    app::App,
    store::{self, Timeline, inbox, reads},
};

/// The things that are read by their id. Each is an error where there is none.
macro_rules! by_id {
    ($($(#[$about:meta])* $name:ident($id:ty) -> $thing:ty, $words:literal, $read:path;)+) => {
        $($(#[$about])*
        pub async fn $name(app: &App, id: $id) -> Result<$thing> {
            $read(&app.db, id).await?.ok_or(FlowError::NotFound($words))
        })+
    };
}

by_id! {
    order(OrderId) -> Order, "order", reads::order;
    payment(PaymentId) -> Payment, "payment", reads::payment;
    lot(LotId) -> Lot, "lot", reads::lot;
    quote(QuoteId) -> Quote, "quote", reads::quote;
    refund(RefundId) -> Refund, "refund", reads::refund;
    spend(SpendId) -> Spend, "spend", reads::spend;
    deposit(DepositId) -> Deposit, "deposit", reads::deposit;
    contract(ContractId) -> Contract, "contract", reads::contract;
    campaign(CampaignId) -> Campaign, "campaign", reads::campaign;
    approval(ApprovalId) -> Approval, "approval", reads::approval;
    subscription(SubscriptionId) -> Subscription, "subscription", reads::subscription;
    due_month(DueMonthId) -> DueMonth, "month", reads::due_month;
    contradiction(ContradictionId) -> Contradiction, "contradiction", reads::contradiction;
    inbox_row(InboxId) -> Received, "inbox row", inbox::get;
    /// For acts on an account, which a mistyped name must not seem to be.
    customer(&CustomerId) -> Customer, "customer", reads::customer;
}

/// The hold as it stands now. One whose time is over has lapsed.
pub async fn hold(app: &App, id: HoldId) -> Result<Hold> {
    let found = reads::hold(&app.db, id).await?;
    let hold = found.ok_or(FlowError::NotFound("hold"))?;
    Ok(hold.as_of(app.now()))
}

/// The balance now, or at an instant of the past by the ledger. A customer who is not known has nothing.
pub async fn balance(
    app: &App,
    customer: &CustomerId,
    at: Option<DateTime<Utc>>,
) -> Result<Balance> {
    let now = app.now();
    let found = match at {
        Some(at) if at < now => reads::balance_at(&app.db, customer, at).await?,
        // At a future instant: the credits of today that would still be live then.
        at => {
            let at = at.unwrap_or(now);
            standing::balance(&app.db, &app.rules(), customer, at).await?
        }
    };
    Ok(found.unwrap_or_default())
}

/// The connections of this process to the database, by pool.
pub fn connections(app: &App) -> [(&'static str, Connections); 2] {
    app.db.connections()
}

/// How much is unfinished.
pub async fn gauges(app: &App) -> Result<Counts> {
    Ok(store::counts(&app.db).await?)
}

/// Which states of things that people work on are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum States<S> {
    /// Those that are not over.
    Open,
    All,
    One(S),
}

impl<S> From<Option<S>> for States<S> {
    fn from(asked: Option<S>) -> Self {
        asked.map_or(Self::Open, Self::One)
    }
}

impl<S: Copy> States<S> {
    fn of(self, states: &[S], is_open: impl Fn(&S) -> bool) -> Vec<S> {
        match self {
            Self::Open => states.iter().copied().filter(is_open).collect(),
            Self::All => states.to_vec(),
            Self::One(state) => vec![state],
        }
    }
}

/// Newest first.
pub async fn approvals(
    app: &App,
    state: ApprovalState,
    page: Page<ApprovalId>,
) -> Result<Paged<Approval>> {
    let found = reads::approvals_in(&app.db, state, app.now(), &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// Newest first; all that wait when no state is given.
pub async fn contradictions(
    app: &App,
    states: impl Into<States<ContradictionState>>,
    page: Page<ContradictionId>,
) -> Result<Paged<Contradiction>> {
    let states = states.into();
    let states = states.of(ContradictionState::ALL, |state| state.is_open());
    let found = reads::contradictions_in(&app.db, &states, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// What was found of an order's payments against the books, newest first.
pub async fn contradictions_of(app: &App, order: OrderId) -> Result<Vec<Contradiction>> {
    Ok(reads::contradictions_of(&app.db, order).await?)
}

/// Customers whose id begins so, by id.
pub async fn customers(
    app: &App,
    begins: &str,
    page: Page<CustomerCursor>,
) -> Result<Paged<Customer>> {
    let after = page.after.as_ref().map_or("", |last| last.0.as_str());
    let found = reads::customers_named(&app.db, begins, after, page.and_one().limit).await?;
    Ok(page.cut(found, |customer| CustomerCursor(customer.id.clone())))
}

/// Customers who owe credits, by id. Credits of a lapsed hold have paid, whether or not a sweep has run.
pub async fn debtors(app: &App, page: Page<DebtorCursor>) -> Result<Paged<Customer>> {
    let after = page.after.as_ref().map_or("", |last| last.0.as_str());
    let found = reads::debtors(&app.db, after, page.and_one().limit).await?;
    let mut debtors = page.cut(found, |customer| DebtorCursor(customer.id.clone()));
    for customer in &mut debtors.items {
        customer.debt = balance(app, &customer.id, None).await?.debt;
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
) -> Result<Paged<Lot>> {
    let lots = reads::lots_of(&app.db, customer, expiring_before, &page.and_one()).await?;
    Ok(page.cut(lots, |lot| lot.id))
}

/// A customer's spends, newest first; all, or those under one of the seller's references.
pub async fn spends(
    app: &App,
    customer: &CustomerId,
    reference: Option<&str>,
    page: Page<SpendId>,
) -> Result<Paged<Spend>> {
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
) -> Result<Paged<Hold>> {
    check_reference(reference)?;
    let holds = reads::holds_of(&app.db, customer, reference, &page.and_one()).await?;
    let now = app.now();
    let holds = holds.into_iter().map(|hold| hold.as_of(now)).collect();
    Ok(page.cut(holds, |hold| hold.id))
}

/// A customer's subscriptions, newest first.
pub async fn subscriptions(
    app: &App,
    customer: &CustomerId,
    page: Page<SubscriptionId>,
) -> Result<Paged<Subscription>> {
    let found = reads::subscriptions_of(&app.db, customer, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// The months of a subscription, the first one first.
pub async fn distributions(
    app: &App,
    subscription: SubscriptionId,
    page: Page<MonthCursor>,
) -> Result<Paged<Distribution>> {
    let timeline = Timeline {
        after: page.after.map_or(-1, |last| last.0),
        limit: page.and_one().limit,
    };
    let found = reads::distributions_of(&app.db, subscription, timeline).await?;
    Ok(page.cut(found, |made| MonthCursor(made.month)))
}

pub(super) fn check_reference(reference: Option<&str>) -> Result<()> {
    reference.map_or(Ok(()), |reference| {
        check_text("reference", reference, REFERENCE_MAX)
    })
}

/// All customers' refunds, newest first; all that have not ended when no state is given.
pub async fn refunds(
    app: &App,
    states: impl Into<States<RefundState>>,
    due_before: Option<DateTime<Utc>>,
    page: Page<RefundId>,
) -> Result<Paged<Refund>> {
    let states = states.into();
    let states = states.of(RefundState::ALL, |state| state.is_open());
    let refunds = reads::refunds_in(&app.db, &states, due_before, &page.and_one()).await?;
    Ok(page.cut(refunds, |refund| refund.id))
}

/// Newest first; all states that wait for a person when none is given.
pub async fn deposits(
    app: &App,
    states: impl Into<States<DepositState>>,
    page: Page<DepositId>,
) -> Result<Paged<Deposit>> {
    let states = states.into();
    let states = states.of(DepositState::ALL, |state| state.is_open());
    let deposits = reads::deposits_in(&app.db, &states, &page.and_one()).await?;
    Ok(page.cut(deposits, |deposit| deposit.id))
}

/// Newest first; all, or only webhooks that wait for a person.
pub async fn inbox(app: &App, open: bool, page: Page<InboxId>) -> Result<Paged<Received>> {
    let rows = inbox::list(&app.db, open, &page.and_one()).await?;
    Ok(page.cut(rows, |row| row.id))
}
