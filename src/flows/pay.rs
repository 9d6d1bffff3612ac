//! The page on which a buyer chooses how to pay: what a shop asks for, and one order after the other until one is paid.
//! An order that may still be paid is given up before the next is opened, or else it is the one that is shown.

use domain::{
    actor::Actor,
    books::{
        Books, Needs,
        orders::{CancelOrder, OpenOrder},
    },
    checkout::{Checkout, LIFE, TRIES_MAX, Wanted},
    command::{Change as _, Command, Reply},
    id::{CheckoutId, OrderId},
    kind::{Method, ProviderId},
    money::{Won, vat_included},
    order::{Order, OrderState},
    refusal::Refusal,
};

use super::{
    FlowError, Result,
    checkout::{self, NewOrder},
    views,
};
use crate::{
    access::Caller,
    app::{App, Shared, locked},
    store::{books::glance, checkouts},
};

/// Why an order of a checkout was given up.
const ANOTHER_WAY: &str = "the buyer chose another way to pay";

/// Keeps what a shop asks for. Repeating the request under the same idempotency key gives the same checkout.
///
/// # Errors
/// Where an order for the same would be refused now, whatever way is chosen.
pub async fn open(app: &Shared, caller: Caller, wanted: Wanted) -> Result<Reply<Checkout>> {
    checkout::check_return_url(app, &wanted.return_url)?;
    let opened_at = app.now();
    let checkout = Checkout {
        id: app.id(CheckoutId::new),
        wanted,
        opened_at,
        expires_at: opened_at + LIFE,
    };
    let key = caller.idempotency_key;
    let key = key.ok_or_else(|| FlowError::Failed("a checkout without a key".to_owned()))?;
    // What was answered once is answered again, whatever became of it since.
    if let Some((answer, same)) = checkouts::under_key(&app.db, &key).await? {
        return if same {
            Ok(replayed(answer))
        } else {
            Err(Refusal::KeyReused.into())
        };
    }
    let standing = Standing {
        checkout: checkout.clone(),
        last: None,
    };
    if offer(app, &standing).await?.is_none() {
        let rule = "costs less or more than any way to pay takes";
        return Err(FlowError::invalid("quantity", rule));
    }
    let work = {
        let app = app.clone();
        async move { Ok(checkouts::add(&app.db, &checkout, &key).await?) }
    };
    let added = app.detached(work).await?;
    let (answer, replayed) = added.ok_or(Refusal::KeyReused)?;
    Ok(Reply {
        answer,
        replayed,
        balance: None,
    })
}

const fn replayed(answer: Checkout) -> Reply<Checkout> {
    Reply {
        answer,
        replayed: true,
        balance: None,
    }
}

/// What a buyer is offered: the order as it would be opened now, and the ways to pay that take it.
#[derive(Debug, Clone)]
pub struct Offer {
    /// No such order exists. Its provider and method are those of the first way.
    pub order: Order,
    /// The VAT in its amount.
    pub vat: Won,
    pub ways: Vec<(ProviderId, Method)>,
}

/// How a checkout stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub checkout: Checkout,
    /// The try that was paid, may be paid or needs a person, the first of them where a late payment made it two; else the
    /// last one.
    pub last: Option<Order>,
}

impl Standing {
    /// The order that this checkout is about now: one that may be paid yet, was paid, or needs a person.
    pub fn order(&self) -> Option<&Order> {
        self.last.as_ref().filter(|order| !ended(order))
    }
}

/// Whether a try is over, and nobody paid.
const fn ended(order: &Order) -> bool {
    matches!(
        order.state,
        OrderState::Failed | OrderState::Cancelled | OrderState::Expired
    )
}

/// How the checkout of a signed link stands.
///
/// # Errors
/// A link that is altered, over, or of a checkout that is not kept any more.
pub async fn page(app: &App, id: CheckoutId, state: &str) -> Result<Standing> {
    app.urls
        .check_pay(id, state, app.now())
        .map_err(|error| FlowError::BadLink(error.to_string()))?;
    standing(app, id).await
}

/// How a checkout stands.
///
/// # Errors
/// [`FlowError::NotFound`] for one that is not known.
pub async fn standing(app: &App, id: CheckoutId) -> Result<Standing> {
    let checkout = checkouts::by_id(&app.db, id).await?;
    let checkout = checkout.ok_or(FlowError::NotFound("checkout"))?;
    let mut last = None;
    for nth in 0..TRIES_MAX {
        match tried(app, &checkout, nth).await? {
            Some(order) => {
                let counts = !ended(&order);
                last = Some(order);
                if counts {
                    break;
                }
            }
            None => break,
        }
    }
    Ok(Standing { checkout, last })
}

async fn tried(app: &App, checkout: &Checkout, nth: u32) -> Result<Option<Order>> {
    match views::order(app, checkout.order(nth)).await {
        Ok(order) => Ok(Some(order)),
        Err(FlowError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an order is a try of a checkout: then it leads back to the checkout's page.
pub fn is_try(app: &App, order: &Order) -> bool {
    app.urls.pay_of(&order.return_url).is_some()
}

/// The signed address of a checkout's page. It can be opened as long as the page of an order.
pub fn url(app: &App, checkout: &Checkout) -> String {
    let until = checkout.opened_at + chrono::Duration::days(checkout::PAGE_DAYS);
    app.urls.pay(checkout.id, until).to_string()
}

/// What the buyer is offered now: price, credits and terms as an order opened now would have them, by the books' own rules and
/// with what a campaign gives. Nothing is written. `None` where no way to pay takes the amount.
///
/// # Errors
/// Where every order would be refused.
pub async fn offer(app: &App, standing: &Standing) -> Result<Option<Offer>> {
    let ways = || {
        app.registry.all().flat_map(|provider| {
            let methods = provider.capabilities().methods.iter();
            methods.map(move |method| (provider, *method))
        })
    };
    let Some((provider, method)) = ways().next() else {
        return Ok(None);
    };
    // A discount leaves what every way takes, so that all have one price.
    let least = ways().map(|(provider, method)| provider.capabilities().amounts(method).min);
    let least = least.max().unwrap_or(Won::ZERO);
    let order = foreseen(app, standing, &(provider.id(), method), least).await?;
    let taken = ways().filter(|(provider, method)| {
        let limit = provider.capabilities().amounts(*method);
        limit.min <= order.amount && limit.max.is_none_or(|max| order.amount <= max)
    });
    let ways: Vec<_> = taken
        .map(|(provider, method)| (provider.id(), method))
        .collect();
    Ok((!ways.is_empty()).then(|| Offer {
        vat: vat_included(order.amount, order.tax_free),
        order,
        ways,
    }))
}

/// The order that would be opened now, in whatever way: after the one that is given up for it.
async fn foreseen(
    app: &App,
    standing: &Standing,
    way: &(ProviderId, Method),
    least: Won,
) -> Result<Order> {
    let checkout = &standing.checkout;
    let name = (way.1 == Method::BankTransfer).then(|| checkout.suggested_depositor());
    let open = OpenOrder {
        account: None,
        amount_min: least,
        amount_max: None,
        ..wanted(app, checkout, app.id(OrderId::new), way, name)?
    };
    let given_up = standing.order().map(giving_up);
    let now = app.now();
    let mut needs = Needs::default();
    open.needs(&mut needs);
    // Its id was made just now: no row has it.
    needs.orders.remove(&open.id);
    needs.customers.insert(open.customer.clone());
    if let Some(given_up) = &given_up {
        given_up.needs(&mut needs);
    }
    let facts = glance(&app.db, &needs, now).await?;
    let mut entropy = locked(&app.entropy);
    let rules = app.rules();
    let mut books = Books::new(&rules, facts, now, entropy.as_mut());
    if let Some(given_up) = given_up {
        // Where it cannot be given up any more, nothing else is opened either.
        drop(given_up.apply(&mut books, &Actor::Gateway));
    }
    Ok(open.apply(&mut books, &Actor::Gateway)?)
}

fn wanted(
    app: &App,
    checkout: &Checkout,
    id: OrderId,
    (provider, method): &(ProviderId, Method),
    depositor_name: Option<String>,
) -> Result<OpenOrder> {
    let wanted = checkout.wanted.clone();
    let new = NewOrder {
        month: None,
        customer: wanted.customer,
        product: wanted.product,
        quantity: wanted.quantity,
        provider: Some(provider.clone()),
        method: Some(method.as_str().to_owned()),
        depositor_name,
        return_url: url(app, checkout),
        metadata: wanted.metadata,
        promotion_code: wanted.promotion_code,
    };
    Ok(OpenOrder {
        id,
        ..checkout::checked(app, new)?
    })
}

/// What the buyer chose on the page.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub way: (ProviderId, Method),
    pub depositor_name: Option<String>,
    /// What the page said: price, credits and terms, as [`agreed`] has them.
    pub agreed: String,
}

/// What a buyer agrees to: the price in won, the credits, and the terms by their hash.
pub fn agreed(order: &Order) -> String {
    let (amount, credits) = (order.amount.get(), order.all_credits().get());
    format!("{amount}.{credits}.{}", order.policy_hash)
}

/// Has the buyer pay by this way: the order to go on with. One that may be paid already in the same way, or cannot be given
/// up any more, is that order.
///
/// # Errors
/// As opening an order, [`FlowError::Invalid`] of `agreed` where the order would not be what the page said, and
/// [`FlowError::NotFound`] once the checkout has ended.
pub async fn choose(app: &Shared, id: CheckoutId, state: &str, chosen: Chosen) -> Result<Order> {
    let checkout = page(app, id, state).await?.checkout;
    let is_over = app.now() >= checkout.expires_at;
    for nth in 0..TRIES_MAX {
        let known = match tried(app, &checkout, nth).await? {
            Some(known) => known,
            None if is_over => break,
            None => try_again(app, &checkout, nth, &chosen).await?,
        };
        let is_last = is_over || nth + 1 == TRIES_MAX;
        if ended(&known) || (!is_last && gave_up(app, &known, &chosen).await?) {
            continue;
        }
        if known.session.is_some() || !known.state.is_open() {
            return Ok(known);
        }
        return match checkout::begin(app, known.clone()).await {
            // Another request is at it. Its page waits.
            Err(FlowError::StillRunning) => Ok(known),
            begun => begun,
        };
    }
    Err(FlowError::NotFound("checkout"))
}

/// Opens the order of a try. Nothing is begun for one that is not what the buyer agreed to; it is the next choice's.
async fn try_again(app: &App, checkout: &Checkout, nth: u32, chosen: &Chosen) -> Result<Order> {
    let id = checkout.order(nth);
    let name = chosen.depositor_name.clone();
    let open = wanted(app, checkout, id, &chosen.way, name)?;
    let order = app.submit(Command::new(open, Actor::Gateway)).await?.answer;
    if agreed(&order) == chosen.agreed {
        return Ok(order);
    }
    let rule = "is not what the order costs and brings now";
    Err(FlowError::invalid("agreed", rule))
}

fn giving_up(order: &Order) -> CancelOrder {
    CancelOrder {
        customer: order.customer.clone(),
        order: order.id,
        note: ANOTHER_WAY.to_owned(),
    }
}

/// Whether an order that is to be paid in another way, or for another price, was given up. The books refuse it for one that
/// may be paid any moment.
async fn gave_up(app: &App, order: &Order, chosen: &Chosen) -> Result<bool> {
    let (provider, method) = &chosen.way;
    let same = order.provider == *provider
        && order.method == *method
        && order.depositor == chosen.depositor_name
        && agreed(order) == chosen.agreed;
    if same || !order.state.is_open() {
        return Ok(false);
    }
    let change = Command::new(giving_up(order), Actor::Gateway);
    match app.submit(change).await {
        Ok(reply) => Ok(ended(&reply.answer)),
        Err(FlowError::Refused(
            Refusal::AccountIssued { .. }
            | Refusal::OrderConfirming { .. }
            | Refusal::OrderNotOpen { .. },
        )) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives up a try whose buyer comes back to pay it although another try was paid meanwhile: a deposit for an earlier one
/// came late. Whether it did.
pub async fn overtaken(app: &App, order: &Order) -> Result<bool> {
    let Some(id) = app.urls.pay_of(&order.return_url) else {
        return Ok(false);
    };
    let standing = match standing(app, id).await {
        Err(FlowError::NotFound(_)) => return Ok(false),
        standing => standing?,
    };
    let other = standing.last.filter(|last| last.id != order.id);
    if other.is_none_or(|other| ended(&other) || other.state.is_open()) {
        return Ok(false);
    }
    let reply = app
        .submit(Command::new(giving_up(order), Actor::Gateway))
        .await?;
    Ok(ended(&reply.answer))
}
