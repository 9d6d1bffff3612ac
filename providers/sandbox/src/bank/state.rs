//! The movements on the simulated bank account, and how they are proved to the gateway.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::shared::simulator;
use crate::shared::time::kst;

pub(super) type App = simulator::Simulator<Bank>;
pub(super) type Books = simulator::Books<Bank>;

/// The account, and the secrets of its two feeds.
pub(crate) struct Settings {
    /// `whsec_` and standard base64: the Standard Webhooks secret of the signed feed.
    pub(crate) webhook_secret: String,
    /// The value PayAction sends as `x-webhook-key`.
    pub(crate) payaction_key: String,
    /// The value PayAction sends as `x-mall-id`.
    pub(crate) payaction_mall_id: String,
    /// The number of the account that PayAction watches, when a deposit names none.
    pub(crate) account_number: String,
    /// The account a deposit lands on when it names none.
    pub(crate) account: String,
}

/// A movement on the bank account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Deposit {
    pub(crate) account: String,
    pub(crate) depositor_name: String,
    pub(crate) amount: i64,
    pub(crate) deposited_at: DateTime<Utc>,
    pub(crate) reversed: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Bank {
    /// By movement id.
    pub(super) deposits: BTreeMap<String, Deposit>,
}

impl Bank {
    pub(super) fn view(&self) -> Value {
        let deposits = self.deposits.iter().map(|(id, it)| deposit(id, it));
        json!({"deposits": deposits.collect::<Vec<_>>()})
    }
}

fn deposit(movement_id: &str, deposit: &Deposit) -> Value {
    json!({
        "movement_id": movement_id,
        "account": deposit.account,
        "depositor_name": deposit.depositor_name,
        "amount": deposit.amount,
        "deposited_at": kst(deposit.deposited_at),
        "reversed": deposit.reversed,
    })
}
