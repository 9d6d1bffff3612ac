//! A customer's credits: the balance, their origin and their use; grants, and closing.

mod closing;
mod view;

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    id::{CustomerId, PaymentId},
    kind::Kind,
    money::Credits,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::{created, ok},
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        credits::{self, Gift},
        outcome::Outcome,
        views,
    },
};
pub(super) use closing::{Close, ClosingQuoteView, Ended, close, quote_closing};
pub(super) use view::{BalanceView, EntryView, LotView};

pub(super) async fn balance(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer_id: CustomerId = ask.id("id")?;
    let at = ask.instant("at")?;
    let asked_at = app.now();
    let balance = views::balance(&app, &customer_id, at).await?;
    let view = BalanceView {
        available: balance.available,
        held: balance.held,
        debt: balance.debt,
        at: At(at.unwrap_or(asked_at)),
        next_expiry: balance.next_expiry.map(At),
        customer_id: customer_id.clone(),
    };
    let response = ok(view);
    let response = match at {
        None => response.balance(Some(balance.available)),
        // The header shows the present balance, for any requested instant.
        Some(_) => response.about(&app, &customer_id).await?,
    };
    Ok(response.into_response())
}

pub(super) async fn lots(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let expiring_before = ask.instant("expiring_before")?;
    let page = views::lots(&app, &customer, expiring_before, ask.page()?).await?;
    Ok(ok(List::of(page, LotView::from))
        .about(&app, &customer)
        .await?
        .into_response())
}

pub(super) async fn entries(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let page = views::entries(&app, &customer, ask.page()?).await?;
    Ok(ok(List::of(page, EntryView::from))
        .about(&app, &customer)
        .await?
        .into_response())
}

/// Credits given without a payment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Grant {
    /// `promotional` or `membership`: the others come from a payment.
    kind: Kind,
    credits: Credits,
    /// The purchase that promotional credits come with: what of them is unused goes when it is refunded.
    #[serde(default)]
    bonus_of: Option<PaymentId>,
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::credits::GRANT_REASON_MAX))]
    reason: String,
}

pub(super) async fn grant(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Grant {
        kind,
        credits,
        bonus_of,
        reason,
    } = ask.json()?;
    let gift = Gift {
        kind,
        credits,
        bonus_of,
        reason,
    };
    match credits::grant(&app, caller, ask.idempotency_key, customer, gift).await? {
        Outcome::Done(Reply {
            answer,
            balance,
            replayed,
        }) => Ok(created(LotView::from(answer))
            .balance(balance)
            .replayed(replayed)
            .into_response()),
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}
