//! The hosted page of one order, behind a signed link. It leads to the provider, shows the account to transfer to, or
//! shows how the order ended.

use axum::{
    http::{
        StatusCode,
        header::{self, USER_AGENT},
    },
    response::{IntoResponse as _, Response},
};
use domain::{
    kind::ProviderId,
    order::{Order, OrderState},
};

use super::{
    callbacks::{home, said},
    error::{NO_ROUTE, Problem},
    html,
    limits::{DEPOSIT_REFRESH_SECONDS, PENDING_REFRESH_SECONDS},
    request::ApiRequest,
};
use crate::{
    app::{App, Shared},
    flows::{checkout, explain},
    web::{self, Outcome},
};

pub(super) async fn show(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("order")?;
    let order = checkout::page(&app, id, ask.query("state").unwrap_or_default()).await?;
    match order.state {
        OrderState::Open | OrderState::AwaitingDeposit => waiting(&app, &order, is_phone(&ask)),
        OrderState::Confirming => pending(&app, &order),
        OrderState::Completed => result(&app, &order, Outcome::Completed),
        OrderState::Failed => result(&app, &order, Outcome::Failed),
        OrderState::Cancelled => result(&app, &order, Outcome::Cancelled),
        OrderState::Expired => result(&app, &order, Outcome::Expired),
        OrderState::Mismatched => result(&app, &order, Outcome::Mismatched),
    }
}

/// An order that waits for the buyer: for a transfer where an account is known, otherwise at the provider.
fn waiting(app: &App, order: &Order, phone: bool) -> Result<Response, Problem> {
    let Some(session) = &order.session else {
        return pending(app, order);
    };
    if let Some(deposit) = &session.deposit {
        let page = web::Deposit {
            seconds: DEPOSIT_REFRESH_SECONDS,
            title: order.title.clone(),
            amount: order.amount,
            bank: deposit.bank.clone(),
            account_number: deposit.account_number.clone(),
            holder: deposit.holder.clone(),
            depositor: order.depositor.clone(),
            due_at: deposit.due_at,
        };
        return html::page(StatusCode::OK, &page);
    }
    let mobile = session.mobile_url.as_ref().filter(|_| phone);
    match (mobile.or(session.redirect_url.as_ref()), order.state) {
        (Some(url), OrderState::Open) => html::see_other(url),
        (None, OrderState::Open) => window(app, order),
        _ => pending(app, order),
    }
}

/// The page from which the provider's own script opens its window.
fn window(app: &App, order: &Order) -> Result<Response, Problem> {
    let Some(window) = checkout::window(app, order)? else {
        // It was begun for a window that this gateway does not open any more. Waiting would be useless.
        return result(app, order, Outcome::Unpayable);
    };
    let page = web::Window {
        provider: order.provider.to_string(),
        script: window.script.to_string(),
        facts: window.facts,
        title: order.title.clone(),
        amount: order.amount,
        credits: order.credits,
        terms: checkout::terms_of(app, order)?,
        home: home(order)?,
    };
    html::page_with_script(&page, &window.script, window.beside)
}

/// Our own script of that page.
pub(super) fn opener(app: &App, ask: &ApiRequest) -> Result<Response, Problem> {
    let id: ProviderId = ask.id("provider")?;
    let provider = app.registry.get(&id);
    let window = provider.and_then(|provider| provider.window());
    let window =
        window.ok_or_else(|| Problem::new(&NO_ROUTE, "no provider of that name opens a window"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // The script and the page belong together: after an upgrade neither may meet the older version of the other.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, window.opener()).into_response())
}

/// Whether the browser identifies itself as a phone's. Some providers show phones another page.
fn is_phone(ask: &ApiRequest) -> bool {
    let agent = ask
        .headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    ["Mobile", "Android", "iPhone"]
        .iter()
        .any(|word| agent.contains(word))
}

fn pending(app: &App, order: &Order) -> Result<Response, Problem> {
    let page = checkout::page_url(app, order);
    html::page(
        StatusCode::OK,
        &web::Pending {
            seconds: PENDING_REFRESH_SECONDS,
            page,
        },
    )
}

fn result(app: &App, order: &Order, outcome: Outcome) -> Result<Response, Problem> {
    let bought = match outcome {
        Outcome::Completed => Some(checkout::terms_of(app, order)?),
        Outcome::Failed
        | Outcome::Cancelled
        | Outcome::Expired
        | Outcome::Mismatched
        | Outcome::Unpayable => None,
    };
    let page = web::Result {
        outcome,
        said: explain::failed(app, order).map(said),
        title: order.title.clone(),
        amount: order.amount,
        credits: order.credits,
        bought,
        home: home(order)?,
    };
    html::page(StatusCode::OK, &page)
}
