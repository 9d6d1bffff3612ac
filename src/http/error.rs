//! Problems (RFC 9457): the only place where statuses are given. Each has a stable code that clients match on and that
//! is explained under `/docs#{code}`. Internal causes go to the log, never to the client.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{money::Credits, refusal::Refusal};
use providers::error::ProviderError;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    limits::BODY_BYTES_MAX,
    view::{CREDITS_BALANCE, ExplanationView},
};
use crate::{
    access::Role,
    flows::{FlowError, explain::Explanation},
};

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ProblemType {
    pub(super) code: &'static str,
    pub(super) status: StatusCode,
    pub(super) title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:ident $code:literal $title:literal;)+) => {
        $(pub(super) static $name: ProblemType =
            ProblemType { code: $code, status: StatusCode::$status, title: $title };)+

        /// Every kind, in the order in which it is documented.
        pub(super) static PROBLEM_TYPES: &[&ProblemType] = &[$(&$name),+];
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
    INSUFFICIENT_CREDITS = PAYMENT_REQUIRED "insufficient_credits" "The customer has fewer credits than asked";
    FORBIDDEN = FORBIDDEN "forbidden" "The API key's role may not do this";
    OWN_APPROVAL = FORBIDDEN "own_approval" "Another key than the one that asked has to decide";
    BAD_LINK = FORBIDDEN "bad_link" "The link is altered or no longer valid";
    NO_ROUTE = NOT_FOUND "route_not_found" "There is nothing at this address";
    NOT_FOUND = NOT_FOUND "not_found" "There is no such thing";
    NOT_AN_ID = NOT_FOUND "not_an_id" "The name in the path has not the form of such names";
    NO_ORDER = NOT_FOUND "order_not_found" "There is no such order";
    NO_PAYMENT = NOT_FOUND "payment_not_found" "There is no such payment";
    NO_SPEND = NOT_FOUND "spend_not_found" "There is no such spend";
    NO_HOLD = NOT_FOUND "hold_not_found" "There is no such hold";
    NO_QUOTE = NOT_FOUND "quote_not_found" "There is no such quote";
    NO_REFUND = NOT_FOUND "refund_not_found" "There is no such refund";
    NO_DEPOSIT = NOT_FOUND "deposit_not_found" "There is no such deposit";
    NO_CONTRADICTION = NOT_FOUND "contradiction_not_found" "There is no such contradiction";
    NO_APPROVAL = NOT_FOUND "approval_not_found" "There is no such approval";
    NO_CLOSING_QUOTE = NOT_FOUND "closing_quote_not_found" "There is no closing quote of that name";
    WRONG_METHOD = METHOD_NOT_ALLOWED "method_not_allowed" "This address takes another method";
    BODY_DEADLINE = REQUEST_TIMEOUT "body_too_slow" "The body did not arrive in time";
    STILL_RUNNING = CONFLICT "request_running" "A request with this Idempotency-Key is still running";
    APPROVAL_SETTLED = CONFLICT "approval_settled" "The approval is decided";
    APPROVAL_STALE = CONFLICT "approval_stale" "What the approval is for is done, or is not the same any more";
    APPROVAL_EXPIRED = CONFLICT "approval_expired" "Nobody decided about the approval in time";
    CUSTOMER_CLOSED = CONFLICT "customer_closed" "The customer is closed";
    DEPOSITOR_TAKEN = CONFLICT "depositor_taken" "Another order awaits the same amount from a depositor of this name";
    ORDER_NOT_OPEN = CONFLICT "order_not_open" "The order is no longer open";
    ORDER_CONFIRMING = CONFLICT "order_confirming" "The order is being paid right now";
    ACCOUNT_ISSUED = CONFLICT "account_issued" "The provider issued an account that still takes money";
    ALREADY_REVERSED = CONFLICT "spend_already_reversed" "The spend was reversed before";
    HOLD_NOT_OPEN = CONFLICT "hold_not_open" "The hold is no longer open";
    HOLD_LAPSED = CONFLICT "hold_lapsed" "The hold's time is over";
    QUOTE_EXPIRED = CONFLICT "quote_expired" "The quote's time is over";
    QUOTE_USED = CONFLICT "quote_used" "The quote was paid before";
    QUOTE_STALE = CONFLICT "quote_stale" "The quote no longer holds";
    REFUND_OPEN = CONFLICT "refund_open" "A refund of this payment is still on its way";
    REFUND_NOT_OPEN = CONFLICT "refund_not_open" "The refund is in another state";
    NO_REFUND_ACCOUNT = CONFLICT "refund_account_missing" "The refund has no account to transfer it to";
    REFUND_ACCOUNT_CHANGED = CONFLICT "refund_account_changed" "Another account was given for the refund meanwhile";
    HOLDER_DIFFERS = CONFLICT "holder_differs" "The account is not the payer's, and that was not confirmed";
    DEPOSIT_SETTLED = CONFLICT "deposit_settled" "The deposit is settled";
    DEPOSIT_AMOUNT_DIFFERS = CONFLICT "deposit_amount_differs" "The deposit is not what the order costs";
    DEPOSIT_IN_DOUBT = CONFLICT "deposit_in_doubt" "The deposit may be money that was reported before";
    DEPOSIT_NOT_IN_DOUBT = CONFLICT "deposit_not_in_doubt" "Nobody doubts that the deposit is money of its own";
    CONTRADICTION_SETTLED = CONFLICT "contradiction_settled" "Nothing is left to decide about the contradiction";
    CONTRADICTION_CHANGED = CONFLICT "contradiction_changed" "The provider says something else now";
    MONEY_STILL_THERE = CONFLICT "money_still_there" "The provider still holds the money";
    MONEY_TAKEN_BACK = CONFLICT "money_taken_back" "Others gave the buyer the money";
    PAID_WITH_OTHER_AMOUNT = CONFLICT "paid_with_other_amount" "The order was paid with another amount before";
    NOT_REFUSED = CONFLICT "not_refused" "The provider did not refuse to give the money back";
    NO_DEBT = CONFLICT "no_debt" "The customer owes nothing";
    WAIVER_ABOVE_DEBT = CONFLICT "waiver_above_debt" "More is to be waived than is owed";
    CLOSING_QUOTE_EXPIRED = CONFLICT "closing_quote_expired" "The closing quote's time is over";
    CLOSING_QUOTE_STALE = CONFLICT "closing_quote_stale" "The closing quote no longer holds";
    FORFEIT_NOT_CONFIRMED = CONFLICT "forfeit_not_confirmed" "Closing would forfeit credits, and that was not confirmed";
    OPEN_BUSINESS = CONFLICT "open_business" "The customer has open business";
    BODY_TOO_LARGE = PAYLOAD_TOO_LARGE "body_too_large" "The body is too large";
    NOT_JSON = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type" "The body is of another type than this address takes";
    INVALID_FIELD = UNPROCESSABLE_ENTITY "invalid_field" "A field breaks a rule";
    TOO_FAST = TOO_MANY_REQUESTS "rate_limited" "The API key makes more requests than it may";
    KEY_REUSED = UNPROCESSABLE_ENTITY "idempotency_key_reused" "The Idempotency-Key was used before with another request";
    NOT_FOR_SALE = UNPROCESSABLE_ENTITY "not_for_sale" "This is not for sale";
    OUT_OF_CALENDAR = UNPROCESSABLE_ENTITY "out_of_calendar" "The time is outside the years that are counted in";
    BELOW_MINIMUM = UNPROCESSABLE_ENTITY "amount_below_minimum" "The provider takes no amount so small";
    ABOVE_MAXIMUM = UNPROCESSABLE_ENTITY "amount_above_maximum" "The method takes no amount so large";
    NO_CREDITS = UNPROCESSABLE_ENTITY "credits_below_one" "Credits must be at least 1";
    TOO_MANY_CREDITS = UNPROCESSABLE_ENTITY "too_many_credits" "The total would pass the largest amount";
    CAPTURE_ABOVE_HOLD = UNPROCESSABLE_ENTITY "capture_above_hold" "More is captured than the hold sets aside";
    BONUS_IS_PROMOTIONAL = UNPROCESSABLE_ENTITY "bonus_is_promotional" "A purchase's bonus is of promotional credits";
    KIND_IS_PAID = UNPROCESSABLE_ENTITY "kind_is_paid" "Credits of this kind come from a payment only";
    QUOTE_OF_OTHER = UNPROCESSABLE_ENTITY "quote_of_other_payment" "The quote is for another payment";
    CREDITS_ABOVE_UNUSED = UNPROCESSABLE_ENTITY "credits_above_unused" "More credits are asked back than are unused";
    ASKED_OUT_OF_BOUNDS = UNPROCESSABLE_ENTITY "asked_at_out_of_bounds" "The request is dated too far back, or ahead";
    NOT_REFUNDABLE = UNPROCESSABLE_ENTITY "not_refundable" "The payment is not refundable";
    NOT_THAT_DEPOSIT = UNPROCESSABLE_ENTITY "not_that_deposit" "The deposit cannot be the money of that other deposit";
    NOT_A_BANK_ORDER = UNPROCESSABLE_ENTITY "not_a_bank_order" "The order is not paid by bank transfer";
    NOT_FOR_THAT_KIND = UNPROCESSABLE_ENTITY "not_for_that_kind" "This cannot be done with a contradiction of this kind";
    DECLINED = UNPROCESSABLE_ENTITY "provider_declined" "The provider declined";
    INTERNAL = INTERNAL_SERVER_ERROR "internal" "Something broke on our side";
    MISCONFIGURED = BAD_GATEWAY "provider_misconfigured" "The provider rejects how this gateway is set up";
    IN_DOUBT = BAD_GATEWAY "provider_in_doubt" "The provider's answer is not known";
    BUSY = SERVICE_UNAVAILABLE "busy" "The gateway is busy; nothing was done";
    UNAVAILABLE = SERVICE_UNAVAILABLE "unavailable" "The database cannot be reached or written";
    STOPPING = SERVICE_UNAVAILABLE "stopping" "The gateway is shutting down; nothing was done";
    NOT_READY = SERVICE_UNAVAILABLE "not_ready" "The gateway is not ready";
    UNKNOWN_POLICY = SERVICE_UNAVAILABLE "unknown_policy" "This gateway does not know the terms it was bought under";
    UNREACHABLE = SERVICE_UNAVAILABLE "provider_unreachable" "The provider cannot be reached";
    OUTCOME_UNKNOWN = GATEWAY_TIMEOUT "outcome_unknown" "Whether it was done is not known";
}

/// Seconds after which to retry a request that is refused only for now.
const RETRY_SOON: u32 = 1;
const RETRY_LATER: u32 = 5;

/// A problem, on its way to the client.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: &'static ProblemType,
    more: Box<More>,
}

#[derive(Debug, Default)]
struct More {
    detail: String,
    field: Option<String>,
    rule: Option<String>,
    reasons: Vec<String>,
    roles: &'static [Role],
    provider: Option<ExplanationView>,
    retry_after: Option<u32>,
    /// The customer's balance, where it is the reason.
    balance: Option<Credits>,
    instance: Option<String>,
    request_id: Option<String>,
    /// For the log only.
    cause: Option<String>,
}

/// A problem as the client reads it (RFC 9457).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Body<'a> {
    /// Where the kind is explained, relative to this gateway.
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    /// This occurrence, in words.
    detail: &'a str,
    /// Stable: match on this one.
    code: &'a str,
    /// Names this occurrence in the gateway's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    /// What the request is called, as in the header `Request-Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    /// The field that breaks a rule, as a path into the body, or the query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    /// The rule it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    /// Every reason of a refusal that has several.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    reasons: &'a [String],
    /// The roles that may do this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'static str>,
    /// What a provider calls its refusal, and what people are told about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a ExplanationView>,
}

impl Problem {
    pub(super) fn new(kind: &'static ProblemType, detail: impl Into<String>) -> Self {
        Self {
            kind,
            more: Box::new(More {
                detail: detail.into(),
                ..More::default()
            }),
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(&BAD_REQUEST, detail)
    }

    /// A field, or a query parameter, that breaks a rule.
    pub(super) fn field(
        kind: &'static ProblemType,
        field: impl Into<String>,
        rule: impl Into<String>,
    ) -> Self {
        let (field, rule) = (field.into(), rule.into());
        let mut problem = Self::new(kind, format!("{field}: {rule}"));
        problem.more.field = Some(field);
        problem.more.rule = Some(rule);
        problem
    }

    pub(super) fn forbidden(role: Role, allowed: &'static [Role]) -> Self {
        let names: Vec<&str> = allowed.iter().map(|role| role.as_str()).collect();
        let detail = format!(
            "a key of role {role} may not do this; it takes {}",
            names.join(" or ")
        );
        let mut problem = Self::new(&FORBIDDEN, detail);
        problem.more.roles = allowed;
        problem
    }

    pub(super) fn body_too_large() -> Self {
        Self::new(
            &BODY_TOO_LARGE,
            format!("a body has at most {BODY_BYTES_MAX} bytes"),
        )
    }

    /// An error of ours. `cause` goes to the log and nowhere else.
    pub(super) fn internal(cause: impl Into<String>) -> Self {
        Self::new(&INTERNAL, "it was written down and will be looked at").caused_by(cause)
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
        problem.more.provider = explanation.map(ExplanationView::from);
        problem.more.retry_after = retry;
        problem
    }

    fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.more.cause = Some(cause.into());
        self
    }

    pub(super) fn retry_after(mut self, seconds: u32) -> Self {
        self.more.retry_after = Some(seconds);
        self
    }

    fn with_reasons(mut self, reasons: &[String]) -> Self {
        self.more.reasons = reasons.to_vec();
        self
    }

    fn with_balance(mut self, available: Credits) -> Self {
        self.more.balance = Some(available);
        self
    }

    /// Names this occurrence, so that a client's report can be found in the log.
    pub(super) fn named(mut self, instance: String) -> Self {
        self.more.instance = Some(instance);
        self
    }

    /// Names the request that this answers.
    pub(super) fn of_request(mut self, id: &str) -> Self {
        self.more.request_id = Some(id.to_owned());
        self
    }

    /// The cause, for the log: our own words, without anything a client sent.
    pub(super) fn cause(&self) -> &str {
        self.more.cause.as_deref().unwrap_or(self.kind.title)
    }
}

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

fn kind(refusal: &Refusal) -> &'static ProblemType {
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

/// The credentials that an unauthenticated client must send (RFC 9110, section 11.6.1).
fn challenge(kind: &'static ProblemType) -> Option<&'static str> {
    match kind.code {
        "unauthenticated" => Some("Bearer realm=\"credit-gateway\""),
        "unknown_api_key" => Some("Bearer realm=\"credit-gateway\", error=\"invalid_token\""),
        "webhook_unverified" => Some("Webhook-Signature"),
        _ => None,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let more = *self.more;
        let body = Body {
            kind: format!("/docs#{}", self.kind.code),
            title: self.kind.title,
            status: self.kind.status.as_u16(),
            detail: &more.detail,
            code: self.kind.code,
            instance: more.instance.as_deref(),
            request_id: more.request_id.as_deref(),
            field: more.field.as_deref(),
            rule: more.rule.as_deref(),
            reasons: &more.reasons,
            roles: more.roles.iter().map(|role| role.as_str()).collect(),
            provider: more.provider.as_ref(),
        };
        let text = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.kind.status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(challenge) = challenge(self.kind) {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(challenge),
            );
        }
        if let Some(balance) = more.balance {
            headers.insert(CREDITS_BALANCE, balance.get().into());
        }
        if let Some(seconds) = more.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
