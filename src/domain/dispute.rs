//! Disputes (이의제기, chargeback): a buyer tells the card company that a payment was not theirs or brought nothing, and the
//! card company asks the seller for proof. Of the providers PortOne alone was found to tell of disputes, for PGs that do
//! (`Transaction.DisputeCreated`), and not how they end for the money: such a webhook is a reason to look, and the
//! look-up's last dispute becomes a fact of the payment, which support sees. All others come by mail or in a console. So a person records each. The money
//! of a lost dispute goes in one of two ways: the provider cancels the payment, which its look-ups show, or it keeps the
//! amount back from what it pays out, which only its settlements show.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{CustomerId, DisputeDecisionId, DisputeId, PaymentId},
    kind::vocabulary,
    money::Won,
};

/// Longest name that a card company or provider gives to a dispute. Their case numbers have about 20 characters.
pub const REFERENCE_MAX: usize = 60;

/// What adapters call the fact of a payment that counts the won which its provider lists as charged back, in digits. They
/// are part of what it counts as cancelled.
pub const LISTED_AS_CHARGED_BACK: &str = "chargeback";

/// Won that a provider lists as charged back, by the facts of a payment. Zero where it tells nothing of it.
pub fn listed_as_charged_back(facts: &BTreeMap<String, String>) -> Won {
    let told = facts.get(LISTED_AS_CHARGED_BACK);
    let won = told.and_then(|digits| digits.parse().ok());
    won.and_then(|won| Won::new(won).ok()).unwrap_or(Won::ZERO)
}

vocabulary!(
    DisputeState, "state of a dispute" {
        /// The seller has to answer it. Nothing moves, and nothing of the payment is refunded meanwhile.
        Open = "open",
        /// The money stays with the seller.
        Won = "won",
        /// The money went, and its credits with it.
        Lost = "lost",
        /// The money of a lost dispute came again, and its credits with it.
        Reinstated = "reinstated",
    }
);

vocabulary!(
    /// How the money of a lost dispute went.
    Taken, "way of a lost dispute's money" {
        /// The provider kept it back from what it pays out. Its look-ups know nothing of it, so the books take a person's word.
        /// What it lists as charged back all the same is counted once.
        Settlement = "settlement",
        /// The provider cancelled the payment. Its look-ups show the amount, and the books follow these alone.
        Cancel = "cancel",
    }
);

/// A dispute of a payment, as it was opened. Nothing of it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    pub id: DisputeId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    /// Won in dispute, VAT included.
    pub amount: Won,
    /// The card company's or the provider's own name of it.
    pub reference: String,
    /// Why the buyer disputes it, in a person's words.
    pub reason: String,
    /// Until when proof is accepted, exclusive. `None` where nobody said.
    pub respond_by: Option<DateTime<Utc>>,
    pub opened_by: Actor,
    pub opened_at: DateTime<Utc>,
}

/// What became of a dispute. A lost one may have a second: that it was reinstated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeDecision {
    pub id: DisputeDecisionId,
    pub dispute: DisputeId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    /// The state that it gave the dispute.
    pub state: DisputeState,
    /// How the money of a lost one went; the same again of one that was reinstated.
    pub taken: Option<Taken>,
    /// A person's words.
    pub note: String,
    pub decided_by: Actor,
    pub decided_at: DateTime<Utc>,
}

/// A dispute with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    pub dispute: Dispute,
    /// The last decision.
    pub decision: Option<DisputeDecision>,
}

impl Disputed {
    /// A dispute with the last of the decisions about it.
    pub fn of<'a>(
        dispute: Dispute,
        decisions: impl IntoIterator<Item = &'a DisputeDecision>,
    ) -> Self {
        let decisions = decisions.into_iter();
        let own = decisions.filter(|known| known.dispute == dispute.id);
        let decision = own.max_by_key(|known| known.id).cloned();
        Self { dispute, decision }
    }

    pub fn state(&self) -> DisputeState {
        let decision = self.decision.as_ref();
        decision.map_or(DisputeState::Open, |decision| decision.state)
    }

    pub fn taken(&self) -> Option<Taken> {
        self.decision.as_ref()?.taken
    }

    /// Won of it that are gone and that no look-up at the provider shows.
    pub fn charged_back(&self) -> Won {
        match (self.state(), self.taken()) {
            (DisputeState::Lost, Some(Taken::Settlement)) => self.dispute.amount,
            _ => Won::ZERO,
        }
    }
}

/// What is recorded of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Won,
    Lost(Taken),
    Reinstated,
}

impl Verdict {
    pub const fn state(self) -> DisputeState {
        match self {
            Self::Won => DisputeState::Won,
            Self::Lost(_) => DisputeState::Lost,
            Self::Reinstated => DisputeState::Reinstated,
        }
    }

    /// Whether a dispute in this state may become that.
    pub const fn may_follow(self, state: DisputeState) -> bool {
        match self {
            Self::Won | Self::Lost(_) => matches!(state, DisputeState::Open),
            Self::Reinstated => matches!(state, DisputeState::Lost),
        }
    }
}
