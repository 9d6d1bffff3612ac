//! The documented error codes with their HTTP statuses. Only a few texts are known word for word (-2, -780, -781); the
//! others are the simulator's own, so a client must read the code.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::shared::fields::BadField;

/// One code of the code book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KakaoError {
    pub(super) status: StatusCode,
    pub(super) code: i64,
    pub(super) message: &'static str,
}

/// The answer of the instrument behind the payment: `extras.method_result_code` and its text.
pub(super) type MethodResult = (&'static str, &'static str);

/// A refused request, with the reason as far as the simulator knows it. The body is the provider's; the detail is
/// sent in a header of our own.
#[derive(Debug)]
pub(super) struct ApiError {
    pub(super) error: KakaoError,
    message: Option<String>,
    extras: Option<MethodResult>,
    pub(super) detail: String,
}

impl ApiError {
    pub(super) fn because(error: KakaoError, detail: &str) -> Self {
        Self {
            detail: detail.to_owned(),
            ..error.into()
        }
    }

    pub(super) fn by_instrument(extras: MethodResult) -> Self {
        Self {
            extras: Some(extras),
            ..APPROVAL_FAILED.into()
        }
    }

    pub(super) fn body(&self) -> Value {
        let message = self.message.as_deref().unwrap_or(self.error.message);
        let mut body = json!({"error_code": self.error.code, "error_message": message});
        if let Some((code, message)) = self.extras {
            body["extras"] = json!({"method_result_code": code, "method_result_message": message});
        }
        body
    }
}

impl From<KakaoError> for ApiError {
    fn from(error: KakaoError) -> Self {
        Self {
            error,
            message: None,
            extras: None,
            detail: String::new(),
        }
    }
}

impl From<BadField> for ApiError {
    fn from(bad: BadField) -> Self {
        Self {
            message: Some(format!("invalid param({} has invalid value)", bad.field)),
            ..Self::because(INVALID_PARAM, &format!("{} {}", bad.field, bad.problem))
        }
    }
}

pub(super) type Answer = Result<Value, ApiError>;

macro_rules! errors {
    ($($status:ident $code:literal $name:ident $message:literal;)*) => {
        $(pub(super) const $name: KakaoError =
            KakaoError { status: StatusCode::$status, code: $code, message: $message };)*
    };
}

// The gateway's codes; their HTTP statuses are documented only for -401 and follow the numbers elsewhere.
errors! {
    BAD_REQUEST -400 NO_AUTHORIZATION "authorization is missing";
    UNAUTHORIZED -401 WRONG_KEY "no permission";
    NOT_FOUND -404 WRONG_URL "no such api";
    INTERNAL_SERVER_ERROR -500 INTERNAL "internal server error";
}

// The payment codes: all HTTP 400.
errors! {
    BAD_REQUEST -2 INVALID_PARAM "invalid param";
    BAD_REQUEST -701 NOT_AUTHENTICATED "payment is not authenticated yet";
    BAD_REQUEST -702 ALREADY_APPROVED "payment is already done";
    BAD_REQUEST -706 OTHER_ORDER "partner_order_id is different";
    BAD_REQUEST -707 OTHER_USER "partner_user_id is different";
    BAD_REQUEST -708 WRONG_TOKEN "invalid pg_token";
    BAD_REQUEST -710 MORE_THAN_LEFT "cancel amount is more than the cancel available amount";
    BAD_REQUEST -711 MORE_THAN_APPROVED "cancel amount is more than the approved amount";
    BAD_REQUEST -721 UNKNOWN_TID "tid does not exist";
    BAD_REQUEST -722 WRONG_AMOUNTS "invalid amount";
    BAD_REQUEST -723 EXPIRED "payment is expired";
    BAD_REQUEST -725 WRONG_TOTAL "invalid total_amount";
    BAD_REQUEST -731 WRONG_CID "invalid cid";
    BAD_REQUEST -733 WRONG_CID_SECRET "invalid cid_secret";
    BAD_REQUEST -780 APPROVAL_FAILED "approval failure!";
    BAD_REQUEST -783 APPROVAL_NOT_ALLOWED "approval is not allowed in this state";
    BAD_REQUEST -784 CANCEL_NOT_ALLOWED "cancel is not allowed in this state";
    BAD_REQUEST -785 DUPLICATE_REQUEST "duplicate request";
    BAD_REQUEST -797 OVER_LIMIT "over the limit of one payment";
    BAD_REQUEST -799 OTHER_SITE "site domain is not registered";
}
