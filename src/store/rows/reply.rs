//! Answers kept under idempotency keys, as documents of their own: they outlive the current structs of the books.
//!
//! Version 1 is one object of `v` and one more member, named after the kind of thing that was answered, with the data
//! the client received. Account numbers and names in it are masked, as they were in the answer. Of an order only the
//! id is kept: a repeated request gets its current state. Version 0, without `v`, had everything under `answer`,
//! written as the books had it then.
//!
//! A version that was ever written stays readable for as long as answers are kept (`store::idempotency_keys`). Parts and lines
//! are written as in the rows of spends and quotes.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    approval::{Approval, ApprovalState, LimitedAct, Request},
    command::{Answer, Closed, Waived},
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    customer::{ClosingQuote, Customer, CustomerState},
    deposit::{Deposit, DepositState, Movement, Source},
    failure::Failure,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId,
        QuoteId, RefundId, SpendId,
    },
    kind::{Kind, ProviderId},
    lot::Lot,
    mask::{masked_account, masked_name},
    money::{Credits, Won},
    refund::{Basis, Beyond, Quote, QuoteLine, Refund, RefundAccount, RefundState},
    spend::{Hold, HoldState, Part, Spend},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that is written.
const VERSION: u64 = 1;

/// A document, or an item derived from one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAnswer {
    Order(StoredOrder),
    Spend(StoredSpend),
    Hold(StoredHold),
    Lot(StoredLot),
    Quote(StoredQuote),
    Refund(StoredRefund),
    Deposit(StoredDeposit),
    Contradiction(StoredContradiction),
    Approval(StoredApproval),
    ClosingQuote(StoredClosingQuote),
    Customer {
        customer: StoredCustomer,
        forfeited: Credits,
    },
    DebtWaived {
        customer: StoredCustomer,
        waived: Credits,
    },
}

/// The stored form of an answer.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    v: u64,
    #[serde(flatten)]
    stored: StoredAnswer,
}

/// What a stored document answers: at once, or with an order in its current state.
#[derive(Debug)]
pub(crate) enum Kept {
    Answer(Box<Answer>),
    Order(OrderId),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredOrder {
    Id(OrderId),
    /// Version 0 had the whole order.
    Whole {
        id: OrderId,
    },
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A document of the fields of a thing, by their names. Fields after `maybe` are left out where they are empty.
/// Fields after `since` came later: an older document has none of them.
macro_rules! stored {
    ($name:ident of $thing:ident { $($field:ident: $kind:ty),+ } maybe { $($maybe:ident: $of:ty),* }
     $(since { $($since:ident: $new:ty),* })?) => {
        #[derive(Debug, Serialize, Deserialize)]
        struct $name {
            $($field: $kind,)+
            $(#[serde(default, skip_serializing_if = "Option::is_none")] $maybe: Option<$of>,)*
            $($(#[serde(default, skip_serializing_if = "is_default")] $since: $new,)*)?
        }

        impl From<&$thing> for $name {
            fn from(thing: &$thing) -> Self {
                Self {
                    $($field: thing.$field.clone(),)+ $($maybe: thing.$maybe.clone(),)*
                    $($($since: thing.$since.clone(),)*)?
                }
            }
        }

        impl From<$name> for $thing {
            fn from(stored: $name) -> Self {
                Self { $($field: stored.$field,)+ $($maybe: stored.$maybe,)* $($($since: stored.$since,)*)? }
            }
        }
    };
}

stored!(StoredSpend of Spend {
    id: SpendId, customer_id: CustomerId, credits: Credits, meter: String, reference: String, parts: Vec<Part>,
    at: DateTime<Utc>
} maybe { hold: HoldId, reversed_at: DateTime<Utc> });

stored!(StoredHold of Hold {
    id: HoldId, customer_id: CustomerId, credits: Credits, captured: Credits, state: HoldState, meter: String,
    reference: String, parts: Vec<Part>, opened_at: DateTime<Utc>, expires_at: DateTime<Utc>
} maybe { spend: SpendId, closed_at: DateTime<Utc> });

stored!(StoredLot of Lot {
    id: LotId, customer: CustomerId, kind: Kind, policy: String, policy_hash: String, granted: Credits,
    remaining: Credits, held: Credits, spent: Credits, refunded: Credits, expired: Credits, revoked: Credits,
    acquired_at: DateTime<Utc>, expires_at: DateTime<Utc>, debt_paid: Credits
} maybe { payment: PaymentId, reason: String, bonus_of: PaymentId } since { bonus_gone: Credits });

stored!(StoredQuote of Quote {
    id: QuoteId, payment_id: PaymentId, customer_id: CustomerId, amount: Won, credits: Credits, basis: Basis,
    lines: Vec<QuoteLine>, policy: String, policy_hash: String, quoted_at: DateTime<Utc>, asked_at: DateTime<Utc>,
    expires_at: DateTime<Utc>
} maybe { wanted: Credits, beyond: Beyond });

stored!(StoredClosingQuote of ClosingQuote {
    id: String, customer_id: CustomerId, forfeited: Credits, refundable: Won, debt: Credits, expires_at: DateTime<Utc>
} maybe {});

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

impl StoredApproval {
    fn masked(mut self) -> Self {
        self.request = self.request.with_accounts(masked);
        self
    }
}

/// The account as answers show it.
fn masked(account: RefundAccount) -> RefundAccount {
    RefundAccount {
        account_number: masked_account(&account.account_number),
        holder: masked_name(&account.holder),
        bank: account.bank,
    }
}

/// In version 0 the movement was separate, and its source was in two members.
#[derive(Debug, Serialize, Deserialize)]
struct StoredDeposit {
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

#[derive(Debug, Serialize, Deserialize)]
struct StoredMovement {
    provider: ProviderId,
    key: String,
    source: StoredSource,
    account: String,
    name: String,
    amount: Won,
    at: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredSource {
    Text(String),
    Parts { reporter: String, series: String },
}

impl From<&Deposit> for StoredDeposit {
    fn from(deposit: &Deposit) -> Self {
        let movement = &deposit.movement;
        Self {
            id: deposit.id,
            movement: StoredMovement {
                provider: movement.provider.clone(),
                key: movement.key.clone(),
                source: StoredSource::Text(movement.source.to_string()),
                account: movement.account.clone(),
                name: masked_name(&movement.name),
                amount: movement.amount,
                at: movement.at,
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

impl StoredDeposit {
    fn thing(self) -> Option<Deposit> {
        let movement = self.movement;
        let source = match movement.source {
            StoredSource::Text(text) => text,
            StoredSource::Parts { reporter, series } => format!("{reporter}/{series}"),
        };
        Some(Deposit {
            id: self.id,
            movement: Movement {
                provider: movement.provider,
                key: movement.key,
                source: source.parse::<Source>().ok()?,
                account: movement.account,
                name: movement.name,
                amount: movement.amount,
                at: movement.at,
                // No answer includes it.
                balance: None,
            },
            state: self.state,
            reason: self.reason,
            order: self.order,
            repeat_of: self.repeat_of,
            received_at: self.received_at,
            settled_at: self.settled_at,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredCustomer {
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

impl From<&Answer> for StoredAnswer {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Order(order) => Self::Order(StoredOrder::Id(order.id)),
            Answer::Spend(spend) => Self::Spend((&**spend).into()),
            Answer::Hold(hold) => Self::Hold((&**hold).into()),
            Answer::Lot(lot) => Self::Lot((&**lot).into()),
            Answer::Quote(quote) => Self::Quote((&**quote).into()),
            Answer::Refund(refund) => {
                let mut stored = StoredRefund::from(&**refund);
                stored.account = stored.account.map(masked);
                Self::Refund(stored)
            }
            Answer::Contradiction(contradiction) => {
                let mut stored = StoredContradiction::from(&**contradiction);
                stored.account = stored.account.map(masked);
                Self::Contradiction(stored)
            }
            Answer::Approval(approval) => {
                Self::Approval(StoredApproval::from(&**approval).masked())
            }
            Answer::Deposit(deposit) => Self::Deposit((&**deposit).into()),
            Answer::ClosingQuote(quote) => Self::ClosingQuote((&**quote).into()),
            Answer::Closed(closed) => Self::Customer {
                customer: (&closed.customer).into(),
                forfeited: closed.forfeited,
            },
            Answer::Waived(waived) => Self::DebtWaived {
                customer: (&waived.customer).into(),
                waived: waived.waived,
            },
            Answer::Observed(_) | Answer::Expired(_) | Answer::Receipt(_) => {
                unreachable!("no client asks under a key for what providers and clocks tell")
            }
        }
    }
}

impl From<&Answer> for Document {
    fn from(answer: &Answer) -> Self {
        Self {
            v: VERSION,
            stored: answer.into(),
        }
    }
}

/// The content of a stored document; `None` when it cannot be read.
pub(crate) fn read(text: &str) -> Option<Kept> {
    let mut document: Value = serde_json::from_str(text).ok()?;
    let members = document.as_object_mut()?;
    let stored = match members.remove("v").map(|version| version.as_u64()) {
        None => members.remove("answer")?,
        Some(Some(VERSION)) => document,
        Some(_) => return None,
    };
    let answer = match serde_json::from_value(stored).ok()? {
        StoredAnswer::Order(StoredOrder::Id(id) | StoredOrder::Whole { id }) => {
            return Some(Kept::Order(id));
        }
        StoredAnswer::Spend(stored) => Answer::Spend(Box::new(stored.into())),
        StoredAnswer::Hold(stored) => Answer::Hold(Box::new(stored.into())),
        StoredAnswer::Lot(stored) => Answer::Lot(Box::new(stored.into())),
        StoredAnswer::Quote(stored) => Answer::Quote(Box::new(stored.into())),
        StoredAnswer::Refund(stored) => Answer::Refund(Box::new(stored.into())),
        StoredAnswer::Deposit(stored) => Answer::Deposit(Box::new(stored.thing()?)),
        StoredAnswer::Contradiction(stored) => Answer::Contradiction(Box::new(stored.into())),
        StoredAnswer::Approval(stored) => Answer::Approval(Box::new(stored.into())),
        StoredAnswer::ClosingQuote(stored) => Answer::ClosingQuote(Box::new(stored.into())),
        StoredAnswer::Customer {
            customer,
            forfeited,
        } => Closed {
            customer: customer.into(),
            forfeited,
        }
        .into(),
        StoredAnswer::DebtWaived { customer, waived } => Waived {
            customer: customer.into(),
            waived,
        }
        .into(),
    };
    Some(Kept::Answer(Box::new(answer)))
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
