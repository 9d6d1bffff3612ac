//! What Toss's error codes let us conclude. The one allow-list of codes that mean "nothing moved":
//! a code that is not here is in doubt, whatever its HTTP status.

use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled};

/// What a code lets us conclude about one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A definite refusal; no money moved and this payment or cancel is dead.
    NothingMoved,
    /// Sent, outcome unknown.
    InDoubt,
    /// Not carried out now; the same request may succeed later.
    RetryLater,
    /// Key, contract or request is wrong. Nothing moved.
    Misconfigured,
    /// Something already happened to this payment: ask what.
    Settled,
}

/// Code, its meaning for confirm (and for opening a window), its meaning for cancel. Documented
/// in the error tables of both calls; a code documented for one of them only is in doubt for the other.
const CODES: &[(&str, Meaning, Meaning)] = &[
    // What already happened, or is happening.
    ("ALREADY_PROCESSED_PAYMENT", Settled, InDoubt),
    ("DUPLICATED_ORDER_ID", Settled, InDoubt),
    ("UNAPPROVED_ORDER_ID", Settled, InDoubt),
    // The session is gone, but an earlier confirm whose answer was lost may have succeeded.
    ("NOT_FOUND_PAYMENT_SESSION", Settled, InDoubt),
    // A cancel names a payment that we know was paid: not to find it means a wrong key.
    ("NOT_FOUND_PAYMENT", Settled, Misconfigured),
    ("ALREADY_CANCELED_PAYMENT", InDoubt, Settled),
    ("ALREADY_REFUND_PAYMENT", InDoubt, Settled),
    // Also said of a payment that was refunded wholly, in parts.
    ("NOT_CANCELABLE_AMOUNT", InDoubt, Settled),
    ("NOT_MATCHES_REFUNDABLE_AMOUNT", InDoubt, Settled),
    // Said of whatever is not in a cancellable state, which our own earlier cancel may have caused.
    ("NOT_CANCELABLE_PAYMENT", InDoubt, Settled),
    // The first request under this key is still running.
    ("IDEMPOTENT_REQUEST_PROCESSING", InDoubt, InDoubt),
    // Faults behind Toss: a 400 or 500 that may hide a success.
    ("PROVIDER_ERROR", InDoubt, InDoubt),
    ("CARD_PROCESSING_ERROR", InDoubt, InDoubt),
    (
        "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
        InDoubt,
        InDoubt,
    ),
    ("FAILED_INTERNAL_SYSTEM_PROCESSING", InDoubt, InDoubt),
    ("UNKNOWN_PAYMENT_ERROR", InDoubt, InDoubt),
    ("FAILED_REFUND_PROCESS", InDoubt, InDoubt),
    ("FAILED_METHOD_HANDLING_CANCEL", InDoubt, InDoubt),
    ("FAILED_PARTIAL_REFUND", InDoubt, InDoubt),
    ("COMMON_ERROR", InDoubt, InDoubt),
    // Our key, contract or request.
    ("INVALID_REQUEST", Misconfigured, Misconfigured),
    ("INVALID_API_KEY", Misconfigured, Misconfigured),
    ("UNAUTHORIZED_KEY", Misconfigured, Misconfigured),
    ("FORBIDDEN_REQUEST", Misconfigured, Misconfigured),
    ("INCORRECT_BASIC_AUTH_FORMAT", Misconfigured, Misconfigured),
    ("INVALID_IDEMPOTENCY_KEY", Misconfigured, Misconfigured),
    ("NOT_SUPPORTED_WIDGET_KEY", Misconfigured, Misconfigured),
    ("NOT_FOUND_TERMINAL_ID", Misconfigured, InDoubt),
    ("INVALID_AUTHORIZE_AUTH", Misconfigured, InDoubt),
    ("INVALID_UNREGISTERED_SUBMALL", Misconfigured, InDoubt),
    ("NOT_REGISTERED_BUSINESS", Misconfigured, InDoubt),
    // Not now.
    ("FORBIDDEN_CONSECUTIVE_REQUEST", InDoubt, RetryLater),
    ("FORBIDDEN_BANK_REFUND_REQUEST", InDoubt, RetryLater),
    // A bank's maintenance hours: the buyer pays another way, but a refund can wait.
    ("NOT_AVAILABLE_BANK", NothingMoved, RetryLater),
    // Definite declines of a payment.
    ("EXCEED_MAX_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt),
    (
        "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT",
        NothingMoved,
        InDoubt,
    ),
    ("INVALID_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt),
    (
        "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN",
        NothingMoved,
        InDoubt,
    ),
    ("NOT_ALLOWED_POINT_USE", NothingMoved, InDoubt),
    ("INVALID_REJECT_CARD", NothingMoved, InDoubt),
    ("BELOW_MINIMUM_AMOUNT", NothingMoved, InDoubt),
    ("INVALID_CARD_EXPIRATION", NothingMoved, InDoubt),
    ("INVALID_STOPPED_CARD", NothingMoved, InDoubt),
    ("INVALID_CARD_LOST_OR_STOLEN", NothingMoved, InDoubt),
    ("INVALID_CARD_NUMBER", NothingMoved, InDoubt),
    ("RESTRICTED_TRANSFER_ACCOUNT", NothingMoved, InDoubt),
    ("INVALID_ACCOUNT_INFO_RE_REGISTER", NothingMoved, InDoubt),
    ("NOT_AVAILABLE_PAYMENT", NothingMoved, InDoubt),
    ("EXCEED_MAX_DAILY_PAYMENT_COUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_PAYMENT_AMOUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_AMOUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT", NothingMoved, InDoubt),
    ("REJECT_ACCOUNT_PAYMENT", NothingMoved, InDoubt),
    ("REJECT_CARD_PAYMENT", NothingMoved, InDoubt),
    ("REJECT_CARD_COMPANY", NothingMoved, InDoubt),
    ("REJECT_TOSSPAY_INVALID_ACCOUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_AUTH_COUNT", NothingMoved, InDoubt),
    ("EXCEED_MAX_ONE_DAY_AMOUNT", NothingMoved, InDoubt),
    ("INVALID_PASSWORD", NothingMoved, InDoubt),
    ("FDS_ERROR", NothingMoved, InDoubt),
    // Definite refusals of a cancel.
    ("INVALID_REFUND_ACCOUNT_INFO", InDoubt, NothingMoved),
    ("INVALID_REFUND_ACCOUNT_NUMBER", InDoubt, NothingMoved),
    ("INVALID_REFUND_AMOUNT", InDoubt, NothingMoved),
    ("INVALID_BANK", InDoubt, NothingMoved),
    (
        "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
        InDoubt,
        NothingMoved,
    ),
    ("REFUND_REJECTED", InDoubt, NothingMoved),
    ("EXCEED_MAX_REFUND_DUE", InDoubt, NothingMoved),
    (
        "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
        InDoubt,
        NothingMoved,
    ),
    ("NOT_ALLOWED_PARTIAL_REFUND", InDoubt, NothingMoved),
    (
        "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
        InDoubt,
        NothingMoved,
    ),
    ("EXCEED_CANCEL_LIMIT", InDoubt, NothingMoved),
];

fn row(code: &str) -> Option<&'static (&'static str, Meaning, Meaning)> {
    CODES.iter().find(|(known, ..)| *known == code)
}

/// For confirm, and for opening a window, where no money can have moved anyway.
pub(super) fn on_confirm(code: &str) -> Meaning {
    row(code).map_or(InDoubt, |(_, meaning, _)| *meaning)
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    row(code).map_or(InDoubt, |(_, _, meaning)| *meaning)
}

/// For a look-up, which changes nothing: a payment that is not there has moved nothing.
pub(super) fn on_lookup(code: &str) -> Meaning {
    match code {
        "NOT_FOUND_PAYMENT" | "NOT_FOUND" => NothingMoved,
        "FORBIDDEN_CONSECUTIVE_REQUEST" => RetryLater,
        _ if on_confirm(code) == Misconfigured => Misconfigured,
        _ => InDoubt,
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, Meaning, on_cancel, on_confirm, on_lookup};

    #[test]
    fn every_code_stands_there_once_and_an_unknown_one_proves_nothing() {
        let mut codes: Vec<_> = CODES.iter().map(|(code, ..)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
        for meaning in [
            on_confirm("NEW_CODE"),
            on_cancel("NEW_CODE"),
            on_lookup("NEW_CODE"),
        ] {
            assert_eq!(meaning, Meaning::InDoubt);
        }
    }

    #[test]
    fn a_400_that_may_hide_a_success_is_never_a_decline() {
        for code in [
            "PROVIDER_ERROR",
            "CARD_PROCESSING_ERROR",
            "IDEMPOTENT_REQUEST_PROCESSING",
        ] {
            assert_eq!(on_confirm(code), Meaning::InDoubt, "{code}");
            assert_eq!(on_cancel(code), Meaning::InDoubt, "{code}");
        }
        assert_eq!(on_confirm("ALREADY_PROCESSED_PAYMENT"), Meaning::Settled);
        assert_eq!(on_cancel("NOT_CANCELABLE_AMOUNT"), Meaning::Settled);
    }
}
