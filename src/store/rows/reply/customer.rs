//! A customer as a kept answer has it.

use chrono::{DateTime, Utc};
use domain::{
    customer::{Customer, CustomerState},
    id::CustomerId,
    money::Credits,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredCustomer {
    id: CustomerId,
    state: CustomerState,
    debt: Credits,
    granted: Credits,
    debt_waived: Credits,
    opened_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed_at: Option<DateTime<Utc>>,
}

impl From<&Customer> for StoredCustomer {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id.clone(),
            state: customer.state,
            debt: customer.debt,
            granted: customer.granted,
            debt_waived: customer.debt_waived,
            opened_at: customer.opened_at,
            closed_at: customer.closed_at,
        }
    }
}

impl From<StoredCustomer> for Customer {
    /// Without the place in the ledger, which no answer includes.
    fn from(stored: StoredCustomer) -> Self {
        Self {
            state: stored.state,
            debt: stored.debt,
            granted: stored.granted,
            debt_waived: stored.debt_waived,
            closed_at: stored.closed_at,
            ..Self::new(stored.id, stored.opened_at)
        }
    }
}
