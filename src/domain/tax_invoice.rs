//! Tax invoices (세금계산서) that the seller issues elsewhere, at Hometax or through an agent, and that are recorded here with
//! the payment that they are about. The gateway issues none: it keeps the reference, so that a payment, its invoice, its
//! refunds and the amended invoices (수정세금계산서) can be followed. No record ever changes. A wrong one is corrected by
//! another, which may say that nothing of the payment is invoiced.

mod due;
mod number;
mod standing;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{CashReceiptId, CustomerId, PaymentId, RefundId, TaxInvoiceId},
    kind::vocabulary,
    money::Won,
};

pub use due::{AmendmentDue, due};
pub use number::ApprovalNumber;
pub use standing::{InvoiceState, Standing, current, standing, state};

/// Lines that one electronic tax invoice has at most (developers.popbill.com, `detailList`: 0 to 99). The VAT of each may be
/// rounded for itself.
const LINES_MAX: i64 = 99;
/// The rate of VAT: one won of ten (Value-Added Tax Act art. 30).
const RATE_DIVISOR: i64 = 10;

vocabulary!(
    InvoiceKind, "kind of a tax invoice" {
        Original = "original",
        /// It takes back what an original one was too large by.
        Amended = "amended",
    }
);

vocabulary!(
    /// Why an amended invoice was issued: the reasons of the Value-Added Tax Act's Enforcement Decree art. 70(1) that are about
    /// money. An invoice with a slip of the pen, or one that was issued twice, is issued anew or taken back whole, and its
    /// record is corrected.
    AmendReason, "reason of an amended tax invoice" {
        /// What was supplied came back (환입).
        Returned = "returned",
        /// The contract was ended (계약의 해제).
        ContractEnded = "contract_ended",
        /// The price changed (공급가액 변동).
        PriceChanged = "price_changed",
    }
);

/// What an invoice says of a payment. One invoice may be of several payments, and is recorded for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceFacts {
    pub kind: InvoiceKind,
    /// Of an amended one alone.
    pub reason: Option<AmendReason>,
    /// The refund that an amended one is about, where it is about one of ours.
    pub refund: Option<RefundId>,
    pub number: ApprovalNumber,
    /// The day on which it was issued, in Seoul.
    pub issued_on: NaiveDate,
    /// The part of the payment that bears the VAT, or none. Of an amended one what it takes away, without the minus sign that
    /// stands on it.
    pub supply: Won,
    pub vat: Won,
}

impl InvoiceFacts {
    /// Won of the payment that it is of, VAT included.
    pub fn amount(&self) -> Won {
        self.supply.plus(self.vat).unwrap_or(Won::MAX)
    }

    /// Whether the VAT may be that of the supply. Less is right where a part of it bears none.
    pub fn bears_its_vat(&self) -> bool {
        self.vat.get() <= self.supply.get() / RATE_DIVISOR + LINES_MAX
    }
}

/// A tax invoice of a payment, as a person recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxInvoice {
    pub id: TaxInvoiceId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub kind: InvoiceKind,
    pub reason: Option<AmendReason>,
    pub refund: Option<RefundId>,
    /// The record that this one replaces.
    pub corrects: Option<TaxInvoiceId>,
    pub number: ApprovalNumber,
    pub issued_on: NaiveDate,
    pub supply: Won,
    pub vat: Won,
    /// A person's words. One that corrects another says why.
    pub note: Option<String>,
    pub recorded_by: Actor,
    pub recorded_at: DateTime<Utc>,
}

impl TaxInvoice {
    /// Won of the payment that it is of, VAT included.
    pub fn amount(&self) -> Won {
        self.supply.plus(self.vat).unwrap_or(Won::MAX)
    }
}

/// Why a payment can have no tax invoice. One supply has one proof: who issued a cash receipt issues no tax invoice
/// (Value-Added Tax Act art. 33(2)), and who issued a tax invoice no cash receipt (Income Tax Act art. 162-3(4)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoInvoice {
    /// It has this cash receipt, or it is asked for.
    Receipt(CashReceiptId),
    /// Its provider issued a cash receipt with the payment.
    IssuedWithPayment,
}

impl std::fmt::Display for NoInvoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Receipt(id) => write!(
                f,
                "it has the cash receipt {id}, and one supply has one proof: take that back first"
            ),
            Self::IssuedWithPayment => f.write_str(
                "its provider issued a cash receipt with the payment, and one supply has one proof",
            ),
        }
    }
}

/// What tax invoices may not be above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceBound {
    /// Original ones: what was paid.
    Paid,
    /// Amended ones: what the original ones are of.
    Invoiced,
    /// Amended ones: what went back of the payment.
    GoneBack,
    /// Amended ones about a refund: what the refund gave back.
    Refund,
}

impl std::fmt::Display for InvoiceBound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Paid => "was paid",
            Self::Invoiced => "its original tax invoices are of",
            Self::GoneBack => "went back of it",
            Self::Refund => "the refund gave back",
        })
    }
}
