//! Spends: credits used at once, and given back to the same lots; read by id and by reference.

mod view;

use axum::response::{IntoResponse as _, Response};
use domain::{command::Reply, id::CustomerId, money::Credits, spend::Spend};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::Problem,
    request::ApiRequest,
    response::{ApiResponse, created, ok},
    view::List,
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        credits::{self, Use},
        views,
    },
};
use view::view;
pub(super) use view::{PartView, SpendView};

/// Credits to use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSpend {
    credits: Credits,
    /// What they are used for, in the seller's words, e.g. `video.generate`; at most 100 characters.
    #[schemars(length(min = 1, max = crate::flows::text::METER_MAX))]
    meter: String,
    /// The seller's own reference, e.g. a request id; at most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::text::REFERENCE_MAX))]
    reference: String,
}

pub(super) async fn spend(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let NewSpend {
        credits: asked,
        meter,
        reference,
    } = ask.json()?;
    let used = Use {
        credits: asked,
        meter,
        reference,
    };
    Ok(respond(
        created,
        credits::spend(&app, caller, ask.idempotency_key, customer, used).await?,
    ))
}

pub(super) async fn reverse(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    Ok(respond(
        ok,
        credits::reverse(&app, caller, ask.idempotency_key, id).await?,
    ))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let spend = views::spend(&app, ask.id("id")?).await?;
    let customer = spend.customer_id.clone();
    let response = ok(view(spend, None));
    Ok(response.about(&app, &customer).await?.into_response())
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let page = views::spends(&app, &customer, ask.query("reference"), ask.page()?).await?;
    let response = ok(List::of(page, |spend| view(spend, None)));
    Ok(response.about(&app, &customer).await?.into_response())
}

fn respond(status: fn(SpendView) -> ApiResponse<SpendView>, reply: Reply<Spend>) -> Response {
    let Reply {
        answer,
        balance,
        replayed,
    } = reply;
    status(view(answer, balance))
        .balance(balance)
        .replayed(replayed)
        .into_response()
}
