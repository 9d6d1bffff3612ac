//! The documented errors with their HTTP statuses. A refusal is `{type, message}`; a PG's error names the PG's own code and
//! message as well. Messages are the simulator's: PortOne documents none.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::shared::fields::BadField;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PortOneError {
    status: u16,
    pub(crate) kind: &'static str,
    message: &'static str,
}

impl PortOneError {
    pub(crate) fn status(self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// A refused request. The body is PortOne's; the detail is sent in a header of our own.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) error: PortOneError,
    pub(crate) detail: String,
    /// The PG's own message, for its error.
    pub(crate) said: Option<String>,
}

impl ApiError {
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"type": self.error.kind, "message": self.error.message});
        if self.error == PG_PROVIDER {
            body["pgCode"] = json!("9999");
            body["pgMessage"] = json!(self.said.as_deref().unwrap_or("결제사 오류"));
        } else if let Some(said) = &self.said {
            body["message"] = json!(said);
        }
        body
    }
}

impl From<PortOneError> for ApiError {
    fn from(error: PortOneError) -> Self {
        Self {
            error,
            detail: String::new(),
            said: None,
        }
    }
}

impl From<BadField> for ApiError {
    fn from(bad: BadField) -> Self {
        Self {
            detail: format!("{} {}", bad.field, bad.problem),
            ..Self::from(INVALID_REQUEST)
        }
    }
}

pub(crate) type Answer = Result<Value, ApiError>;

/// The error of that type, for answers ordered in advance.
pub(crate) fn by_kind(kind: &str) -> Option<PortOneError> {
    ALL.iter().copied().find(|it| it.kind == kind)
}

macro_rules! errors {
    ($($name:ident $status:literal $kind:literal $message:literal;)+) => {
        $(pub(crate) const $name: PortOneError = PortOneError { status: $status, kind: $kind, message: $message };)+
        const ALL: &[PortOneError] = &[$($name),+];
    };
}

errors! {
    INVALID_REQUEST 400 "INVALID_REQUEST" "요청된 입력 정보가 유효하지 않습니다.";
    INVALID_PAYMENT_TOKEN 400 "INVALID_PAYMENT_TOKEN" "유효하지 않은 결제 토큰입니다.";
    NEGATIVE_PROMOTION_ADJUSTED 400 "NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT" "프로모션에 의해 조정된 취소 금액이 음수입니다.";
    PROMOTION_RETAIN_OPTION 400 "PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED" "프로모션 혜택 유지 옵션이 이전 부분 취소와 다릅니다.";
    UNAUTHORIZED 401 "UNAUTHORIZED" "인증 정보가 올바르지 않습니다.";
    FORBIDDEN 403 "FORBIDDEN" "요청이 거절되었습니다.";
    PAYMENT_NOT_FOUND 404 "PAYMENT_NOT_FOUND" "결제 건이 존재하지 않습니다.";
    ALREADY_PAID 409 "ALREADY_PAID" "결제가 이미 완료되었습니다.";
    INFORMATION_MISMATCH 409 "INFORMATION_MISMATCH" "정보가 일치하지 않습니다.";
    PAYMENT_NOT_PAID 409 "PAYMENT_NOT_PAID" "결제가 완료되지 않았습니다.";
    PAYMENT_ALREADY_CANCELLED 409 "PAYMENT_ALREADY_CANCELLED" "결제가 이미 취소되었습니다.";
    BALANCE_DIFFERS 409 "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN" "취소 가능 잔액 검증에 실패했습니다.";
    AMOUNT_EXCEEDS 409 "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT" "취소 금액이 취소 가능 금액을 초과했습니다.";
    PARTS_EXCEED 409 "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT" "하위 항목들의 합이 전체 취소 금액을 초과했습니다.";
    TAX_FREE_EXCEEDS 409 "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT" "취소 면세 금액이 취소 가능한 면세 금액을 초과했습니다.";
    TAXED_EXCEEDS 409 "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT" "취소 과세 금액이 취소 가능한 과세 금액을 초과했습니다.";
    TOO_MANY_CANCELS 409 "MAX_CANCEL_COUNT_REACHED" "취소 시도 횟수가 초과되었습니다.";
    NOT_WAITING_FOR_DEPOSIT 409 "PAYMENT_NOT_WAITING_FOR_DEPOSIT" "결제 건이 입금 대기 상태가 아닙니다.";
    OUTSTANDING 409 "IDEMPOTENCY_OUTSTANDING_REQUEST" "같은 요청이 처리 중입니다.";
    PG_PROVIDER 502 "PG_PROVIDER" "PG사에서 오류를 전달했습니다.";
}
