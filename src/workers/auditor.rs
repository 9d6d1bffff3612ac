//! The auditor beside the gateway, and a seal of the journal each day.

use std::time::Duration;

use crate::{
    app::Shared,
    flows::{
        auditing::{self, Pace},
        seals,
    },
};

/// The pause after a slice that could not be evaluated or written: a database that is away is not asked faster.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);
/// How often it is looked whether a day's seal is due. Nothing waits for it.
const SEALED_EVERY: Duration = Duration::from_mins(1);

/// Evaluates slice after slice.
pub async fn audit(app: Shared) {
    if !app.auditing.runs() {
        return;
    }
    let mut pause = Duration::from_secs(1);
    while !super::stops_within(&app, pause).await {
        let done = match auditing::step(&app, Pace::Kept).await {
            Ok(done) => auditing::pause(&app, done).await,
            Err(error) => Err(error),
        };
        pause = done.unwrap_or_else(|error| {
            tracing::warn!(%error, "A slice of the audit could not be evaluated and is tried again");
            AFTER_TROUBLE
        });
    }
}

/// Seals the journal once a day.
pub async fn seal(app: Shared) {
    while !super::stops_within(&app, SEALED_EVERY).await {
        if let Err(error) = seals::daily(&app, &app.sealing).await {
            tracing::error!(%error, "The day's seal could not be made or written and is tried again");
        }
    }
}
