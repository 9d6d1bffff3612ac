//! One exchange with Toss: the answer, before it is interpreted.

use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::wire;
use crate::{
    codes::{Meaning, failed_inside},
    error::ProviderError,
    http::{self, safe_text},
};

/// Names the request on both sides; Toss's support asks for it. It holds two ids when the answer is the replay of an
/// earlier one.
const TRACE_ID: &str = "x-tosspayments-trace-id";

/// How many keys one intent may use up on refusals that are over (see [`under_keys`]). A job makes fourteen tries and
/// uses up one at each, and as many when a person has it tried again. No caller waits longer than that.
pub(super) const KEYS_MAX: u32 = 32;

/// Toss's answer: the requested document, or a refusal with a code.
pub(super) enum Answered<T> {
    Said(Box<T>),
    Refused(Rejection),
}

impl<T> Answered<T> {
    /// The document, or the error for the refusal, given the meanings of the codes for this call.
    pub(super) fn said(self, meaning: fn(&str) -> Meaning) -> Result<Box<T>, ProviderError> {
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
    pub(super) status: StatusCode,
    pub(super) code: String,
    pub(super) message: String,
    /// Whether it is the stored answer to an earlier request under the same key.
    pub(super) replayed: bool,
}

impl Rejection {
    /// The error for the refusal, given the meaning of its code for this call.
    pub(super) fn error(self, meaning: Meaning) -> ProviderError {
        meaning.error(self.code, self.message)
    }
}

/// Sends a request and reads the answer as Toss documents it.
pub(super) async fn exchange<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<Answered<T>, ProviderError> {
    let answer = http::send(request).await?;
    let trace = answer
        .headers
        .get(TRACE_ID)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    tracing::Span::current().record("toss.trace", safe_trace(trace));
    if answer.status.is_success() {
        return answer.json().map(Box::new).map(Answered::Said);
    }
    if answer.status == StatusCode::TOO_MANY_REQUESTS {
        return Err(ProviderError::Unreachable(
            "toss asks to come back later (429)".into(),
        ));
    }
    let failure = answer.json::<wire::ErrorBody>()?.into_failure();
    let code = safe_text(&failure.code);
    let message = safe_text(failure.message.as_deref().unwrap_or(""));
    if answer.status.is_server_error() {
        let status = answer.status.as_u16();
        return Err(ProviderError::InDoubt(failed_inside(
            &code, &message, status,
        )));
    }
    Ok(Answered::Refused(Rejection {
        status: answer.status,
        code,
        message,
        replayed: trace.contains(','),
    }))
}

/// Sends a request under the first key of an intent. Toss binds every answer to its key for 15 days and replays it,
/// refusals included and whatever the new body says. So when a curable refusal is seen to be a replay, the next key
/// of the same intent is tried. That cannot act twice: the answer under the used key says that nothing moved.
pub(super) async fn under_keys<T: DeserializeOwned>(
    intent: &str,
    request: impl Fn(&str) -> RequestBuilder,
    meaning: fn(&str) -> Meaning,
) -> Result<Answered<T>, ProviderError> {
    let mut answered = exchange(request(intent)).await?;
    for turn in 1..KEYS_MAX {
        match &answered {
            Answered::Refused(refusal)
                if refusal.replayed && meaning(&refusal.code).is_curable() => {}
            Answered::Refused(_) | Answered::Said(_) => break,
        }
        answered = exchange(request(&format!("{intent}-{turn}"))).await?;
    }
    Ok(answered)
}

/// Only characters of an id reach the log.
fn safe_trace(trace: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_, ".contains(&byte);
    if trace.len() <= 200 && trace.bytes().all(plain) {
        trace
    } else {
        ""
    }
}
