//! Spends: credits used at once, and given back to the same lots; read by id and by reference.

pub(super) mod batch;
pub(super) mod preview;

use domain::{
    books::credits::SpendCredits,
    command::Reply,
    id::{CustomerId, HoldId, KeyId, LotId, SpendId},
    kind::Kind,
    money::Credits,
    spend::{Part, Spend},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{credits, views},
};

view! {
    /// One lot's part, in the order in which lots were taken.
    pub(super) struct PartView("Part") of (part: Part) {
        lot: LotId,
        kind: Kind,
        credits: Credits,
        expires_at: At = At(part.expires_at),
        /// Why this lot, and why at this place.
        why: String,
    }
}

view! {
    /// Credits used, and which lots paid them.
    pub(super) struct SpendView("Spend") of (spend: Spend, balance: Option<Credits>) {
        id: SpendId,
        customer_id: CustomerId,
        credits: Credits,
        meter: String,
        reference: String,
        parts: Vec<PartView> = spend.parts.into_iter().map(PartView::of).collect(),
        /// The hold it was captured from.
        hold: Option<HoldId>,
        at: At = At(spend.at),
        reversed_at: Option<At> = spend.reversed_at.map(At),
        /// The id of the API key that asked for it; of a captured hold of the one that captured it. Null where no key
        /// asked, and for spends from before keys were recorded.
        api_key: Option<KeyId> = spend.api_key,
        /// Spendable right after the change; null where nothing was changed.
        balance: Option<Credits> = balance,
    }
}

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

pub(super) async fn spend(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.id("id")?;
    let asked: NewSpend = ask.json()?;
    let change = SpendCredits {
        customer,
        credits: asked.credits,
        meter: asked.meter,
        reference: asked.reference,
    };
    let done = credits::spend(&app, caller, change).await?;
    Ok(respond(created, done))
}

pub(super) async fn reverse(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = credits::reverse(&app, caller, ask.id("id")?, None).await?;
    Ok(respond(ok, done))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let spend = views::spend(&app, ask.id("id")?).await?;
    let customer = spend.customer_id.clone();
    let response = ok(&SpendView::of(spend, None));
    response.about(&app, &customer).await
}

fn respond(status: fn(&SpendView) -> ApiResponse, done: Reply<Spend>) -> ApiResponse {
    status(&SpendView::of(done.answer, done.balance))
        .balance(done.balance)
        .replayed(done.replayed)
}
