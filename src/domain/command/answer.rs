//! What the books answer to a command.

use crate::{
    approval::Approval,
    contradiction::{Contradiction, ContradictionKind},
    customer::{ClosingQuote, Customer},
    deposit::Deposit,
    id::InboxId,
    lot::Lot,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
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
    /// [`WrongAnswer`] when it is another one: a bug of ours.
    pub fn of<T: TryFrom<Answer>>(self) -> Result<Reply<T>, T::Error> {
        Ok(Reply {
            answer: self.answer.try_into()?,
            balance: self.balance,
            replayed: self.replayed,
        })
    }
}

/// The thing that changed, as it stands after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Order(Box<Order>),
    Observed {
        order: Box<Order>,
        payment: Option<Box<Payment>>,
        minted: bool,
        /// What was written down as contradicted by this snapshot, for the log.
        contradicted: Option<ContradictionKind>,
    },
    Spend(Box<Spend>),
    Hold(Box<Hold>),
    Lot(Box<Lot>),
    Expired {
        lots: i64,
        holds: i64,
    },
    Quote(Box<Quote>),
    Refund(Box<Refund>),
    Received {
        inbox: InboxId,
        duplicate: bool,
        deposit: Option<Box<Deposit>>,
    },
    Deposit(Box<Deposit>),
    Contradiction(Box<Contradiction>),
    Approval(Box<Approval>),
    ClosingQuote(Box<ClosingQuote>),
    Customer {
        customer: Box<Customer>,
        forfeited: Credits,
    },
    DebtWaived {
        customer: Box<Customer>,
        waived: Credits,
    },
}

/// A change was answered by something that it does not give. What it was is not said: it may name a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the books gave an answer of another kind")]
pub struct WrongAnswer;

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
    /// Whether it was there before: nothing followed from it now.
    pub duplicate: bool,
    pub deposit: Option<Deposit>,
}

macro_rules! given {
    ($($variant:pat => $thing:ty: $value:expr;)+) => {
        $(impl TryFrom<Answer> for $thing {
            type Error = WrongAnswer;

            fn try_from(answer: Answer) -> Result<Self, WrongAnswer> {
                match answer {
                    $variant => Ok($value),
                    _ => Err(WrongAnswer),
                }
            }
        })+
    };
}

given! {
    Answer::Order(order) => Order: *order;
    Answer::Spend(spend) => Spend: *spend;
    Answer::Hold(hold) => Hold: *hold;
    Answer::Lot(lot) => Lot: *lot;
    Answer::Quote(quote) => Quote: *quote;
    Answer::Refund(refund) => Refund: *refund;
    Answer::Deposit(deposit) => Deposit: *deposit;
    Answer::Contradiction(known) => Contradiction: *known;
    Answer::Approval(approval) => Approval: *approval;
    Answer::ClosingQuote(quote) => ClosingQuote: *quote;
    Answer::Customer { customer, forfeited } => Closed: Closed { customer: *customer, forfeited };
    Answer::DebtWaived { customer, waived } => Waived: Waived { customer: *customer, waived };
    Answer::Received { duplicate, deposit, .. } => Receipt: Receipt { duplicate, deposit: deposit.map(|it| *it) };
}
