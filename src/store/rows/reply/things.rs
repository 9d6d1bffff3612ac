//! The things that are kept, most of them field by field, under the names of their fields.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    approval::{Approval, ApprovalState, LimitedAct, Request},
    campaign::{Audience, Campaign, Gives, PromotionCode, Redemption, RedemptionState},
    cash_receipt::{CashReceipt, CashReceiptRequest},
    contract::Contract,
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    customer::{ClosingPayment, ClosingQuote, Customer, CustomerState},
    deposit::{Deposit, DepositState, Movement, Source},
    dispute::{Dispute, Disputed},
    endpoint::{Endpoint, EndpointState},
    event::EventKind,
    failure::Failure,
    hash::NO_HASH,
    id::{
        ApprovalId, CampaignId, ContractId, ContradictionId, CustomerId, DepositId, DueMonthId,
        EndpointId, HoldId, KeyId, LotId, OrderId, PaymentId, QuoteId, RedemptionId, RefundId,
        SpendId, SubscriptionId,
    },
    kind::{Kind, ProviderId},
    lot::Lot,
    mask::masked_name,
    membership::{MonthPrice, Subscription, SubscriptionState},
    money::{Credits, Won},
    refund::{Basis, Beyond, Quote, QuoteLine, Refund, RefundAccount, RefundState},
    spend::{Hold, HoldState, Part, Spend},
    tax_invoice::TaxInvoice,
};
use serde::{Deserialize, Serialize};

/// A document of the fields of a thing, by their names. Fields after `counted` are numbers that older documents do not
/// have, because they were zero. Those after `maybe` are left out where they are empty, like the list after `lists`; those
/// after `but` are in no answer, and so not kept.
macro_rules! stored {
    ($name:ident of $thing:ident { $($field:ident: $kind:ty),+ } $(counted { $($count:ident: $number:ty),+ })?
        maybe { $($maybe:ident: $of:ty),* }
        $(lists { $list:ident: $item:ty })? $(but { $($other:ident: $value:expr),+ })?) => {
        #[derive(Debug, Serialize, Deserialize)]
        pub(super) struct $name {
            $(pub(super) $field: $kind,)+
            $($(#[serde(default)] pub(super) $count: $number,)+)?
            $(#[serde(default, skip_serializing_if = "Option::is_none")] pub(super) $maybe: Option<$of>,)*
            $(#[serde(default, skip_serializing_if = "Vec::is_empty")] pub(super) $list: Vec<$item>,)?
        }

        impl From<&$thing> for $name {
            fn from(thing: &$thing) -> Self {
                Self { $($field: thing.$field.clone(),)+ $($($count: thing.$count,)+)? $($maybe: thing.$maybe.clone(),)* $($list: thing.$list.clone(),)? }
            }
        }

        impl From<$name> for $thing {
            fn from(stored: $name) -> Self {
                Self { $($field: stored.$field,)+ $($($count: stored.$count,)+)? $($maybe: stored.$maybe,)* $($list: stored.$list,)? $($($other: $value,)+)? }
            }
        }
    };
}

stored!(StoredSpend of Spend {
    id: SpendId, customer_id: CustomerId, credits: Credits, meter: String, reference: String, parts: Vec<Part>,
    at: DateTime<Utc>
} maybe { hold: HoldId, reversed_at: DateTime<Utc>, api_key: KeyId });

stored!(StoredHold of Hold {
    id: HoldId, customer_id: CustomerId, credits: Credits, captured: Credits, state: HoldState, meter: String,
    reference: String, parts: Vec<Part>, opened_at: DateTime<Utc>, expires_at: DateTime<Utc>
} maybe { spend: SpendId, extended_until: DateTime<Utc>, closed_at: DateTime<Utc> });

stored!(StoredLot of Lot {
    id: LotId, customer: CustomerId, kind: Kind, policy: String, policy_hash: String, granted: Credits,
    remaining: Credits, held: Credits, spent: Credits, refunded: Credits, expired: Credits, revoked: Credits,
    acquired_at: DateTime<Utc>, expires_at: DateTime<Utc>, debt_paid: Credits, bonus_gone: Credits
} maybe { payment: PaymentId, reason: String, bonus_of: PaymentId });

stored!(StoredQuote of Quote {
    id: QuoteId, payment_id: PaymentId, customer_id: CustomerId, amount: Won, credits: Credits, basis: Basis,
    lines: Vec<QuoteLine>, policy: String, policy_hash: String, quoted_at: DateTime<Utc>, asked_at: DateTime<Utc>,
    expires_at: DateTime<Utc>
} maybe { wanted: Credits, beyond: Beyond });

stored!(StoredClosingQuote of ClosingQuote {
    id: String, customer_id: CustomerId, forfeited: Credits, refundable: Won, debt: Credits, expires_at: DateTime<Utc>
} counted { given_back: Credits } maybe {} lists { payments: ClosingPayment });

stored!(StoredRefund of Refund {
    id: RefundId, payment: PaymentId, customer: CustomerId, provider: ProviderId, quote: QuoteId, lot: LotId,
    amount: Won, tax_free: Won, vat: Won, credits: Credits, basis: Basis, reason: String, expected_balance: Won,
    state: RefundState, requested_by: Actor, requested_at: DateTime<Utc>, due_at: DateTime<Utc>
} maybe {
    account: RefundAccount, note: String, cancel_key: String, sent_at: DateTime<Utc>, settled_at: DateTime<Utc>,
    settled_amount: Won, failure: Failure
});

stored!(StoredContradiction of Contradiction {
    id: ContradictionId, customer: CustomerId, order: OrderId, provider: ProviderId, payment_key: String,
    kind: ContradictionKind, state: ContradictionState, note: String, amount: Won, cancelled: Won, opened_at: DateTime<Utc>
} maybe {
    settled_at: DateTime<Utc>, decided_by: Actor, reason: String, refund: RefundId, account: RefundAccount,
    failure: Failure
});

stored!(StoredApproval of Approval {
    id: ApprovalId, customer: CustomerId, act: LimitedAct, subject: String, amount: i64, request: Request,
    asked_by: Actor, asked_at: DateTime<Utc>, expires_at: DateTime<Utc>, decision: ApprovalState
} maybe { decided_by: Actor, decided_at: DateTime<Utc>, reason: String, outcome: String });

stored!(StoredSubscription of Subscription {
    id: SubscriptionId, customer: CustomerId, plan: String, credits: Credits, state: SubscriptionState,
    started_at: DateTime<Utc>, next_month: i64
} maybe { next_due_at: DateTime<Utc>, paused_at: DateTime<Utc>, ended_at: DateTime<Utc>, reason: String, billed: MonthPrice,
    waiting: DueMonthId });

stored!(StoredEndpoint of Endpoint {
    id: EndpointId, url: String, types: Vec<EventKind>, description: String, from_position: i64, state: EndpointState,
    salt: String, created_at: DateTime<Utc>, enabled_at: DateTime<Utc>
} maybe { note: String, previous_salt: String, previous_until: DateTime<Utc> });

stored!(StoredCampaign of Campaign {
    id: CampaignId, name: String, audience: Audience, gives: Gives, worth: i64, products: Vec<String>,
    from: DateTime<Utc>, until: DateTime<Utc>, budget: i64, per_customer: i64, used: i64, redeemed: i64,
    created_by: Actor, created_at: DateTime<Utc>
} counted { overrun: i64, overruns: i64 } maybe { code: PromotionCode, redemptions_max: i64, ended_at: DateTime<Utc> });

stored!(StoredRedemption of Redemption {
    id: RedemptionId, campaign: CampaignId, customer: CustomerId, credits: Credits, discount: Won, state: RedemptionState,
    at: DateTime<Utc>
} maybe { order: OrderId, lot: LotId, settled_at: DateTime<Utc>, overrun_at: DateTime<Utc> });

stored!(StoredContract of Contract {
    id: ContractId, customer: CustomerId, name: String, reference: String, document: String, hash: String, policy: String,
    policy_hash: String, published_by: Actor, published_at: DateTime<Utc>, effective_at: DateTime<Utc>
} maybe {});

stored!(StoredCustomer of Customer {
    id: CustomerId, state: CustomerState, debt: Credits, granted: Credits, debt_waived: Credits, opened_at: DateTime<Utc>
} maybe { closed_at: DateTime<Utc> } but { seq: 0, head: NO_HASH, thresholds: None });

stored!(StoredMovement of Movement {
    provider: ProviderId, key: String, source: Source, account: String, name: String, amount: Won, at: DateTime<Utc>
} maybe {} but { balance: None });

/// A cash receipt as it was asked for. Of the number no digit is kept, and what became of it is read again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredReceipt(CashReceiptRequest);

impl From<&CashReceipt> for StoredReceipt {
    fn from(receipt: &CashReceipt) -> Self {
        let request = receipt.request.clone();
        Self(CashReceiptRequest {
            identity: None,
            ..request
        })
    }
}

impl From<StoredReceipt> for CashReceipt {
    fn from(stored: StoredReceipt) -> Self {
        Self {
            request: stored.0,
            outcome: None,
        }
    }
}

/// A dispute as it was opened. What became of it is read again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredDispute(Dispute);

impl From<&Disputed> for StoredDispute {
    fn from(disputed: &Disputed) -> Self {
        Self(disputed.dispute.clone())
    }
}

impl From<StoredDispute> for Disputed {
    fn from(stored: StoredDispute) -> Self {
        Self {
            dispute: stored.0,
            decision: None,
        }
    }
}

/// A tax invoice as it was recorded. Whether it was corrected since is read again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredTaxInvoice(TaxInvoice);

impl From<&TaxInvoice> for StoredTaxInvoice {
    fn from(invoice: &TaxInvoice) -> Self {
        Self(invoice.clone())
    }
}

impl From<StoredTaxInvoice> for TaxInvoice {
    fn from(stored: StoredTaxInvoice) -> Self {
        stored.0
    }
}

impl StoredApproval {
    pub(super) fn masked(mut self) -> Self {
        self.request = self.request.with_accounts(masked);
        self
    }
}

/// The account as answers show it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "as the things that hold accounts hand them over"
)]
pub(super) fn masked(account: RefundAccount) -> RefundAccount {
    account.masked()
}

/// A deposit with its name masked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredDeposit {
    id: DepositId,
    movement: StoredMovement,
    state: DepositState,
    reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repeat_of: Option<DepositId>,
    received_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settled_at: Option<DateTime<Utc>>,
}

impl From<&Deposit> for StoredDeposit {
    fn from(deposit: &Deposit) -> Self {
        let movement = StoredMovement::from(&deposit.movement);
        Self {
            id: deposit.id,
            movement: StoredMovement {
                name: masked_name(&movement.name),
                ..movement
            },
            state: deposit.state,
            reason: deposit.reason.clone(),
            order: deposit.order,
            repeat_of: deposit.repeat_of,
            received_at: deposit.received_at,
            settled_at: deposit.settled_at,
        }
    }
}

impl From<StoredDeposit> for Deposit {
    fn from(stored: StoredDeposit) -> Self {
        Self {
            id: stored.id,
            movement: stored.movement.into(),
            state: stored.state,
            reason: stored.reason,
            order: stored.order,
            repeat_of: stored.repeat_of,
            received_at: stored.received_at,
            settled_at: stored.settled_at,
        }
    }
}
