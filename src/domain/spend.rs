//! Credits used at once (spends) and credits set aside first (holds).

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CustomerId, HoldId, LotId, SpendId},
    kind::{Kind, vocabulary},
    money::Credits,
};

/// One lot's part in a spend or a hold, in the order in which lots were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    pub lot: LotId,
    pub kind: Kind,
    pub credits: Credits,
    pub expires_at: DateTime<Utc>,
    /// Why this lot and why at this place.
    pub why: String,
}

/// Credits used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spend {
    pub id: SpendId,
    pub customer_id: CustomerId,
    pub credits: Credits,
    /// What was used, in the seller's words, e.g. `video.generate`.
    pub meter: String,
    /// The seller's own reference, e.g. a request id.
    pub reference: String,
    pub parts: Vec<Part>,
    /// The hold it was captured from.
    pub hold: Option<HoldId>,
    pub at: DateTime<Utc>,
    pub reversed_at: Option<DateTime<Utc>>,
}

vocabulary!(
    HoldState, "state of a hold" {
        Open = "open",
        Captured = "captured",
        Released = "released",
        /// Nobody captured it in time; the credits went back.
        Lapsed = "lapsed",
    }
);

/// Credits set aside. They stay usable by the capture even when their lot expires meanwhile; what is
/// released after the lot's expiry expires at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    pub id: HoldId,
    pub customer_id: CustomerId,
    pub credits: Credits,
    pub captured: Credits,
    pub state: HoldState,
    pub meter: String,
    pub reference: String,
    pub parts: Vec<Part>,
    pub spend: Option<SpendId>,
    pub opened_at: DateTime<Utc>,
    /// Exclusive: from this instant on it can no longer be captured.
    pub expires_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

impl Hold {
    /// The hold as it stands at `now`. One that nobody captured in time has lapsed, whether or not that was stored.
    #[must_use]
    pub fn as_of(self, now: DateTime<Utc>) -> Self {
        let over = self.state == HoldState::Open && now >= self.expires_at;
        let state = if over { HoldState::Lapsed } else { self.state };
        Self { state, ..self }
    }
}
