//! What the desk reads and does that no other caller asks for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    approval::Approval,
    calendar::{Rollover, ends_at},
    effects::AuditAct,
    id::{CustomerId, KeyId, LotId},
    kind::Kind,
    lot::Lot,
    order::Order,
    payment::Payment,
    refund::Refund,
    terms::Terms,
};
use secrecy::SecretString;
use url::Url;

use super::{
    FlowError, Result, audit_log, check_text, checkout, my, operators,
    search::{self, Sought},
};
use crate::{
    access::{Caller, Role},
    app::{App, locked},
    store::{self, PAGE_MAX, Page, keys, reads},
};

/// Longest name of a key that is made at the desk: a sentence.
const NAME_MAX: usize = 100;

/// Longest reason of an act at the desk: a sentence or two for the audit log.
pub const REASON_MAX: usize = 200;

/// Until when the money of a lot can go back. Both ends are exclusive.
#[derive(Debug, Clone, Copy)]
pub struct RefundUntil {
    pub by_right: DateTime<Utc>,
    pub through_support: DateTime<Utc>,
}

/// Until when the money of these lots can go back, of those that were bought: as their orders' terms have it.
pub async fn refunds_until(app: &App, lots: &[Lot]) -> Result<HashMap<LotId, RefundUntil>> {
    let mut found = HashMap::new();
    for lot in lots {
        let Some(payment) = lot.payment else { continue };
        let Some(payment) = reads::payment(&app.db, payment).await? else {
            continue;
        };
        let Some(order) = reads::order(&app.db, payment.order).await? else {
            continue;
        };
        let terms = checkout::terms_of(app, &order).await?;
        let until = RefundUntil {
            by_right: terms.refund_by_right_until,
            through_support: terms.refund_through_support_until,
        };
        found.insert(lot.id, until);
    }
    Ok(found)
}

/// The exclusive end of credits of this kind that are granted now. `None` where the calendar does not reach so far.
pub fn would_end(app: &App, kind: Kind) -> Option<DateTime<Utc>> {
    let (rules, now) = (app.rules(), app.now());
    let validity = rules.policies.current(now).validity(kind)?;
    ends_at(now, validity, Rollover::None, &rules.holidays).ok()
}

/// Refunds of a customer that have not ended, and those that wait for a second person.
#[derive(Debug, Default)]
pub struct UnderWay {
    pub refunds: Vec<Refund>,
    pub approvals: Vec<Approval>,
}

/// What has to end before a customer's account is closed: of the payments on a page of the store, and of the acts that
/// wait for a second person.
pub async fn under_way(app: &App, customer: &CustomerId) -> Result<UnderWay> {
    let sought = Sought {
        customer: Some(customer.clone()),
        ..Sought::default()
    };
    let mut found = UnderWay::default();
    let paid = search::payments(app, &sought, first()).await?;
    for payment in paid.items.iter().filter(|paid| !paid.in_flight.is_zero()) {
        let refunds = reads::refunds_of_payment(&app.db, payment.id).await?;
        found
            .refunds
            .extend(refunds.into_iter().filter(|refund| refund.state.is_open()));
    }
    found.approvals = reads::approvals_waiting_of(&app.db, customer, app.now()).await?;
    Ok(found)
}

/// The first page, as long as the store gives one.
const fn first<C>() -> super::page::Page<C> {
    super::page::Page {
        limit: PAGE_MAX - 1,
        after: None,
    }
}

/// A link to a customer's own page, once it is on record who made it and why.
pub async fn customer_link(
    app: &App,
    caller: &Caller,
    customer: &CustomerId,
    seconds: i64,
    reason: String,
) -> Result<(Url, DateTime<Utc>)> {
    check_text("reason", &reason, REASON_MAX)?;
    let made = my::link(app, customer, Some(seconds))?;
    let act = audit_log::line(app, caller, AuditAct::CustomerLink, customer, reason);
    let db = app.db.clone();
    app.detached(async move { Ok(store::audit_log::add(&db, &act).await?) })
        .await?;
    Ok(made)
}

/// An order with what came of it.
#[derive(Debug)]
pub struct Ordered {
    pub order: Order,
    /// As they are agreed, counted from the payment or from now.
    pub terms: Terms,
    pub payment: Option<Payment>,
    pub lot: Option<Lot>,
    pub refunds: Vec<Refund>,
}

/// An order with its payment, lot and refunds.
pub async fn ordered(app: &App, order: Order) -> Result<Ordered> {
    let terms = checkout::terms_of(app, &order).await?;
    let payment = match order.payment {
        Some(id) => reads::payment(&app.db, id).await?,
        None => None,
    };
    let (lot, refunds) = match &payment {
        Some(payment) => (
            reads::lot_of_payment(&app.db, payment.id).await?,
            reads::refunds_of_payment(&app.db, payment.id).await?,
        ),
        None => (None, Vec::new()),
    };
    Ok(Ordered {
        order,
        terms,
        payment,
        lot,
        refunds,
    })
}

/// The names of operators and API keys, for people who read who did what. As many as a page of the store holds; an act of
/// an older key is shown with its id.
#[derive(Debug, Default)]
pub struct Names(HashMap<KeyId, String>);

impl Names {
    pub async fn read(app: &App) -> Result<Self> {
        let found = keys::list(&app.db, &Page::first(PAGE_MAX)).await?;
        let names = found.into_iter().map(|key| {
            let name = match operators::marked(&key.hash) {
                Some(_) => key.name,
                None => format!("{} ({})", key.name, key.role),
            };
            (key.id, name)
        });
        Ok(Self(names.collect()))
    }

    /// Who it was, in words.
    pub fn of(&self, actor: &Actor) -> String {
        let known = actor.key().and_then(|key| self.0.get(&key));
        known.cloned().unwrap_or_else(|| actor.to_string())
    }
}

/// An API key, without its secret.
#[derive(Debug, Clone)]
pub struct Key {
    pub id: KeyId,
    pub role: String,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// One API key that is no operator's.
///
/// # Errors
/// [`FlowError::NotFound`] where there is none.
pub async fn key(app: &App, id: KeyId) -> Result<Key> {
    let found = keys::by_id(&app.db, id).await?;
    let found = found.filter(|key| operators::marked(&key.hash).is_none());
    found.map(Key::of).ok_or(FlowError::NotFound("key"))
}

/// API keys that are no operators', newest first. Operators stand between them, so a page may be short.
pub async fn keys(app: &App, page: super::page::Page<KeyId>) -> Result<super::page::Paged<Key>> {
    let found = keys::list(&app.db, &page.and_one()).await?;
    let cut = page.cut(found, |key| key.id);
    let keys = cut.items.into_iter();
    let keys = keys.filter(|key| operators::marked(&key.hash).is_none());
    Ok(super::page::Paged {
        items: keys.map(Key::of).collect(),
        next: cut.next,
    })
}

impl Key {
    fn of(key: keys::ApiKey) -> Self {
        Self {
            id: key.id,
            role: key.role,
            name: key.name,
            created_at: key.created_at,
            revoked_at: key.revoked_at,
        }
    }
}

/// A key that an operator made.
#[derive(Debug)]
pub struct MadeKey {
    pub id: KeyId,
    /// Shown once.
    pub key: SecretString,
}

/// Makes a key for an operator, with the line of the audit log that says who.
pub async fn make_key(app: &App, caller: &Caller, role: Role, name: &str) -> Result<MadeKey> {
    check_text("name", name, NAME_MAX)?;
    let (row, key) = super::keys::fresh(role, name, app.now(), locked(&app.entropy).as_mut());
    let (id, detail) = (row.id, format!("{role}: {name}"));
    let act = audit_log::line(app, caller, AuditAct::KeyCreate, id, detail);
    let db = app.db.clone();
    app.detached(async move { Ok(keys::add(&db, &row, Some(&act)).await?) })
        .await?;
    let key = SecretString::from(key);
    Ok(MadeKey { id, key })
}

/// Revokes a key for an operator, with its line of the audit log. A key that is revoked already stays as it is.
pub async fn revoke_key(app: &App, caller: &Caller, id: KeyId) -> Result<()> {
    let act = audit_log::line(app, caller, AuditAct::KeyRevoke, id, String::new());
    let db = app.db.clone();
    app.detached(async move {
        keys::revoke(&db, id, act.at, Some(&act)).await?;
        Ok(())
    })
    .await
}
