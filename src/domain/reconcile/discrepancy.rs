//! A difference that is stored: found, seen again, closed by itself or by a person.

use chrono::{DateTime, NaiveDate, Utc};

use super::Found;
use crate::{
    actor::Actor,
    id::{DiscrepancyId, ReconciliationId},
    kind::{ProviderId, vocabulary},
};

/// Longest reason of a person who closes one, in characters: as of other decisions.
pub const CLOSED_REASON_MAX: usize = 150;

vocabulary!(
    /// What is compared with the books.
    Source, "source of a comparison" {
        /// A provider's list of movements, or what it says of each session.
        Movements = "movements",
        /// What a provider says that it pays out, row by row.
        Settlements = "settlements",
        /// The statement of the seller's account, on which payouts arrive.
        Statement = "statement",
    }
);

vocabulary!(
    /// What differs between a provider's list and the books.
    DiscrepancyKind, "kind of discrepancy" {
        /// The provider has it, the books do not.
        MissingHere = "missing_here",
        /// The books have it, the provider does not list it.
        MissingThere = "missing_there",
        Amount = "amount",
        /// Paid there, and here it is not, or the provider's word is not known.
        Status = "status",
        /// An order that is paid is listed as paid once more.
        Duplicate = "duplicate",
        /// The same movement, more than a day apart.
        Day = "day",
        /// Of a settlement: the amount less the fee and its VAT is not what is paid out, or a sign is wrong.
        Fee = "fee",
        /// Of a settlement: the VAT of the fee is not a tenth of it.
        Vat = "vat",
    }
);

vocabulary!(
    /// What became of a discrepancy.
    DiscrepancyState, "state of a discrepancy" {
        /// Waits for a person, or for the two sides to agree.
        Open = "open",
        /// A later comparison of the same day found that both sides agree.
        Agreed = "agreed",
        /// A person closed it.
        Closed = "closed",
    }
);

/// A difference between what a provider lists of a day and the books. One for each provider, row, direction and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    pub id: DiscrepancyId,
    pub provider: ProviderId,
    /// The day of Seoul whose comparison found it.
    pub day: NaiveDate,
    pub source: Source,
    pub found: Found,
    pub state: DiscrepancyState,
    /// The comparison that saw it last.
    pub run: ReconciliationId,
    pub found_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Who closed it: the schedule, where both sides agree.
    pub closed_by: Option<Actor>,
    pub reason: Option<String>,
}

/// What it means that a comparison finds what may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    New,
    /// It is open, and stays so.
    Still,
    /// It had agreed and differs again, or a person closed it with other amounts: it opens again.
    Again,
    /// A person closed it knowing these amounts. It stays closed.
    Closed,
}

impl Seen {
    /// Of a difference that was found, beside the known one of the same row, movement and kind.
    pub fn of(known: Option<&Discrepancy>, found: &Found) -> Self {
        let Some(known) = known else { return Self::New };
        match known.state {
            DiscrepancyState::Open => Self::Still,
            DiscrepancyState::Closed if known.found.has_amounts_of(found) => Self::Closed,
            DiscrepancyState::Agreed | DiscrepancyState::Closed => Self::Again,
        }
    }

    /// Whether the seller is told.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::New | Self::Again)
    }
}
