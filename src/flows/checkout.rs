//! Opening an order and sending the buyer to the provider. Giving an order up before it is paid.

use chrono::Duration;
use domain::{
    actor::Actor,
    books::orders::{AttachSession, CancelOrder, FailOrder, OpenOrder},
    command::{Command, IdempotencyKey, Reply},
    id::{CustomerId, OrderId},
    kind::{Method, ProviderId},
    metadata::Metadata,
    money::Credits,
    order::{Order, OrderState, Session},
    terms::{self, Terms},
};
use providers::error::ProviderError;
use url::Url;

use super::{FlowError, explain, views};
use crate::{
    access::Caller,
    app::{App, Busy, Shared},
};

/// Longest name a buyer may put on a transfer. Banks print 10 to 20 characters, and forms take more.
pub const DEPOSITOR_NAME_MAX: usize = 60;
/// Longest return URL: the length that browsers and proxies carry without trouble.
pub const RETURN_URL_MAX: usize = 2000;
/// How long an order's own clock runs past the provider's session, in minutes. A buyer who confirms in the last second
/// is then not cut off by us.
const SESSION_SLACK_MINUTES: i64 = 15;
/// The same for deposits that a feed reports. The report may be late although the money was in time.
const DEPOSIT_SLACK_MINUTES: i64 = 60;
/// How long the page of an order can still be opened after its time, in days, because the buyer comes back to it.
const PAGE_DAYS: i64 = 31;

/// An order as a checkout page requests it.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub customer: CustomerId,
    pub product: String,
    pub quantity: i64,
    pub provider: ProviderId,
    /// The provider's first method when left out.
    pub method: Option<Method>,
    pub depositor_name: Option<String>,
    pub return_url: String,
    pub metadata: Metadata,
}

/// An order with the terms it would have if it were paid now.
#[derive(Debug, Clone)]
pub struct Opened {
    pub order: Order,
    pub terms: Terms,
    /// The customer's credits that can be spent.
    pub balance: Option<Credits>,
    pub replayed: bool,
}

/// Opens an order and begins its session at the provider. Repeating the request under the same idempotency key
/// continues where an earlier try stopped.
pub async fn open(
    app: &Shared,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    new: NewOrder,
) -> Result<Opened, FlowError> {
    let open = checked(app, new)?;
    let command = Command::new(open, Actor::Key(caller.key)).under_key(idempotency_key);
    let reply: Reply<Order> = app.submit(command).await?;
    // A replayed answer is as old as the first one: read what has become of it since.
    let order = if reply.replayed {
        views::order(app, reply.answer.id).await?
    } else {
        reply.answer
    };
    let order = if order.session.is_none() && order.state.is_open() {
        begin(app, order).await?
    } else {
        order
    };
    let terms = terms_of(app, &order)?;
    Ok(Opened {
        order,
        terms,
        balance: reply.balance,
        replayed: reply.replayed,
    })
}

fn checked(app: &App, new: NewOrder) -> Result<OpenOrder, FlowError> {
    let provider = app
        .registry
        .get(&new.provider)
        .ok_or_else(|| FlowError::NoProvider(new.provider.clone()))?;
    let offered = provider.capabilities();
    let method = new
        .method
        .or_else(|| offered.methods.first().copied())
        .unwrap_or(Method::Other);
    if !offered.methods.contains(&method) {
        let known = offered
            .methods
            .iter()
            .map(|method| method.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        return Err(FlowError::Invalid {
            field: "method",
            rule: format!("{} takes {known}", new.provider),
        });
    }
    let needs_name = method == Method::BankTransfer;
    let depositor = depositor(needs_name, new.depositor_name)?;
    check_return_url(app, &new.return_url)?;
    let slack = if offered.lookups {
        SESSION_SLACK_MINUTES
    } else {
        DEPOSIT_SLACK_MINUTES
    };
    Ok(OpenOrder {
        id: app.id(OrderId::new),
        customer: new.customer,
        product: new.product,
        quantity: new.quantity,
        provider: new.provider,
        method,
        depositor,
        account: if needs_name {
            app.bank_account.clone()
        } else {
            None
        },
        return_url: new.return_url,
        metadata: new.metadata,
        expires_at: app.now() + Duration::minutes(offered.session_minutes + slack),
        amount_min: offered.amounts(method).min,
        amount_max: offered.amounts(method).max,
    })
}

fn depositor(needed: bool, name: Option<String>) -> Result<Option<String>, FlowError> {
    match &name {
        None if needed => {
            return Err(invalid_depositor(
                "is needed for a bank transfer: it is how the deposit finds the order",
            ));
        }
        None => {}
        Some(name) => check_depositor(name)?,
    }
    Ok(name)
}

fn invalid_depositor(rule: &str) -> FlowError {
    FlowError::Invalid {
        field: "depositor_name",
        rule: rule.to_owned(),
    }
}

/// Whether a name may stand on a transfer.
pub(super) fn check_depositor(name: &str) -> Result<(), FlowError> {
    if name.chars().count() > DEPOSITOR_NAME_MAX {
        return Err(invalid_depositor(&format!(
            "has at most {DEPOSITOR_NAME_MAX} characters"
        )));
    }
    if name.chars().any(char::is_control) {
        return Err(invalid_depositor("has no control characters"));
    }
    if domain::deposit::normalised_name(name).is_empty() {
        return Err(invalid_depositor("has at least one letter or digit"));
    }
    Ok(())
}

/// A buyer is only ever sent to an origin that the operator listed (no open redirect).
fn check_return_url(app: &App, text: &str) -> Result<(), FlowError> {
    let invalid = |rule: String| FlowError::Invalid {
        field: "return_url",
        rule,
    };
    if text.len() > RETURN_URL_MAX {
        return Err(invalid(format!("has at most {RETURN_URL_MAX} bytes")));
    }
    let url = Url::parse(text).map_err(|error| invalid(format!("is not a URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https")
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(invalid(
            "is an http or https URL without a user name".to_owned(),
        ));
    }
    let origin = url.origin().ascii_serialization();
    let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let allowed = if app.return_origins.is_empty() {
        loopback
    } else {
        app.return_origins.contains(&origin)
    };
    if allowed {
        Ok(())
    } else {
        Err(invalid(format!(
            "origin {origin} is not one of the configured return origins"
        )))
    }
}

/// Begins the session of an order that is on disk, and stores it.
async fn begin(app: &Shared, order: Order) -> Result<Order, FlowError> {
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

async fn begin_and_attach(app: &Shared, order: Order) -> Result<Order, FlowError> {
    let provider = app
        .registry
        .get(&order.provider)
        .ok_or_else(|| FlowError::NoProvider(order.provider.clone()))?;
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

/// The terms of an order, as pinned. They count from its payment or, before that, from now.
pub fn terms_of(app: &App, order: &Order) -> Result<Terms, FlowError> {
    let pinned = app.rules.policies.pinned(&order.policy, &order.policy_hash);
    let policy = pinned.ok_or_else(|| {
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
    terms::terms(&offer, policy, &app.rules.holidays, from)
        .map_err(|error| FlowError::Refused(error.into()))
}

/// The signed address of an order's page.
pub fn page_url(app: &App, order: &Order) -> String {
    app.urls
        .checkout(order.id, order.opened_at + Duration::days(PAGE_DAYS))
        .to_string()
}

/// The data that a page needs to open a provider's window by the provider's own script.
#[derive(Debug, Clone)]
pub struct Window {
    pub script: Url,
    /// The other origins it needs, as sources of a content security policy.
    pub beside: &'static str,
    /// Names and values that our script gets.
    pub facts: Vec<(&'static str, String)>,
}

/// How to open the window of an order that waits for its buyer; `None` where there is another way to pay.
pub fn window(app: &App, order: &Order) -> Result<Option<Window>, FlowError> {
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
        beside: window.beside(),
        facts,
    }))
}

/// Gives up an unpaid order.
pub async fn cancel(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: OrderId,
) -> Result<Reply<Order>, FlowError> {
    let customer = views::order(app, id).await?.customer;
    let change = CancelOrder {
        customer,
        order: id,
        note: format!("cancelled by {}", caller.role),
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}

/// The order behind a signed link to its checkout page.
pub async fn page(app: &App, id: OrderId, state: &str) -> Result<Order, FlowError> {
    app.urls
        .check_checkout(id, state, app.now())
        .map_err(|error| FlowError::BadLink(error.to_string()))?;
    views::order(app, id).await
}
