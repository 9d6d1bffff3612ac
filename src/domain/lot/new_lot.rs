//! New lots.

use chrono::{DateTime, Utc};

use super::Lot;
use crate::{
    id::{CustomerId, LotId},
    kind::Kind,
    money::Credits,
};

/// The values that decide a new lot. All of its credits remain.
#[derive(Debug, Clone)]
pub struct NewLot {
    pub id: LotId,
    pub customer: CustomerId,
    pub kind: Kind,
    /// Version of the policy and SHA-256 of its document.
    pub policy: (String, String),
    pub granted: Credits,
    pub acquired_at: DateTime<Utc>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
}

impl From<NewLot> for Lot {
    fn from(new: NewLot) -> Self {
        let (policy, policy_hash) = new.policy;
        Self {
            id: new.id,
            customer: new.customer,
            kind: new.kind,
            payment: None,
            bonus_of: None,
            bonus_gone: Credits::ZERO,
            reason: None,
            policy,
            policy_hash,
            granted: new.granted,
            remaining: new.granted,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            refunded: Credits::ZERO,
            expired: Credits::ZERO,
            revoked: Credits::ZERO,
            debt_paid: Credits::ZERO,
            acquired_at: new.acquired_at,
            expires_at: new.expires_at,
        }
    }
}
