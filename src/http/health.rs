//! Whether the process is alive, and whether requests may be sent to it.

use axum::response::{IntoResponse as _, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::{NOT_READY, Problem},
    response::{ApiResponse, ok},
};
use crate::{
    app::Shared,
    flows::{FlowError, ready},
};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    status: &'static str,
}

/// The process is alive. It does not depend on the database, so that an outage of the database restarts no process.
pub(super) fn healthz() -> ApiResponse {
    ok(&Health { status: "ok" })
}

/// Requests may be sent here: the gateway is not stopping, and the database is at this version and takes writes.
pub(super) async fn readyz(app: &Shared) -> Result<Response, Problem> {
    match ready::ready(app).await {
        Ok(()) => Ok(ok(&Health { status: "ready" }).into_response()),
        Err(FlowError::Stopping) => Err(FlowError::Stopping.into()),
        Err(error) => {
            tracing::warn!("The gateway is not ready: {error}");
            Err(Problem::new(
                &NOT_READY,
                "the database does not answer, takes no writes, or is at another version",
            ))
        }
    }
}
