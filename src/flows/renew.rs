//! Buying the same again by the signed link of a notice: the page behind it, and the order that it opens. Looking changes
//! nothing.

use chrono::Duration;
use domain::{
    actor::Actor,
    canary,
    command::{Command, IdempotencyKey},
    hash::sha256,
    id::{ContractId, LotId, OrderId},
    kind::{Method, ProviderId},
    lot::Lot,
    metadata::Metadata,
    money::{Won, vat_included},
    order::{Order, OrderState},
    refusal::Refusal,
    terms::{self, Terms},
};

use super::{
    FlowError, Result,
    checkout::{self, NewOrder},
    views,
};
use crate::app::{App, Shared};

/// How long a link works after the lot's end, in days: a buyer who reads the mail late still buys.
pub const AFTER_END_DAYS: i64 = 14;
/// How often one way to pay is tried by a link. Whoever fails more often is better helped by the shop.
const TRIES_MAX: u32 = 10;
/// The scope of the idempotency keys of links. It is no role, so no client's key is one of them.
const SCOPE: &str = "renew";

/// What a buyer is offered.
#[derive(Debug, Clone)]
pub struct Renewal {
    pub product: String,
    pub quantity: i64,
    pub title: String,
    /// The VAT in the amount of the terms.
    pub vat: Won,
    /// As they would be if it were paid now.
    pub terms: Terms,
    /// The ways to pay that take this amount.
    pub ways: Vec<(ProviderId, Method)>,
}

/// The signed page on which a lot's product is bought again.
pub fn url(app: &App, lot: &Lot) -> String {
    let until = lot.expires_at + Duration::days(AFTER_END_DAYS);
    app.urls.renew(lot.id, until).to_string()
}

/// The order that bought the lot of a link.
async fn bought(app: &App, lot: LotId, state: &str) -> Result<Order> {
    app.urls
        .check_renew(lot, state, app.now())
        .map_err(|error| FlowError::BadLink(error.to_string()))?;
    let lot = views::lot(app, lot).await?;
    let payment = lot.payment.ok_or(FlowError::NotFound("product"))?;
    let payment = views::payment(app, payment).await?;
    let order = views::order(app, payment.order).await?;
    // What was bought under a contract is sold by the contract alone, and a month of a subscription once.
    if order.policy.parse::<ContractId>().is_ok() || order.month().is_some() {
        return Err(FlowError::NotFound("product"));
    }
    Ok(order)
}

/// What the page of a link shows.
///
/// # Errors
/// A link that is altered, over, or of a product that is not sold any more.
pub async fn page(app: &App, lot: LotId, state: &str) -> Result<Renewal> {
    let order = bought(app, lot, state).await?;
    let (rules, now) = (app.rules(), app.now());
    let policy = rules.policies.current(now);
    let offer = rules
        .catalogue
        .offer(&order.product, order.quantity, policy);
    let offer = offer.map_err(Refusal::from)?;
    let terms = terms::terms(&offer, policy, &rules.holidays, now).map_err(Refusal::from)?;
    let ways = app.registry.all().flat_map(|provider| {
        let offered = provider.capabilities();
        let taken = offered.methods.iter().filter(|method| {
            let limit = offered.amounts(**method);
            limit.min <= offer.amount && limit.max.is_none_or(|max| offer.amount <= max)
        });
        taken.map(|method| (provider.id(), *method))
    });
    Ok(Renewal {
        vat: vat_included(offer.amount, offer.tax_free),
        ways: ways.collect(),
        product: offer.product,
        quantity: offer.quantity,
        title: offer.title,
        terms,
    })
}

/// Opens an order for the same, exactly as the shop would, and begins its session. The link is its own idempotency key:
/// whoever presses twice gets one order, and one that was paid by this link is not opened again. Where an order by the
/// link ended unpaid, the next one is opened.
///
/// # Errors
/// As [`page`], and where the order is refused.
pub async fn buy(
    app: &Shared,
    lot: LotId,
    state: &str,
    way: (ProviderId, Method),
    depositor_name: Option<String>,
) -> Result<Order> {
    let before = bought(app, lot, state).await?;
    let (provider, method) = way;
    let asked = format!(
        "{lot} {provider} {} {}",
        method.as_str(),
        depositor_name.as_deref().unwrap_or_default()
    );
    let asked = sha256(asked.as_bytes());
    let mut last = None;
    for nth in 0..TRIES_MAX {
        let new = NewOrder {
            customer: before.customer.clone(),
            product: before.product.clone(),
            quantity: before.quantity,
            month: None,
            provider: Some(provider.clone()),
            method: Some(method.as_str().to_owned()),
            depositor_name: depositor_name.clone(),
            return_url: before.return_url.clone(),
            metadata: Metadata::default(),
            promotion_code: None,
        };
        let anew = || app.id(OrderId::new).to_string();
        let nth = canary!(LinkOpensAnew, anew(), nth.to_string());
        let key = IdempotencyKey {
            scope: SCOPE.to_owned(),
            key: format!("{asked} {nth}"),
            fingerprint: asked.clone(),
        };
        let order = opened(app, new, key).await?;
        let ended = matches!(
            order.state,
            OrderState::Failed | OrderState::Cancelled | OrderState::Expired
        );
        last = Some(order);
        if !ended {
            break;
        }
    }
    last.ok_or_else(|| FlowError::Failed("no order was tried".to_owned()))
}

/// The order under this key, with its session begun. One whose session is being begun by another request is answered as
/// it stands: its page waits.
async fn opened(app: &Shared, new: NewOrder, key: IdempotencyKey) -> Result<Order> {
    let open = checkout::checked(app, new)?;
    let command = Command::new(open, Actor::Gateway).under_key(Some(key));
    let reply = app.submit(command).await?;
    let mut order: Order = reply.answer;
    if reply.replayed {
        order = views::order(app, order.id).await?;
    }
    if order.session.is_some() || !order.state.is_open() {
        return Ok(order);
    }
    let known = order.clone();
    match checkout::begin(app, order).await {
        Err(FlowError::StillRunning) => Ok(known),
        begun => begun,
    }
}
