//! One exchange with Naver Pay: the answer, before it is interpreted.

use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::wire;
use crate::{
    codes::{Meaning, failed_inside},
    error::{ProviderError, misconfigured},
    http::{self, safe_text},
};

/// How many keys one request may use up on "not now" (see [`under_keys`]). One is used per pause of Naver's or a
/// bank's; after eight a person should check it.
const KEYS_MAX: u32 = 8;

/// Naver Pay's answer: a body, or a refusal with a code.
pub(super) enum Answered {
    Said(Said),
    Refused(Rejection),
}

impl Answered {
    /// The body, or the error for the refusal, given the meanings of the codes for this call.
    pub(super) fn said(self, meaning: fn(&str) -> Meaning) -> Result<Said, ProviderError> {
        match self {
            Self::Said(said) => Ok(said),
            Self::Refused(refusal) => {
                let meaning = meaning(&refusal.code);
                Err(refusal.error(meaning))
            }
        }
    }
}

/// The body of `Success`.
pub(super) struct Said {
    body: Option<serde_json::Value>,
    /// Whether it is the stored answer to an earlier request under the same key.
    pub(super) replayed: bool,
}

impl Said {
    /// # Errors
    /// In doubt when the body is not as documented. The reason is not included: it would repeat values.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, ProviderError> {
        let body = self.body.unwrap_or(serde_json::Value::Null);
        serde_json::from_value(body).map_err(|_| {
            ProviderError::InDoubt("the body of naverpay's success is not as documented".into())
        })
    }
}

pub(super) struct Rejection {
    pub(super) code: String,
    message: String,
    replayed: bool,
}

impl Rejection {
    /// The error for the refusal, given the meaning of its code for this call.
    pub(super) fn error(self, meaning: Meaning) -> ProviderError {
        meaning.error(self.code, self.message)
    }
}

/// Sends a request and reads the answer as Naver Pay documents it. A refusal is HTTP 200 with a code other than
/// `Success`, and 409 returns the earlier answer to the same key.
pub(super) async fn exchange(request: RequestBuilder) -> Result<Answered, ProviderError> {
    let answer = http::send(request).await?;
    let status = answer.status;
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            return Err(ProviderError::Unreachable(
                "naverpay asks to come back later (429)".into(),
            ));
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            let code = format!("HTTP_{}", status.as_u16());
            let message = "naverpay does not take our client id, secret or chain id";
            return Err(misconfigured(&code, message));
        }
        _ => {}
    }
    let replayed = status == StatusCode::CONFLICT;
    let envelope = answer.json::<wire::Envelope>()?;
    let code = safe_text(&envelope.code);
    let message = safe_text(envelope.message.as_deref().unwrap_or(""));
    if !(status.is_success() || status.is_client_error()) {
        return Err(ProviderError::InDoubt(failed_inside(
            &code,
            &message,
            status.as_u16(),
        )));
    }
    if envelope.code.eq_ignore_ascii_case("Success") && (status.is_success() || replayed) {
        let body = envelope.body;
        return Ok(Answered::Said(Said { body, replayed }));
    }
    Ok(Answered::Refused(Rejection {
        code,
        message,
        replayed,
    }))
}

/// Sends a request under `key`. "Not now" and "not with this contract" may be stored under their key like any answer
/// and would be replayed for ever. So when such an answer is seen to be a replay, the next key of the same intent is
/// tried. That cannot act twice: the answer under the used key says that nothing moved.
pub(super) async fn under_keys(
    key: &str,
    request: impl Fn(&str) -> RequestBuilder,
    meaning: fn(&str) -> Meaning,
) -> Result<Answered, ProviderError> {
    let mut answered = exchange(request(key)).await?;
    for turn in 1..KEYS_MAX {
        match &answered {
            Answered::Refused(refusal)
                if refusal.replayed && meaning(&refusal.code).is_curable() => {}
            Answered::Refused(_) | Answered::Said(_) => break,
        }
        answered = exchange(request(&format!("{key}-{turn}"))).await?;
    }
    Ok(answered)
}
