//! The queue of deposits that were not matched automatically.

use axum::response::{IntoResponse as _, Response};
use domain::{
    deposit::{Deposit, DepositState},
    id::{DepositId, OrderId},
    kind::ProviderId,
    mask,
    money::Won,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        Outcome,
        deposit::{self, Apart, Decision},
        views,
    },
};

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

/// Money that came in on our account.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Deposit")]
pub(super) struct DepositView {
    id: DepositId,
    state: DepositState,
    /// Why it is in this state.
    reason: String,
    provider: ProviderId,
    /// The feed's own name of the movement.
    key: String,
    /// Our account, by its configured name.
    account: String,
    /// Masked.
    depositor_name: String,
    /// Won.
    amount: Won,
    /// When the bank says it arrived.
    at: At,
    order_id: Option<OrderId>,
    /// Who reported it: `feed`, `payaction` or `statement`, and which one of several.
    source: String,
    /// The deposit whose money this tells of again (`repeated`), or may tell of again (`possible_repeat`).
    repeat_of: Option<DepositId>,
    received_at: At,
    settled_at: Option<At>,
}

impl From<Deposit> for DepositView {
    fn from(deposit: Deposit) -> Self {
        let movement = deposit.movement;
        Self {
            id: deposit.id,
            state: deposit.state,
            reason: deposit.reason,
            provider: movement.provider,
            key: movement.key,
            account: movement.account,
            depositor_name: mask::masked_name(&movement.name),
            amount: movement.amount,
            at: At(movement.at),
            order_id: deposit.order,
            source: movement.source.to_string(),
            repeat_of: deposit.repeat_of,
            received_at: At(deposit.received_at),
            settled_at: deposit.settled_at.map(At),
        }
    }
}

/// Why somebody has to know who sent a deposit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Unmask {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

/// A deposit as the bank tells of it. Nothing is masked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnmaskedDeposit")]
pub(super) struct UnmaskedView {
    deposit_id: DepositId,
    /// As printed on the passbook.
    depositor_name: String,
    /// Our account, by its configured name. No feed tells the sender's.
    account: String,
    /// The feed's own name of the movement.
    key: String,
    /// Won.
    amount: Won,
    /// When the bank says it arrived.
    at: At,
}

pub(super) async fn unmask(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Unmask { reason } = ask.json()?;
    let deposit = deposit::unmask(&app, caller, id, reason).await?;
    let movement = deposit.movement;
    let response = ok(UnmaskedView {
        deposit_id: deposit.id,
        depositor_name: movement.name,
        account: movement.account,
        key: movement.key,
        amount: movement.amount,
        at: At(movement.at),
    });
    Ok(response.into_response())
}
