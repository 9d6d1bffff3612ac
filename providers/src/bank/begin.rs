//! Says where the buyer is to transfer the money. Nothing is asked of the bank.

use chrono::{DateTime, TimeDelta, Utc};
use domain::order::{DepositInstructions, Session};

use super::Bank;
use crate::provider::session_until;

impl Bank {
    pub(super) fn open(&self, now: DateTime<Utc>) -> Session {
        let due_at = now + TimeDelta::hours(self.order_hours);
        Session {
            deposit: Some(DepositInstructions {
                bank: self.kftc.clone(),
                account_number: self.account_number.clone(),
                holder: Some(self.holder.clone()),
                due_at,
            }),
            ..session_until(due_at)
        }
    }
}
