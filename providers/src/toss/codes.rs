//! The meaning of Toss's codes for us, and the texts for people. The codes marked `NothingMoved` are the only
//! allow-list of refusals that are believed: a code that is not here is in doubt, whatever its HTTP status. The
//! tables are those of confirm and cancel and the whole list of the core API
//! (<https://docs.tosspayments.com/reference/error-codes>). `providers/tests/contract/toss_codes.csv` is that list,
//! and a test compares them.

mod rows;

use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled};

use self::rows::{CODES, ENDS};
use crate::codes::{Meaning, Row, find};

/// A 400 that is bound to its key and may stand for a fault that is over.
pub(super) const PROVIDER_ERROR: &str = "PROVIDER_ERROR";
/// The code for any payment not in a cancellable state, which our own earlier cancel may have caused.
pub(super) const NOT_CANCELABLE_PAYMENT: &str = "NOT_CANCELABLE_PAYMENT";

/// The row of a code of this provider's errors, of a failed payment, or of its window's return. `None` when
/// it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    find(CODES, code).or_else(|| find(ENDS, code))
}

/// For confirm, and for opening a window, where no money can have moved anyway.
pub(super) fn on_confirm(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.confirm)
}

/// Whether a refusal to take the money may be over while the payment still waits: a fault of the bank or the card
/// company, or a curable refusal.
pub(super) fn may_be_over(code: &str) -> bool {
    code == PROVIDER_ERROR || on_confirm(code).is_curable()
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.cancel)
}

/// For a look-up, which changes nothing: a missing payment has moved nothing.
pub(super) fn on_lookup(code: &str) -> Meaning {
    match code {
        "NOT_FOUND_PAYMENT" | "NOT_FOUND" => NothingMoved,
        _ => on_report(code),
    }
}

/// Whether Toss may use it for another merchant's payment, and equally for a wrong key of ours. An invalid format is
/// among them: the key in it came from the browser.
pub(super) fn blames_key_or_payment(code: &str) -> bool {
    matches!(
        code,
        "FORBIDDEN_REQUEST"
            | "UNAUTHORIZED_KEY"
            | "INVALID_API_KEY"
            | "INVALID_CLIENT_KEY"
            | "NOT_FOUND_MERCHANT"
            | "NOT_FOUND_MERCHANT_INTEGRATION"
            | "NOT_SUPPORTED_WIDGET_KEY"
            | "INVALID_PAYMENT_KEY"
            | "INVALID_REQUEST"
    )
}

/// For reports, which change nothing and are not about a particular payment.
pub(super) fn on_report(code: &str) -> Meaning {
    match code {
        "FORBIDDEN_CONSECUTIVE_REQUEST" => RetryLater,
        _ if on_confirm(code) == Misconfigured => Misconfigured,
        _ => InDoubt,
    }
}

/// For cash receipts: they move no money, and only certain answers are believed. `NTS_ERROR` is not certain, because
/// one of the tax office's reasons is that it has the receipt already.
pub(super) fn on_receipt(code: &str) -> Meaning {
    match code {
        "INVALID_REGISTRATION_NUMBER_TYPE"
        | "INVALID_CASH_RECEIPT_INFO"
        | "INVALID_BUSINESS_NUMBER" => NothingMoved,
        "DUPLICATED_CASH_RECEIPT" => Settled,
        _ => on_report(code),
    }
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
