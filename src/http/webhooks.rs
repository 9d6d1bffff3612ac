//! Webhooks of providers' servers. The body is passed on byte by byte as it came, because the signature covers it.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::kind::ProviderId;
use providers::provider::RawWebhook;

use super::{error::Problem, request::ApiRequest};
use crate::{app::Shared, flows::webhook};

pub(super) async fn receive(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let provider: ProviderId = ask.id("provider")?;
    let headers = ask.headers.iter().map(|(name, value)| {
        // Names are in lower case already. A value that is not text cannot be part of a signature.
        (
            name.as_str().to_owned(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    let raw = RawWebhook {
        headers: headers.collect(),
        body: ask.body,
    };
    let received = webhook::receive(&app, &provider, raw).await;
    let acknowledgement = received.map_err(Problem::at_provider)?;
    let kind = [(header::CONTENT_TYPE, acknowledgement.content_type)];
    Ok((kind, acknowledgement.body).into_response())
}
