//! Opening an order and sending the buyer to the provider. Giving an order up before it is paid.

mod open;
mod way;

use chrono::Duration;
use domain::{
    actor::Actor,
    books::orders::{AttachSession, CancelOrder, FailOrder},
    command::{Command, Reply},
    id::OrderId,
    order::{Order, OrderState, Session},
    policy::Policy,
    statement::Lang,
    terms::{self, Terms},
};
use providers::error::ProviderError;
use url::Url;

use super::{FlowError, Result, explain, views};
use crate::{
    access::Caller,
    app::{App, Busy, Shared},
    store::reads,
};
pub use open::{DEPOSITOR_NAME_MAX, NewOrder, RETURN_URL_MAX, open, open_on_page};
pub(super) use open::{check_depositor, check_return_url, checked};
pub use way::announced;

/// How long an order's own clock runs past the provider's session, in minutes. A buyer who confirms in the last second
/// is then not cut off by us.
const SESSION_SLACK_MINUTES: i64 = 15;
/// The same for deposits that a feed reports. The report may be late although the money was in time.
const DEPOSIT_SLACK_MINUTES: i64 = 60;
/// How long the page of an order can still be opened after its time, in days, because the buyer comes back to it.
pub(super) const PAGE_DAYS: i64 = 31;

/// Begins the session of an order that is on disk, and stores it.
pub(super) async fn begin(app: &Shared, order: Order) -> Result<Order> {
    let guard = Busy::enter(app, order.id)?;
    let work = {
        let app = app.clone();
        async move {
            // Held until the work ends, whether or not anybody still waits for it.
            let _guard = guard;
            begin_and_attach(&app, order).await
        }
    };
    app.detached(work).await
}

async fn begin_and_attach(app: &Shared, order: Order) -> Result<Order> {
    let provider = app.provider(&order.provider)?;
    let by = Actor::Provider(order.provider.clone());
    let failed = |error: ProviderError| FlowError::Provider {
        explanation: explain::error(app, &order.provider, &error),
        error,
    };
    crate::crash::point("checkout.before_begin");
    let begun: Result<Session, ProviderError> = provider.begin(&order, app.now()).await;
    crate::crash::point("checkout.after_begin");
    let (customer, id) = (order.customer.clone(), order.id);
    match begun {
        Ok(session) => {
            let change = AttachSession {
                customer,
                order: id,
                session,
            };
            Ok(app.submit(Command::new(change, by)).await?.answer)
        }
        Err(error @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. })) => {
            let change = FailOrder {
                look_at: None,
                customer,
                order: id,
                failure: error.failure(),
            };
            app.apply(Command::new(change, by)).await?;
            Err(failed(error))
        }
        Err(error) => Err(failed(error)),
    }
}

/// The title of an order as its buyer reads it. It is stored in the language of the catalogue's names.
pub fn title(app: &App, lang: Lang, (product, title, quantity): (&str, &str, i64)) -> String {
    let korean = match lang {
        Lang::Korean => app.rules().catalogue.korean_title(product, title, quantity),
        Lang::English => None,
    };
    korean.unwrap_or_else(|| title.to_owned())
}

/// The same of an order.
pub fn title_of(app: &App, lang: Lang, order: &Order) -> String {
    title(app, lang, (&order.product, &order.title, order.quantity))
}

/// The terms of an order, as pinned. They count from its payment or, before that, from now.
pub async fn terms_of(app: &App, order: &Order) -> Result<Terms> {
    let rules = app.rules();
    let policies = &rules.policies;
    let agreed: Option<Policy> = match order.policy.parse() {
        Ok(contract) => {
            let found = reads::contract(&app.db, contract).await?;
            let found = found.filter(|contract| contract.hash == order.policy_hash);
            found.and_then(|contract| contract.terms(policies))
        }
        Err(_) => None,
    };
    let pinned = policies.pinned(&order.policy, &order.policy_hash);
    let policy = agreed.as_ref().or(pinned).ok_or_else(|| {
        FlowError::Refused(domain::refusal::Refusal::UnknownPolicy {
            version: order.policy.clone(),
            hash: order.policy_hash.clone(),
        })
    })?;
    let offer = domain::product::Offer {
        bonus: order.bonus,
        product: order.product.clone(),
        title: order.title.clone(),
        quantity: order.quantity,
        credits: order.credits,
        amount: order.amount,
        tax_free: order.tax_free,
        kind: order.kind,
        validity: order.validity,
    };
    let from = match order.state {
        OrderState::Completed => order.closed_at.unwrap_or(order.opened_at),
        OrderState::Open
        | OrderState::Confirming
        | OrderState::AwaitingDeposit
        | OrderState::Failed
        | OrderState::Cancelled
        | OrderState::Expired
        | OrderState::Mismatched => app.now(),
    };
    terms::terms(&offer, policy, &rules.holidays, from)
        .map_err(|error| FlowError::Refused(error.into()))
}

/// The signed address of an order's page.
pub fn page_url(app: &App, order: &Order) -> String {
    app.urls
        .checkout(order.id, order.opened_at + Duration::days(PAGE_DAYS))
        .to_string()
}

/// The address of an order's cash receipt. Whoever may open the order's page may open it.
pub fn receipt_page_url(app: &App, order: &Order) -> String {
    page_url(app, order).replacen('?', "/cash-receipt?", 1)
}

/// The data that a page needs to open a provider's window by the provider's own script.
#[derive(Debug, Clone)]
pub struct Window {
    pub script: Url,
    /// The other origins it needs, as sources of a content security policy.
    pub beside: String,
    /// Names and values that our script gets.
    pub facts: Vec<(&'static str, String)>,
}

/// How to open the window of an order that waits for its buyer; `None` where there is another way to pay.
pub fn window(app: &App, order: &Order) -> Result<Option<Window>> {
    let provider = app.registry.get(&order.provider);
    let Some(window) = provider.and_then(|provider| provider.window()) else {
        return Ok(None);
    };
    let facts = window.facts(order).map_err(|error| FlowError::Provider {
        explanation: explain::error(app, &order.provider, &error),
        error,
    })?;
    Ok(Some(Window {
        script: window.script().clone(),
        beside: window.beside().to_owned(),
        facts,
    }))
}

/// Gives up an unpaid order.
pub async fn cancel(app: &App, caller: Caller, id: OrderId) -> Result<Reply<Order>> {
    let customer = views::order(app, id).await?.customer;
    let change = CancelOrder {
        customer,
        order: id,
        note: format!("cancelled by {}", caller.role),
    };
    app.submit(caller.command(change)).await
}

/// The order behind a signed link to its checkout page.
pub async fn page(app: &App, id: OrderId, state: &str) -> Result<Order> {
    app.urls
        .check_checkout(id, state, app.now())
        .map_err(|error| FlowError::BadLink(error.to_string()))?;
    views::order(app, id).await
}
