//! Credits used at once (spends) and credits set aside first (holds).

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    canary,
    id::{CustomerId, ExtensionId, HoldId, KeyId, LotId, SpendId},
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
    /// The API key that asked for it; of a captured hold the one that captured it. `None` where no key asked, and for
    /// spends from before keys were recorded.
    #[serde(default)]
    pub api_key: Option<KeyId>,
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

/// Longest life of a hold, from its opening, in seconds, however often it is extended. Long enough for the slowest job of
/// a model, and short enough that a crashed service does not lock a customer's credits for days.
pub const HOLD_LIFE_SECONDS_MAX: i64 = 86_400;

/// Credits set aside. Whether they stay usable by the capture when their lot expires meanwhile is a rule of the lot's
/// policy ([`crate::policy::HoldRules`]); what is released after the lot's expiry expires at once.
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
    /// Exclusive: from this instant on it can no longer be captured, unless it was extended ([`Hold::ends_at`]).
    pub expires_at: DateTime<Utc>,
    /// The end that it was extended to, exclusive. Later than `expires_at`.
    #[serde(default)]
    pub extended_until: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// One extension of a hold: its end moved from one instant to a later one, both exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldExtension {
    pub id: ExtensionId,
    pub hold: HoldId,
    pub customer: CustomerId,
    pub was: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub at: DateTime<Utc>,
}

impl Hold {
    /// The exclusive end of the hold as it stands.
    pub fn ends_at(&self) -> DateTime<Utc> {
        let extended = canary!(ExtensionForgotten, None, self.extended_until);
        extended.unwrap_or(self.expires_at)
    }

    /// The latest end that it can be extended to.
    pub fn ends_at_most(&self) -> DateTime<Utc> {
        self.opened_at + Duration::seconds(HOLD_LIFE_SECONDS_MAX)
    }

    /// The hold as it stands at `now`. One that nobody captured in time has lapsed, whether or not that was stored.
    #[must_use]
    pub fn as_of(self, now: DateTime<Utc>) -> Self {
        let over = self.state == HoldState::Open && now >= self.ends_at();
        let state = if over { HoldState::Lapsed } else { self.state };
        Self { state, ..self }
    }
}
