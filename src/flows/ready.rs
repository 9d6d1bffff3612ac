//! Whether requests may be sent to this gateway: nobody said stop, the database is at this version and takes writes.

use std::time::{Duration, Instant};

use tokio::{sync::Mutex, time::timeout};

use super::FlowError;
use crate::app::Shared;

/// How long an answer stands. Anybody may ask, and no number of questions may have the disk written more often.
const STANDS: Duration = Duration::from_secs(1);
/// How long whoever asks waits. Load balancers give up after some seconds; a database slower than this is no good to them.
const WAIT: Duration = Duration::from_secs(3);

/// What was found last, and when.
#[derive(Debug, Default)]
pub struct Found(Mutex<Option<(Instant, Result<(), String>)>>);

/// # Errors
/// [`FlowError::Stopping`], or [`FlowError::Unavailable`] with what is wrong, for the log.
pub async fn ready(app: &Shared) -> Result<(), FlowError> {
    if app.stop.is_cancelled() {
        return Err(FlowError::Stopping);
    }
    let asked = app.clone();
    // Whoever asked may hang up: the write goes on.
    let found = app.detached(async move { Ok(find(&asked).await) });
    match timeout(WAIT, found).await {
        Ok(found) => found?.map_err(FlowError::Unavailable),
        Err(_) => Err(FlowError::Unavailable(format!(
            "no write within {} s",
            WAIT.as_secs()
        ))),
    }
}

/// One look at a time; those who waited for it take what it found.
async fn find(app: &Shared) -> Result<(), String> {
    let mut last = app.found_ready.0.lock().await;
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
    let written = app.db.probe(app.now()).await;
    written.map_err(|error| error.to_string())
}
