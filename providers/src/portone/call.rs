//! One exchange with PortOne: the answer, before it is interpreted.

use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::{codes, wire};
use crate::{
    codes::{Meaning, failed_inside},
    error::ProviderError,
    http::{self, safe_text},
};

/// PortOne's answer: the requested document, or a refusal with a code.
pub(super) enum Answered<T> {
    Said(T),
    Refused(Rejection),
}

impl<T> Answered<T> {
    /// The document, or the error for the refusal, given the meanings of the codes for this call.
    pub(super) fn said(self, meaning: fn(&str) -> Meaning) -> Result<T, ProviderError> {
        match self {
            Self::Said(said) => Ok(said),
            Self::Refused(refusal) => {
                let meaning = meaning(&refusal.code);
                Err(refusal.error(meaning))
            }
        }
    }
}

pub(super) struct Rejection {
    pub(super) code: String,
    message: String,
}

impl Rejection {
    /// The error for the refusal, given the meaning of its code for this call.
    pub(super) fn error(self, meaning: Meaning) -> ProviderError {
        meaning.error(self.code, self.message)
    }
}

/// Sends a request and reads the answer as PortOne documents it: a refusal is `{type, message}`, and a PG's own error is
/// 502 with the type `PG_PROVIDER`. Any other answer of a failing server proves nothing.
pub(super) async fn exchange<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<Answered<T>, ProviderError> {
    let answer = http::send(request).await?;
    if answer.status.is_success() {
        return answer.json().map(Answered::Said);
    }
    if answer.status == StatusCode::TOO_MANY_REQUESTS {
        return Err(ProviderError::Unreachable(
            "portone asks to come back later (429)".into(),
        ));
    }
    let refused = answer.json::<wire::Refused>()?;
    let code = safe_text(&refused.code);
    let message = told(&refused);
    let of_the_pg = answer.status == StatusCode::BAD_GATEWAY && code == codes::PG_PROVIDER;
    if answer.status.is_server_error() && !of_the_pg {
        let status = answer.status.as_u16();
        return Err(ProviderError::InDoubt(failed_inside(
            &code, &message, status,
        )));
    }
    Ok(Answered::Refused(Rejection { code, message }))
}

/// PortOne's message, with the PG's own code and message where it names them.
fn told(refused: &wire::Refused) -> String {
    let part = |text: &Option<String>| text.as_deref().map(safe_text).unwrap_or_default();
    let parts = [
        part(&refused.message),
        part(&refused.pg_code),
        part(&refused.pg_message),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    safe_text(&parts.join(" / "))
}
