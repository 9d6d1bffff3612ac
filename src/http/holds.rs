//! Holds: credits set aside, then captured in whole or in part, or released.

use domain::{
    command::Reply,
    id::{CustomerId, HoldId, SpendId},
    money::Credits,
    spend::{Hold, HoldState},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    spends::PartView,
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{credits, views},
};

view! {
    /// Credits set aside, and from which lots.
    pub(super) struct HoldView("Hold") of (hold: Hold, balance: Option<Credits>; ends_at = hold.ends_at()) {
        id: HoldId,
        customer_id: CustomerId,
        state: HoldState,
        credits: Credits,
        captured: Credits,
        meter: String,
        reference: String,
        parts: Vec<PartView> = hold.parts.into_iter().map(PartView::of).collect(),
        /// The spend it was captured into.
        spend: Option<SpendId>,
        opened_at: At = At(hold.opened_at),
        /// Exclusive: from here on it can no longer be captured. It moves when the hold is extended.
        expires_at: At = At(ends_at),
        /// Of one that lapsed, when that was written down; null until then.
        closed_at: Option<At> = hold.closed_at.map(At),
        /// Spendable right after the change; null where nothing was changed.
        balance: Option<Credits> = balance,
    }
}

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

/// How long a hold is to live from now.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    /// Seconds from now, 1 to 86,400. A hold lives at most 86,400 seconds from its opening; one that lives longer
    /// than is asked stays as it is.
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

pub(super) async fn hold(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.id("id")?;
    let asked: NewHold = ask.json()?;
    let new = credits::NewHold {
        customer,
        credits: asked.credits,
        meter: asked.meter,
        reference: asked.reference,
        expires_in_seconds: asked.expires_in,
    };
    let done = credits::hold(&app, caller, new).await?;
    Ok(respond(created, done))
}

pub(super) async fn capture(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Capture { credits: part } = ask.optional_json()?;
    let done = credits::capture(&app, caller, id, part).await?;
    Ok(respond(ok, done))
}

pub(super) async fn extend(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Extension { expires_in } = ask.json()?;
    let done = credits::extend(&app, caller, id, expires_in).await?;
    Ok(respond(ok, done))
}

pub(super) async fn release(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = credits::release(&app, caller, ask.id("id")?, None).await?;
    Ok(respond(ok, done))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let hold = views::hold(&app, ask.id("id")?).await?;
    let customer = hold.customer_id.clone();
    let response = ok(&HoldView::of(hold, None));
    response.about(&app, &customer).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let page = views::holds(&app, &customer, ask.query("reference"), ask.page()?).await?;
    let response = ok(&List::of(page, |hold| HoldView::of(hold, None)));
    response.about(&app, &customer).await
}

fn respond(status: fn(&HoldView) -> ApiResponse, done: Reply<Hold>) -> ApiResponse {
    status(&HoldView::of(done.answer, done.balance))
        .balance(done.balance)
        .replayed(done.replayed)
}
