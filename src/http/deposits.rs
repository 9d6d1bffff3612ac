//! The queue of deposits that were not matched automatically.

mod unmask;
mod view;

use axum::response::{IntoResponse as _, Response};
use domain::{
    deposit::DepositState,
    id::{DepositId, OrderId},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{approvals, error::Problem, request::ApiRequest, response::ok, view::List};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        deposit::{self, Apart, Decision},
        outcome::Outcome,
        views,
    },
};
pub(super) use unmask::{Unmask, UnmaskedView, unmask};
pub(super) use view::DepositView;

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", DepositState::ALL, DepositState::as_str)?;
    let page = views::deposits(&app, state, ask.page()?).await?;
    Ok(ok(List::of(page, DepositView::from)).into_response())
}

/// That a deposit pays an order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Match {
    order_id: OrderId,
    /// Accepts a deposit that is not what the order costs.
    #[serde(default)]
    despite_amount: bool,
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn pair(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Match {
        order_id,
        despite_amount,
        reason,
    } = ask.json()?;
    let decision = Decision {
        order: order_id,
        despite_amount,
        reason,
    };
    let done = match deposit::pair(&app, caller, ask.idempotency_key, id, decision).await? {
        Outcome::Done(done) => done,
        Outcome::Waits(asked) => return Ok(approvals::waits(&app, *asked)),
    };
    let customer = views::order(&app, order_id).await?.customer;
    Ok(ok(DepositView::from(done.answer))
        .replayed(done.replayed)
        .after(&app, &customer, done.balance)
        .await?
        .into_response())
}

/// That a deposit in doubt is the money of another, reported again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    /// When it is another than the one it is suspected to repeat.
    of: Option<DepositId>,
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn repeat(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Repeat { of, reason } = ask.json()?;
    let apart = Apart::Repeat(of);
    let done = deposit::tell_apart(&app, caller, ask.idempotency_key, id, apart, reason).await?;
    let response = ok(DepositView::from(done.answer)).replayed(done.replayed);
    Ok(response.into_response())
}

/// That a deposit in doubt is money of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMoney {
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn new_money(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let NewMoney { reason } = ask.json()?;
    let done =
        deposit::tell_apart(&app, caller, ask.idempotency_key, id, Apart::New, reason).await?;
    let response = ok(DepositView::from(done.answer)).replayed(done.replayed);
    Ok(response.into_response())
}

/// That a deposit was sent back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Return {
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn give_back(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Return { reason } = ask.json()?;
    let done = deposit::give_back(&app, caller, ask.idempotency_key, id, reason).await?;
    let response = ok(DepositView::from(done.answer)).replayed(done.replayed);
    Ok(response.into_response())
}
