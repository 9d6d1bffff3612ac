//! A customer's own page: the signed link to it, what it shows that no other caller asks for, and orders from it.

use chrono::{DateTime, Duration, Utc};
use domain::{
    command::IdempotencyKey,
    hash::sha256,
    id::{CustomerId, OrderId},
    kind::ProviderId,
    ledger::BookedEntry,
    metadata::Metadata,
    order::{Order, OrderState},
};
use providers::signature::customer_of;
use url::Url;

use super::{
    FlowError, Result,
    checkout::{self, NewOrder},
    history::{self, EntryFilter},
    page::{EntryCursor, Page, Paged},
    search::{self, Sought},
    views,
};
use crate::{
    app::{App, Shared},
    store::reads::{self, statement as stored},
};

/// Longest life of a link, in seconds: a day. Whoever has it reads the customer's page, and it stays in the history of
/// browsers. The seller's server asks for a new one at each visit.
pub const LINK_SECONDS_MAX: i64 = 86_400;
/// Shortest life, in seconds: a slow phone opens a page within a minute.
pub const LINK_SECONDS_MIN: i64 = 60;
/// The life when the request names none, in seconds: an hour, as long as a session on a page lasts.
pub const LINK_SECONDS: i64 = 3_600;
/// Orders of one state that one customer may have waiting for their payment when a new one is opened from the page. A buyer who
/// changes the mind has two or three. Each has a session begun at a provider, and whoever has the link can repeat it.
pub const WAITING_ORDERS_MAX: i64 = 10;
/// Lines of a page of the history: some screens of a phone.
const LINES: i64 = 25;
/// The scope of the idempotency keys of the page's forms. No role has this name.
const SCOPE: &str = "page";

/// A new link to a customer's page, and when it ends (exclusive).
///
/// # Errors
/// [`FlowError::Invalid`] for a life in seconds that is too short or too long.
pub fn link(
    app: &App,
    customer: &CustomerId,
    expires_in: Option<i64>,
) -> Result<(Url, DateTime<Utc>)> {
    let seconds = expires_in.unwrap_or(LINK_SECONDS);
    if !(LINK_SECONDS_MIN..=LINK_SECONDS_MAX).contains(&seconds) {
        let rule = format!("is {LINK_SECONDS_MIN} to {LINK_SECONDS_MAX} seconds");
        return Err(FlowError::invalid("expires_in", rule));
    }
    let ends = (app.now() + Duration::seconds(seconds)).timestamp();
    let ends = DateTime::from_timestamp(ends, 0)
        .ok_or_else(|| FlowError::Failed("the end of a link is no instant".to_owned()))?;
    Ok((app.urls.customer_page(customer, ends), ends))
}

/// The customer whose page a link opens.
///
/// # Errors
/// [`FlowError::BadLink`] when it is altered, of another customer, or over.
pub fn visitor(app: &App, token: &str, until: &str, signature: &str) -> Result<CustomerId> {
    let altered = || FlowError::BadLink("it names no customer".to_owned());
    let customer = customer_of(token).ok_or_else(altered)?;
    let checked = app
        .urls
        .check_customer_page(&customer, (until, signature), app.now());
    checked.map_err(|error| FlowError::BadLink(error.to_string()))?;
    Ok(customer)
}

/// An entry of the ledger, and what it was for.
#[derive(Debug, Clone)]
pub struct Line {
    pub booked: BookedEntry,
    /// The seller's words for what was used.
    pub meter: Option<String>,
    /// The seller's reference of the use.
    pub reference: Option<String>,
}

/// A customer's ledger, newest first: those before the entry that `before` names. An entry's number has no gap before
/// it, so the page is found by counting.
pub async fn lines(
    app: &App,
    customer: &CustomerId,
    before: Option<EntryCursor>,
) -> Result<Paged<Line>> {
    let head = reads::customer(&app.db, customer).await?;
    let last = head.map_or(0, |customer| customer.seq);
    let last = before.map_or(last, |before| last.min(before.0 - 1));
    let after = last.saturating_sub(LINES).max(0);
    let none = Paged {
        items: Vec::new(),
        next: None,
    };
    if last == 0 {
        return Ok(none);
    }
    let page = Page {
        limit: last - after,
        after: (after > 0).then_some(EntryCursor(after)),
    };
    let found = history::entries(&app.db, customer, &EntryFilter::default(), page).await?;
    let ids = found
        .items
        .iter()
        .map(|booked| booked.entry.reference.as_str());
    let used = stored::used(&app.db, ids).await?;
    let lines = found.items.into_iter().rev().map(|booked| {
        let of = used.get(&booked.entry.reference);
        let of = of.map(|used| (used.meter.clone(), used.reference.clone()));
        let (meter, reference) = of.unzip();
        Line {
            booked,
            meter,
            reference,
        }
    });
    Ok(Paged {
        items: lines.collect(),
        next: (after > 0).then(|| EntryCursor(after + 1).to_string()),
    })
}

/// What a customer wants to buy again.
#[derive(Debug, Clone)]
pub struct Again {
    pub product: String,
    pub quantity: i64,
    pub provider: Option<ProviderId>,
    pub method: Option<String>,
    pub depositor_name: Option<String>,
    /// What the form was made with: the same form sent twice opens one order.
    pub once: String,
}

/// Opens an order from a customer's page. `page` is the address it leads back to.
///
/// # Errors
/// As `checkout::open`, and [`FlowError::Invalid`] where too many orders wait.
pub async fn buy(app: &Shared, customer: &CustomerId, again: Again, page: String) -> Result<Order> {
    let sought = Sought {
        customer: Some(customer.clone()),
        payment_key: None,
        amount: None,
        depositor_name: None,
    };
    let first = Page {
        limit: WAITING_ORDERS_MAX,
        after: None,
    };
    for state in [OrderState::Open, OrderState::AwaitingDeposit] {
        let waiting = search::orders(app, &sought, Some(state), first.clone()).await?;
        if i64::try_from(waiting.items.len()).is_ok_and(|waiting| waiting >= WAITING_ORDERS_MAX) {
            let rule = format!("{WAITING_ORDERS_MAX} orders wait for their payment already");
            return Err(FlowError::invalid("orders", rule));
        }
    }
    // What the form says is part of the key, so that a form that was changed and sent again is another order.
    let said = format!("{customer}\n{again:?}");
    let fingerprint = sha256(said.as_bytes());
    let key = IdempotencyKey {
        scope: SCOPE.to_owned(),
        key: fingerprint.clone(),
        fingerprint,
    };
    let new = NewOrder {
        customer: customer.clone(),
        product: again.product,
        quantity: again.quantity,
        month: None,
        provider: again.provider,
        method: again.method,
        depositor_name: again.depositor_name,
        return_url: page,
        metadata: Metadata::default(),
        promotion_code: None,
    };
    Ok(checkout::open_on_page(app, key, new).await?.answer)
}

/// An order of this customer.
///
/// # Errors
/// [`FlowError::NotFound`] also where it is another customer's.
pub async fn order(app: &App, customer: &CustomerId, id: OrderId) -> Result<Order> {
    let order = views::order(app, id).await?;
    if order.customer == *customer {
        Ok(order)
    } else {
        Err(FlowError::NotFound("order"))
    }
}
