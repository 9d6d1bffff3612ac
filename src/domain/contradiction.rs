//! Statements of a provider about an order's money that the books cannot follow. They are kept as a list with states,
//! until the provider agrees again or a person has decided.

mod disagreement;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    failure::Failure,
    id::{ContradictionId, CustomerId, OrderId, RefundId},
    kind::{ProviderId, vocabulary},
    money::Won,
    refund::RefundAccount,
};

pub(crate) use disagreement::misfit;
pub use disagreement::{Disagreement, is_doubtful};

/// One statement of a provider that the books do not agree with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    pub id: ContradictionId,
    pub customer: CustomerId,
    pub order: OrderId,
    pub provider: ProviderId,
    /// The provider's own name for the payment that it is about.
    pub payment_key: String,
    pub kind: ContradictionKind,
    pub state: ContradictionState,
    /// Both sides in words: the provider's statement and the record in the books.
    pub note: String,
    /// What the provider says was charged, in won.
    pub amount: Won,
    /// What of it the provider says was given back, in won.
    pub cancelled: Won,
    pub opened_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    /// Who decided.
    pub decided_by: Option<Actor>,
    /// Why, in that person's words.
    pub reason: Option<String>,
    /// The idempotency key of the cancel at the provider, once a person asked for the money to go back.
    pub refund: Option<RefundId>,
    /// The account that receives the money, where it cannot go back the way it came.
    pub account: Option<RefundAccount>,
    /// Why the provider refused to give the money back, or why it was not asked.
    pub failure: Option<Failure>,
}

vocabulary!(
    /// What does not agree. Up to `order_cancelled` nothing was minted and the order is parked; the others are about an
    /// order whose payment is booked.
    ContradictionKind, "kind of contradiction" {
        OtherProvider = "other_provider",
        /// The provider says that the payment is for another order.
        OtherOrder = "other_order",
        /// Another payment than the one that was begun.
        OtherPayment = "other_payment",
        OtherCurrency = "other_currency",
        OtherAmount = "other_amount",
        /// Paid after the customer was closed.
        CustomerClosed = "customer_closed",
        /// The customer's credits would pass the largest amount.
        TooManyCredits = "too_many_credits",
        /// Paid for a month of a subscription that was given or skipped meanwhile.
        MonthGone = "month_gone",
        /// Paid after the order was cancelled.
        OrderCancelled = "order_cancelled",
        /// A second payment of an order that is paid.
        SecondPayment = "second_payment",
        /// What was paid is another amount now.
        AmountChanged = "amount_changed",
        /// A completed payment is called failed or expired.
        Ended = "ended",
        /// Money that had been taken back came again, after the customer was closed.
        PaidAgainClosed = "paid_again_closed",
        /// What others had given back is here again; the books followed.
        CancelUndone = "cancel_undone",
        /// A cancel of ours gave back another amount than we asked for.
        CancelDiffers = "cancel_differs",
        /// A refund of ours that was done has failed since: its money is at the provider again.
        RefundUndone = "refund_undone",
        /// More went back than was paid: by our refund and by others' hands.
        GaveBackTwice = "gave_back_twice",
    }
);

impl ContradictionKind {
    /// Whether a person may decide that the payment is right for its order. Nobody may where the payment is of another
    /// order, of another provider or in another currency. Closed customers never come back.
    pub const fn may_be_accepted(self) -> bool {
        self.ways_out().0
    }

    /// Whether no credits stand for the payment and it can be cancelled whole at the provider. Any other booked payment
    /// goes back by a refund. A payment of another order is not ours to cancel.
    pub const fn may_be_refunded(self) -> bool {
        self.ways_out().1
    }

    /// Whether the payment may be accepted, and whether it may be refunded.
    const fn ways_out(self) -> (bool, bool) {
        match self {
            Self::OtherPayment
            | Self::OtherAmount
            | Self::TooManyCredits
            | Self::OrderCancelled => (true, true),
            Self::CustomerClosed
            | Self::MonthGone
            | Self::SecondPayment
            | Self::PaidAgainClosed => (false, true),
            Self::OtherProvider
            | Self::OtherOrder
            | Self::OtherCurrency
            | Self::AmountChanged
            | Self::Ended
            | Self::CancelUndone
            | Self::CancelDiffers
            | Self::RefundUndone
            | Self::GaveBackTwice => (false, false),
        }
    }

    /// Whether the contradiction ends when the provider answers that the booked payment stands as booked.
    pub const fn ends_when_agreed(self) -> bool {
        matches!(self, Self::AmountChanged | Self::Ended)
    }
}

vocabulary!(
    /// What became of a contradiction.
    ContradictionState, "state of a contradiction" {
        /// Waits for a person, or for the provider to agree.
        Open = "open",
        /// A person asked for the money to go back; the provider has not confirmed it yet.
        Refunding = "refunding",
        /// The provider agreed later, or nothing of the money is left there.
        Agreed = "agreed",
        /// A person said that the payment is right.
        Accepted = "accepted",
        /// The money went back at our asking.
        Refunded = "refunded",
        /// A person closed it.
        Closed = "closed",
    }
);

impl ContradictionState {
    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Refunding => true,
            Self::Agreed | Self::Accepted | Self::Refunded | Self::Closed => false,
        }
    }
}
