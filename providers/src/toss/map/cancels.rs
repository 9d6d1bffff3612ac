//! The cancels of a payment, and the refund that Toss could not pay out.

use domain::{
    money::Won,
    payment::{CancelLine, CancelStanding},
};

use super::super::wire;
use super::instant;
use crate::http::safe_text;

/// A deposit's refund that Toss could not pay out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    TheOnlyCancel,
    /// The payment has several cancels and one status word for all of them.
    OneOfSeveral,
}

/// A cancel of a virtual account after its deposit is booked at once and paid out two business days later, up to
/// nine; `refundStatus` reports its progress. `PENDING` counts as done, like a card's cancel, whose money also takes
/// days. The cancel is final in Toss's books, and polling would go on longer than any job does. (With test keys the
/// word stays `NONE`.) A failure is reported where its cancel is known. Of several cancels it is unknown which one
/// failed, so a person has to check it.
pub(super) fn refund_failed(payment: &wire::Payment) -> Option<Failed> {
    let word = payment.virtual_account.as_ref()?.refund_status.as_deref()?;
    let cancels = payment.cancels.as_ref().map_or(0, Vec::len);
    if payment.approved_at.is_none() || !matches!(word, "FAILED" | "PARTIAL_FAILED") {
        return None;
    }
    tracing::warn!(
        order.id = %safe_text(&payment.order_id),
        "Toss could not pay a refund of order {} out to the buyer's account: a person has to look",
        safe_text(&payment.order_id)
    );
    match cancels {
        0 => None,
        1 => Some(Failed::TheOnlyCancel),
        _ => Some(Failed::OneOfSeveral),
    }
}

pub(super) fn cancel_line(amount: Won, cancel: wire::Cancel, failed: Option<Failed>) -> CancelLine {
    CancelLine {
        key: cancel.transaction_key.unwrap_or_default(),
        amount,
        reason: cancel.cancel_reason.unwrap_or_default(),
        at: cancel.canceled_at.as_deref().and_then(instant),
        settled: match (cancel.cancel_status.as_deref(), failed) {
            (Some("ABORTED"), _) | (None | Some("DONE"), Some(Failed::TheOnlyCancel)) => {
                CancelStanding::Failed
            }
            // Absent in older answers, whose cancels were all done at once.
            (None | Some("DONE"), None) => CancelStanding::Done,
            (None | Some("DONE"), Some(Failed::OneOfSeveral)) | (Some(_), _) => {
                CancelStanding::InProgress
            }
        },
    }
}
