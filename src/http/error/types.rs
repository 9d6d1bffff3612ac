//! The kinds of problems: their codes, statuses and titles, and which of them each failure and each refusal is.

use axum::http::StatusCode;
use domain::refusal::Refusal;
use providers::error::ProviderError;

use super::{Problem, RETRY_LATER, RETRY_SOON};
use crate::{
    flows::{FlowError, explain::Explanation},
    http::view::ExplanationView,
};

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::http) struct ProblemType {
    pub(in crate::http) code: &'static str,
    pub(in crate::http) status: StatusCode,
    pub(in crate::http) title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:ident $code:literal $title:literal $(for $($refusal:ident)|+)?;)+) => {
        $(pub(in crate::http) static $name: ProblemType =
            ProblemType { code: $code, status: StatusCode::$status, title: $title };)+

        /// Every kind, in the order in which it is documented.
        pub(in crate::http) static PROBLEM_TYPES: &[&ProblemType] = &[$(&$name),+];

        /// The kind of a refusal of the books.
        pub(super) fn of_refusal(refusal: &Refusal) -> &'static ProblemType {
            match refusal {
                $($($(Refusal::$refusal { .. })|+ => &$name,)?)+
            }
        }
    };
}

kinds! {
    BAD_REQUEST = BAD_REQUEST "bad_request" "The request cannot be read";
    MALFORMED_JSON = BAD_REQUEST "malformed_json" "The body is not JSON";
    INVALID_QUERY = BAD_REQUEST "invalid_query" "A query parameter is unknown, stands there twice, holds a NUL or is no cursor of this list";
    KEY_MISSING = BAD_REQUEST "idempotency_key_missing" "This request needs an Idempotency-Key";
    KEY_INVALID = BAD_REQUEST "idempotency_key_invalid" "The Idempotency-Key is not 1 to 255 visible ASCII characters, once";
    UNAUTHENTICATED = UNAUTHORIZED "unauthenticated" "An API key is needed";
    UNKNOWN_KEY = UNAUTHORIZED "unknown_api_key" "The API key is unknown or revoked";
    UNVERIFIED = UNAUTHORIZED "webhook_unverified" "The webhook is not believed";
    INSUFFICIENT_CREDITS = PAYMENT_REQUIRED "insufficient_credits" "The customer has fewer credits than asked" for InsufficientCredits;
    FORBIDDEN = FORBIDDEN "forbidden" "The API key's role may not do this";
    OWN_APPROVAL = FORBIDDEN "own_approval" "Another key than the one that asked has to decide" for OwnApproval | OwnPolicyDraft | LetInByAsker;
    BAD_LINK = FORBIDDEN "bad_link" "The link is altered or no longer valid";
    NO_ROUTE = NOT_FOUND "route_not_found" "There is nothing at this address";
    NOT_FOUND = NOT_FOUND "not_found" "There is no such thing";
    NOT_AN_ID = NOT_FOUND "not_an_id" "The name in the path has not the form of such names";
    NO_ORDER = NOT_FOUND "order_not_found" "There is no such order" for NoOrder;
    NO_PAYMENT = NOT_FOUND "payment_not_found" "There is no such payment" for NoPayment;
    NO_SPEND = NOT_FOUND "spend_not_found" "There is no such spend" for NoSpend;
    NO_HOLD = NOT_FOUND "hold_not_found" "There is no such hold" for NoHold;
    NO_QUOTE = NOT_FOUND "quote_not_found" "There is no such quote" for NoQuote;
    NO_REFUND = NOT_FOUND "refund_not_found" "There is no such refund" for NoRefund;
    NO_DEPOSIT = NOT_FOUND "deposit_not_found" "There is no such deposit" for NoDeposit | NoDepositKey;
    NO_CASH_RECEIPT_OF = NOT_FOUND "cash_receipt_not_found" "There is no such cash receipt" for NoCashReceiptOf;
    NO_DISPUTE = NOT_FOUND "dispute_not_found" "There is no such dispute" for NoDispute;
    NO_TAX_INVOICE_OF = NOT_FOUND "tax_invoice_not_found" "There is no such tax invoice" for NoTaxInvoiceOf;
    NO_CONTRADICTION = NOT_FOUND "contradiction_not_found" "There is no such contradiction" for NoContradiction;
    NO_ENDPOINT = NOT_FOUND "webhook_endpoint_not_found" "There is no such webhook endpoint" for NoEndpoint;
    NO_APPROVAL = NOT_FOUND "approval_not_found" "There is no such approval" for NoApproval;
    NO_SUBSCRIPTION = NOT_FOUND "subscription_not_found" "There is no such subscription" for NoSubscription;
    NO_DUE_MONTH = NOT_FOUND "month_not_found" "There is no such month" for NoDueMonth;
    NO_CAMPAIGN = NOT_FOUND "campaign_not_found" "There is no such campaign" for NoCampaign;
    NO_CLOSING_QUOTE = NOT_FOUND "closing_quote_not_found" "There is no closing quote of that name" for NoClosingQuote;
    WRONG_METHOD = METHOD_NOT_ALLOWED "method_not_allowed" "This address takes another method";
    BODY_DEADLINE = REQUEST_TIMEOUT "body_too_slow" "The body did not arrive in time";
    STILL_RUNNING = CONFLICT "request_running" "A request with this Idempotency-Key is still running";
    APPROVAL_SETTLED = CONFLICT "approval_settled" "The approval is decided" for ApprovalSettled | PolicyDraftSettled;
    APPROVAL_STALE = CONFLICT "approval_stale" "What the approval is for is done, or is not the same any more" for ApprovalStale | PolicyDraftStale;
    APPROVAL_EXPIRED = CONFLICT "approval_expired" "Nobody decided about the approval in time" for ApprovalExpired | PolicyDraftExpired;
    ALREADY_SUBSCRIBED = CONFLICT "already_subscribed" "The customer has a subscription to this plan" for AlreadySubscribed;
    MONTH_RUNS = CONFLICT "month_runs" "A month of this plan was given and still runs" for MonthRuns;
    SUBSCRIPTION_STATE = CONFLICT "subscription_state" "The subscription is not in a state for this" for SubscriptionIs;
    MONTH_NOT_DUE = CONFLICT "month_not_due" "The month of the subscription is not due" for MonthNotDue;
    MONTH_SETTLED = CONFLICT "month_settled" "The month of the subscription was given or skipped" for MonthSettled;
    CUSTOMER_CLOSED = CONFLICT "customer_closed" "The customer is closed" for CustomerClosed;
    CUSTOMER_FROZEN = CONFLICT "customer_frozen" "The customer is frozen" for CustomerFrozen;
    NOT_FROZEN = CONFLICT "customer_not_frozen" "The customer is not frozen" for NotFrozen;
    DEPOSITOR_TAKEN = CONFLICT "depositor_taken" "Another order awaits the same amount from a depositor of this name" for DepositorTaken;
    ORDER_NOT_OPEN = CONFLICT "order_not_open" "The order is no longer open" for OrderNotOpen;
    ORDER_CONFIRMING = CONFLICT "order_confirming" "The order is being paid right now" for OrderConfirming;
    ACCOUNT_ISSUED = CONFLICT "account_issued" "The provider issued an account that still takes money" for AccountIssued;
    ALREADY_REVERSED = CONFLICT "spend_already_reversed" "The spend was reversed before" for AlreadyReversed;
    HOLD_NOT_OPEN = CONFLICT "hold_not_open" "The hold is no longer open" for HoldNotOpen;
    HOLD_LAPSED = CONFLICT "hold_lapsed" "The hold's time is over" for HoldLapsed;
    HELD_LOT_ENDED = CONFLICT "held_lot_ended" "Credits of the hold ended with their lot" for HeldLotEnded;
    QUOTE_EXPIRED = CONFLICT "quote_expired" "The quote's time is over" for QuoteExpired;
    QUOTE_USED = CONFLICT "quote_used" "The quote was paid before" for QuoteUsed;
    QUOTE_STALE = CONFLICT "quote_stale" "The quote no longer holds" for QuoteStale;
    REFUND_OPEN = CONFLICT "refund_open" "A refund of this payment is still on its way" for RefundOpen;
    REFUND_NOT_OPEN = CONFLICT "refund_not_open" "The refund is in another state" for RefundNotOpen;
    NO_REFUND_ACCOUNT = CONFLICT "refund_account_missing" "The refund has no account to transfer it to";
    REFUND_ACCOUNT_CHANGED = CONFLICT "refund_account_changed" "Another account was given for the refund meanwhile" for RefundAccountChanged;
    HOLDER_DIFFERS = CONFLICT "holder_differs" "The account is not the payer's, and that was not confirmed" for HolderDiffers;
    DEPOSIT_SETTLED = CONFLICT "deposit_settled" "The deposit is settled" for DepositSettled;
    DEPOSIT_AMOUNT_DIFFERS = CONFLICT "deposit_amount_differs" "The deposit is not what the order costs" for DepositAmountDiffers;
    DEPOSIT_IN_DOUBT = CONFLICT "deposit_in_doubt" "The deposit may be money that was reported before" for DepositInDoubt;
    DEPOSIT_NOT_IN_DOUBT = CONFLICT "deposit_not_in_doubt" "Nobody doubts that the deposit is money of its own" for DepositNotInDoubt;
    NO_CASH_RECEIPT = CONFLICT "no_cash_receipt" "The seller issues no cash receipt for this payment" for NoCashReceipt;
    CASH_RECEIPT_EXISTS = CONFLICT "cash_receipt_exists" "The payment has a cash receipt, or one is asked for" for CashReceiptExists;
    CASH_RECEIPT_RECORDED = CONFLICT "cash_receipt_recorded" "What became of the cash receipt is known" for CashReceiptRecorded;
    CASH_RECEIPT_STATE = CONFLICT "cash_receipt_state" "The cash receipt is in another state" for CashReceiptInState;
    CASH_RECEIPT_SAME = CONFLICT "cash_receipt_same" "The cash receipt has this number and purpose" for CashReceiptSame;
    PAYMENT_DISPUTED = CONFLICT "payment_disputed" "A dispute of the payment is open" for PaymentDisputed;
    DISPUTE_OVER_LEFT = CONFLICT "dispute_over_left" "The dispute is of nothing, or of more than is left of the payment" for DisputeOverLeft;
    DISPUTE_STATE = CONFLICT "dispute_state" "The dispute is in another state" for DisputeInState;
    NO_TAX_INVOICE = CONFLICT "no_tax_invoice" "The payment has a cash receipt, and one supply has one proof" for NoTaxInvoice;
    TAX_INVOICE_CORRECTED = CONFLICT "tax_invoice_corrected" "The record of the tax invoice was corrected before" for TaxInvoiceCorrected;
    TAX_INVOICE_EXISTS = CONFLICT "tax_invoice_exists" "The tax invoice of this number is recorded for the payment" for TaxInvoiceExists;
    TAX_INVOICE_OF_ANOTHER = CONFLICT "tax_invoice_of_another" "The tax invoice of this number is recorded for another customer" for TaxInvoiceOfAnother;
    TAX_INVOICE_OVER = CONFLICT "tax_invoice_over" "The tax invoices would be of more than was paid, or the amended ones of more than went back" for TaxInvoiceOver;
    CONTRADICTION_SETTLED = CONFLICT "contradiction_settled" "Nothing is left to decide about the contradiction" for ContradictionSettled;
    CONTRADICTION_CHANGED = CONFLICT "contradiction_changed" "The provider says something else now" for ContradictionChanged;
    MONEY_STILL_THERE = CONFLICT "money_still_there" "The provider still holds the money" for MoneyStillThere;
    MONEY_TAKEN_BACK = CONFLICT "money_taken_back" "Others gave the buyer the money" for MoneyTakenBack;
    PAID_WITH_OTHER_AMOUNT = CONFLICT "paid_with_other_amount" "The order was paid with another amount before" for PaidWithOtherAmount;
    NOT_REFUSED = CONFLICT "not_refused" "The provider did not refuse to give the money back" for NotRefused;
    NO_DEBT = CONFLICT "no_debt" "The customer owes nothing" for NoDebt;
    WAIVER_ABOVE_DEBT = CONFLICT "waiver_above_debt" "More is to be waived than is owed" for WaiverAboveDebt;
    CLOSING_QUOTE_EXPIRED = CONFLICT "closing_quote_expired" "The closing quote's time is over" for ClosingQuoteExpired;
    CLOSING_QUOTE_STALE = CONFLICT "closing_quote_stale" "The closing quote no longer holds" for ClosingQuoteStale;
    FORFEIT_NOT_CONFIRMED = CONFLICT "forfeit_not_confirmed" "Closing would forfeit credits, and that was not confirmed" for ForfeitNotConfirmed;
    OPEN_BUSINESS = CONFLICT "open_business" "The customer has open business" for OpenBusiness;
    PROMOTION_CODE_TAKEN = CONFLICT "promotion_code_taken" "The code belongs to another campaign" for PromotionCodeTaken;
    PROMOTION_NOT_YET = CONFLICT "promotion_not_yet" "The promotion has not begun" for PromotionNotYet;
    PROMOTION_OVER = CONFLICT "promotion_over" "The promotion is over" for PromotionOver;
    PROMOTION_USED_UP = CONFLICT "promotion_used_up" "The promotion's budget is used up" for PromotionUsedUp;
    PROMOTION_REDEEMED = CONFLICT "promotion_redeemed" "The customer redeemed the promotion as often as one may" for PromotionRedeemed;
    BODY_TOO_LARGE = PAYLOAD_TOO_LARGE "body_too_large" "The body is too large";
    NOT_JSON = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type" "The body is of another type than this address takes";
    INVALID_FIELD = UNPROCESSABLE_ENTITY "invalid_field" "A field breaks a rule";
    TOO_LARGE = UNPROCESSABLE_ENTITY "too_large_for_a_request" "This takes longer than a request may";
    TOO_FAST = TOO_MANY_REQUESTS "rate_limited" "The API key makes more requests than it may";
    TOO_MANY_STREAMS = TOO_MANY_REQUESTS "too_many_streams" "As many streams of balances are open as there may be";
    KEY_REUSED = UNPROCESSABLE_ENTITY "idempotency_key_reused" "The Idempotency-Key was used before with another request" for KeyReused;
    NOT_FOR_SALE = UNPROCESSABLE_ENTITY "not_for_sale" "This is not for sale" for NotForSale;
    NO_PLAN = UNPROCESSABLE_ENTITY "plan_unknown" "There is no such plan" for NoPlan;
    MONTHS_NOT_SOLD = UNPROCESSABLE_ENTITY "months_not_sold" "The months of the subscription are paid to the seller" for MonthsNotSold;
    PROMOTION_UNKNOWN = UNPROCESSABLE_ENTITY "promotion_unknown" "No promotion has this code" for NoPromotion;
    PROMOTION_NOT_FOR_PRODUCT = UNPROCESSABLE_ENTITY "promotion_not_for_product" "The promotion is not for this product" for PromotionNotForProduct;
    PROMOTION_BY_CONTRACT = UNPROCESSABLE_ENTITY "promotion_by_contract" "No promotion is for what a contract sells" for PromotionByContract;
    PROMOTION_WITHOUT_EFFECT = UNPROCESSABLE_ENTITY "promotion_without_effect" "The promotion would take nothing off the price" for PromotionWithoutEffect;
    PROMOTION_ELSEWHERE = UNPROCESSABLE_ENTITY "promotion_elsewhere" "The code is not redeemed in this way" for PromotionElsewhere;
    NOT_AVAILABLE_YET = UNPROCESSABLE_ENTITY "not_available_yet" "This way to pay is announced and cannot be used yet";
    OUT_OF_CALENDAR = UNPROCESSABLE_ENTITY "out_of_calendar" "The time is outside the years that are counted in" for OutOfCalendar;
    BELOW_MINIMUM = UNPROCESSABLE_ENTITY "amount_below_minimum" "The provider takes no amount so small" for BelowMinimum;
    ABOVE_MAXIMUM = UNPROCESSABLE_ENTITY "amount_above_maximum" "The method takes no amount so large" for AboveMaximum;
    NO_CREDITS = UNPROCESSABLE_ENTITY "credits_below_one" "Credits must be at least 1" for NoCredits;
    TOO_MANY_CREDITS = UNPROCESSABLE_ENTITY "too_many_credits" "The total would pass the largest amount" for TooManyCredits;
    CAPTURE_ABOVE_HOLD = UNPROCESSABLE_ENTITY "capture_above_hold" "More is captured than the hold sets aside" for CaptureAboveHold;
    HOLD_LIVES_TOO_LONG = UNPROCESSABLE_ENTITY "hold_lives_too_long" "A hold does not live so long" for HoldLivesTooLong;
    BONUS_IS_PROMOTIONAL = UNPROCESSABLE_ENTITY "bonus_is_promotional" "A purchase's bonus is of promotional credits" for BonusIsPromotional;
    KIND_IS_PAID = UNPROCESSABLE_ENTITY "kind_is_paid" "Credits of this kind come from a payment only" for KindIsPaid;
    QUOTE_OF_OTHER = UNPROCESSABLE_ENTITY "quote_of_other_payment" "The quote is for another payment" for QuoteOfOther;
    CREDITS_ABOVE_UNUSED = UNPROCESSABLE_ENTITY "credits_above_unused" "More credits are asked back than are unused" for CreditsAboveUnused;
    ASKED_OUT_OF_BOUNDS = UNPROCESSABLE_ENTITY "asked_at_out_of_bounds" "The request is dated too far back, or ahead" for AskedOutOfBounds;
    NOT_REFUNDABLE = UNPROCESSABLE_ENTITY "not_refundable" "The payment is not refundable" for NotRefundable;
    NOT_THAT_DEPOSIT = UNPROCESSABLE_ENTITY "not_that_deposit" "The deposit cannot be the money of that other deposit" for NotThatDeposit;
    NOT_A_BANK_ORDER = UNPROCESSABLE_ENTITY "not_a_bank_order" "The order is not paid by bank transfer" for NotABankOrder;
    NOT_FOR_THAT_KIND = UNPROCESSABLE_ENTITY "not_for_that_kind" "This cannot be done with a contradiction of this kind" for NotForThatKind;
    DECLINED = UNPROCESSABLE_ENTITY "provider_declined" "The provider declined";
    INTERNAL = INTERNAL_SERVER_ERROR "internal" "Something broke on our side";
    MISCONFIGURED = BAD_GATEWAY "provider_misconfigured" "The provider rejects how this gateway is set up";
    IN_DOUBT = BAD_GATEWAY "provider_in_doubt" "The provider's answer is not known";
    BUSY = SERVICE_UNAVAILABLE "busy" "The gateway is busy; nothing was done";
    UNAVAILABLE = SERVICE_UNAVAILABLE "unavailable" "The database cannot be reached or written";
    STOPPING = SERVICE_UNAVAILABLE "stopping" "The gateway is shutting down; nothing was done";
    NOT_READY = SERVICE_UNAVAILABLE "not_ready" "The gateway is not ready";
    ACCOUNT_KEY_MISSING = SERVICE_UNAVAILABLE "account_key_missing" "A key for accounts is not there" for AccountKeyMissing;
    UNKNOWN_POLICY = SERVICE_UNAVAILABLE "unknown_policy" "This gateway does not know the terms it was bought under" for UnknownPolicy;
    UNREACHABLE = SERVICE_UNAVAILABLE "provider_unreachable" "The provider cannot be reached";
    OUTCOME_UNKNOWN = GATEWAY_TIMEOUT "outcome_unknown" "Whether it was done is not known";
}

impl From<FlowError> for Problem {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Refused(refusal) => refusal.into(),
            FlowError::Invalid { field, rule } => Self::field(&INVALID_FIELD, field, rule),
            FlowError::NotFound(what) => Self::new(&NOT_FOUND, format!("no {what} of that name")),
            FlowError::NoRefundAccount(_) => Self::new(&NO_REFUND_ACCOUNT, error.to_string()),
            FlowError::NoAccountKey => Self::new(&ACCOUNT_KEY_MISSING, error.to_string()),
            FlowError::NoProvider(provider) => Self::field(
                &INVALID_FIELD,
                "provider",
                format!("no provider `{provider}` is configured"),
            ),
            FlowError::NotAvailableYet {
                field,
                says,
                detail,
            } => {
                let mut problem = Self::field(&NOT_AVAILABLE_YET, field, says);
                problem.body.detail = detail;
                problem
            }
            FlowError::BadDocument { field, faults } => {
                let reasons: Vec<String> = faults.iter().map(ToString::to_string).collect();
                let detail = reasons.join("; ");
                let mut problem = Self::field(&INVALID_FIELD, field, "is not a policy that can be published");
                problem.body.detail = detail;
                problem.with_reasons(&reasons)
            }
            FlowError::TooLarge(why) => Self::new(&TOO_LARGE, why),
            FlowError::TooManyStreams(why) => {
                Self::new(&TOO_MANY_STREAMS, why).retry_after(RETRY_LATER)
            }
            FlowError::StillRunning => Self::new(
                &STILL_RUNNING,
                "wait for its answer, or repeat this one shortly",
            )
            .retry_after(RETRY_SOON),
            FlowError::Unverified(unverified) => {
                let mut problem = Self::new(&UNVERIFIED, unverified.detail);
                problem.body.rule = Some(unverified.code.to_owned());
                problem
            }
            FlowError::BadLink(why) => Self::new(&BAD_LINK, why),
            FlowError::Provider { error, explanation } => Self::provider(&error, explanation),
            FlowError::Busy => Self::new(&BUSY, "come back shortly").retry_after(RETRY_SOON),
            FlowError::Unavailable(why) | FlowError::Locked(why) => Self::new(
                &UNAVAILABLE,
                "come back shortly; a request that changes something is repeated with the same Idempotency-Key",
            )
            .retry_after(RETRY_LATER)
            .caused_by(why),
            FlowError::Stopping => {
                Self::new(&STOPPING, "come back shortly").retry_after(RETRY_LATER)
            }
            FlowError::InDoubt(why) => Self::new(
                &OUTCOME_UNKNOWN,
                "repeat it with the same Idempotency-Key to learn the outcome",
            )
            .caused_by(why),
            FlowError::Failed(why) => Self::internal(why),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(of_refusal(&refusal), refusal.to_string());
        match &refusal {
            Refusal::NotRefundable { reasons, .. } => problem.with_reasons(reasons),
            Refusal::OpenBusiness { what } => problem.with_reasons(what),
            Refusal::InsufficientCredits { available, .. } => problem.with_balance(*available),
            _ => problem,
        }
    }
}

impl Problem {
    /// Why an act was not done whose provider the address names.
    pub(in crate::http) fn at_provider(error: FlowError) -> Self {
        match error {
            FlowError::NoProvider(_) => {
                Self::new(&NO_ROUTE, "no provider of that name is configured")
            }
            error => error.into(),
        }
    }

    /// A provider did not do what was asked.
    fn provider(error: &ProviderError, explanation: Option<Explanation>) -> Self {
        let (kind, detail, retry) = match error {
            ProviderError::Declined { .. } | ProviderError::TooLate { .. } => {
                (&DECLINED, "no money moved", None)
            }
            ProviderError::Unreachable(_) => (
                &UNREACHABLE,
                "no money moved; repeat with the same Idempotency-Key",
                Some(RETRY_LATER),
            ),
            ProviderError::InDoubt(_) => (
                &IN_DOUBT,
                "repeat with the same Idempotency-Key to find out",
                Some(RETRY_LATER),
            ),
            ProviderError::Misconfigured { .. } => (
                &MISCONFIGURED,
                "no money moved; the operator has to look",
                None,
            ),
        };
        let mut problem = Self::new(kind, detail).caused_by(error.to_string());
        problem.body.provider = explanation.map(ExplanationView::of);
        problem.retry_after = retry;
        problem
    }
}
