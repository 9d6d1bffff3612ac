//! Says where the buyer is to transfer the money. Nothing is asked of the bank.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::order::{DepositInstructions, Session};

use super::Bank;

impl Bank {
    pub(super) fn open(&self, now: DateTime<Utc>) -> Session {
        let due_at = now + TimeDelta::hours(self.order_hours);
        Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: BTreeMap::new(),
            deposit: Some(DepositInstructions {
                bank: self.kftc.clone(),
                account_number: self.account_number.clone(),
                holder: Some(self.holder.clone()),
                due_at,
            }),
            webhook_secret: None,
            awaited_at: None,
            expires_at: due_at,
        }
    }
}
