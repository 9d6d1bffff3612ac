//! How the receipts of one payment stand: which of them lives, and how much of it has to be taken back.

use super::{CashReceipt, ReceiptAct, ReceiptEnd, ReceiptWay};
use crate::{canary, id::CashReceiptId, kind::vocabulary, money::Won};

vocabulary!(
    /// How a receipt, or the cancel of one, stands.
    ReceiptState, "state of a cash receipt" {
        /// The provider is asked for it.
        Requested = "requested",
        /// A person has to do it at the tax office's pages, and record it.
        Waiting = "waiting",
        Issued = "issued",
        /// It could not be issued, or the cancel could not be made.
        Failed = "failed",
        /// All of it was taken back; of a cancel, that it was made.
        Cancelled = "cancelled",
    }
);

/// How one of a payment's receipts and cancels stands among `all` of them.
pub fn state(it: &CashReceipt, all: &[CashReceipt]) -> ReceiptState {
    let request = &it.request;
    match (
        it.outcome.as_ref().map(|outcome| outcome.end),
        request.way,
        request.act,
    ) {
        (None, ReceiptWay::Provider, _) => ReceiptState::Requested,
        (None, ReceiptWay::Hand, _) => ReceiptState::Waiting,
        (Some(ReceiptEnd::Failed), ..) => ReceiptState::Failed,
        (Some(ReceiptEnd::Done), _, ReceiptAct::Cancel) => ReceiptState::Cancelled,
        (Some(ReceiptEnd::Done), _, ReceiptAct::Issue) => {
            let taken = sum(cancels(all, request.id).filter(|it| !it.is_open()));
            if taken < request.amount {
                ReceiptState::Issued
            } else {
                ReceiptState::Cancelled
            }
        }
    }
}

/// The one receipt of a payment that is asked for, or was issued and not taken back whole.
pub fn live(all: &[CashReceipt]) -> Option<&CashReceipt> {
    let mut issues = all.iter().filter(|it| it.request.act == ReceiptAct::Issue);
    issues.find(|it| {
        !matches!(
            state(it, all),
            ReceiptState::Failed | ReceiptState::Cancelled
        )
    })
}

/// Won of a receipt that were taken back, or are to be.
pub fn taken_back(all: &[CashReceipt], receipt: CashReceiptId) -> Won {
    sum(cancels(all, receipt))
}

/// The issued receipt that is larger than what `left` of the payment nobody gave back, and by how much.
pub fn to_take_back(all: &[CashReceipt], left: Won) -> Option<(&CashReceipt, Won)> {
    let issued = live(all).filter(|it| it.ended_as(ReceiptEnd::Done))?;
    let taken = taken_back(all, issued.request.id);
    let stands = issued.request.amount.minus_or_zero(taken);
    let excess = canary!(ReceiptKept, Won::ZERO, stands.minus_or_zero(left));
    (!excess.is_zero()).then_some((issued, excess))
}

/// Cancels of a receipt that were not refused.
fn cancels(all: &[CashReceipt], receipt: CashReceiptId) -> impl Iterator<Item = &CashReceipt> {
    all.iter().filter(move |it| {
        it.request.act == ReceiptAct::Cancel
            && it.request.receipt == receipt
            && !it.ended_as(ReceiptEnd::Failed)
    })
}

fn sum<'a>(all: impl Iterator<Item = &'a CashReceipt>) -> Won {
    all.fold(Won::ZERO, |sum, it| {
        sum.plus(it.request.amount).unwrap_or(Won::MAX)
    })
}
