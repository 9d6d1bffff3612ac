//! A depositor's whole name, shown to one reader and recorded.

use axum::response::{IntoResponse as _, Response};
use domain::{id::DepositId, money::Won};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    access::Caller,
    app::Shared,
    flows::deposit,
    http::{error::Problem, request::ApiRequest, response::ok, view::At},
};

/// Why somebody has to know who sent a deposit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Unmask {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::deposit::REASON_MAX))]
    reason: String,
}

/// A deposit as the bank tells of it. Nothing is masked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnmaskedDeposit")]
pub(in crate::http) struct UnmaskedView {
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

pub(in crate::http) async fn unmask(
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
