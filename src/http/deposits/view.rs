//! A deposit as answers show it: its sender masked.

use domain::{
    deposit::{Deposit, DepositState},
    id::{DepositId, OrderId},
    kind::ProviderId,
    mask,
    money::Won,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::view::At;

/// Money that came in on our account.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Deposit")]
pub(in crate::http) struct DepositView {
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
