//! The documented result codes with Korean messages, and the envelope that carries them. A business failure is HTTP 200
//! with a failing `code`; message texts are the simulator's own where the documents quote none.

use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) name: &'static str,
    pub(crate) message: &'static str,
}

/// Stored by its name.
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        by_name(&name).ok_or_else(|| de::Error::custom(format!("no code {name}")))
    }
}

/// Any answer but `Success`, with the reason as far as the simulator knows it. The body is the provider's; the detail
/// is sent in a header of our own.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: Code,
    /// Instead of the code's own message.
    pub(crate) message: Option<String>,
    /// Only `CancelNotComplete` has one; `null` omits it.
    pub(crate) body: Value,
    pub(crate) detail: String,
}

impl ApiError {
    pub(crate) fn at(status: StatusCode, code: Code) -> Self {
        Self {
            status,
            ..Self::from(code)
        }
    }

    pub(crate) fn envelope(&self) -> Value {
        let message = self.message.as_deref().unwrap_or(self.code.message);
        let mut envelope = json!({"code": self.code.name, "message": message});
        if !self.body.is_null() {
            envelope["body"] = self.body.clone();
        }
        envelope
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self {
            status: StatusCode::OK,
            code,
            message: None,
            body: Value::Null,
            detail: String::new(),
        }
    }
}

/// A parameter that is missing, or one that breaks its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BadParam {
    Missing(String),
    Invalid {
        field: String,
        problem: &'static str,
    },
}

impl BadParam {
    pub(crate) fn invalid(field: &str, problem: &'static str) -> Self {
        Self::Invalid {
            field: field.to_owned(),
            problem,
        }
    }
}

impl From<BadParam> for ApiError {
    fn from(bad: BadParam) -> Self {
        let (code, detail) = match bad {
            BadParam::Missing(field) => (REQUIRE_PARAMETER, format!("{field} is required")),
            BadParam::Invalid { field, problem } => {
                (INVALID_PARAMETER, format!("{field} {problem}"))
            }
        };
        Self {
            detail,
            ..Self::from(code)
        }
    }
}

/// The `body` of a `Success`, or another code.
pub(crate) type Answer = Result<Value, ApiError>;

pub(crate) fn success(body: &Value) -> Value {
    json!({"code": SUCCESS.name, "message": SUCCESS.message, "body": body})
}

/// The code of that name, for a failure made by hand.
pub(crate) fn by_name(name: &str) -> Option<Code> {
    FAILING.iter().copied().find(|code| code.name == name)
}

const SUCCESS: Code = Code {
    name: "Success",
    message: "성공",
};

macro_rules! codes {
    ($($constant:ident $name:literal $message:literal;)*) => {
        $(pub(crate) const $constant: Code = Code { name: $name, message: $message };)*
        const FAILING: &[Code] = &[$($constant),*];
    };
}

codes! {
    REQUIRE_PARAMETER "RequireParameter" "필수 파라미터가 누락되었습니다.";
    INVALID_PARAMETER "InvalidParameter" "파라미터가 올바르지 않습니다.";
    FAIL "Fail" "요청을 처리하지 못했습니다.";
    INVALID_MERCHANT "InvalidMerchant" "유효하지 않은 가맹점입니다.";
    MAINTENANCE_ONGOING "MaintenanceOngoing" "시스템 점검 중입니다.";
    FAULT_CHECK_ONGOING "FaultCheckOngoing" "원천사 장애로 처리할 수 없습니다.";
    ALREADY_ONGOING "AlreadyOnGoing" "이미 처리가 진행 중입니다.";
    INVALID_USE_CFM_YMDT "InvalidUseCfmYmdt" "이용완료일이 올바르지 않습니다.";
    ALREADY_COMPLETE "AlreadyComplete" "이미 결제가 완료되었습니다.";
    BANK_MAINTENANCE "BankMaintenance" "은행 점검 시간입니다.";
    TIME_EXPIRED "TimeExpired" "결제 승인 가능 시간(10분)이 지났습니다.";
    OWNER_AUTH_FAIL "OwnerAuthFail" "타인 명의 카드는 사용할 수 없습니다.";
    NOT_ENOUGH_ACCOUNT_BALANCE "NotEnoughAccountBalance" "충전 계좌의 잔액이 부족합니다.";
    CANCEL_NOT_COMPLETE "CancelNotComplete" "취소가 완료되지 않았습니다. 곧 자동으로 다시 처리됩니다.";
    PRE_CANCEL_NOT_COMPLETE "PreCancelNotComplete" "이전 취소가 완료되지 않았습니다. 이전 취소 정보로 다시 요청해 주세요.";
    ALREADY_CANCELED "AlreadyCanceled" "이미 전체 취소된 결제입니다.";
    OVER_REMAIN_AMOUNT "OverRemainAmount" "취소 요청 금액이 잔여 결제 금액보다 큽니다.";
    TAX_SCOPE_AMT_GREATER_THAN_REMAIN "TaxScopeAmtGreaterThanRemainError" "과세 또는 면세 취소 금액이 잔여 금액보다 큽니다.";
    TAX_SCOPE_AMOUNT_ERROR "TaxScopeAmountError" "과세 금액과 면세 금액의 합이 취소 금액과 다릅니다.";
    REST_AMOUNT_DIFF "RestAmountDiff" "예상 잔여 금액이 실제 잔여 금액과 다릅니다.";
    CANCEL_DEADLINE_EXPIRED "CancelDeadlineExpired" "취소 가능 기간이 지났습니다.";
    INVALID_DISCOUNT_CANCEL_CONDITION "InvalidDiscountCancelCondition" "즉시할인 정책에 따라 취소할 수 없습니다.";
    INVALID_PAYMENT_ID "InvalidPaymentId" "유효하지 않은 결제 번호입니다.";
    REQUIRE_CONDITION "RequireCondition" "조회 조건이 올바르지 않습니다.";
}
