//! Answers kept under idempotency keys, as documents of their own: they outlive the current structs of the books.
//!
//! Version 1 is one object of `v` and one more member, named after the kind of thing that was answered, with the data
//! the client received. Account numbers and names in it are masked, as they were in the answer. Of an order only the
//! id is kept: a repeated request gets its current state.
//!
//! A version that was ever written stays readable for as long as answers are kept (`store::idempotency_keys`). Parts and lines
//! are written as in the rows of spends and quotes.

mod things;

use domain::{
    command::{Answer, Closed, Waived},
    id::OrderId,
    money::Credits,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use things::{
    StoredApproval, StoredCampaign, StoredClosingQuote, StoredContract, StoredContradiction,
    StoredCustomer, StoredDeposit, StoredDispute, StoredEndpoint, StoredHold, StoredLot,
    StoredQuote, StoredReceipt, StoredRedemption, StoredRefund, StoredSpend, StoredSubscription,
    StoredTaxInvoice, masked,
};

/// The version that is written.
const VERSION: u64 = 1;

/// A document, or an item derived from one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAnswer {
    Order(OrderId),
    Spend(StoredSpend),
    Hold(StoredHold),
    Lot(StoredLot),
    Quote(StoredQuote),
    Refund(StoredRefund),
    Deposit(StoredDeposit),
    CashReceipt(Box<StoredReceipt>),
    Dispute(StoredDispute),
    TaxInvoice(Box<StoredTaxInvoice>),
    Contradiction(StoredContradiction),
    Approval(StoredApproval),
    Subscription(StoredSubscription),
    Endpoint(StoredEndpoint),
    Campaign(StoredCampaign),
    Redemption(StoredRedemption),
    Contract(StoredContract),
    ClosingQuote(StoredClosingQuote),
    Customer {
        customer: StoredCustomer,
        forfeited: Credits,
    },
    DebtWaived {
        customer: StoredCustomer,
        waived: Credits,
    },
    Account(StoredCustomer),
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

impl From<&Answer> for Document {
    fn from(answer: &Answer) -> Self {
        let stored = match answer {
            Answer::Order(order) => StoredAnswer::Order(order.id),
            Answer::Spend(spend) => StoredAnswer::Spend((&**spend).into()),
            Answer::Hold(hold) => StoredAnswer::Hold((&**hold).into()),
            Answer::Lot(lot) => StoredAnswer::Lot((&**lot).into()),
            Answer::Quote(quote) => StoredAnswer::Quote((&**quote).into()),
            Answer::Refund(refund) => {
                let mut stored = StoredRefund::from(&**refund);
                stored.account = stored.account.map(masked);
                StoredAnswer::Refund(stored)
            }
            Answer::Contradiction(contradiction) => {
                let mut stored = StoredContradiction::from(&**contradiction);
                stored.account = stored.account.map(masked);
                StoredAnswer::Contradiction(stored)
            }
            Answer::Approval(approval) => {
                StoredAnswer::Approval(StoredApproval::from(&**approval).masked())
            }
            Answer::Subscription(known) => StoredAnswer::Subscription((&**known).into()),
            Answer::Endpoint(endpoint) => StoredAnswer::Endpoint((&**endpoint).into()),
            Answer::Campaign(campaign) => StoredAnswer::Campaign((&**campaign).into()),
            Answer::Redemption(redemption) => StoredAnswer::Redemption((&**redemption).into()),
            Answer::Contract(contract) => StoredAnswer::Contract((&**contract).into()),
            Answer::CashReceipt(receipt) => {
                StoredAnswer::CashReceipt(Box::new((&**receipt).into()))
            }
            Answer::Disputed(disputed) => StoredAnswer::Dispute((&**disputed).into()),
            Answer::TaxInvoice(invoice) => StoredAnswer::TaxInvoice(Box::new((&**invoice).into())),
            Answer::Deposit(deposit) => StoredAnswer::Deposit((&**deposit).into()),
            Answer::ClosingQuote(quote) => StoredAnswer::ClosingQuote((&**quote).into()),
            Answer::Closed(closed) => StoredAnswer::Customer {
                customer: (&closed.customer).into(),
                forfeited: closed.forfeited,
            },
            Answer::Waived(waived) => StoredAnswer::DebtWaived {
                customer: (&waived.customer).into(),
                waived: waived.waived,
            },
            Answer::Customer(customer) => StoredAnswer::Account((&**customer).into()),
            Answer::Observed(_) | Answer::Expired(_) | Answer::Receipt(_) => {
                unreachable!("no client asks under a key for what providers and clocks tell")
            }
        };
        Self { v: VERSION, stored }
    }
}

/// The content of a stored document; `None` when it cannot be read.
pub(crate) fn read(text: &str) -> Option<Kept> {
    let mut document: Value = serde_json::from_str(text).ok()?;
    let members = document.as_object_mut()?;
    if members.remove("v")?.as_u64() != Some(VERSION) {
        return None;
    }
    let answer = match serde_json::from_value(document).ok()? {
        StoredAnswer::Order(id) => return Some(Kept::Order(id)),
        StoredAnswer::Spend(stored) => Answer::Spend(Box::new(stored.into())),
        StoredAnswer::Hold(stored) => Answer::Hold(Box::new(stored.into())),
        StoredAnswer::Lot(stored) => Answer::Lot(Box::new(stored.into())),
        StoredAnswer::Quote(stored) => Answer::Quote(Box::new(stored.into())),
        StoredAnswer::Refund(stored) => Answer::Refund(Box::new(stored.into())),
        StoredAnswer::CashReceipt(stored) => Answer::CashReceipt(Box::new((*stored).into())),
        StoredAnswer::Dispute(stored) => Answer::Disputed(Box::new(stored.into())),
        StoredAnswer::TaxInvoice(stored) => Answer::TaxInvoice(Box::new((*stored).into())),
        StoredAnswer::Deposit(stored) => Answer::Deposit(Box::new(stored.into())),
        StoredAnswer::Contradiction(stored) => Answer::Contradiction(Box::new(stored.into())),
        StoredAnswer::Endpoint(stored) => Answer::Endpoint(Box::new(stored.into())),
        StoredAnswer::Campaign(stored) => Answer::Campaign(Box::new(stored.into())),
        StoredAnswer::Redemption(stored) => Answer::Redemption(Box::new(stored.into())),
        StoredAnswer::Contract(stored) => Answer::Contract(Box::new(stored.into())),
        StoredAnswer::Approval(stored) => Answer::Approval(Box::new(stored.into())),
        StoredAnswer::Subscription(stored) => Answer::Subscription(Box::new(stored.into())),
        StoredAnswer::ClosingQuote(stored) => Answer::ClosingQuote(Box::new(stored.into())),
        StoredAnswer::Customer {
            customer,
            forfeited,
        } => Closed {
            customer: customer.into(),
            forfeited,
        }
        .into(),
        StoredAnswer::Account(stored) => Answer::Customer(Box::new(stored.into())),
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
