//! The meaning of Naver Pay's codes for us, and the texts for people. The codes marked `NothingMoved` are the only
//! allow-list of refusals that are believed. A code that is not here is in doubt.
//!
//! Naver's inspection requires that a refused buyer reads Naver's own message, unaltered. So the Korean sentence of a
//! refused payment is Naver's where it sent one (`Capabilities::shows_message`). The sentences here replace it where it sent
//! none, and accompany it in English.

use crate::codes::{
    AGAIN, CHECKING,
    Meaning::{self, InDoubt, Misconfigured, NothingMoved, RetryLater, Settled},
    Row, TIME_OVER, row, said,
};

pub(super) const USER_CANCEL: &str = "UserCancel";
pub(super) const PAYMENT_ID_MISSING: &str = "PAYMENT_ID_MISSING";
pub(super) const NOT_FOUND: &str = "PAYMENT_NOT_FOUND";

/// Naver's own servers were not seen to vary the case of a code; old integrations were.
fn find(table: &'static [Row], code: &str) -> Option<&'static Row> {
    table.iter().find(|row| row.code.eq_ignore_ascii_case(code))
}

/// The table's spelling of a code, for comparing.
pub(super) fn known(code: &str) -> &str {
    find(CODES, code).map_or(code, |row| row.code)
}

/// For a reservation, whose content is all ours and which moves no money.
pub(super) fn on_reserve(code: &str) -> Meaning {
    match known(code) {
        "InvalidParameter" => Misconfigured,
        code => on_apply(code),
    }
}

pub(super) fn on_apply(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.confirm)
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.cancel)
}

/// For a look-up, which changes nothing: a refusal says nothing about the payment.
pub(super) fn on_history(code: &str) -> Meaning {
    match known(code) {
        "RequireCondition" | "RequireParameter" | "InvalidParameter" | "InvalidMerchant" => {
            Misconfigured
        }
        "MaintenanceOngoing" | "FaultCheckOngoing" => RetryLater,
        _ => InDoubt,
    }
}

/// The row of a code of this provider's errors or of its window's return. `None` when it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    find(CODES, code).or_else(|| find(ENDS, code))
}

// The sentences that a buyer reads, in Korean and in English: one for many codes.
said! {
    LATER "지금은 네이버페이를 이용할 수 없습니다. 잠시 후 다시 시도해 주세요." "Naver Pay is not available right now. Please try again shortly.";
    SHOP "저희 쪽 문제로 네이버페이를 이용할 수 없습니다. 고객센터에 문의해 주세요." "Naver Pay cannot be used because of a problem on our side. Please contact support.";
    OWNER "본인 명의의 카드로만 결제할 수 있습니다. 다른 결제수단을 이용해 주세요." "Only a card in your own name can be used. Please pay another way.";
    BALANCE "충전 계좌의 잔액이 부족합니다. 잔액을 확인하시거나 다른 결제수단을 이용해 주세요." "The balance of the charging account is too low. Please check it or pay another way.";
    BANK "은행 점검 시간입니다. 다른 결제수단을 이용하시거나 나중에 다시 시도해 주세요." "The bank is under maintenance. Please pay another way or try again later.";
    GAVE_UP "결제를 취소하셨습니다." "You cancelled the payment.";
    REFUNDING "환불이 처리되고 있습니다. 완료되면 알려 드리겠습니다." "The refund is being processed. We will tell you when it is done.";
    REFUND_BY_US "네이버페이를 통한 환불이 이루어지지 않았습니다. 고객센터에서 도와드리겠습니다." "The refund through Naver Pay was not made. Our support will help you.";
}

/// A code documented for only one of the two calls is in doubt for the other. Reserve uses the first column (but see
/// [`super::on_reserve`]).
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const CODES: &[Row] = &[
    // Already done, or running.
    row("AlreadyOnGoing", InDoubt, InDoubt, CHECKING, "Naver Pay is still working on this payment; the result is looked up by itself."),
    row("AlreadyComplete", Settled, InDoubt, CHECKING, "The payment was approved before; its history decides."),
    // Naver finishes it by itself and asks not to send it again. It is believed when it is listed.
    row("CancelNotComplete", InDoubt, Settled, REFUNDING, "Naver Pay finishes this cancel by itself; do not refund it another way meanwhile."),
    row("AlreadyCanceled", InDoubt, Settled, REFUND_BY_US, "Nothing is left of the payment: see in Naver Pay Center who cancelled it."),
    row("OverRemainAmount", InDoubt, Settled, REFUND_BY_US, "Less is left of the payment than this refund: see in Naver Pay Center what was cancelled."),
    row("RestAmountDiff", InDoubt, Settled, REFUND_BY_US, "The payment was cancelled in part by others since this refund was written: quote again."),
    row("TaxScopeAmtGreaterThanRemainError", InDoubt, Settled, REFUND_BY_US, "Less is left of the taxed or the tax-free part than this refund takes."),
    // The message holds another reason. For a cancel it is believed only after a look-up.
    row("Fail", NothingMoved, Settled, AGAIN, "Naver Pay refused; the reason stands in its message."),
    // Not now.
    row("MaintenanceOngoing", RetryLater, RetryLater, LATER, "Naver Pay is under maintenance; it is tried again by itself."),
    row("FaultCheckOngoing", RetryLater, RetryLater, LATER, "The bank or card company behind Naver Pay is down; it is tried again by itself."),
    row("PreCancelNotComplete", InDoubt, RetryLater, REFUNDING, "An earlier cancel of this payment is not finished; ours follows it by itself. If it stays, finish the earlier one in Naver Pay Center."),
    // Definite declines of a payment.
    row("TimeExpired", NothingMoved, InDoubt, TIME_OVER, "More than ten minutes passed between authentication and approval; no money moved."),
    row("OwnerAuthFail", NothingMoved, InDoubt, OWNER, "The card is another person's; no money moved."),
    row("NotEnoughAccountBalance", NothingMoved, InDoubt, BALANCE, "The charging account is short; no money moved."),
    row("BankMaintenance", NothingMoved, InDoubt, BANK, "The charging account's bank is under maintenance; no money moved."),
    // Apply has one parameter, which the buyer's browser supplied: a bad one is no fault of ours.
    row("InvalidParameter", NothingMoved, Misconfigured, AGAIN, "Naver Pay does not take a parameter; for a refund this is ours to repair."),
    row("RequireParameter", Misconfigured, Misconfigured, SHOP, "Naver Pay misses a parameter of our request; this is ours to repair."),
    // Definite refusals of a cancel.
    row("CancelDeadlineExpired", InDoubt, NothingMoved, REFUND_BY_US, "More than 1,095 days passed since the payment: pay back by transfer."),
    row("InvalidDiscountCancelCondition", InDoubt, NothingMoved, REFUND_BY_US, "The terms of Naver's instant discount forbid this cancel: try all of it, or pay back by transfer."),
    // Our key, contract or request.
    row("InvalidMerchant", Misconfigured, Misconfigured, SHOP, "Client id, secret or chain id are wrong, or belong to the other environment."),
    row("InvalidUseCfmYmdt", Misconfigured, InDoubt, SHOP, "Naver Pay expects a day of use that this contract should not need."),
    row("TaxScopeAmountError", InDoubt, Misconfigured, SHOP, "The taxed and the tax-free part of the cancel are not its amount."),
    // A cancel names a payment that is known to be paid.
    row("InvalidPaymentId", InDoubt, Misconfigured, SHOP, "Naver Pay does not know this payment: are the keys those of its environment?"),
    row("RequireCondition", InDoubt, InDoubt, CHECKING, "Naver Pay does not take the range or the page of a history request."),
];

/// Codes of the window in the return address, and conclusions of this adapter. They are believed for a payment
/// because nothing was ever applied for.
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const ENDS: &[Row] = &[
    row(USER_CANCEL, NothingMoved, InDoubt, GAVE_UP, "The buyer closed Naver Pay's window; no money moved."),
    row("paymentTimeExpire", NothingMoved, InDoubt, TIME_OVER, "The buyer did not finish in Naver Pay's window in time; no money moved."),
    row("webhookFail", NothingMoved, InDoubt, AGAIN, "Naver Pay's window ended with an error; no money moved."),
    row(PAYMENT_ID_MISSING, NothingMoved, InDoubt, AGAIN, "The buyer's browser came back without naming a payment; no money moved."),
    row(NOT_FOUND, NothingMoved, InDoubt, AGAIN, "Naver Pay lists no approved payment for this order."),
    row("HTTP_401", Misconfigured, Misconfigured, SHOP, "Naver Pay does not take our client id or secret."),
    row("HTTP_403", Misconfigured, Misconfigured, SHOP, "Naver Pay does not allow this call: has its inspection of the shop begun?"),
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
