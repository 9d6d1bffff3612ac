//! Cash receipts (현금영수증): the tax office's receipts for money that came from an account. What is asked of whoever issues
//! or cancels one, and what became of it. Neither ever changes: a request is on disk before anybody is asked, under the id
//! that is its idempotency key, and has at most one outcome.

mod identity;
mod standing;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    failure::Failure,
    id::{CashReceiptId, CashReceiptOutcomeId, CustomerId, PaymentId},
    kind::{Method, ProviderId, vocabulary},
    mask::shows,
    money::Won,
};

pub use identity::{CARD_DIGITS, Identity};
pub use standing::{ReceiptState, live, state, taken_back, to_take_back};

/// How long after a payment its receipt may be asked for. The law knows no end that we found, and who is asked must not
/// refuse (NTS on cash receipts: Income Tax Act art. 162-3), so this is a decision: within a year the year's income tax is
/// settled, and a payment is asked about and cancelled at its provider for as long.
pub const ASKED_WITHIN_DAYS: i64 = 365;

/// What adapters call the fact that the provider issued a receipt with the payment, because the buyer asked for it there.
pub const ISSUED_WITH_PAYMENT: &str = "cash_receipt";

/// Longest number of the tax office. Toss documents nine characters; Hometax's own have as many.
pub const ISSUE_NUMBER_MAX: usize = 30;

vocabulary!(
    /// What a receipt is for.
    ReceiptPurpose, "purpose of a cash receipt" {
        /// A person's income deduction (소득공제).
        IncomeDeduction = "income_deduction",
        /// A business's proof of an expense (지출증빙).
        ExpenseProof = "expense_proof",
    }
);

vocabulary!(
    /// What is asked for.
    ReceiptAct, "act about a cash receipt" {
        Issue = "issue",
        /// The whole or a part of an issued one is taken back.
        Cancel = "cancel",
    }
);

vocabulary!(
    /// Who does what is asked for.
    ReceiptWay, "way of a cash receipt" {
        /// The payment's provider, asked by a job.
        Provider = "provider",
        /// A person, at the tax office's own pages.
        Hand = "hand",
    }
);

vocabulary!(
    ReceiptEnd, "outcome of a cash receipt" {
        Done = "done",
        Failed = "failed",
    }
);

/// A receipt, or the cancel of one, as it was asked for. Its id is the idempotency key at the provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceiptRequest {
    pub id: CashReceiptId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub provider: ProviderId,
    pub act: ReceiptAct,
    /// The receipt that is cancelled; of one that is to be issued its own id.
    pub receipt: CashReceiptId,
    pub way: ReceiptWay,
    pub purpose: ReceiptPurpose,
    /// Whose receipt it is. Of a cancel that makes room for another receipt whose that one will be, for `purpose`; any other
    /// cancel has none. It is removed some time after the outcome (`domain::retention`).
    pub identity: Option<Identity>,
    /// Won, VAT included.
    pub amount: Won,
    /// The part of `amount` that bears no VAT.
    pub tax_free: Won,
    pub requested_by: Actor,
    pub requested_at: DateTime<Utc>,
}

shows!(CashReceiptRequest: id, payment, act, way, amount);

/// What became of a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceiptOutcome {
    pub id: CashReceiptOutcomeId,
    pub request: CashReceiptId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub end: ReceiptEnd,
    /// The provider's own name of it.
    pub receipt_key: Option<String>,
    /// The tax office's number.
    pub issue_number: Option<String>,
    /// The provider's page of it.
    pub url: Option<String>,
    /// The provider's refusal.
    pub failure: Option<Failure>,
    /// A person's words, or ours.
    pub note: Option<String>,
    pub recorded_by: Actor,
    pub recorded_at: DateTime<Utc>,
}

shows!(CashReceiptOutcome: id, request, end);

/// A request with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashReceipt {
    pub request: CashReceiptRequest,
    pub outcome: Option<CashReceiptOutcome>,
}

impl CashReceipt {
    /// Whether it is a cancel that makes room for another receipt.
    pub fn makes_room(&self) -> bool {
        self.request.act == ReceiptAct::Cancel && self.request.identity.is_some()
    }

    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Whether it was done, or refused for good.
    pub fn ended_as(&self, end: ReceiptEnd) -> bool {
        self.outcome.as_ref().is_some_and(|it| it.end == end)
    }
}

/// Why there is no receipt for a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReceipt {
    Card,
    Wallet,
    OtherWay,
    /// The buyer asked the provider for one in its own window.
    IssuedWithPayment,
    /// The seller issued a tax invoice for it.
    TaxInvoice,
    NothingLeft,
    TooLate,
}

impl NoReceipt {
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Card => {
                "it was paid by card, and the card's slip is its proof: there is a cash receipt for money from an account alone"
            }
            Self::Wallet => {
                "it was paid from a wallet, whose provider issues the cash receipt itself where the money came from an account"
            }
            Self::OtherWay => {
                "it was not paid from an account that the seller issues cash receipts for"
            }
            Self::IssuedWithPayment => "its provider issued one with the payment",
            Self::TaxInvoice => {
                "the seller issued a tax invoice for it, and one supply has one proof"
            }
            Self::NothingLeft => "all of its money went back",
            Self::TooLate => "it was paid more than a year ago",
        }
    }
}

impl std::fmt::Display for NoReceipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.in_words())
    }
}

/// Whether money that came this way is money from an account, for which the seller issues the receipt.
///
/// # Errors
/// Why not.
pub const fn issued_for(method: Method) -> Result<(), NoReceipt> {
    match method {
        Method::AccountTransfer | Method::VirtualAccount | Method::BankTransfer => Ok(()),
        Method::Card => Err(NoReceipt::Card),
        Method::EasyPay => Err(NoReceipt::Wallet),
        Method::Mobile | Method::GiftCertificate | Method::Other => Err(NoReceipt::OtherWay),
    }
}
