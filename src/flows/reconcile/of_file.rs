//! The comparison of the days of a file that came over the network: begun with it, and carried out beside everything else.

use std::{collections::BTreeSet, time::Duration};

use chrono::NaiveDate;
use domain::{actor::Actor, calendar::seoul, kind::ProviderId, reconcile::Source};

use super::compare;
use crate::{
    app::Shared,
    flows::{
        Result,
        settlements::{Imported, What, due},
    },
};

/// Days that one file has compared: a quarter. A file has a day or a month; of a longer one the newest are.
const DAYS_MAX: usize = 93;
/// Another comparison of the same day lasts some seconds; one of a day with many look-ups some minutes.
const TRIES_MAX: u32 = 60;
const TRIED_EVERY: Duration = Duration::from_secs(2);

/// Has the days of a file compared, the newest first, and says which: those that are over. Nobody waits for them: each is a row of the
/// comparisons when it begins. Where the gateway stops meanwhile, the same file sent again has them compared again.
///
/// # Errors
/// The settlements that are due cannot be read.
pub async fn compare_file(
    app: &Shared,
    by: &Actor,
    what: What,
    taken: &Imported,
) -> Result<BTreeSet<NaiveDate>> {
    let provider = taken.import.provider.clone();
    let (source, days) = match what {
        What::Settlement => (Source::Settlements, taken.days.clone()),
        What::Statement => {
            let due = due(app, &provider, &taken.days).await?;
            (Source::Statement, due)
        }
    };
    let today = seoul(app.now()).date_naive();
    let over = days.into_iter().rev().filter(|day| *day < today);
    let over: Vec<NaiveDate> = over.take(DAYS_MAX).collect();
    let will = over.iter().copied().collect();
    let (here, by) = (app.clone(), by.clone());
    let work = async move {
        for day in over {
            if !Box::pin(compared(&here, &by, &provider, (source, day))).await {
                return;
            }
        }
    };
    app.tasks.spawn(work);
    Ok(will)
}

/// Compares a day. Whether there is time for the next.
async fn compared(
    app: &Shared,
    by: &Actor,
    provider: &ProviderId,
    (source, day): (Source, NaiveDate),
) -> bool {
    for _ in 0..TRIES_MAX {
        if app.stop.is_cancelled() {
            return false;
        }
        let done = compare(app, provider, source, day, by.clone());
        match Box::pin(done).await {
            Ok(Some(_)) => return true,
            // Another comparison has this day.
            Ok(None) => {
                let stopped = app.stop.cancelled();
                let _stopped = tokio::time::timeout(TRIED_EVERY, stopped).await;
            }
            Err(error) => {
                tracing::warn!(%provider, %day, %source, %error, "A day of a file was not compared");
                return true;
            }
        }
    }
    tracing::warn!(%provider, %day, %source, "A day of a file was not compared: another comparison has it");
    true
}
