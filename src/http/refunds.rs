//! Refunds: requested with a quote, shown until they end, and paid by hand where no provider can.

mod transfer;
mod view;

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    id::{PaymentId, QuoteId},
    refund::{Refund, RefundAccount, RefundState},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::{ApiResponse, created, ok},
    view::List,
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        outcome::Outcome,
        refund::{self, NewRefund},
        views,
    },
};
pub(super) use transfer::{
    Account, Bounced, Declined, Paid, PayoutView, account, bounced, declined, paid, payout,
};
pub(super) use view::RefundView;
use view::view;

/// A refund as support asks for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRefund")]
pub(super) struct Wanted {
    payment_id: PaymentId,
    quote_id: QuoteId,
    /// At most 150 characters; the provider may show it to the buyer.
    #[schemars(length(max = crate::flows::refund::REASON_MAX))]
    reason: String,
    /// Only for payments that cannot go back the way they came, and needed there.
    refund_account: Option<RefundAccount>,
    /// That the account is right although its holder is not who paid.
    #[serde(default)]
    holder_confirmed: bool,
}

pub(super) async fn request(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let Wanted {
        payment_id,
        quote_id,
        reason,
        refund_account,
        holder_confirmed,
    } = ask.json()?;
    let new = NewRefund {
        payment: payment_id,
        quote: quote_id,
        reason,
        account: refund_account,
        holder_confirmed,
    };
    match refund::request(&app, caller, ask.idempotency_key, new).await? {
        Outcome::Done(done) => respond(created, &app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let thing = views::refund(&app, ask.id("id")?).await?;
    respond(
        ok,
        &app,
        Reply {
            answer: thing,
            balance: None,
            replayed: false,
        },
    )
    .await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", RefundState::ALL, RefundState::as_str)?;
    let due_before = ask.instant("due_before")?;
    let page = views::refunds(&app, state, due_before, ask.page()?).await?;
    Ok(ok(List::of(page, |refund| view(&app, refund))).into_response())
}

async fn respond(
    status: fn(RefundView) -> ApiResponse<RefundView>,
    app: &App,
    Reply {
        answer: refund,
        balance,
        replayed,
    }: Reply<Refund>,
) -> Result<Response, Problem> {
    let customer = refund.customer.clone();
    Ok(status(view(app, refund))
        .replayed(replayed)
        .after(app, &customer, balance)
        .await?
        .into_response())
}
