//! The clock of `dev`, which a person who tries the gateway moves forward. Months of validity and weeks of waiting pass
//! at once, for the gateway and for its simulated providers alike.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use chrono::TimeDelta;
use domain::calendar::{YEARS, rfc3339_seoul, seoul};
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::Shared,
    clock::{Clock as _, MovedClock},
    flows::{expiry, membership, notices},
};

/// The farthest in one step: a year with its leap day. Work that is due on the way is done after the step, not on its
/// day.
const STEP_SECONDS_MAX: i64 = 366 * 86_400;

/// The clock and the file that stores it, so that a later start does not go back behind the times in the database.
#[derive(Debug)]
pub(super) struct KeptClock {
    pub(super) clock: Arc<MovedClock>,
    file: PathBuf,
}

impl KeptClock {
    /// Continues from the time of the clock in the file.
    pub(super) fn read(file: PathBuf) -> anyhow::Result<Self> {
        let ahead = match std::fs::read_to_string(&file) {
            Ok(text) => text
                .trim()
                .parse()
                .with_context(|| format!("{}: is a number of seconds", file.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        };
        let ahead = TimeDelta::try_seconds(ahead).unwrap_or_default();
        Ok(Self {
            clock: Arc::new(MovedClock::ahead_by(ahead)),
            file,
        })
    }
}

type Moved = (Arc<KeptClock>, Shared);

/// `GET /sandbox/clock` and `POST /sandbox/clock/advance`.
pub(super) fn router(kept: Arc<KeptClock>, app: Shared) -> Router {
    Router::new()
        .route("/sandbox/clock", get(show))
        .route("/sandbox/clock/advance", post(advance))
        .with_state((kept, app))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// 1 to [`STEP_SECONDS_MAX`].
    seconds: i64,
}

async fn show(State((kept, _)): State<Moved>) -> Response {
    shown(&kept)
}

fn shown(kept: &KeptClock) -> Response {
    let (now, ahead) = (kept.clock.now(), kept.clock.ahead().num_seconds());
    Json(json!({ "now": rfc3339_seoul(now), "ahead_seconds": ahead })).into_response()
}

async fn advance(
    State((kept, app)): State<Moved>,
    body: Result<Json<Advance>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let refused = |message: String| {
        let body = json!({ "error": { "field": "seconds", "message": message } });
        (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
    };
    let seconds = match body {
        Ok(Json(asked)) if (1..=STEP_SECONDS_MAX).contains(&asked.seconds) => asked.seconds,
        Ok(_) => return refused(format!("is 1 to {STEP_SECONDS_MAX}")),
        Err(unreadable) => return refused(unreadable.body_text()),
    };
    let step = TimeDelta::seconds(seconds);
    let last = *YEARS.end();
    if chrono::Datelike::year(&seoul(kept.clock.now() + step)) >= last {
        return refused(format!(
            "leads out of the years that are counted in, which end with {last}"
        ));
    }
    kept.clock.advance(step);
    let ahead = kept.clock.ahead().num_seconds().to_string();
    if let Err(error) = std::fs::write(&kept.file, ahead) {
        tracing::warn!("Where the clock is could not be kept for the next start: {error}");
    }
    // Changes that came due are stored before the answer, and jobs are begun.
    if let Err(error) = membership::sweep(&app).await {
        tracing::warn!(%error, "Months of memberships could not all be given and are next time");
    }
    if let Err(error) = notices::sweep(&app).await {
        tracing::warn!(%error, "Notices of credits that end soon could not all be sent and are next time");
    }
    if let Err(error) = expiry::sweep(&app).await {
        tracing::warn!(%error, "The sweep could not finish and goes on next time");
    }
    app.writer.promised().notify_one();
    shown(&kept)
}
