//! How the tax invoices of one payment stand: which records hold, what they are of, and what an amended one is due for.

use super::{InvoiceKind, TaxInvoice};
use crate::{kind::vocabulary, money::Won};

vocabulary!(
    InvoiceState, "state of a tax invoice's record" {
        Recorded = "recorded",
        /// Another record replaced it.
        Corrected = "corrected",
    }
);

/// The sums over the records that hold, in won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What original invoices are of.
    pub invoiced: Won,
    /// What amended ones took away.
    pub amended: Won,
    /// What an amended invoice has to take away: what is invoiced and went back.
    pub amendment_due: Won,
}

/// How a record stands among all of its payment.
pub fn state(it: &TaxInvoice, all: &[TaxInvoice]) -> InvoiceState {
    if all.iter().any(|other| other.corrects == Some(it.id)) {
        InvoiceState::Corrected
    } else {
        InvoiceState::Recorded
    }
}

/// The records that no other replaced.
pub fn current(all: &[TaxInvoice]) -> impl Iterator<Item = &TaxInvoice> {
    all.iter()
        .filter(move |it| state(it, all) == InvoiceState::Recorded)
}

/// The sums, where nobody has given back `left` of the payment.
pub fn standing(all: &[TaxInvoice], left: Won) -> Standing {
    let of = |kind| {
        let own = current(all).filter(|it| it.kind == kind);
        own.fold(Won::ZERO, |sum, it| {
            sum.plus(it.amount()).unwrap_or(Won::MAX)
        })
    };
    let (invoiced, amended) = (of(InvoiceKind::Original), of(InvoiceKind::Amended));
    Standing {
        invoiced,
        amended,
        amendment_due: invoiced.minus_or_zero(amended).minus_or_zero(left),
    }
}
