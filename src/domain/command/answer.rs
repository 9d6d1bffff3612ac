//! What the books answer to a command.

use crate::{
    approval::Approval,
    campaign::{Campaign, Redemption},
    cash_receipt::CashReceipt,
    contract::Contract,
    contradiction::{Contradiction, ContradictionKind},
    customer::{ClosingQuote, Customer},
    deposit::Deposit,
    dispute::Disputed,
    endpoint::Endpoint,
    id::InboxId,
    lot::Lot,
    membership::Subscription,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
    tax_invoice::TaxInvoice,
};

/// What the books answer, with the customer's balance after the change where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply<T = Answer> {
    pub answer: T,
    /// Credits spendable right after the change.
    pub balance: Option<Credits>,
    /// Whether this is the stored answer to an earlier request with the same idempotency key.
    pub replayed: bool,
}

impl Reply {
    /// The same with the answer that the change gives.
    ///
    /// # Errors
    /// [`WrongAnswer`] when it is another one: a bug of ours, or an idempotency key whose answer was damaged.
    pub fn of<T: TryFrom<Answer>>(self) -> Result<Reply<T>, T::Error> {
        Ok(Reply {
            answer: self.answer.try_into()?,
            balance: self.balance,
            replayed: self.replayed,
        })
    }
}

/// A change was answered by something that it does not give. What it was is not said: it may name a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the books gave an answer of another kind")]
pub struct WrongAnswer;

/// An order after a provider's answer about its payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    pub order: Order,
    pub payment: Option<Payment>,
    /// Whether credits were minted now.
    pub minted: bool,
    /// What was written down as contradicted by this snapshot, for the log.
    pub contradicted: Option<ContradictionKind>,
}

/// How many lots and holds of a customer were over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired {
    pub lots: i64,
    pub holds: i64,
}

/// A closed customer, and the credits that were forfeited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    pub customer: Customer,
    pub forfeited: Credits,
}

/// A customer, and the credits of debt that were waived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    pub customer: Customer,
    pub waived: Credits,
}

/// What became of a webhook or an imported row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub inbox: InboxId,
    /// Whether it was there before: nothing followed from it now.
    pub duplicate: bool,
    pub deposit: Option<Deposit>,
}

macro_rules! answers {
    ($($thing:ident),+ $(,)?) => {
        /// The thing that changed, as it stands after the change.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Answer {
            $($thing(Box<$thing>),)+
        }

        $(
            impl From<$thing> for Answer {
                fn from(thing: $thing) -> Self {
                    Self::$thing(Box::new(thing))
                }
            }

            impl TryFrom<Answer> for $thing {
                type Error = WrongAnswer;

                fn try_from(answer: Answer) -> Result<Self, WrongAnswer> {
                    match answer {
                        Answer::$thing(thing) => Ok(*thing),
                        _ => Err(WrongAnswer),
                    }
                }
            }
        )+
    };
}

answers!(
    Order,
    Observed,
    Spend,
    Hold,
    Lot,
    Expired,
    Quote,
    Refund,
    Receipt,
    CashReceipt,
    Disputed,
    TaxInvoice,
    Deposit,
    Contradiction,
    Approval,
    ClosingQuote,
    Closed,
    Waived,
    Subscription,
    Endpoint,
    Campaign,
    Redemption,
    Customer,
    Contract,
);
