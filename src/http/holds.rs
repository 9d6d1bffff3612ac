//! Holds: credits set aside, then captured in whole or in part, or released.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    id::{CustomerId, HoldId, SpendId},
    money::Credits,
    spend::{Hold, HoldState},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    request::ApiRequest,
    response::{ApiResponse, created, ok},
    spends::PartView,
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        credits::{self, Use},
        views,
    },
};

/// Credits to set aside.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewHold {
    credits: Credits,
    /// What they are for, in the seller's words; at most 100 characters.
    #[schemars(length(min = 1, max = crate::flows::METER_MAX))]
    meter: String,
    /// The seller's own reference; at most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::REFERENCE_MAX))]
    reference: String,
    /// Seconds until it lapses: 1 to 86,400.
    #[schemars(range(min = 1, max = 86_400))]
    expires_in: i64,
}

/// How much of a hold is used.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Capture {
    /// The whole hold when left out; less releases the rest.
    credits: Option<Credits>,
}

pub(super) async fn hold(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let NewHold {
        credits: asked,
        meter,
        reference,
        expires_in,
    } = ask.json()?;
    let used = Use {
        credits: asked,
        meter,
        reference,
    };
    Ok(respond(
        created,
        credits::hold(
            &app,
            caller,
            ask.idempotency_key,
            customer,
            used,
            expires_in,
        )
        .await?,
    ))
}

pub(super) async fn capture(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Capture { credits: part } = ask.optional_json()?;
    Ok(respond(
        ok,
        credits::capture(&app, caller, ask.idempotency_key, id, part).await?,
    ))
}

pub(super) async fn release(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    Ok(respond(
        ok,
        credits::release(&app, caller, ask.idempotency_key, id).await?,
    ))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let hold = views::hold(&app, ask.id("id")?).await?;
    let customer = hold.customer_id.clone();
    let response = ok(view(hold, None));
    Ok(response.about(&app, &customer).await?.into_response())
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let page = views::holds(&app, &customer, ask.query("reference"), ask.page()?).await?;
    let response = ok(List::of(page, |hold| view(hold, None)));
    Ok(response.about(&app, &customer).await?.into_response())
}

fn respond(status: fn(HoldView) -> ApiResponse<HoldView>, reply: Reply<Hold>) -> Response {
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

/// Credits set aside, and from which lots.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Hold")]
pub(super) struct HoldView {
    id: HoldId,
    customer_id: CustomerId,
    state: HoldState,
    credits: Credits,
    captured: Credits,
    meter: String,
    reference: String,
    parts: Vec<PartView>,
    /// The spend it was captured into.
    spend: Option<SpendId>,
    opened_at: At,
    /// Exclusive: from here on it can no longer be captured.
    expires_at: At,
    /// Of one that lapsed, when that was written down; null until then.
    closed_at: Option<At>,
    /// Spendable right after the change; null where nothing was changed.
    balance: Option<Credits>,
}

fn view(hold: Hold, balance: Option<Credits>) -> HoldView {
    HoldView {
        id: hold.id,
        customer_id: hold.customer_id,
        state: hold.state,
        credits: hold.credits,
        captured: hold.captured,
        meter: hold.meter,
        reference: hold.reference,
        parts: hold.parts.into_iter().map(PartView::from).collect(),
        spend: hold.spend,
        opened_at: At(hold.opened_at),
        expires_at: At(hold.expires_at),
        closed_at: hold.closed_at.map(At),
        balance,
    }
}
