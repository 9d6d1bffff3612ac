//! One exchange with Kakao Pay: the answer, before it is interpreted.

use domain::failure::Failure;
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::wire;
use crate::{
    codes::{Meaning, failed_inside},
    error::{ProviderError, declined},
    http::{self, safe_text},
};

/// Kakao Pay's answer.
pub(super) enum Answered<T> {
    Said(T),
    Refused(Rejection),
    /// A fault inside Kakao Pay, whatever its code. It proves nothing.
    Broken(Failure),
}

/// A refusal with a code of the gateway and, for some, a code of the card company or the wallet.
pub(super) struct Rejection {
    /// `-780`.
    pub(super) gateway: String,
    /// `extras.method_result_code`, as in `USER_LOCKED` or `0004`.
    pub(super) detail: Option<String>,
    message: String,
}

impl Rejection {
    /// The error for the refusal, given the meaning of its codes for this call.
    pub(super) fn error(self, meaning: Meaning) -> ProviderError {
        meaning.error(self.code(), self.message)
    }

    /// `-780/USER_LOCKED`, or the gateway's code alone.
    fn code(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{}/{detail}", self.gateway),
            None => self.gateway.clone(),
        }
    }
}

/// Sends a request and reads the answer as Kakao Pay documents it.
pub(super) async fn exchange<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<Answered<T>, ProviderError> {
    let answer = http::send(request).await?;
    if answer.status.is_success() {
        return answer.json().map(Answered::Said);
    }
    let status = answer.status.as_u16();
    if answer.status == StatusCode::TOO_MANY_REQUESTS {
        return Err(ProviderError::Unreachable(
            "kakaopay asks to come back later (429)".into(),
        ));
    }
    if answer.status.is_server_error() {
        let said = refusal(&answer).map(|it| failed_inside(&it.code(), &it.message, status));
        let silent = || Failure::from(format!("kakaopay failed with status {status}"));
        return Ok(Answered::Broken(said.unwrap_or_else(|_| silent())));
    }
    refusal(&answer).map(Answered::Refused)
}

/// The body as Kakao Pay's documented refusal.
fn refusal(answer: &http::Answer) -> Result<Rejection, ProviderError> {
    let status = answer.status.as_u16();
    let mut body = answer.json::<wire::ErrorBody>()?;
    let extras = body.extras.take();
    let (code, message) = body.code_and_message().ok_or_else(|| {
        ProviderError::InDoubt(format!("the answer of status {status} has no error code").into())
    })?;
    let (detail, said) = extras.map_or((None, None), |it| {
        (it.method_result_code, it.method_result_message)
    });
    let message = match said {
        Some(said) => format!("{message} {said}"),
        None => message,
    };
    Ok(Rejection {
        gateway: safe_text(&code),
        detail: detail.as_deref().map(safe_text).filter(|it| !it.is_empty()),
        message: safe_text(&message),
    })
}

/// The buyer never saw an order without a session at Kakao Pay, so no money can have moved.
pub(super) fn never_begun() -> ProviderError {
    let message = "the buyer was never sent to kakaopay for this order";
    declined("SESSION_MISSING", message)
}
