//! A deposit as a kept answer has it: its name masked, and without the balance, which no answer includes.

use chrono::{DateTime, Utc};
use domain::{
    deposit::{Deposit, DepositState, Movement, Source},
    id::{DepositId, OrderId},
    kind::ProviderId,
    mask::masked_name,
    money::Won,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredDeposit {
    id: DepositId,
    movement: StoredMovement,
    state: DepositState,
    reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repeat_of: Option<DepositId>,
    received_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settled_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredMovement {
    provider: ProviderId,
    key: String,
    source: Source,
    account: String,
    name: String,
    amount: Won,
    at: DateTime<Utc>,
}

impl From<&Deposit> for StoredDeposit {
    fn from(deposit: &Deposit) -> Self {
        let movement = &deposit.movement;
        Self {
            id: deposit.id,
            movement: StoredMovement {
                provider: movement.provider.clone(),
                key: movement.key.clone(),
                source: movement.source.clone(),
                account: movement.account.clone(),
                name: masked_name(&movement.name),
                amount: movement.amount,
                at: movement.at,
            },
            state: deposit.state,
            reason: deposit.reason.clone(),
            order: deposit.order,
            repeat_of: deposit.repeat_of,
            received_at: deposit.received_at,
            settled_at: deposit.settled_at,
        }
    }
}

impl From<StoredDeposit> for Deposit {
    fn from(stored: StoredDeposit) -> Self {
        let movement = stored.movement;
        Self {
            id: stored.id,
            movement: Movement {
                provider: movement.provider,
                key: movement.key,
                source: movement.source,
                account: movement.account,
                name: movement.name,
                amount: movement.amount,
                at: movement.at,
                // No answer includes it.
                balance: None,
            },
            state: stored.state,
            reason: stored.reason,
            order: stored.order,
            repeat_of: stored.repeat_of,
            received_at: stored.received_at,
            settled_at: stored.settled_at,
        }
    }
}
