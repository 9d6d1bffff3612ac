//! Opening an order: the checks, and the depositor of a bank transfer.

use chrono::Duration;
use domain::{
    actor::Actor,
    books::{memberships::AskedMonth, orders::OpenOrder},
    campaign::PromotionCode,
    command::{Command, IdempotencyKey, Reply},
    id::{CustomerId, OrderId},
    kind::{Method, ProviderId},
    metadata::Metadata,
    order::Order,
};
use url::Url;

use super::{DEPOSIT_SLACK_MINUTES, SESSION_SLACK_MINUTES, begin, way};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{FlowError, Result, views},
};

/// Longest name a buyer may put on a transfer. Banks print 10 to 20 characters, and forms take more.
pub const DEPOSITOR_NAME_MAX: usize = 60;
/// Longest return URL: the length that browsers and proxies carry without trouble.
pub const RETURN_URL_MAX: usize = 2000;

/// An order as a checkout page requests it.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub customer: CustomerId,
    /// Of no meaning where a month is asked for.
    pub product: String,
    pub quantity: i64,
    /// The month of a subscription that the order pays for.
    pub month: Option<AskedMonth>,
    /// May be left out where there is one only.
    pub provider: Option<ProviderId>,
    /// The provider's first method when left out.
    pub method: Option<String>,
    pub depositor_name: Option<String>,
    pub return_url: String,
    pub metadata: Metadata,
    pub promotion_code: Option<PromotionCode>,
}

/// Opens an order and begins its session at the provider. Repeating the request under the same idempotency key
/// continues where an earlier try stopped.
pub async fn open(app: &Shared, caller: Caller, new: NewOrder) -> Result<Reply<Order>> {
    let open = checked(app, new)?;
    check_return_url(app, &open.return_url)?;
    opened(app, caller.command(open)).await
}

/// The same for a customer who orders on the customer's own page, to which the order leads back.
pub async fn open_on_page(
    app: &Shared,
    key: IdempotencyKey,
    new: NewOrder,
) -> Result<Reply<Order>> {
    let open = checked(app, new)?;
    opened(app, Command::new(open, Actor::Gateway).under_key(Some(key))).await
}

async fn opened(app: &Shared, open: Command<Order>) -> Result<Reply<Order>> {
    let mut reply = app.submit(open).await?;
    // A replayed answer is as old as the first one: read what has become of it since.
    if reply.replayed {
        reply.answer = views::order(app, reply.answer.id).await?;
    }
    if reply.answer.session.is_none() && reply.answer.state.is_open() {
        reply.answer = begin(app, reply.answer).await?;
    }
    Ok(reply)
}

/// The change that opens an order, once what the request says was checked.
pub(in crate::flows) fn checked(app: &App, new: NewOrder) -> Result<OpenOrder> {
    let (provider, method) = way::chosen(app, new.provider, new.method.as_deref())?;
    let offered = provider.capabilities();
    let needs_name = method == Method::BankTransfer;
    let depositor = depositor(needs_name, new.depositor_name)?;
    let slack = if offered.lookups {
        SESSION_SLACK_MINUTES
    } else {
        DEPOSIT_SLACK_MINUTES
    };
    if new.month.is_some() && new.promotion_code.is_some() {
        let rule = "is not for a month of a subscription";
        return Err(FlowError::invalid("promotion_code", rule));
    }
    let rules = app.rules();
    let by_contract = new.month.is_none()
        && !rules
            .catalogue
            .products()
            .iter()
            .any(|known| known.id == new.product);
    Ok(OpenOrder {
        by_contract,
        month: new.month,
        id: app.id(OrderId::new),
        customer: new.customer,
        product: new.product,
        quantity: new.quantity,
        provider: provider.id(),
        method,
        depositor,
        account: app.bank_account.clone().filter(|_| needs_name),
        return_url: new.return_url,
        metadata: new.metadata,
        promotion_code: new.promotion_code,
        expires_at: app.now() + Duration::minutes(offered.session_minutes + slack),
        amount_min: offered.amounts(method).min,
        amount_max: offered.amounts(method).max,
    })
}

fn depositor(needed: bool, name: Option<String>) -> Result<Option<String>> {
    match &name {
        None if needed => {
            let rule = "is needed for a bank transfer: it is how the deposit finds the order";
            return Err(invalid_depositor(rule));
        }
        None => {}
        Some(name) => check_depositor(name)?,
    }
    Ok(name)
}

fn invalid_depositor(rule: &str) -> FlowError {
    FlowError::invalid("depositor_name", rule)
}

/// Whether a name may stand on a transfer.
pub(in crate::flows) fn check_depositor(name: &str) -> Result<()> {
    if name.chars().count() > DEPOSITOR_NAME_MAX {
        let rule = format!("has at most {DEPOSITOR_NAME_MAX} characters");
        return Err(invalid_depositor(&rule));
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
pub(in crate::flows) fn check_return_url(app: &App, text: &str) -> Result<()> {
    let invalid = |rule: String| FlowError::invalid("return_url", rule);
    if text.len() > RETURN_URL_MAX {
        return Err(invalid(format!("has at most {RETURN_URL_MAX} bytes")));
    }
    let url = Url::parse(text).map_err(|error| invalid(format!("is not a URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https")
        || !url.username().is_empty()
        || url.password().is_some()
    {
        let rule = "is an http or https URL without a user name";
        return Err(invalid(rule.to_owned()));
    }
    let origin = url.origin().ascii_serialization();
    let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let allowed = if app.return_origins.is_empty() {
        loopback
    } else {
        app.return_origins.contains(&origin)
    };
    if !allowed {
        let rule = format!("origin {origin} is not one of the configured return origins");
        return Err(invalid(rule));
    }
    Ok(())
}
