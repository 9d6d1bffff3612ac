//! The faults that hit an answer on its way to the client.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::call::{Call, response};
use super::sent::Sent;
use super::state::App;
use crate::shared::faults::Kind;

/// The damaged answer that the client receives. The effect stays, and so does the answer remembered under the key.
pub(crate) fn damaged(app: &App, mut sent: Sent, call: &Call) -> Response {
    let draw = |kind| app.happens(call.operation, kind);
    if draw(Kind::LostAnswerAfterEffect) {
        return crate::shared::pages::proxy(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out");
    }
    if draw(Kind::HtmlErrorPage) {
        return crate::shared::pages::proxy(StatusCode::BAD_GATEWAY, "502 Bad Gateway");
    }
    if let Ok(mut body) = serde_json::from_slice::<Value>(&sent.body) {
        if let Some(amount) = amount(&mut body)
            && draw(Kind::WrongAmount)
        {
            *amount = json!(amount.as_i64().unwrap_or(0).saturating_add(1));
        }
        if let Some(Value::Object(detail)) = body.pointer_mut("/body/detail")
            && draw(Kind::FieldLeftOut)
        {
            detail.remove("admissionTypeCode");
        }
        if draw(Kind::UnknownStatus) {
            *status(&mut body) = json!("SOMETHING_NEW");
        }
        sent.body = Bytes::from(body.to_string());
    }
    if draw(Kind::Malformed) {
        sent.body.truncate(sent.body.len() / 2);
    }
    if draw(Kind::EmptyBody) {
        sent.body.clear();
    }
    response(&sent, call)
}

/// The paid amount of an approval or of the first row of a history, the rest after a cancel.
fn amount(body: &mut Value) -> Option<&mut Value> {
    let paths = [
        "/body/detail/totalPayAmount",
        "/body/list/0/totalPayAmount",
        "/body/totalRestAmount",
    ];
    let path = paths.into_iter().find(|it| body.pointer(it).is_some())?;
    body.pointer_mut(path)
}

/// The state of an approval or of the first row of a history, else the code itself.
fn status(body: &mut Value) -> &mut Value {
    let paths = ["/body/detail/admissionState", "/body/list/0/admissionState"];
    match paths.into_iter().find(|it| body.pointer(it).is_some()) {
        Some("/body/detail/admissionState") => &mut body["body"]["detail"]["admissionState"],
        Some(_) => &mut body["body"]["list"][0]["admissionState"],
        None => &mut body["code"],
    }
}
