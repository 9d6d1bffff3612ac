//! The bodies of the events: the members of `data`. All members are always there. Amounts are whole won, credits are
//! whole, instants are RFC 3339 with `+09:00`.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    calendar::serialize_seoul,
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    id::{ContradictionId, CustomerId, DepositId, LotId, OrderId, PaymentId, RefundId},
    kind::{Kind, ProviderId},
    metadata::Metadata,
    money::{Credits, Won},
    refund::Basis,
};

/// `Name { member: Type, … }`: structs that only differ in their members.
macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $member:ident: $type:ty),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
        pub struct $name {
            $($(#[$attribute])* pub $member: $type),+
        })+
    };
}

bodies! {
    /// An order with the payment and the lot that completed it.
    OrderCompleted {
        order_id: OrderId,
        customer_id: CustomerId,
        payment_id: PaymentId,
        lot_id: LotId,
        provider: ProviderId,
        amount: Won,
        credits: Credits,
        kind: Kind,
        /// When the credits lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")]
        expires_at: DateTime<Utc>,
        metadata: Metadata,
    }

    /// An order that ended unpaid, or waits for a person.
    OrderClosed {
        order_id: OrderId,
        customer_id: CustomerId,
        amount: Won,
        note: String,
        metadata: Metadata,
    }

    /// A new contradiction of an order.
    OrderContradicted {
        order_id: OrderId,
        customer_id: CustomerId,
        kind: ContradictionKind,
        note: String,
    }

    /// A contradiction that needs nothing more.
    ContradictionSettled {
        contradiction_id: ContradictionId,
        order_id: OrderId,
        customer_id: CustomerId,
        kind: ContradictionKind,
        state: ContradictionState,
        note: String,
    }

    /// Money of a payment that was given back without the gateway.
    PaymentCancelledOutside {
        payment_id: PaymentId,
        customer_id: CustomerId,
        /// All that others gave back of this payment.
        amount: Won,
        /// Unused credits that went now.
        credits_revoked: Credits,
        /// Used credits that the customer owes now.
        credits_owed: Credits,
        why: String,
    }

    /// Money of a payment that came again.
    PaymentPaidAgain {
        payment_id: PaymentId,
        customer_id: CustomerId,
        /// The part that came again.
        amount: Won,
        /// Credits that are in the payment's lot again.
        credits_restored: Credits,
        /// Credits that are not owed any more.
        debt_cancelled: Credits,
        /// Waived credits whose waiver has ended.
        waiver_ended: Credits,
        /// Credits that are back in the lots that had paid the debt.
        credits_returned: Credits,
        why: String,
    }

    /// A refund in the state that the event names.
    RefundChanged {
        refund_id: RefundId,
        payment_id: PaymentId,
        customer_id: CustomerId,
        amount: Won,
        credits: Credits,
        basis: Basis,
        note: Option<String>,
        /// When the law wants it done, exclusive.
        #[serde(serialize_with = "serialize_seoul")]
        due_at: DateTime<Utc>,
    }

    /// A deposit that was not matched with an order.
    DepositQueued {
        deposit_id: DepositId,
        state: DepositState,
        amount: Won,
        reason: String,
        /// The deposit whose money this one may be.
        repeat_of: Option<DepositId>,
    }

    /// A deposit and the deposit whose money it is.
    DepositRepeated {
        deposit_id: DepositId,
        repeat_of: DepositId,
        amount: Won,
    }

    /// A deposit that a person sent back.
    DepositReturned {
        deposit_id: DepositId,
        amount: Won,
    }

    /// A deposit that the bank took back, with the order that it had paid.
    DepositReversed {
        deposit_id: DepositId,
        amount: Won,
        order_id: Option<OrderId>,
    }

    /// A lot that nobody paid for.
    CreditsGranted {
        customer_id: CustomerId,
        lot_id: LotId,
        kind: Kind,
        credits: Credits,
        /// The payment that it is a bonus of.
        payment_id: Option<PaymentId>,
        /// When the credits lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")]
        expires_at: DateTime<Utc>,
    }

    /// A bonus lot that follows a refund of its payment.
    BonusChanged {
        customer_id: CustomerId,
        lot_id: LotId,
        payment_id: Option<PaymentId>,
        credits_revoked: Credits,
        credits_restored: Credits,
    }

    /// A lot with the credits that lapsed.
    LotExpired {
        customer_id: CustomerId,
        lot_id: LotId,
        kind: Kind,
        credits: Credits,
        #[serde(serialize_with = "serialize_seoul")]
        expired_at: DateTime<Utc>,
    }

    /// A debt that a lot paid.
    DebtPaid {
        customer_id: CustomerId,
        lot_id: LotId,
        /// Credits that were paid now.
        credits: Credits,
        /// Credits that are still owed.
        debt: Credits,
    }

    /// A debt that fell away.
    DebtUndone {
        payment_id: PaymentId,
        customer_id: CustomerId,
        /// Credits that came back unused.
        credits: Credits,
        /// Credits that are not owed any more.
        debt_cancelled: Credits,
        /// Waived credits whose waiver has ended.
        waiver_ended: Credits,
        /// Credits that are back in the lots that had paid the debt.
        credits_returned: Credits,
    }

    /// A debt that a person waived.
    DebtWaived {
        customer_id: CustomerId,
        /// Credits that were waived now.
        credits: Credits,
        /// Credits that are still owed.
        debt: Credits,
        reason: String,
    }

    /// A customer with the credits that were forfeited.
    CustomerClosed {
        customer_id: CustomerId,
        forfeited: Credits,
    }

    /// A version of the credits policy.
    PolicyPublished {
        version: String,
        /// SHA-256 of the document, in hex.
        hash: String,
        /// Whether it takes something away from buyers.
        major: bool,
        /// What it takes away.
        cuts: Vec<String>,
        #[serde(serialize_with = "serialize_seoul")]
        published_at: DateTime<Utc>,
        #[serde(serialize_with = "serialize_seoul")]
        effective_at: DateTime<Utc>,
    }
}
