//! The buyer's browser coming back from a provider.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use domain::{
    id::OrderId,
    kind::ProviderId,
    order::{Order, OrderState},
};
use providers::provider::CallbackOutcome;
use url::Url;

use super::{
    error::{NO_ROUTE, NOT_AN_ID, Problem},
    extract::add_pairs,
    html,
    limits::PENDING_REFRESH_SECONDS,
    request::ApiRequest,
    route::Query,
};
use crate::{
    app::Shared,
    flows::{
        FlowError, checkout,
        explain::{self, Sentences},
        payment,
    },
    web,
};

/// A link and a form from the buyer are handled the same way: their parameters are put together.
pub(super) async fn back(app: Shared, mut ask: ApiRequest) -> Result<Response, Problem> {
    let provider: ProviderId = ask.id("provider")?;
    let id: OrderId = ask.id("order")?;
    let outcome: CallbackOutcome = ask
        .param("outcome")
        .parse()
        .map_err(|()| Problem::new(&NOT_AN_ID, "not an outcome of a payment"))?;
    add_pairs(&mut ask.query, &ask.body, Query::Any)?;
    let query: BTreeMap<String, String> = ask.query.into_iter().collect();
    let why = explain::hint(&app, &provider, &query).map(said);
    let order = match payment::callback(&app, &provider, id, outcome, query).await {
        Ok(order) => order,
        Err(FlowError::NoProvider(_)) => {
            return Err(Problem::new(
                &NO_ROUTE,
                "no provider of that name is configured",
            ));
        }
        Err(error) => return Err(error.into()),
    };
    let page = checkout::page_url(&app, &order);
    match (order.state, outcome) {
        (
            OrderState::Completed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched,
            _,
        ) => html::see_other(&home(&order)?),
        // The order's own page shows the next step, or why the order failed, before it leads on to the shop.
        (OrderState::AwaitingDeposit | OrderState::Failed, _) => html::see_other(&page),
        (OrderState::Open, CallbackOutcome::Fail | CallbackOutcome::Cancel) => {
            let unpaid = web::Unpaid {
                title: order.title.clone(),
                said: why,
                again: page,
                home: home(&order)?,
            };
            html::page(StatusCode::OK, &unpaid)
        }
        (OrderState::Confirming, _) | (OrderState::Open, CallbackOutcome::Success) => html::page(
            StatusCode::OK,
            &web::Pending {
                seconds: PENDING_REFRESH_SECONDS,
                page,
            },
        ),
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
