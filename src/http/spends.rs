//! Spends: credits used at once, and given back to the same lots; read by id and by reference.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    id::{CustomerId, HoldId, LotId, SpendId},
    kind::Kind,
    money::Credits,
    spend::{Part, Spend},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    request::ApiRequest,
    response::{ApiResponse, created, ok},
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

/// Credits to use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSpend {
    credits: Credits,
    /// What they are used for, in the seller's words, e.g. `video.generate`; at most 100 characters.
    #[schemars(length(min = 1, max = crate::flows::METER_MAX))]
    meter: String,
    /// The seller's own reference, e.g. a request id; at most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::REFERENCE_MAX))]
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

/// One lot's part, in the order in which lots were taken.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Part")]
pub(super) struct PartView {
    lot: LotId,
    kind: Kind,
    credits: Credits,
    expires_at: At,
    /// Why this lot, and why at this place.
    why: String,
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        let Part {
            lot,
            kind,
            credits,
            expires_at,
            why,
        } = part;
        Self {
            lot,
            kind,
            credits,
            expires_at: At(expires_at),
            why,
        }
    }
}

/// Credits used, and which lots paid them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Spend")]
pub(super) struct SpendView {
    id: SpendId,
    customer_id: CustomerId,
    credits: Credits,
    meter: String,
    reference: String,
    parts: Vec<PartView>,
    /// The hold it was captured from.
    hold: Option<HoldId>,
    at: At,
    reversed_at: Option<At>,
    /// Spendable right after the change; null where nothing was changed.
    balance: Option<Credits>,
}

fn view(spend: Spend, balance: Option<Credits>) -> SpendView {
    SpendView {
        id: spend.id,
        customer_id: spend.customer_id,
        credits: spend.credits,
        meter: spend.meter,
        reference: spend.reference,
        parts: spend.parts.into_iter().map(PartView::from).collect(),
        hold: spend.hold,
        at: At(spend.at),
        reversed_at: spend.reversed_at.map(At),
        balance,
    }
}
