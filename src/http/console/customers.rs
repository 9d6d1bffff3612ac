//! A customer: the balance, lots with their ends, orders and what happened. What can be done for one stands in files of its own.

pub(super) mod acts;
mod all;
pub(super) mod closing;
pub(super) mod grant;
pub(super) mod link;
mod offers;
pub(super) mod redeem;
pub(super) mod standing;
pub(super) mod statement;
pub(super) mod waive;

use axum::response::Response;
use domain::{
    customer::Customer,
    id::CustomerId,
    kind::Kind,
    ledger::Unit,
    money::Credits,
    statement::{Change, Lang, words::words},
};

pub(super) use self::all::list as all;
use super::list::{self, Column, Listing};
use crate::{
    app::{App, Shared},
    flows::{
        desk,
        history::{self, ByEnd},
        my,
        page::{DebtorCursor, EntryCursor, Page},
        search::{self, Sought},
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::{
        console::{customer as pages, list::Cell},
        my::{Line, OfKind},
        picture::timeline,
    },
};

/// Lots, orders and subscriptions of the page: a screen each. Lists have more.
const LOTS: i64 = 50;
const ORDERS: i64 = 10;
const SUBSCRIPTIONS: i64 = 20;

const fn first<C>(limit: i64) -> Page<C> {
    Page { limit, after: None }
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: CustomerId = ask.id("customer")?;
    let customer = views::customer(&app, &id).await?;
    let (lang, now) = (visit.lang(), app.now());
    let found = history::breakdown(&app, &id, None).await?;
    let parts = &found.parts;
    let sought = Sought {
        customer: Some(id.clone()),
        ..Sought::default()
    };
    let mut orders = search::orders(&app, &sought, None, first(ORDERS)).await?;
    super::orders::titled(&app, lang, &mut orders.items);
    let lots = views::lots(&app, &id, None, first(LOTS)).await?;
    let mut until = desk::refunds_until(&app, &lots.items).await?;
    let lines = my::lines(&app, &id, None).await?;
    let page = pages::OfCustomer {
        available: sum(parts.iter(), |part| part.available),
        held: sum(parts.iter(), |part| part.held),
        debt: found.debt,
        ways: offers::offered(&visit, &customer, found.debt),
        kinds: by_kind(parts),
        timeline: picture(parts, now, lang),
        more_lots: lots.next.is_some(),
        lots: lots
            .items
            .into_iter()
            .map(|lot| pages::LotRow {
                refund: until
                    .remove(&lot.id)
                    .map(|until| (until.by_right, until.through_support)),
                lot,
            })
            .collect(),
        more_orders: orders.next.is_some(),
        orders: orders.items,
        subscriptions: views::subscriptions(&app, &id, first(SUBSCRIPTIONS))
            .await?
            .items,
        more_lines: lines.next.is_some(),
        lines: lines
            .items
            .into_iter()
            .map(|line| shown(line, lang))
            .collect(),
        now,
        customer,
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}

fn by_kind(parts: &[ByEnd]) -> Vec<OfKind> {
    let kinds = Kind::ALL.iter().map(|kind| {
        let of = || parts.iter().filter(|part| part.kind == *kind);
        OfKind {
            kind: *kind,
            available: sum(of(), |part| part.available),
            held: sum(of(), |part| part.held),
        }
    });
    kinds
        .filter(|of| !of.available.is_zero() || !of.held.is_zero())
        .collect()
}

fn picture(
    parts: &[ByEnd],
    now: chrono::DateTime<chrono::Utc>,
    lang: Lang,
) -> Option<timeline::Timeline> {
    let ends = parts.iter().map(|part| timeline::End {
        kind: part.kind,
        at: part.expires_at,
        credits: part.available,
    });
    let ends: Vec<_> = ends.filter(|end| !end.credits.is_zero()).collect();
    timeline::Timeline::of(&ends, now, lang)
}

fn sum<'a>(parts: impl Iterator<Item = &'a ByEnd>, of: impl Fn(&ByEnd) -> Credits) -> Credits {
    // No sum over a customer's credits passes the largest amount.
    parts
        .map(of)
        .fold(Credits::ZERO, |sum, part| sum.plus(part).unwrap_or(sum))
}

fn shown(line: my::Line, lang: Lang) -> Line {
    let entry = &line.booked.entry;
    Line {
        at: entry.at,
        words: words(lang, entry.act, Change::of(entry)),
        meter: line.meter,
        reference: line.reference,
        to: super::search::page_of_id(&entry.reference),
        won: (entry.unit == Unit::Won).then_some(entry.amount),
        before: line.booked.available_before,
        after: line.booked.available_after,
    }
}

/// The whole history, newest first.
pub(super) async fn history(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CustomerId = ask.id("customer")?;
    let customer = views::customer(&app, &id).await?.id;
    let asked: Page<EntryCursor> = ask.page()?;
    let found = my::lines(&app, &id, asked.after).await?;
    let lang = visit.lang();
    let page = pages::History {
        customer: customer.to_string(),
        lines: found
            .items
            .into_iter()
            .map(|line| shown(line, lang))
            .collect(),
        next: found.next,
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}

static DEBTORS: Listing<Customer> = Listing {
    title: ("부족분이 있는 고객", "Customers who owe credits"),
    about: (
        "결제가 취소되었는데 크레딧을 이미 쓴 고객. 새로 받는 크레딧에서 먼저 갚습니다.",
        "Their payments were taken back after the credits were used. What they get next pays it first.",
    ),
    empty: ("부족분이 있는 고객이 없습니다.", "Nobody owes credits."),
    file: "debts",
    act: None,
    columns: &[
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |owing, _| Cell::link(format!("/console/customers/{}", owing.id), &owing.id),
        },
        Column {
            name: "debt",
            words: ("부족한 크레딧", "Credits owed"),
            amount: true,
            cell: |owing, _| Cell::Number(owing.debt.get()),
        },
        Column {
            name: "opened_at",
            words: ("고객이 된 날", "Customer since"),
            amount: false,
            cell: |owing, _| Cell::When(owing.opened_at),
        },
    ],
};

pub(super) async fn debts(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let app: &App = &app;
    let read = |page: Page<DebtorCursor>| views::debtors(app, page);
    list::show(&visit, &ask, &DEBTORS, Vec::new(), read).await
}
