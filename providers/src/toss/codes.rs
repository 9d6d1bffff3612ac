//! What Toss's codes let us conclude, and what people are told. The codes marked `NothingMoved` are the
//! one allow-list of refusals that are believed: a code that is not here is in doubt, whatever its HTTP
//! status. The tables are those of confirm and cancel (<https://docs.tosspayments.com/reference/error-codes>).

use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled, TooLate};

use crate::codes::{AGAIN, CHECKING, Meaning, Row, Said, TIME_OVER, find, row};

const LATER: Said = (
    "지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.",
    "This is not possible right now. Please try again shortly.",
);
const SHOP: Said = (
    "저희 쪽 문제로 결제를 이용할 수 없습니다. 고객센터에 문의해 주세요.",
    "The payment cannot be used because of a problem on our side. Please contact support.",
);
const GAVE_UP: Said = (
    "결제를 취소하셨습니다. 결제된 금액은 없습니다.",
    "You cancelled the payment. Nothing was charged.",
);
const INSTALMENTS: Said = (
    "선택하신 할부 개월로 결제할 수 없습니다. 할부 개월을 바꾸거나 일시불로 결제해 주세요.",
    "These instalments are not possible. Please choose others or pay at once.",
);
const CARD: Said = (
    "이 카드로 결제할 수 없습니다. 카드 정보를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This card cannot be used. Please check its details or pay another way.",
);
const CARD_COMPANY: Said = (
    "카드사에서 결제를 거절했습니다. 카드사에 문의하시거나 다른 결제수단을 이용해 주세요.",
    "The card company refused the payment. Please ask it or pay another way.",
);
const LIMIT: Said = (
    "결제 한도를 초과했습니다. 한도를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This is above your payment limit. Please check the limit or pay another way.",
);
const LIMIT_OR_BALANCE: Said = (
    "한도를 초과했거나 잔액이 부족합니다. 확인하시거나 다른 결제수단을 이용해 주세요.",
    "The limit or the balance is too low. Please check it or pay another way.",
);
const BALANCE: Said = (
    "계좌 잔액이 부족합니다. 잔액을 확인하시거나 다른 결제수단을 이용해 주세요.",
    "The balance of the account is too low. Please check it or pay another way.",
);
const ACCOUNT: Said = (
    "이 계좌로 결제할 수 없습니다. 계좌를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This account cannot be used. Please check it or pay another way.",
);
const NEW_ACCOUNT: Said = (
    "계좌는 등록하고 12시간이 지나야 사용할 수 있습니다. 다른 결제수단을 이용해 주세요.",
    "An account can be used 12 hours after it was registered. Please pay another way.",
);
const MINIMUM: Said = (
    "결제할 수 있는 최소 금액보다 적습니다. (카드 100원, 계좌 200원)",
    "The amount is below the smallest one (100 won by card, 200 won by account).",
);
const POINTS: Said = (
    "카드 포인트를 사용할 수 없는 카드입니다. 포인트 없이 결제해 주세요.",
    "Points of this card cannot be used. Please pay without points.",
);
const PASSWORD: Said = (
    "결제 비밀번호가 일치하지 않습니다. 처음부터 다시 시도해 주세요.",
    "The payment password was wrong. Please start again.",
);
const HOURS: Said = (
    "지금은 이용할 수 없는 시간입니다. 다른 결제수단을 이용하시거나 나중에 다시 시도해 주세요.",
    "This is outside service hours. Please pay another way or try again later.",
);
const RISK: Said = (
    "안전을 위해 결제가 제한되었습니다. 다른 결제수단을 이용하시거나 카드사에 문의해 주세요.",
    "The payment was stopped for safety. Please pay another way or ask your card company.",
);
const REFUNDING: Said = (
    "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다.",
    "We are checking your refund and will tell you when it is done.",
);
const REFUND_BY_US: Said = (
    "결제하신 방법으로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다.",
    "The refund cannot go back the way you paid. Support will offer you another way.",
);
const REFUND_ACCOUNT: Said = (
    "환불 계좌를 확인할 수 없습니다. 은행, 계좌번호, 예금주를 다시 알려 주세요.",
    "The refund account was not accepted. Please tell us bank, number and holder again.",
);
const REFUND_BY_HAND: Said = (
    "환불 가능한 기간이 지나 계좌로 직접 환불해 드립니다.",
    "The provider's time for refunds is over, so we transfer the money to your account ourselves.",
);
const RECEIPT: Said = (
    "현금영수증 번호를 확인해 주세요.",
    "Please check the number for the cash receipt.",
);

/// A 400 that is bound to its key and may stand for a fault that is over.
pub(super) const PROVIDER_ERROR: &str = "PROVIDER_ERROR";
/// Said of whatever is not in a cancellable state, which our own earlier cancel may have caused.
pub(super) const NOT_CANCELABLE_PAYMENT: &str = "NOT_CANCELABLE_PAYMENT";

/// Meaning for confirm (and for opening a window), then for cancel. A code documented for one of them
/// only is in doubt for the other.
#[rustfmt::skip] // one line each: a table is read by its columns
const CODES: &[Row] = &[
    // What already happened, or is happening.
    row("ALREADY_PROCESSED_PAYMENT", Settled, InDoubt, CHECKING, "Toss processed this payment before; the gateway asks what became of it."),
    row("DUPLICATED_ORDER_ID", Settled, InDoubt, CHECKING, "Toss knows this order already; the gateway asks what became of it."),
    row("UNAPPROVED_ORDER_ID", Settled, InDoubt, CHECKING, "Toss has not approved this order yet; the gateway asks what becomes of it."),
    // The session is gone, but an earlier confirm whose answer was lost may have succeeded.
    row("NOT_FOUND_PAYMENT_SESSION", Settled, InDoubt, TIME_OVER, "More than ten minutes passed before the confirmation; the order ends only after an earlier one was looked for."),
    // A cancel names a payment that we know was paid: not to find it means a wrong key.
    row("NOT_FOUND_PAYMENT", Settled, Misconfigured, CHECKING, "Toss does not know this payment under our key: is it that of the right merchant, test or live?"),
    row("NOT_FOUND", InDoubt, InDoubt, CHECKING, "Toss does not know what was asked for."),
    row("ALREADY_CANCELED_PAYMENT", InDoubt, Settled, REFUNDING, "All of it was cancelled before: see in Toss's console by whom."),
    row("ALREADY_REFUND_PAYMENT", InDoubt, Settled, REFUNDING, "It was refunded before: see in Toss's console by whom."),
    // Also said of a payment that was refunded wholly, in parts.
    row("NOT_CANCELABLE_AMOUNT", InDoubt, Settled, REFUNDING, "Less is left of the payment than this refund: see in Toss's console what was cancelled."),
    row("NOT_MATCHES_REFUNDABLE_AMOUNT", InDoubt, Settled, REFUNDING, "Others cancelled a part since this refund was written: quote again."),
    row(NOT_CANCELABLE_PAYMENT, InDoubt, Settled, REFUND_BY_US, "The payment is not in a state to be cancelled: compare with Toss's console."),
    row("IDEMPOTENT_REQUEST_PROCESSING", InDoubt, InDoubt, CHECKING, "The same request is still running; the gateway asks again after a while."),
    // Faults behind Toss: a 400 or 500 that may hide a success.
    row(PROVIDER_ERROR, InDoubt, InDoubt, CHECKING, "The bank or card company behind Toss failed; the gateway asks what became of it."),
    row("CARD_PROCESSING_ERROR", InDoubt, InDoubt, CHECKING, "The card company failed; the gateway asks what became of it."),
    row("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("FAILED_INTERNAL_SYSTEM_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("FAILED_DB_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("UNKNOWN_PAYMENT_ERROR", InDoubt, InDoubt, CHECKING, "Toss gives no reason; the gateway asks what became of it."),
    row("COMMON_ERROR", InDoubt, InDoubt, CHECKING, "Toss gives no reason; the gateway asks what became of it."),
    row("FAILED_REFUND_PROCESS", InDoubt, InDoubt, REFUNDING, "The bank did not answer in time; the gateway asks what became of the refund."),
    row("FAILED_METHOD_HANDLING_CANCEL", InDoubt, InDoubt, REFUNDING, "What was paid with failed to take the cancel; the gateway asks what became of it."),
    row("FAILED_PARTIAL_REFUND", InDoubt, InDoubt, REFUNDING, "A bank's pause or a closed account; the gateway asks what became of the refund."),
    // Our key, contract or request.
    row("INVALID_REQUEST", Misconfigured, Misconfigured, SHOP, "Toss does not take our request: tell the developers."),
    row("INVALID_API_KEY", Misconfigured, Misconfigured, SHOP, "Toss does not know the secret key: check the setting."),
    row("UNAUTHORIZED_KEY", Misconfigured, Misconfigured, SHOP, "Toss does not take the secret key: check that it was not issued anew."),
    row("FORBIDDEN_REQUEST", Misconfigured, Misconfigured, SHOP, "The key may not do this: is it of the merchant that opened the payment?"),
    row("INCORRECT_BASIC_AUTH_FORMAT", Misconfigured, Misconfigured, SHOP, "The key reached Toss in a wrong form: tell the developers."),
    row("INVALID_IDEMPOTENCY_KEY", Misconfigured, Misconfigured, SHOP, "Toss does not take our idempotency key: tell the developers."),
    row("NOT_SUPPORTED_WIDGET_KEY", Misconfigured, Misconfigured, SHOP, "A key of the payment widget cannot do this: use one for the API."),
    row("NOT_FOUND_TERMINAL_ID", Misconfigured, InDoubt, SHOP, "The contract lacks this method's terminal: ask Toss."),
    row("INVALID_AUTHORIZE_AUTH", Misconfigured, InDoubt, SHOP, "The contract does not know this way to authenticate: ask Toss."),
    row("INVALID_UNREGISTERED_SUBMALL", Misconfigured, InDoubt, SHOP, "The shop is not registered at Toss: ask Toss."),
    row("NOT_REGISTERED_BUSINESS", Misconfigured, InDoubt, SHOP, "The business number is not registered at Toss: ask Toss."),
    row("EXCEED_MAX_DUE_DATE", Misconfigured, InDoubt, SHOP, "Virtual accounts are to live longer than Toss allows: check the setting."),
    row("INVALID_DATE", Misconfigured, InDoubt, SHOP, "Toss does not take a date of ours: tell the developers."),
    row("INVALID_REGISTRATION_NUMBER_TYPE", InDoubt, InDoubt, RECEIPT, "The number does not fit the kind of cash receipt."),
    // Not now.
    row("FORBIDDEN_CONSECUTIVE_REQUEST", InDoubt, RetryLater, REFUNDING, "Asked too often; it is tried again by itself."),
    row("FORBIDDEN_BANK_REFUND_REQUEST", InDoubt, RetryLater, REFUNDING, "The buyer's account takes no money now; it is tried again by itself."),
    // A bank's maintenance hours: the buyer pays another way, but a refund can wait.
    row("NOT_AVAILABLE_BANK", NothingMoved, RetryLater, HOURS, "The bank is closed now; no money moved, and a refund is tried again by itself."),
    // Definite declines of a payment.
    row("NOT_AVAILABLE_PAYMENT", NothingMoved, InDoubt, HOURS, "The method is closed at this hour; no money moved."),
    row("EXCEED_MAX_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "More instalments than the contract allows; no money moved."),
    row("NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT", NothingMoved, InDoubt, INSTALMENTS, "Card or contract knows no instalments; no money moved."),
    row("INVALID_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "The number of instalments is wrong; no money moved."),
    row("NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "The card knows no instalments; no money moved."),
    row("NOT_ALLOWED_POINT_USE", NothingMoved, InDoubt, POINTS, "The card's points cannot be used; no money moved."),
    row("BELOW_MINIMUM_AMOUNT", NothingMoved, InDoubt, MINIMUM, "Below Toss's smallest amount; no money moved."),
    row("INVALID_REJECT_CARD", NothingMoved, InDoubt, CARD_COMPANY, "The card company refused the card; no money moved."),
    row("INVALID_CARD_EXPIRATION", NothingMoved, InDoubt, CARD, "The card's expiry is wrong; no money moved."),
    row("INVALID_STOPPED_CARD", NothingMoved, InDoubt, CARD, "The card is stopped; no money moved."),
    row("INVALID_CARD_LOST_OR_STOLEN", NothingMoved, InDoubt, CARD, "The card is reported lost or stolen; no money moved."),
    row("INVALID_CARD_NUMBER", NothingMoved, InDoubt, CARD, "The card's number is wrong; no money moved."),
    row("RESTRICTED_TRANSFER_ACCOUNT", NothingMoved, InDoubt, NEW_ACCOUNT, "The account was registered less than 12 hours ago; no money moved."),
    row("INVALID_ACCOUNT_INFO_RE_REGISTER", NothingMoved, InDoubt, ACCOUNT, "The account has to be registered anew at Toss; no money moved."),
    row("REJECT_TOSSPAY_INVALID_ACCOUNT", NothingMoved, InDoubt, ACCOUNT, "The account is not registered for withdrawals at Toss Pay; no money moved."),
    row("EXCEED_MAX_DAILY_PAYMENT_COUNT", NothingMoved, InDoubt, LIMIT, "The buyer's number of payments a day is used up; no money moved."),
    row("EXCEED_MAX_PAYMENT_AMOUNT", NothingMoved, InDoubt, LIMIT, "The buyer's daily amount is used up; no money moved."),
    row("EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT", NothingMoved, InDoubt, LIMIT, "The account's daily limit is used up; no money moved."),
    row("EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT", NothingMoved, InDoubt, LIMIT, "Above the account's limit for one withdrawal; no money moved."),
    row("EXCEED_MAX_AMOUNT", NothingMoved, InDoubt, LIMIT, "Above the limit for one payment; no money moved."),
    row("EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT", NothingMoved, InDoubt, LIMIT, "The buyer's monthly amount is used up; no money moved."),
    row("EXCEED_MAX_ONE_DAY_AMOUNT", NothingMoved, InDoubt, LIMIT, "The buyer's daily limit is used up; no money moved."),
    row("REJECT_CARD_PAYMENT", NothingMoved, InDoubt, LIMIT_OR_BALANCE, "The card's limit or balance does not suffice; no money moved."),
    row("REJECT_ACCOUNT_PAYMENT", NothingMoved, InDoubt, BALANCE, "The account's balance does not suffice; no money moved."),
    row("REJECT_CARD_COMPANY", NothingMoved, InDoubt, CARD_COMPANY, "The card company refused; no money moved."),
    row("EXCEED_MAX_AUTH_COUNT", NothingMoved, InDoubt, CARD_COMPANY, "The buyer failed to authenticate too often; no money moved."),
    row("INVALID_PASSWORD", NothingMoved, InDoubt, PASSWORD, "The buyer's payment password was wrong; no money moved."),
    row("FDS_ERROR", NothingMoved, InDoubt, RISK, "Toss calls it risky and stopped it; no money moved."),
    // Definite refusals of a cancel.
    row("EXCEED_MAX_REFUND_DUE", InDoubt, TooLate, REFUND_BY_HAND, "Toss's time for refunds is over: transfer the money by hand."),
    row("INVALID_REFUND_ACCOUNT_INFO", InDoubt, NothingMoved, REFUND_ACCOUNT, "Number and holder of the refund account do not fit: ask the buyer and refund anew."),
    row("INVALID_REFUND_ACCOUNT_NUMBER", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account's number is wrong: ask the buyer and refund anew."),
    row("INVALID_BANK", InDoubt, NothingMoved, REFUND_ACCOUNT, "Toss does not pay into this bank: ask the buyer for another account."),
    row("INVALID_REFUND_AMOUNT", InDoubt, NothingMoved, REFUND_BY_US, "Toss does not take the amount: compare with Toss's console."),
    row("EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", InDoubt, NothingMoved, REFUND_BY_US, "A part smaller than the instant discount cannot be cancelled: refund more, or by transfer."),
    row("REFUND_REJECTED", InDoubt, NothingMoved, REFUND_BY_US, "The bank or card company refused the refund: ask Toss, or pay back by transfer."),
    row("NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT", InDoubt, NothingMoved, REFUND_BY_US, "Nothing was paid into the account yet, so there is nothing to give back."),
    row("NOT_ALLOWED_PARTIAL_REFUND", InDoubt, NothingMoved, REFUND_BY_US, "This payment can be cancelled as a whole only: pay the part back by transfer."),
    row("NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER", InDoubt, NothingMoved, REFUND_BY_US, "The buyer's account at the wallet sleeps: the buyer wakes it, or pay back by transfer."),
    row("EXCEED_CANCEL_LIMIT", InDoubt, NothingMoved, REFUND_BY_US, "The contract's limit for cancels is used up: ask Toss."),
];

/// What the window says in the return address, how a payment can end by its own status, and the refusals
/// of this adapter itself.
#[rustfmt::skip] // one line each: a table is read by its columns
const ENDS: &[Row] = &[
    row("PAY_PROCESS_CANCELED", NothingMoved, InDoubt, GAVE_UP, "The buyer closed Toss's window; no money moved."),
    row("USER_CANCEL", NothingMoved, InDoubt, GAVE_UP, "The buyer closed Toss's window; no money moved."),
    row("PAY_PROCESS_ABORTED", NothingMoved, InDoubt, AGAIN, "Toss's window ended with an error, perhaps for want of a contract for the method; no money moved."),
    row("EXPIRED_PAYMENT", NothingMoved, InDoubt, TIME_OVER, "The time to pay ran out; no money moved."),
    row("ABORTED", NothingMoved, InDoubt, AGAIN, "Toss could not take the money; nothing moved."),
    row("PAYMENT_KEY_MISMATCH", NothingMoved, InDoubt, AGAIN, "The buyer's browser named another payment than this order's; no money moved."),
    row("PAYMENT_NOT_OURS", NothingMoved, InDoubt, AGAIN, "The buyer's browser named a payment that Toss does not take for one of this order, perhaps another merchant's; no money moved. If every order ends so, the client key and the secret key are of two merchants."),
    row("AMOUNT_MISMATCH", NothingMoved, InDoubt, AGAIN, "The buyer's browser opened Toss's window for another amount or currency than the order's; no money moved."),
    row("TAX_FREE_MISMATCH", NothingMoved, InDoubt, AGAIN, "Toss's window was not opened for the tax-free part of the order: the buyer changed the page, or the contract with Toss knows no such part; no money moved."),
    row("METHOD_MISMATCH", NothingMoved, InDoubt, AGAIN, "The buyer's browser opened Toss's window for a virtual account where none was ordered, or for none where one was; no money moved."),
    row("ACCOUNT_MISMATCH", NothingMoved, InDoubt, AGAIN, "The buyer's browser asked for a virtual account that lives longer than the setting says; it was given up before anything was paid into it."),
    row("PAYMENT_KEY_MISSING", NothingMoved, InDoubt, AGAIN, "The buyer's browser came back without naming a payment; nothing was asked of Toss."),
    row("PAYMENT_KEY_MALFORMED", Misconfigured, Misconfigured, SHOP, "The payment's key is none of Toss's: tell the developers."),
    row("METHOD_NOT_OFFERED", Misconfigured, InDoubt, SHOP, "Toss does not offer this method: check the shop's page."),
    row("REFUND_ACCOUNT_REQUIRED", InDoubt, NothingMoved, REFUND_ACCOUNT, "A virtual account's refund needs the buyer's account: refund anew with one."),
    row("REFUND_BANK_UNKNOWN", InDoubt, NothingMoved, REFUND_ACCOUNT, "Toss does not pay into this bank: ask the buyer for another account."),
    row("RECEIPT_IDENTITY", NothingMoved, InDoubt, RECEIPT, "The number does not fit the kind of cash receipt."),
    row("RECEIPT_KEY_MALFORMED", Misconfigured, Misconfigured, LATER, "The receipt's key is none of Toss's: tell the developers."),
];

/// The row of a code of this provider's errors, of a failed payment, or of its window's return. `None` when
/// it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    find(CODES, code).or_else(|| find(ENDS, code))
}

/// For confirm, and for opening a window, where no money can have moved anyway.
pub(super) fn on_confirm(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.confirm)
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.cancel)
}

/// For a look-up, which changes nothing: a payment that is not there has moved nothing.
pub(super) fn on_lookup(code: &str) -> Meaning {
    match code {
        "NOT_FOUND_PAYMENT" | "NOT_FOUND" => NothingMoved,
        _ => on_report(code),
    }
}

/// Whether Toss may say it of another merchant's payment, and of a wrong key of ours just as well. A form that it
/// does not take is among them: the key in it was the browser's.
pub(super) fn blames_key_or_payment(code: &str) -> bool {
    matches!(
        code,
        "FORBIDDEN_REQUEST"
            | "UNAUTHORIZED_KEY"
            | "INVALID_API_KEY"
            | "NOT_SUPPORTED_WIDGET_KEY"
            | "INVALID_REQUEST"
    )
}

/// For reports, which change nothing and are about no payment in particular.
pub(super) fn on_report(code: &str) -> Meaning {
    match code {
        "FORBIDDEN_CONSECUTIVE_REQUEST" => RetryLater,
        _ if on_confirm(code) == Misconfigured => Misconfigured,
        _ => InDoubt,
    }
}

/// For cash receipts, whose own table of codes Toss does not show: they move no money, and nothing is
/// believed but what is certain.
pub(super) fn on_receipt(code: &str) -> Meaning {
    match code {
        "INVALID_REGISTRATION_NUMBER_TYPE" => NothingMoved,
        _ => on_report(code),
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, ENDS, Meaning, documented, on_cancel, on_confirm, on_lookup, on_receipt};

    #[test]
    fn every_code_has_its_three_sentences() {
        for row in CODES.iter().chain(ENDS) {
            let korean = |c: char| ('가'..='힣').contains(&c);
            assert!(row.words.buyer_ko.chars().any(korean), "{}", row.code);
            assert!(row.words.buyer_en.is_ascii(), "{}", row.code);
            let support = row.words.support;
            assert!(
                support.is_ascii() && support.ends_with(['.', '?']),
                "{}",
                row.code
            );
            assert_eq!(documented(row.code), Some(row));
        }
    }

    #[test]
    fn every_code_stands_there_once_and_an_unknown_one_proves_nothing() {
        let mut codes: Vec<_> = CODES.iter().chain(ENDS).map(|row| row.code).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        for meaning in [on_confirm, on_cancel, on_lookup, on_receipt] {
            assert_eq!(meaning("A_CODE_OF_NEXT_YEAR"), Meaning::InDoubt);
        }
        assert_eq!(documented("A_CODE_OF_NEXT_YEAR"), None);
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

    #[test]
    fn nobody_is_told_to_pay_again_while_a_payment_is_in_doubt() {
        for row in CODES
            .iter()
            .filter(|row| row.cancel != Meaning::Misconfigured)
        {
            let in_doubt = (row.confirm, row.cancel) == (Meaning::InDoubt, Meaning::InDoubt);
            let again = row.words.buyer_en.contains("start again");
            assert!(!(in_doubt && again), "{}", row.code);
        }
    }
}
