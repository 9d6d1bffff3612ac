//! The queue of deposits that were not matched automatically. Their senders are masked, except for one reader who is
//! recorded.

use domain::{
    command::Reply,
    deposit::{Deposit, DepositState},
    id::{DepositId, OrderId},
    kind::ProviderId,
    mask,
    money::Won,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals,
    request::ApiRequest,
    response::{Answered, ApiResponse, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        deposit::{self, Apart, Decision},
        outcome::Outcome,
        views,
    },
};

view! {
    /// Money that came in on our account.
    pub(super) struct DepositView("Deposit") of (deposit: Deposit) {
        id: DepositId,
        state: DepositState,
        /// Why it is in this state.
        reason: String,
        provider: ProviderId = deposit.movement.provider,
        /// The feed's own name of the movement.
        key: String = deposit.movement.key,
        /// Our account, by its configured name.
        account: String = deposit.movement.account,
        /// Masked.
        depositor_name: String = mask::masked_name(&deposit.movement.name),
        /// Won.
        amount: Won = deposit.movement.amount,
        /// When the bank says it arrived.
        at: At = At(deposit.movement.at),
        order_id: Option<OrderId> = deposit.order,
        /// Who reported it: `feed`, `payaction` or `statement`, and which one of several.
        source: String = deposit.movement.source.to_string(),
        /// The deposit whose money this reports again (`repeated`), or may report again (`possible_repeat`).
        repeat_of: Option<DepositId>,
        received_at: At = At(deposit.received_at),
        settled_at: Option<At> = deposit.settled_at.map(At),
    }
}

fn respond(done: Reply<Deposit>) -> ApiResponse {
    ok(&DepositView::of(done.answer)).replayed(done.replayed)
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", DepositState::ALL, DepositState::as_str)?;
    let page = views::deposits(&app, state, ask.page()?).await?;
    Ok(ok(&List::of(page, DepositView::of)))
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

pub(super) async fn pair(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let asked: Match = ask.json()?;
    let decision = Decision {
        order: asked.order_id,
        despite_amount: asked.despite_amount,
        reason: asked.reason,
    };
    let done = match deposit::pair(&app, caller, id, decision).await? {
        Outcome::Done(done) => done,
        Outcome::Waits(asked) => return Ok(approvals::waits(&app, *asked)),
    };
    let customer = views::order(&app, asked.order_id).await?.customer;
    let balance = done.balance;
    respond(done).after(&app, &customer, balance).await
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

pub(super) async fn repeat(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Repeat { of, reason } = ask.json()?;
    let done = deposit::tell_apart(&app, caller, id, Apart::Repeat(of), reason).await?;
    Ok(respond(done))
}

/// That a deposit in doubt is money of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMoney {
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn new_money(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let NewMoney { reason } = ask.json()?;
    let done = deposit::tell_apart(&app, caller, id, Apart::New, reason).await?;
    Ok(respond(done))
}

/// That a deposit was sent back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Return {
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

pub(super) async fn give_back(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Return { reason } = ask.json()?;
    Ok(respond(deposit::give_back(&app, caller, id, reason).await?))
}

/// Why somebody has to know who sent a deposit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Unmask {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

view! {
    /// A deposit as the bank reports it. Nothing is masked.
    pub(super) struct UnmaskedView("UnmaskedDeposit") of (deposit: Deposit) {
        deposit_id: DepositId = deposit.id,
        /// As printed on the passbook.
        depositor_name: String = deposit.movement.name,
        /// Our account, by its configured name. No feed reports the sender's.
        account: String = deposit.movement.account,
        /// The feed's own name of the movement.
        key: String = deposit.movement.key,
        /// Won.
        amount: Won = deposit.movement.amount,
        /// When the bank says it arrived.
        at: At = At(deposit.movement.at),
    }
}

pub(super) async fn unmask(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Unmask { reason } = ask.json()?;
    let deposit = deposit::unmask(&app, caller, id, reason).await?;
    Ok(ok(&UnmaskedView::of(deposit)))
}
