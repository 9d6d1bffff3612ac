//! By what the books explain a row, so that "explained" says what stands behind it, and what of it waits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Compared, Movement};
use crate::{
    contradiction::ContradictionKind,
    id::{ContradictionId, DisputeId, OrderId, PaymentId, RefundId},
    kind::vocabulary,
    money::Won,
};

/// Waiting rows that are kept with a comparison: a screen of them. All are counted, and the list of contradictions has each.
pub const WAITING_KEPT_MAX: usize = 50;

vocabulary!(
    /// By what the books explain a row.
    ExplainedBy, "explanation of a row" {
        /// The payment that completed its order.
        Payment = "payment",
        /// A refund of ours.
        Refund = "refund",
        /// A refund of ours that was sent and whose outcome is not known yet.
        RefundUnderWay = "refund_under_way",
        /// What others gave back, and the books followed.
        Outside = "outside",
        /// What a lost dispute took from a payout, or what came again of one.
        Dispute = "dispute",
        /// A contradiction that waits for a person, or for the provider to agree.
        OpenContradiction = "open_contradiction",
        /// A contradiction that has ended.
        EndedContradiction = "ended_contradiction",
        /// Nothing of the money is left at the provider, or an account was given up before anybody paid into it.
        NothingLeft = "nothing_left",
        /// Money that arrived on the seller's account.
        Arrived = "arrived",
    }
);

impl ExplainedBy {
    /// Whether somebody or something still has to act before the matter is over.
    pub const fn waits(self) -> bool {
        match self {
            Self::RefundUnderWay | Self::OpenContradiction => true,
            Self::Payment
            | Self::Refund
            | Self::Outside
            | Self::Dispute
            | Self::EndedContradiction
            | Self::NothingLeft
            | Self::Arrived => false,
        }
    }
}

/// The same with the thing that explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Payment(PaymentId),
    Refund(RefundId),
    RefundUnderWay(RefundId),
    Outside,
    Dispute(DisputeId),
    Contradiction {
        id: ContradictionId,
        kind: ContradictionKind,
        open: bool,
    },
    NothingLeft,
    Arrived,
}

impl By {
    pub const fn word(self) -> ExplainedBy {
        match self {
            Self::Payment(_) => ExplainedBy::Payment,
            Self::Refund(_) => ExplainedBy::Refund,
            Self::RefundUnderWay(_) => ExplainedBy::RefundUnderWay,
            Self::Outside => ExplainedBy::Outside,
            Self::Dispute(_) => ExplainedBy::Dispute,
            Self::Contradiction { open: true, .. } => ExplainedBy::OpenContradiction,
            Self::Contradiction { open: false, .. } => ExplainedBy::EndedContradiction,
            Self::NothingLeft => ExplainedBy::NothingLeft,
            Self::Arrived => ExplainedBy::Arrived,
        }
    }
}

/// One explained row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub by: By,
    pub movement: Movement,
    /// The provider's name of the movement.
    pub row_key: String,
    pub payment_key: String,
    pub order: Option<OrderId>,
    pub amount: Won,
}

/// How many rows have one kind of explanation, and their won without signs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub rows: u64,
    pub won: u64,
}

/// A row that is explained by something that is not over yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub by: ExplainedBy,
    pub movement: Movement,
    pub row_key: String,
    pub payment_key: String,
    pub order: Option<OrderId>,
    pub amount: Won,
    pub contradiction: Option<ContradictionId>,
    /// What the contradiction is about.
    pub kind: Option<ContradictionKind>,
    pub refund: Option<RefundId>,
}

/// What stands behind the explained rows of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    pub by: BTreeMap<ExplainedBy, Part>,
    /// The first of the rows that wait, [`WAITING_KEPT_MAX`] at most.
    pub waiting: Vec<Waiting>,
}

impl Explained {
    pub fn of(compared: &Compared) -> Self {
        let mut by: BTreeMap<ExplainedBy, Part> = BTreeMap::new();
        for row in &compared.explanations {
            let part = by.entry(row.by.word()).or_default();
            part.rows = part.rows.saturating_add(1);
            part.won = part.won.saturating_add(row.amount.get().unsigned_abs());
        }
        let waiting = compared.waiting().take(WAITING_KEPT_MAX).map(Waiting::of);
        Self {
            waiting: waiting.collect(),
            by,
        }
    }

    /// How many of the explained rows wait, and their won.
    pub fn waits(&self) -> Part {
        let waits = self.by.iter().filter(|(by, _)| by.waits());
        waits.fold(Part::default(), |sum, (_, part)| Part {
            rows: sum.rows.saturating_add(part.rows),
            won: sum.won.saturating_add(part.won),
        })
    }
}

impl Waiting {
    fn of(row: &Explanation) -> Self {
        let (contradiction, kind, refund) = match row.by {
            By::Contradiction { id, kind, .. } => (Some(id), Some(kind), None),
            By::Refund(id) | By::RefundUnderWay(id) => (None, None, Some(id)),
            By::Payment(_) | By::Outside | By::Dispute(_) | By::NothingLeft | By::Arrived => {
                (None, None, None)
            }
        };
        Self {
            by: row.by.word(),
            movement: row.movement,
            row_key: row.row_key.clone(),
            payment_key: row.payment_key.clone(),
            order: row.order,
            amount: row.amount,
            contradiction,
            kind,
            refund,
        }
    }
}
