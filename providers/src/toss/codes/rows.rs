//! The table itself: Toss's whole list of the core API, and the codes of this adapter and of Toss's window.

use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled, TooLate};

use crate::codes::{AGAIN, CHECKING, Meaning, Row, TIME_OVER, row, said};

/// Meaning for confirm (and for opening a window), then for cancel. A code documented for only one of them is in
/// doubt for the other.
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const CODES: &[Row] = &[
    // Already done, or running.
    row("ALREADY_PROCESSED_PAYMENT", Settled, InDoubt, CHECKING, "Toss processed this payment before; the gateway asks what became of it."),
    row("DUPLICATED_ORDER_ID", Settled, InDoubt, CHECKING, "Toss knows this order already; the gateway asks what became of it."),
    row("UNAPPROVED_ORDER_ID", Settled, InDoubt, CHECKING, "Toss has not approved this order yet; the gateway asks what becomes of it."),
    row("ALREADY_COMPLETED_PAYMENT", Settled, InDoubt, CHECKING, "Toss completed this payment before; the gateway asks what became of it."),
    row("DUPLICATED_REQUEST", Settled, InDoubt, CHECKING, "Toss calls the request a repetition; the gateway asks what became of the first."),
    // The session is gone, but an earlier confirm whose answer was lost may have succeeded.
    row("NOT_FOUND_PAYMENT_SESSION", Settled, InDoubt, TIME_OVER, "More than ten minutes passed before the confirmation; the order ends only after an earlier one was looked for."),
    // A cancel names a payment that is known to be paid: a failure to find it means a wrong key.
    row("NOT_FOUND_PAYMENT", Settled, Misconfigured, CHECKING, "Toss does not know this payment under our key: is it that of the right merchant, test or live?"),
    row("NOT_FOUND", InDoubt, InDoubt, CHECKING, "Toss does not know what was asked for."),
    row("ALREADY_CANCELED_PAYMENT", InDoubt, Settled, REFUNDING, "All of it was cancelled before: see in Toss's console by whom."),
    row("ALREADY_REFUND_PAYMENT", InDoubt, Settled, REFUNDING, "It was refunded before: see in Toss's console by whom."),
    // Running, perhaps by a call of ours whose answer was lost: a look-up may not show it yet.
    row("ALREADY_REFUNDING_PAYMENT", InDoubt, InDoubt, REFUNDING, "A refund of this payment is under way at Toss: see in Toss's console whose."),
    // Also returned for a payment that was refunded wholly, in parts.
    row("NOT_CANCELABLE_AMOUNT", InDoubt, Settled, REFUNDING, "Less is left of the payment than this refund: see in Toss's console what was cancelled."),
    row("NOT_MATCHES_REFUNDABLE_AMOUNT", InDoubt, Settled, REFUNDING, "Others cancelled a part since this refund was written: quote again."),
    row(super::NOT_CANCELABLE_PAYMENT, InDoubt, Settled, REFUND_BY_US, "The payment is not in a state to be cancelled: compare with Toss's console."),
    row("IDEMPOTENT_REQUEST_PROCESSING", InDoubt, InDoubt, CHECKING, "The same request is still running; the gateway asks again after a while."),
    // Faults behind Toss: a 400 or 500 that may hide a success.
    row(super::PROVIDER_ERROR, InDoubt, InDoubt, CHECKING, "The bank or card company behind Toss failed; the gateway asks what became of it."),
    row("CARD_PROCESSING_ERROR", InDoubt, InDoubt, CHECKING, "The card company failed; the gateway asks what became of it."),
    row("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("FAILED_INTERNAL_SYSTEM_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("FAILED_DB_PROCESSING", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
    row("UNKNOWN_PAYMENT_ERROR", InDoubt, InDoubt, CHECKING, "Toss gives no reason; the gateway asks what became of it."),
    row("UNKNOWN_ERROR", InDoubt, InDoubt, CHECKING, "Toss gives no reason; the gateway asks what became of it."),
    row("FAILED_METHOD_HANDLING", InDoubt, InDoubt, CHECKING, "What was paid with failed; the gateway asks what became of it."),
    row("FAILED_HASH_DATA_CREATION", InDoubt, InDoubt, CHECKING, "Toss failed inside; the gateway asks what became of it."),
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
    row("INVALID_CLIENT_KEY", Misconfigured, Misconfigured, SHOP, "Toss does not know the client key: check the setting."),
    row("API_VERSION_UPDATE_NEEDED", Misconfigured, Misconfigured, SHOP, "The key's API version is too old for this call: raise it in Toss's developer centre."),
    row("NOT_FOUND_MERCHANT", Misconfigured, Misconfigured, SHOP, "Toss does not know the merchant of the key: check the setting."),
    row("NOT_FOUND_MERCHANT_INTEGRATION", Misconfigured, Misconfigured, SHOP, "Toss has no API keys for this merchant: ask Toss."),
    row("NOT_SUPPORTED_REFUND", InDoubt, Misconfigured, SHOP, "The contract allows no refunds through the API: ask Toss; it is tried again by itself."),
    row("NOT_REGISTERED_SUBMALL", Misconfigured, InDoubt, SHOP, "The business number of the shop is not registered at Toss: ask Toss."),
    row("NOT_SUPPORTED_PROCESS", Misconfigured, Misconfigured, SHOP, "The contract does not know this call: ask Toss."),
    row("NOT_FOUND_HTTP_METHOD", Misconfigured, Misconfigured, SHOP, "The address of Toss is wrong: check the setting."),
    row("INVALID_TEST_CODE", Misconfigured, Misconfigured, SHOP, "The test code is none of Toss: check the setting."),
    row("INVALID_URL", Misconfigured, InDoubt, SHOP, "The public address of the gateway is no address to Toss: check the setting."),
    row("INVALID_URL_FORMAT", Misconfigured, InDoubt, SHOP, "The public address of the gateway is no address to Toss: check the setting."),
    row("INVALID_SUCCESS_URL", Misconfigured, InDoubt, SHOP, "The public address of the gateway is no address to Toss: check the setting."),
    row("INCORRECT_SUCCESS_URL_FORMAT", Misconfigured, InDoubt, SHOP, "The public address of the gateway is no address to Toss: check the setting."),
    row("INCORRECT_FAIL_URL_FORMAT", Misconfigured, InDoubt, SHOP, "The public address of the gateway is no address to Toss: check the setting."),
    row("EXCEED_MAX_VALID_HOURS", Misconfigured, InDoubt, SHOP, "Virtual accounts are to live longer than Toss allows: check the setting."),
    row("INVALID_PAYMENT_KEY", Misconfigured, Misconfigured, SHOP, "Toss does not take the payment's key: tell the developers."),
    row("INVALID_REQUIRED_PARAM", Misconfigured, Misconfigured, SHOP, "Toss does not take a request without some field: tell the developers."),
    row("REQUIRED_AMOUNT", Misconfigured, Misconfigured, SHOP, "Toss does not take a request without an amount: tell the developers."),
    row("BELOW_ZERO_AMOUNT", Misconfigured, Misconfigured, SHOP, "Toss does not take the amount: tell the developers."),
    row("INVALID_CURRENCY", Misconfigured, Misconfigured, SHOP, "Toss does not take the currency: tell the developers."),
    row("NOT_SUPPORTED_USD", Misconfigured, InDoubt, SHOP, "The contract takes no dollars: tell the developers, who should not ask for any."),
    row("INVALID_ORDER_ID", Misconfigured, InDoubt, SHOP, "Toss does not take the order's id: tell the developers."),
    row("INVALID_ORDER_NAME", Misconfigured, InDoubt, SHOP, "Toss does not take the product's name: tell the developers."),
    row("INVALID_CUSTOMER_KEY", Misconfigured, InDoubt, SHOP, "Toss does not take the customer key: tell the developers."),
    row("INVALID_EMAIL", Misconfigured, InDoubt, SHOP, "Toss does not take an e-mail address: tell the developers."),
    row("INVALID_FLOW_MODE_PARAMETERS", Misconfigured, InDoubt, SHOP, "Toss does not take how the window is opened: tell the developers."),
    row("INVALID_ISO_DATE_FORMAT", Misconfigured, InDoubt, SHOP, "Toss does not take a date of ours: tell the developers."),
    row("INVALID_PAGING_KEY", Misconfigured, InDoubt, SHOP, "Toss does not take the mark of a page: tell the developers."),
    row("EXCEED_MAX_QUERY_LIMIT", Misconfigured, InDoubt, SHOP, "Toss does not take so long a page: tell the developers."),
    row("INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE", Misconfigured, InDoubt, SHOP, "Toss does not take two ends of one account: tell the developers."),
    row("INVALID_VIRTUAL_ACCOUNT_TYPE", Misconfigured, InDoubt, SHOP, "Toss does not take the kind of account: tell the developers."),
    row("REQUIRED_ACCOUNT_KEY", Misconfigured, InDoubt, SHOP, "The contract issues fixed accounts, which the gateway does not ask for: ask Toss."),
    row("INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE", Misconfigured, InDoubt, SHOP, "Toss does not take two limits of instalments: tell the developers."),
    row("INVALID_AUTHORIZE_AUTH_TYPE_GIFT_CERTIFICATE", Misconfigured, InDoubt, SHOP, "The contract does not know this way to authenticate: ask Toss."),
    row("INVALID_IDENTIFICATION_TYPE", Misconfigured, InDoubt, SHOP, "The contract does not know this way to authenticate: ask Toss."),
    row("INVALID_REGISTRATION_NUMBER_TYPE", InDoubt, InDoubt, RECEIPT, "The number does not fit the kind of cash receipt."),
    // Not now.
    row("FORBIDDEN_CONSECUTIVE_REQUEST", InDoubt, RetryLater, REFUNDING, "Asked too often; it is tried again by itself."),
    row("EXCEED_MAX_REFUND_AMOUNT", InDoubt, RetryLater, REFUNDING, "The shop's daily or monthly amount of refunds is used up; it is tried again by itself, and Toss can raise the amount."),
    row("MAINTAINED_METHOD", NothingMoved, RetryLater, HOURS, "What is paid with is under maintenance; no money moved, and a refund is tried again by itself."),
    // A bank's maintenance hours: the buyer pays another way, but a refund can wait.
    row("NOT_AVAILABLE_BANK", NothingMoved, RetryLater, HOURS, "The bank is closed now; no money moved, and a refund is tried again by itself."),
    // Definite declines of a payment.
    row("NOT_AVAILABLE_PAYMENT", NothingMoved, InDoubt, HOURS, "The method is closed at this hour; no money moved."),
    row("NOT_SUPPORTED_METHOD", NothingMoved, InDoubt, METHOD, "Toss does not take this method here; no money moved. If it should, ask Toss about the contract."),
    row("INVALID_EASY_PAY", NothingMoved, InDoubt, METHOD, "Toss does not take this easy payment; no money moved."),
    row("NOT_SUPPORTED_CARRIER", NothingMoved, InDoubt, METHOD, "The buyer's mobile carrier is not supported; no money moved."),
    row("USER_ACCOUNT_ON_HOLD", NothingMoved, InDoubt, METHOD, "The buyer's account at the wallet is on hold; no money moved."),
    row("EXCEEDS_TRANSFER_AMOUNT_MAXIMUM", NothingMoved, InDoubt, TRANSFER_MAXIMUM, "Above 10,000,000 won, the most that a transfer takes; no money moved."),
    row("EXCEED_UNKNOWN_CASE", NothingMoved, InDoubt, LIMIT, "A limit is used up, Toss does not say which; no money moved."),
    row("EXCEED_MAX_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "More instalments than the contract allows; no money moved."),
    row("NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT", NothingMoved, InDoubt, INSTALMENTS, "Card or contract knows no instalments; no money moved."),
    row("INVALID_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "The number of instalments is wrong; no money moved."),
    row("NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "The card knows no instalments; no money moved."),
    row("NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT", NothingMoved, InDoubt, INSTALMENTS, "The card allows no instalments below 10,000 won; no money moved."),
    row("INVALID_CARD_INSTALLMENT_AMOUNT", NothingMoved, InDoubt, INSTALMENTS, "The amount does not fit the instalments; no money moved."),
    row("EXCEED_MIN_CARD_INSTALLMENT_PLAN", NothingMoved, InDoubt, INSTALMENTS, "Fewer instalments than one month; no money moved."),
    row("NOT_ALLOWED_POINT_USE", NothingMoved, InDoubt, POINTS, "The card's points cannot be used; no money moved."),
    row("BELOW_MINIMUM_AMOUNT", NothingMoved, InDoubt, MINIMUM, "Below Toss's smallest amount; no money moved."),
    row("INVALID_REJECT_CARD", NothingMoved, InDoubt, CARD_COMPANY, "The card company refused the card; no money moved."),
    row("INVALID_CARD_EXPIRATION", NothingMoved, InDoubt, CARD, "The card's expiry is wrong; no money moved."),
    row("INVALID_STOPPED_CARD", NothingMoved, InDoubt, CARD, "The card is stopped; no money moved."),
    row("INVALID_CARD_LOST_OR_STOLEN", NothingMoved, InDoubt, CARD, "The card is reported lost or stolen; no money moved."),
    row("INVALID_CARD_NUMBER", NothingMoved, InDoubt, CARD, "The card's number is wrong; no money moved."),
    row("INVALID_CARD", NothingMoved, InDoubt, CARD, "The card's details are wrong; no money moved."),
    row("INVALID_CARD_COMPANY", NothingMoved, InDoubt, CARD, "The card's company is not taken; no money moved."),
    row("INVALID_CARD_IDENTITY", NothingMoved, InDoubt, CARD, "The identity number is not that of the card's owner; no money moved."),
    row("INVALID_CARD_PASSWORD", NothingMoved, InDoubt, CARD, "The card's password is wrong; no money moved."),
    row("NOT_SUPPORTED_CARD_TYPE", NothingMoved, InDoubt, CARD, "This kind of card is not taken; no money moved."),
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
    row("NOT_ALLOWED_REFUND_BANK", InDoubt, NothingMoved, REFUND_ACCOUNT, "Toss does not pay into this bank: ask the buyer for another account."),
    row("FORBIDDEN_BANK_REFUND_REQUEST", InDoubt, NothingMoved, REFUND_ACCOUNT, "The buyer's account takes no money: ask the buyer for another account and refund anew."),
    row("ALREADY_CLOSE_ACCOUNT", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account is closed: ask the buyer for another account."),
    row("INVALID_ACCOUNT_NUMBER", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account's number is wrong: ask the buyer and refund anew."),
    row("INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account's number is wrong, or the account takes no money: ask the buyer for another."),
    row("INVALID_ACCOUNT_NOT_CORRECT_BANK", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account is not of the bank that was named: ask the buyer and refund anew."),
    row("ACCOUNT_OWNER_CHECK_FAILED", InDoubt, NothingMoved, REFUND_ACCOUNT, "The refund account's holder could not be looked up: check bank and number with the buyer and refund anew."),
    row("INVALID_REFUND_AMOUNT", InDoubt, NothingMoved, REFUND_BY_US, "Toss does not take the amount: compare with Toss's console."),
    row("EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", InDoubt, NothingMoved, REFUND_BY_US, "A part smaller than the instant discount cannot be cancelled: refund more, or by transfer."),
    row("REFUND_REJECTED", InDoubt, NothingMoved, REFUND_BY_US, "The bank or card company refused the refund: ask Toss, or pay back by transfer."),
    row("NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT", InDoubt, NothingMoved, REFUND_BY_US, "Nothing was paid into the account yet, so there is nothing to give back."),
    row("NOT_ALLOWED_PARTIAL_REFUND", InDoubt, NothingMoved, REFUND_BY_US, "This payment can be cancelled as a whole only: pay the part back by transfer."),
    row("NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER", InDoubt, NothingMoved, REFUND_BY_US, "The buyer's account at the wallet sleeps: the buyer wakes it, or pay back by transfer."),
    row("EXCEED_CANCEL_LIMIT", InDoubt, NothingMoved, REFUND_BY_US, "The contract's limit for cancels is used up: ask Toss."),
    // Codes of cash receipts: see `on_receipt`.
    row("DUPLICATED_CASH_RECEIPT", InDoubt, InDoubt, RECEIPT_CHECK, "The order has a cash receipt already: see in Toss's console."),
    row("INVALID_CASH_RECEIPT_INFO", InDoubt, InDoubt, RECEIPT, "The number does not fit the kind of cash receipt."),
    row("INVALID_BUSINESS_NUMBER", InDoubt, InDoubt, RECEIPT, "The business number for the cash receipt is wrong."),
    row("NTS_ERROR", InDoubt, InDoubt, RECEIPT_CHECK, "The tax office refused; the code in brackets says why: see Toss's table of its errors."),
    // Codes of calls that the gateway never makes.
    row("INVALID_BILL_KEY_REQUEST", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("INVALID_BILLING_AUTH", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("INVALID_BIRTH_DAY_FORMAT", InDoubt, InDoubt, CHECKING, "Toss documents it for cards that are typed in, which the gateway does not use: ask Toss."),
    row("NOT_MATCHES_CUSTOMER_KEY", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("NOT_FOUND_BILLING", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("FAILED_BILL_KEY_AUTH_CREATION", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("FAILED_BILLING_AUTO_CANCEL", InDoubt, InDoubt, CHECKING, "Toss documents it for billing keys, which the gateway does not use: ask Toss."),
    row("NOT_FOUND_METHOD", InDoubt, InDoubt, CHECKING, "Toss documents it for BrandPay, which the gateway does not use: ask Toss."),
    row("NOT_FOUND_METHOD_IN_GROUP", InDoubt, InDoubt, CHECKING, "Toss documents it for BrandPay, which the gateway does not use: ask Toss."),
    row("NOT_FOUND_METHOD_OWNERSHIP", InDoubt, InDoubt, CHECKING, "Toss documents it for BrandPay, which the gateway does not use: ask Toss."),
    row("ALREADY_EXIST_SUBMALL", InDoubt, InDoubt, CHECKING, "Toss documents it for sub-malls, which the gateway does not use: ask Toss."),
    row("INVALID_SUBMALL_ID", InDoubt, InDoubt, CHECKING, "Toss documents it for sub-malls, which the gateway does not use: ask Toss."),
    row("NOT_FOUND_SUBMALL", InDoubt, InDoubt, CHECKING, "Toss documents it for sub-malls, which the gateway does not use: ask Toss."),
    row("INVALID_PAYABLE_DATE", InDoubt, InDoubt, CHECKING, "Toss documents it for payouts, which the gateway does not use: ask Toss."),
    row("NOT_ALLOWED_HOLIDAY", InDoubt, InDoubt, CHECKING, "Toss documents it for payouts, which the gateway does not use: ask Toss."),
    row("NOT_ENOUGH_AMOUNT", InDoubt, InDoubt, CHECKING, "Toss documents it for payouts, which the gateway does not use: ask Toss."),
    row("NOT_MATCH_PAYEE_NAME", InDoubt, InDoubt, CHECKING, "Toss documents it for payouts, which the gateway does not use: ask Toss."),
    row("PAYOUT_NOT_FOUND", InDoubt, InDoubt, CHECKING, "Toss documents it for payouts, which the gateway does not use: ask Toss."),
    row("NOT_ALLOWED_CHANGING_ACCOUNT", InDoubt, InDoubt, CHECKING, "Toss documents it for accounts whose details are changed, which the gateway does not use: ask Toss."),
];

/// Codes of the window in the return address, final statuses of a payment, and the refusals of this adapter itself.
#[rustfmt::skip] // one line each: a table is read by its columns
pub(super) const ENDS: &[Row] = &[
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

// The sentences that a buyer reads, in Korean and in English: one for many codes.
said! {
    LATER "지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요." "This is not possible right now. Please try again shortly.";
    SHOP "저희 쪽 문제로 결제를 이용할 수 없습니다. 고객센터에 문의해 주세요." "The payment cannot be used because of a problem on our side. Please contact support.";
    GAVE_UP "결제를 취소하셨습니다. 결제된 금액은 없습니다." "You cancelled the payment. Nothing was charged.";
    INSTALMENTS "선택하신 할부 개월로 결제할 수 없습니다. 할부 개월을 바꾸거나 일시불로 결제해 주세요." "These instalments are not possible. Please choose others or pay at once.";
    CARD "이 카드로 결제할 수 없습니다. 카드 정보를 확인하시거나 다른 결제수단을 이용해 주세요." "This card cannot be used. Please check its details or pay another way.";
    CARD_COMPANY "카드사에서 결제를 거절했습니다. 카드사에 문의하시거나 다른 결제수단을 이용해 주세요." "The card company refused the payment. Please ask it or pay another way.";
    LIMIT "결제 한도를 초과했습니다. 한도를 확인하시거나 다른 결제수단을 이용해 주세요." "This is above your payment limit. Please check the limit or pay another way.";
    LIMIT_OR_BALANCE "한도를 초과했거나 잔액이 부족합니다. 확인하시거나 다른 결제수단을 이용해 주세요." "The limit or the balance is too low. Please check it or pay another way.";
    BALANCE "계좌 잔액이 부족합니다. 잔액을 확인하시거나 다른 결제수단을 이용해 주세요." "The balance of the account is too low. Please check it or pay another way.";
    ACCOUNT "이 계좌로 결제할 수 없습니다. 계좌를 확인하시거나 다른 결제수단을 이용해 주세요." "This account cannot be used. Please check it or pay another way.";
    NEW_ACCOUNT "계좌는 등록하고 12시간이 지나야 사용할 수 있습니다. 다른 결제수단을 이용해 주세요." "An account can be used 12 hours after it was registered. Please pay another way.";
    MINIMUM "결제할 수 있는 최소 금액보다 적습니다. (카드 100원, 계좌 200원)" "The amount is below the smallest one (100 won by card, 200 won by account).";
    POINTS "카드 포인트를 사용할 수 없는 카드입니다. 포인트 없이 결제해 주세요." "Points of this card cannot be used. Please pay without points.";
    PASSWORD "결제 비밀번호가 일치하지 않습니다. 처음부터 다시 시도해 주세요." "The payment password was wrong. Please start again.";
    HOURS "지금은 이용할 수 없는 시간입니다. 다른 결제수단을 이용하시거나 나중에 다시 시도해 주세요." "This is outside service hours. Please pay another way or try again later.";
    RISK "안전을 위해 결제가 제한되었습니다. 다른 결제수단을 이용하시거나 카드사에 문의해 주세요." "The payment was stopped for safety. Please pay another way or ask your card company.";
    REFUNDING "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다." "We are checking your refund and will tell you when it is done.";
    REFUND_BY_US "결제하신 방법으로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다." "The refund cannot go back the way you paid. Support will offer you another way.";
    REFUND_ACCOUNT "환불 계좌를 확인할 수 없습니다. 은행, 계좌번호, 예금주를 다시 알려 주세요." "The refund account was not accepted. Please tell us bank, number and holder again.";
    REFUND_BY_HAND "환불 가능한 기간이 지나 계좌로 직접 환불해 드립니다." "The provider's time for refunds is over, so we transfer the money to your account ourselves.";
    RECEIPT "현금영수증 번호를 확인해 주세요." "Please check the number for the cash receipt.";
    RECEIPT_CHECK "현금영수증 발급을 확인하고 있습니다. 고객센터에 문의해 주세요." "We are checking the cash receipt. Please contact support.";
    METHOD "이 결제수단은 이용할 수 없습니다. 다른 결제수단을 이용해 주세요." "This way to pay cannot be used. Please pay another way.";
    TRANSFER_MAXIMUM "계좌이체는 한 번에 1,000만 원까지 결제할 수 있습니다. 다른 결제수단을 이용해 주세요." "A transfer can pay 10,000,000 won at most. Please pay another way.";
}
