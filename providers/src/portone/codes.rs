//! The meaning of PortOne's codes for us, and the texts for people. The codes marked `NothingMoved` are the only
//! allow-list of refusals that are believed: a code that is not here is in doubt, whatever its HTTP status. The table holds
//! every error of the operations that the adapter calls, by their `type` in the OpenAPI document of V2.

use Meaning::{InDoubt, Misconfigured, NothingMoved, Settled, TooLate};

use crate::codes::{AGAIN, CHECKING, Meaning, Row, find, row, said};

/// A PG's own error, with HTTP 502.
pub(super) const PG_PROVIDER: &str = "PG_PROVIDER";
/// An attempt that PortOne shows as failed.
pub(super) const FAILED: &str = "FAILED";
/// A payment on a test channel of a shop that sells for money.
pub(super) const TEST_CHANNEL: &str = "TEST_CHANNEL";
/// The window ended without a payment, for a reason that PortOne does not document.
pub(super) const WINDOW_FAILED: &str = "WINDOW_FAILED";
pub(super) const ACCOUNT_MISMATCH: &str = "ACCOUNT_MISMATCH";
const PAYMENT_NOT_FOUND: &str = "PAYMENT_NOT_FOUND";

/// For a registration, whose content is all ours and which moves no money.
pub(super) fn on_begin(code: &str) -> Meaning {
    match code {
        "ALREADY_PAID" => InDoubt,
        _ => on_confirm(code),
    }
}

pub(super) fn on_confirm(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.confirm)
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.cancel)
}

/// For a look-up, which changes nothing. Without a payment no attempt was ever made.
pub(super) fn on_lookup(code: &str) -> Meaning {
    match code {
        PAYMENT_NOT_FOUND => NothingMoved,
        _ if on_confirm(code) == Misconfigured => Misconfigured,
        _ => InDoubt,
    }
}

/// For a look-up of a payment that is known to be paid.
pub(super) fn on_known_payment(code: &str) -> Meaning {
    match code {
        PAYMENT_NOT_FOUND => Misconfigured,
        _ => on_lookup(code),
    }
}

/// The row of a code of this provider's errors or of its window's return. `None` when it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    find(CODES, code).or_else(|| find(ENDS, code))
}

// The sentences that a buyer reads, in Korean and in English: one for many codes.
said! {
    SHOP "저희 쪽 문제로 결제를 이용할 수 없습니다. 고객센터에 문의해 주세요." "The payment cannot be used because of a problem on our side. Please contact support.";
    REFUNDING "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다." "We are checking your refund and will tell you when it is done.";
    REFUND_BY_US "결제하신 방법으로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다." "The refund cannot go back the way you paid. Support will offer you another way.";
    REFUND_ACCOUNT "환불 계좌를 확인할 수 없습니다. 은행, 계좌번호, 예금주를 다시 알려 주세요." "The refund account was not accepted. Please tell us bank, number and holder again.";
    REFUND_BY_HAND "결제사를 통해 더 이상 환불할 수 없어 계좌로 직접 환불해 드립니다." "The provider takes no further refund, so we transfer the money to your account ourselves.";
    REFUSED "결제사에서 결제를 거절했거나 결제가 취소되었습니다. 결제된 금액은 없습니다." "The payment was refused or cancelled. Nothing was charged.";
    PAID_BEFORE "이미 처리된 결제입니다. 결제 내역을 확인하고 있습니다." "This payment was made before. We are checking it.";
}

/// Meaning for confirm (and for registering an amount), then for cancel. A code documented for only one of them is in
/// doubt for the other.
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const CODES: &[Row] = &[
    // Already done, or running.
    row("ALREADY_PAID", Settled, InDoubt, CHECKING, "PortOne says that this payment is paid already; the gateway asks what became of it."),
    row("IDEMPOTENCY_OUTSTANDING_REQUEST", InDoubt, InDoubt, CHECKING, "The same request is still running at PortOne; the gateway asks again after a while."),
    row("PAYMENT_ALREADY_CANCELLED", InDoubt, Settled, REFUNDING, "Nothing is left of the payment: see in PortOne's console who cancelled it."),
    row("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", InDoubt, Settled, REFUNDING, "Others cancelled a part since this refund was written: quote again."),
    row("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", InDoubt, Settled, REFUNDING, "Less is left of the payment than this refund: see in PortOne's console what was cancelled."),
    row("CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT", InDoubt, Settled, REFUND_BY_US, "Less is left of the tax-free part than this refund takes: see how others cancelled."),
    row("CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT", InDoubt, Settled, REFUND_BY_US, "Less is left of the taxed part than this refund takes: see how others cancelled."),
    row("PAYMENT_NOT_PAID", InDoubt, Settled, REFUNDING, "PortOne does not call this payment paid: see in its console what it is."),
    // The browser brought the token; an earlier confirmation with it may have succeeded.
    row("INVALID_PAYMENT_TOKEN", Settled, InDoubt, AGAIN, "PortOne does not take the token that the buyer's browser brought; the order ends only after a payment was looked for."),
    row(PAYMENT_NOT_FOUND, Settled, Misconfigured, AGAIN, "PortOne knows no payment of this order under our store: was its window ever opened, and is the store right?"),
    // A PG's error may hide a success.
    row(PG_PROVIDER, Settled, InDoubt, CHECKING, "The PG behind PortOne answered with an error, which stands in the message; the gateway asks what became of it."),
    // Definite refusals.
    row("INFORMATION_MISMATCH", NothingMoved, InDoubt, AGAIN, "The buyer's browser opened the window for another amount, currency or tax-free part, or on a test channel; no money moved."),
    row("MAX_CANCEL_COUNT_REACHED", InDoubt, TooLate, REFUND_BY_HAND, "PortOne takes no further cancel of this payment: transfer the money."),
    row("NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT", InDoubt, NothingMoved, REFUND_BY_US, "A promotion of PortOne leaves nothing of this cancel: refund all of it, or see PortOne's guide on promotions."),
    row("PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED", InDoubt, NothingMoved, REFUND_BY_US, "An earlier cancel of this payment kept a promotion of PortOne: refund it in PortOne's console."),
    // Our key, contract or request.
    row("INVALID_REQUEST", Misconfigured, Misconfigured, SHOP, "PortOne does not take our request: the message says which field. A Smartro account's refund needs the holder's telephone."),
    row("UNAUTHORIZED", Misconfigured, Misconfigured, SHOP, "PortOne does not know the API secret: is it the V2 secret of its console, and not one of a PG?"),
    row("FORBIDDEN", Misconfigured, Misconfigured, SHOP, "The API secret may not do this: is it the secret of this store?"),
    row("SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT", InDoubt, Misconfigured, SHOP, "The tax-free part of the refund is above its amount: tell the developers."),
    row("PAYMENT_NOT_WAITING_FOR_DEPOSIT", InDoubt, InDoubt, CHECKING, "The account waits for no deposit any more; the gateway asks what became of it."),
];

/// Codes of the window's return, final statuses of a payment, and the refusals of this adapter itself. The script documents its
/// codes by name only; `FAILURE_TYPE_PG` is the one that its guide explains.
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const ENDS: &[Row] = &[
    row("FAILURE_TYPE_PG", NothingMoved, InDoubt, REFUSED, "The PG refused in its window, or the buyer closed it; no money moved."),
    row("PG_PROVIDER_ERROR", NothingMoved, InDoubt, REFUSED, "The PG refused in its window, or the buyer closed it; no money moved."),
    row("PGProviderError", NothingMoved, InDoubt, REFUSED, "The PG refused in its window, or the buyer closed it; no money moved."),
    row("AmountNotEqualToPredefined", NothingMoved, InDoubt, AGAIN, "The buyer's browser asked for a window of another amount than was registered; no money moved."),
    row("PaymentAlreadyPaid", Settled, InDoubt, PAID_BEFORE, "The buyer asked for another window of a payment that is paid; the gateway asks what became of it."),
    row("ChannelNotFound", Misconfigured, InDoubt, SHOP, "PortOne knows no such channel: check the setting."),
    row("StoreNotFound", Misconfigured, InDoubt, SHOP, "PortOne knows no such store: check the setting."),
    row(WINDOW_FAILED, NothingMoved, InDoubt, AGAIN, "PortOne's window ended with an error that its documents do not name; no money moved."),
    row(FAILED, NothingMoved, InDoubt, REFUSED, "PortOne calls the attempt failed; the PG's own code and text stand in the message. No money moved."),
    row(TEST_CHANNEL, NothingMoved, InDoubt, AGAIN, "The payment was made on a test channel, which the buyer's browser chose; no money moved."),
    row(ACCOUNT_MISMATCH, NothingMoved, InDoubt, AGAIN, "The buyer's browser asked for a virtual account that was not ordered; it was given up before anything was paid into it."),
    row("REFUND_ACCOUNT_REQUIRED", InDoubt, NothingMoved, REFUND_ACCOUNT, "A virtual account's refund needs the buyer's account: refund anew with one."),
    row("REFUND_BANK_UNKNOWN", InDoubt, NothingMoved, REFUND_ACCOUNT, "PortOne does not pay into this bank: ask the buyer for another account."),
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
