//! The buyer's browser: the hosted page of one order behind a signed link, which leads to the provider, shows the account
//! to transfer to or shows how the order ended; and the way back from the provider.

use std::collections::BTreeMap;

use axum::{
    http::header::{self, USER_AGENT},
    response::{IntoResponse as _, Response},
};
use domain::{
    id::OrderId,
    kind::{Method, ProviderId},
    order::{Order, OrderState},
};
use providers::provider::CallbackOutcome;
use url::Url;

use super::{
    buyer,
    error::{NO_ROUTE, NOT_AN_ID, Problem},
    extract::add_pairs,
    html,
    limits::{DEPOSIT_REFRESH_SECONDS, PENDING_REFRESH_SECONDS},
    request::ApiRequest,
    route::Query,
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError, checkout, deposit as deposits,
        explain::{self, Sentences},
        pay, payment, views,
    },
    web::{
        self,
        buyer::{self as pages, About, Frame, Outcome},
    },
};

pub(super) async fn show(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("order")?;
    let order = checkout::page(&app, id, ask.query("state").unwrap_or_default()).await?;
    let seen = Seen::of(&app, &ask, order)?;
    let page = match seen.order.state {
        OrderState::Open | OrderState::AwaitingDeposit => {
            waiting(&app, &seen, is_phone(&ask)).await
        }
        OrderState::Confirming => pending(&app, seen.frame.clone(), &seen.order),
        OrderState::Completed => result(&app, &seen, Outcome::Completed).await,
        OrderState::Failed => result(&app, &seen, Outcome::Failed).await,
        OrderState::Cancelled => result(&app, &seen, Outcome::Cancelled).await,
        OrderState::Expired => result(&app, &seen, Outcome::Expired).await,
        OrderState::Mismatched => result(&app, &seen, Outcome::Mismatched).await,
    };
    Ok(buyer::remember(&ask, seen.frame.lang, page?))
}

/// An order, and how its buyer reads it.
struct Seen {
    order: Order,
    frame: Frame,
}

impl Seen {
    fn of(app: &App, ask: &ApiRequest, order: Order) -> Result<Self, Problem> {
        let frame = buyer::frame(app, buyer::lang(ask)?, checkout::page_url(app, &order));
        Ok(Self { order, frame })
    }

    async fn about(&self, app: &App) -> Result<About, Problem> {
        let order = &self.order;
        Ok(About {
            id: Some(order.id),
            title: checkout::title_of(app, self.frame.lang, order),
            amount: order.amount,
            credits: order.all_credits(),
            terms: checkout::terms_of(app, order).await?,
        })
    }
}

/// An order that waits for the buyer: for a transfer where an account is known, otherwise at the provider.
async fn waiting(app: &App, seen: &Seen, phone: bool) -> Result<Response, Problem> {
    let order = &seen.order;
    let Some(session) = &order.session else {
        return pending(app, seen.frame.clone(), order);
    };
    if let Some(deposit) = &session.deposit {
        let page = pages::Deposit {
            frame: seen.frame.clone(),
            seconds: DEPOSIT_REFRESH_SECONDS,
            about: seen.about(app).await?,
            bank: deposit.bank.clone(),
            account_number: deposit.account_number.clone(),
            holder: deposit.holder.clone(),
            depositor: order.depositor.clone(),
            due_at: deposit.due_at,
            arrived: deposits::arrived(app, order)
                .await?
                .map(|(arrived, _)| arrived),
        };
        return html::turning_page(&page, seen.frame.lang);
    }
    let mobile = session.mobile_url.as_ref().filter(|_| phone);
    match (mobile.or(session.redirect_url.as_ref()), order.state) {
        (Some(url), OrderState::Open) => html::see_other(url),
        (None, OrderState::Open) => window(app, seen).await,
        _ => pending(app, seen.frame.clone(), order),
    }
}

/// The page from which the provider's own script opens its window.
async fn window(app: &App, seen: &Seen) -> Result<Response, Problem> {
    let Some(window) = checkout::window(app, &seen.order)? else {
        // It was begun for a window that this gateway does not open any more. Waiting would be useless.
        return result(app, seen, Outcome::Unpayable).await;
    };
    let page = pages::Window {
        frame: seen.frame.clone(),
        provider: seen.order.provider.to_string(),
        script: window.script.to_string(),
        facts: window.facts,
        about: seen.about(app).await?,
        home: home(&seen.order)?,
    };
    html::page_with_script(&page, seen.frame.lang, &window.script, &window.beside)
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

fn pending(app: &App, frame: Frame, order: &Order) -> Result<Response, Problem> {
    let page = checkout::page_url(app, order);
    let lang = frame.lang;
    let page = pages::Pending {
        frame,
        seconds: PENDING_REFRESH_SECONDS,
        page,
    };
    html::turning_page(&page, lang)
}

async fn result(app: &App, seen: &Seen, outcome: Outcome) -> Result<Response, Problem> {
    let home = home(&seen.order)?;
    result_to(app, seen, outcome, home).await
}

/// How an order ended, for a page that leads elsewhere than the order does.
pub(super) async fn ended(
    app: &App,
    ask: &ApiRequest,
    order: &Order,
    outcome: Outcome,
    home: String,
) -> Result<Response, Problem> {
    let seen = Seen::of(app, ask, order.clone())?;
    result_to(app, &seen, outcome, home).await
}

async fn result_to(
    app: &App,
    seen: &Seen,
    outcome: Outcome,
    home: String,
) -> Result<Response, Problem> {
    let order = &seen.order;
    let page = pages::Result {
        frame: seen.frame.clone(),
        outcome,
        said: explain::failed(app, order).map(said),
        about: seen.about(app).await?,
        receipt: (outcome == Outcome::Completed).then(|| receipt_url(app, order)),
        cash_receipt: (outcome == Outcome::Completed)
            .then(|| cash_receipt(app, order, order.method))
            .flatten(),
        home,
    };
    html::buyers_page(&page, seen.frame.lang)
}

/// The address of an order's cash receipt, where the seller issues any for money that came this way.
fn cash_receipt(app: &App, order: &Order, method: Method) -> Option<String> {
    let issued = domain::cash_receipt::issued_for(method).is_ok();
    issued.then(|| checkout::receipt_page_url(app, order))
}

/// The address of an order's receipt. Whoever may open the order's page may open it.
fn receipt_url(app: &App, order: &Order) -> String {
    let page = checkout::page_url(app, order);
    page.replacen('?', "/receipt?", 1)
}

/// What was paid for an order.
pub(super) async fn receipt(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("order")?;
    let order = checkout::page(&app, id, ask.query("state").unwrap_or_default()).await?;
    let paid = order.payment.ok_or(FlowError::NotFound("receipt"))?;
    let payment = views::payment(&app, paid).await?;
    let lang = buyer::lang(&ask)?;
    let seen = Seen {
        frame: buyer::frame(&app, lang, receipt_url(&app, &order)),
        order,
    };
    let about = About {
        amount: payment.amount,
        ..seen.about(&app).await?
    };
    let page = pages::Receipt {
        about,
        vat: payment.tax.vat,
        tax_free: payment.tax.tax_free,
        supply: payment.tax.supplied,
        way: web::Way::of(&payment.provider, payment.method),
        paid_at: payment.paid_at,
        refunded: payment.amount.minus_or_zero(payment.left()),
        issue_page: cash_receipt(&app, &seen.order, payment.method),
        back: checkout::page_url(&app, &seen.order),
        frame: seen.frame,
    };
    let page = html::buyers_page(&page, lang)?;
    Ok(buyer::remember(&ask, lang, page))
}

/// A link and a form from the buyer are handled the same way: their parameters are put together.
pub(super) async fn back(app: Shared, mut ask: ApiRequest) -> Result<Response, Problem> {
    let provider: ProviderId = ask.id("provider")?;
    let id: OrderId = ask.id("order")?;
    // The query is the provider's: only an earlier choice says the language.
    let lang = buyer::remembered(&ask.headers);
    let outcome: CallbackOutcome = ask
        .param("outcome")
        .parse()
        .map_err(|()| Problem::new(&NOT_AN_ID, "not an outcome of a payment"))?;
    add_pairs(&mut ask.query, &ask.body, Query::Any)?;
    let query: BTreeMap<String, String> = ask.query.into_iter().collect();
    let why = explain::hint(&app, &provider, &query).map(said);
    let order = payment::callback(&app, &provider, id, outcome, query).await;
    let order = order.map_err(Problem::at_provider)?;
    let page = checkout::page_url(&app, &order);
    // In the other language the order's own page is shown: the way back is walked once.
    let frame = buyer::frame(&app, lang, page.clone());
    match (order.state, outcome) {
        (
            OrderState::Completed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched,
            _,
        ) => html::see_other(&home(&order)?),
        // There the buyer reads why, and chooses anew.
        (OrderState::Failed, _) if pay::is_try(&app, &order) => html::see_other(&home(&order)?),
        // The order's own page shows the next step, or why the order failed, before it leads on to the shop.
        (OrderState::AwaitingDeposit | OrderState::Failed, _) => html::see_other(&page),
        (OrderState::Open, CallbackOutcome::Fail | CallbackOutcome::Cancel) => {
            let unpaid = pages::Unpaid {
                frame,
                title: checkout::title_of(&app, lang, &order),
                said: why,
                again: page,
                chooses: pay::is_try(&app, &order),
                home: home(&order)?,
            };
            html::buyers_page(&unpaid, lang)
        }
        (OrderState::Confirming, _) | (OrderState::Open, CallbackOutcome::Success) => {
            pending(&app, frame, &order)
        }
    }
}

/// The sentences for the buyer, in the form that a page takes.
pub(super) fn said(sentences: Sentences) -> web::Said {
    web::Said {
        korean: sentences.korean,
        english: sentences.english,
    }
}

/// The seller's page, with the order's id and state in its query. The page must not trust them: it asks `GET
/// /v1/orders/{id}`.
pub(super) fn home(order: &Order) -> Result<String, Problem> {
    let mut url = Url::parse(&order.return_url).map_err(|error| {
        Problem::internal(format!(
            "order {} has a damaged return URL: {error}",
            order.id
        ))
    })?;
    url.query_pairs_mut()
        .append_pair("order_id", &order.id.to_string())
        .append_pair("status", order.state.as_str());
    Ok(url.into())
}
