//! Which problem each failure and each refusal is.

use domain::refusal::Refusal;
use providers::error::ProviderError;

use super::{
    Problem, RETRY_LATER, RETRY_SOON,
    types::{
        ABOVE_MAXIMUM, ACCOUNT_ISSUED, ALREADY_REVERSED, APPROVAL_EXPIRED, APPROVAL_SETTLED,
        APPROVAL_STALE, ASKED_OUT_OF_BOUNDS, BAD_LINK, BELOW_MINIMUM, BONUS_IS_PROMOTIONAL, BUSY,
        CAPTURE_ABOVE_HOLD, CLOSING_QUOTE_EXPIRED, CLOSING_QUOTE_STALE, CONTRADICTION_CHANGED,
        CONTRADICTION_SETTLED, CREDITS_ABOVE_UNUSED, CUSTOMER_CLOSED, DECLINED,
        DEPOSIT_AMOUNT_DIFFERS, DEPOSIT_IN_DOUBT, DEPOSIT_NOT_IN_DOUBT, DEPOSIT_SETTLED,
        DEPOSITOR_TAKEN, FORFEIT_NOT_CONFIRMED, HOLD_LAPSED, HOLD_NOT_OPEN, HOLDER_DIFFERS,
        IN_DOUBT, INSUFFICIENT_CREDITS, INVALID_FIELD, KEY_REUSED, KIND_IS_PAID, MISCONFIGURED,
        MONEY_STILL_THERE, MONEY_TAKEN_BACK, NO_APPROVAL, NO_CLOSING_QUOTE, NO_CONTRADICTION,
        NO_CREDITS, NO_DEBT, NO_DEPOSIT, NO_HOLD, NO_ORDER, NO_PAYMENT, NO_QUOTE, NO_REFUND,
        NO_REFUND_ACCOUNT, NO_SPEND, NOT_A_BANK_ORDER, NOT_FOR_SALE, NOT_FOR_THAT_KIND, NOT_FOUND,
        NOT_REFUNDABLE, NOT_REFUSED, NOT_THAT_DEPOSIT, OPEN_BUSINESS, ORDER_CONFIRMING,
        ORDER_NOT_OPEN, OUT_OF_CALENDAR, OUTCOME_UNKNOWN, OWN_APPROVAL, PAID_WITH_OTHER_AMOUNT,
        ProblemType, QUOTE_EXPIRED, QUOTE_OF_OTHER, QUOTE_STALE, QUOTE_USED,
        REFUND_ACCOUNT_CHANGED, REFUND_NOT_OPEN, REFUND_OPEN, STILL_RUNNING, STOPPING,
        TOO_MANY_CREDITS, UNAVAILABLE, UNKNOWN_POLICY, UNREACHABLE, UNVERIFIED, WAIVER_ABOVE_DEBT,
    },
};
use crate::{
    flows::{FlowError, explain::Explanation},
    http::view::ExplanationView,
};

impl From<FlowError> for Problem {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Refused(refusal) => refusal.into(),
            FlowError::Invalid { field, rule } => Self::field(&INVALID_FIELD, field, rule),
            FlowError::NotFound(what) => Self::new(&NOT_FOUND, format!("no {what} of that name")),
            FlowError::NoRefundAccount(_) => Self::new(&NO_REFUND_ACCOUNT, error.to_string()),
            FlowError::NoProvider(provider) => Self::field(
                &INVALID_FIELD,
                "provider",
                format!("no provider `{provider}` is configured"),
            ),
            FlowError::StillRunning => Self::new(
                &STILL_RUNNING,
                "wait for its answer, or repeat this one shortly",
            )
            .retry_after(RETRY_SOON),
            FlowError::Unverified(unverified) => {
                let mut problem = Self::new(&UNVERIFIED, unverified.detail);
                problem.more.rule = Some(unverified.code.to_owned());
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
        let problem = Self::new(kind(&refusal), refusal.to_string());
        match &refusal {
            Refusal::NotRefundable { reasons, .. } => problem.with_reasons(reasons),
            Refusal::OpenBusiness { what } => problem.with_reasons(what),
            Refusal::InsufficientCredits { available, .. } => problem.with_balance(*available),
            _ => problem,
        }
    }
}

pub(super) fn kind(refusal: &Refusal) -> &'static ProblemType {
    match refusal {
        Refusal::CustomerClosed(_) => &CUSTOMER_CLOSED,
        Refusal::NoOrder(_) => &NO_ORDER,
        Refusal::NoPayment(_) => &NO_PAYMENT,
        Refusal::NoSpend(_) => &NO_SPEND,
        Refusal::NoHold(_) => &NO_HOLD,
        Refusal::NoQuote(_) => &NO_QUOTE,
        Refusal::NoRefund(_) => &NO_REFUND,
        Refusal::NoDeposit(_) | Refusal::NoDepositKey => &NO_DEPOSIT,
        Refusal::NoContradiction(_) => &NO_CONTRADICTION,
        Refusal::ContradictionSettled { .. } => &CONTRADICTION_SETTLED,
        Refusal::NotForThatKind { .. } => &NOT_FOR_THAT_KIND,
        Refusal::ContradictionChanged(_) => &CONTRADICTION_CHANGED,
        Refusal::MoneyStillThere { .. } => &MONEY_STILL_THERE,
        Refusal::MoneyTakenBack(_) => &MONEY_TAKEN_BACK,
        Refusal::PaidWithOtherAmount { .. } => &PAID_WITH_OTHER_AMOUNT,
        Refusal::NotRefused(_) => &NOT_REFUSED,
        Refusal::NoApproval(_) => &NO_APPROVAL,
        Refusal::ApprovalSettled { .. } => &APPROVAL_SETTLED,
        Refusal::ApprovalExpired { .. } => &APPROVAL_EXPIRED,
        Refusal::ApprovalStale { .. } => &APPROVAL_STALE,
        Refusal::OwnApproval(_) => &OWN_APPROVAL,
        Refusal::NotForSale(_) => &NOT_FOR_SALE,
        Refusal::OutOfCalendar(_) => &OUT_OF_CALENDAR,
        Refusal::UnknownPolicy { .. } => &UNKNOWN_POLICY,
        Refusal::BelowMinimum { .. } => &BELOW_MINIMUM,
        Refusal::AboveMaximum { .. } => &ABOVE_MAXIMUM,
        Refusal::DepositorTaken { .. } => &DEPOSITOR_TAKEN,
        Refusal::OrderNotOpen { .. } => &ORDER_NOT_OPEN,
        Refusal::OrderConfirming { .. } => &ORDER_CONFIRMING,
        Refusal::AccountIssued { .. } => &ACCOUNT_ISSUED,
        Refusal::NoCredits => &NO_CREDITS,
        Refusal::InsufficientCredits { .. } => &INSUFFICIENT_CREDITS,
        Refusal::TooManyCredits => &TOO_MANY_CREDITS,
        Refusal::AlreadyReversed { .. } => &ALREADY_REVERSED,
        Refusal::HoldNotOpen { .. } => &HOLD_NOT_OPEN,
        Refusal::HoldLapsed { .. } => &HOLD_LAPSED,
        Refusal::CaptureAboveHold { .. } => &CAPTURE_ABOVE_HOLD,
        Refusal::BonusIsPromotional(_) => &BONUS_IS_PROMOTIONAL,
        Refusal::KindIsPaid(_) => &KIND_IS_PAID,
        Refusal::QuoteExpired { .. } => &QUOTE_EXPIRED,
        Refusal::QuoteUsed { .. } => &QUOTE_USED,
        Refusal::QuoteOfOther { .. } => &QUOTE_OF_OTHER,
        Refusal::QuoteStale { .. } => &QUOTE_STALE,
        Refusal::CreditsAboveUnused { .. } => &CREDITS_ABOVE_UNUSED,
        Refusal::AskedOutOfBounds { .. } => &ASKED_OUT_OF_BOUNDS,
        Refusal::NotRefundable { .. } => &NOT_REFUNDABLE,
        Refusal::RefundOpen { .. } => &REFUND_OPEN,
        Refusal::RefundNotOpen { .. } => &REFUND_NOT_OPEN,
        Refusal::RefundAccountChanged(_) => &REFUND_ACCOUNT_CHANGED,
        Refusal::HolderDiffers(_) => &HOLDER_DIFFERS,
        Refusal::DepositSettled { .. } => &DEPOSIT_SETTLED,
        Refusal::DepositAmountDiffers { .. } => &DEPOSIT_AMOUNT_DIFFERS,
        Refusal::DepositInDoubt { .. } => &DEPOSIT_IN_DOUBT,
        Refusal::DepositNotInDoubt { .. } => &DEPOSIT_NOT_IN_DOUBT,
        Refusal::NotThatDeposit { .. } => &NOT_THAT_DEPOSIT,
        Refusal::NotABankOrder { .. } => &NOT_A_BANK_ORDER,
        Refusal::ForfeitNotConfirmed { .. } => &FORFEIT_NOT_CONFIRMED,
        Refusal::NoClosingQuote => &NO_CLOSING_QUOTE,
        Refusal::ClosingQuoteExpired { .. } => &CLOSING_QUOTE_EXPIRED,
        Refusal::ClosingQuoteStale { .. } => &CLOSING_QUOTE_STALE,
        Refusal::NoDebt(_) => &NO_DEBT,
        Refusal::WaiverAboveDebt { .. } => &WAIVER_ABOVE_DEBT,
        Refusal::OpenBusiness { .. } => &OPEN_BUSINESS,
        Refusal::KeyReused => &KEY_REUSED,
    }
}

impl Problem {
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
        problem.more.provider = explanation.map(ExplanationView::from);
        problem.more.retry_after = retry;
        problem
    }
}
