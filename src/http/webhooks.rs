//! Webhooks of providers' servers. The body is passed on byte by byte as it came, because the signature covers it.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::kind::ProviderId;
use providers::provider::RawWebhook;

use super::{
    error::{NO_ROUTE, Problem},
    request::ApiRequest,
};
use crate::{
    app::Shared,
    flows::{FlowError, webhook},
};

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
    match webhook::receive(&app, &provider, raw).await {
        Ok(acknowledgement) => {
            let kind = [(header::CONTENT_TYPE, acknowledgement.content_type)];
            Ok((kind, acknowledgement.body).into_response())
        }
        Err(FlowError::NoProvider(_)) => Err(Problem::new(
            &NO_ROUTE,
            "no provider of that name is configured",
        )),
        Err(error) => Err(error.into()),
    }
}
