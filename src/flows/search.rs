//! Finding orders and payments by facts that people know: the customer, the provider's name for the payment, the
//! amount, or the name on a transfer. Names are compared as deposits are matched, and never returned.

use domain::{
    deposit::{Deposit, depositor_key, normalised_name},
    id::{CustomerId, OrderId, PaymentId},
    money::Won,
    order::{Order, OrderState},
    payment::Payment,
};

use super::{
    Result, check_text,
    checkout::check_depositor,
    page::{Page, Paged},
    views::{self, PAGE_MAX},
};
use crate::{
    app::App,
    store::reads::{self, Search},
};

/// Longest name of a payment at its provider. Toss's have at most 200 characters, the others fewer.
pub const PAYMENT_KEY_MAX: usize = 200;

/// The criteria of a search. All criteria that are given must match.
#[derive(Clone, Default)]
pub struct Sought {
    pub customer: Option<CustomerId>,
    pub payment_key: Option<String>,
    /// Won, VAT included.
    pub amount: Option<Won>,
    /// On a transfer to our own account.
    pub depositor_name: Option<String>,
}

impl std::fmt::Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sought")
            .field("customer", &self.customer)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

impl Sought {
    /// The query to the store. `None` when nothing can be found, because a name is given and there is no account for
    /// transfers.
    fn search(&self, app: &App) -> Result<Option<Search>> {
        if let Some(key) = &self.payment_key {
            check_text("payment_key", key, PAYMENT_KEY_MAX)?;
        }
        let depositor_key = match (&self.depositor_name, &app.bank_account) {
            (None, _) => None,
            (Some(name), account) => {
                check_depositor(name)?;
                let Some(account) = account else {
                    return Ok(None);
                };
                Some(depositor_key(account, name))
            }
        };
        Ok(Some(Search {
            customer: self.customer.clone(),
            depositor_key,
            payment_key: self.payment_key.clone(),
            amount: self.amount,
        }))
    }
}

/// Orders, newest first; in all states, or in one.
pub async fn orders(
    app: &App,
    sought: &Sought,
    state: Option<OrderState>,
    page: Page<OrderId>,
) -> Result<Paged<Order>> {
    let found = match sought.search(app)? {
        Some(search) => reads::orders(&app.db, &search, state, &page.and_one()).await?,
        None => Vec::new(),
    };
    Ok(page.cut(found, |order| order.id))
}

/// Deposits of an amount, the latest to arrive first, `limit` at most.
pub async fn deposits_of_amount(app: &App, amount: Won, limit: i64) -> Result<Vec<Deposit>> {
    Ok(reads::deposits_of_amount(&app.db, amount, limit).await?)
}

/// Deposits under a name, newest first: of those that wait for a person, the newest that the store reads at once. No
/// index goes by the names of deposits, and one that paid is found by its order.
pub async fn deposits_named(app: &App, name: &str) -> Result<Vec<Deposit>> {
    let sought = normalised_name(name);
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    let page = Page {
        limit: PAGE_MAX,
        after: None,
    };
    let mut found = views::deposits(app, None, page).await?.items;
    found.retain(|deposit| normalised_name(&deposit.movement.name) == sought);
    Ok(found)
}

/// Payments, newest first.
pub async fn payments(app: &App, sought: &Sought, page: Page<PaymentId>) -> Result<Paged<Payment>> {
    let found = match sought.search(app)? {
        Some(search) => reads::payments(&app.db, &search, &page.and_one()).await?,
        None => Vec::new(),
    };
    Ok(page.cut(found, |payment| payment.id))
}
