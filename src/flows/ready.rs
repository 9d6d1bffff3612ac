//! Whether requests may be sent to this gateway: it is not stopping, it knows every published policy, and the database is
//! at this version and takes writes.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::{FlowError, Result};
use crate::app::Shared;

/// How long an answer is reused. Anybody may ask, and a larger number of requests must not write to the disk more
/// often.
const STANDS: Duration = Duration::from_secs(1);
/// How long a caller waits. Load balancers give up after some seconds. A database slower than this is of no use to
/// them.
const WAIT: Duration = Duration::from_secs(3);

/// # Errors
/// [`FlowError::Stopping`], or [`FlowError::Unavailable`] with what is wrong, for the log.
pub async fn ready(app: &Shared) -> Result<()> {
    if app.stop.is_cancelled() {
        return Err(FlowError::Stopping);
    }
    let asked = app.clone();
    // The caller may hang up. The write goes on.
    let found = app.detached(async move { Ok(find(&asked).await) });
    match timeout(WAIT, found).await {
        Ok(found) => found?.map_err(FlowError::Unavailable),
        Err(_) => Err(FlowError::Unavailable(format!(
            "no write within {} s",
            WAIT.as_secs()
        ))),
    }
}

/// One check runs at a time. Callers who waited for it take its result.
async fn find(app: &Shared) -> Result<(), String> {
    let mut last = app.found_ready.lock().await;
    if let Some((at, found)) = &*last
        && at.elapsed() < STANDS
    {
        return found.clone();
    }
    let found = look(app).await;
    *last = Some((Instant::now(), found.clone()));
    found
}

async fn look(app: &Shared) -> Result<(), String> {
    let missing = app.db.migrations_missing().await;
    match missing.map_err(|error| error.to_string())? {
        0 => {}
        missing => return Err(format!("the database is {missing} migrations behind")),
    }
    // It would sell under a version that is over.
    if let Some(why) = app.known.trouble() {
        return Err(format!("a published policy cannot be taken up: {why}"));
    }
    let written = app.db.probe(app.now()).await;
    written.map_err(|error| error.to_string())
}
