//! The figures of the desk's first page. They are read at most once a minute, one after another on a connection that only
//! reads, and each read is given up after a second: then its picture is left out and the page is shown all the same. No
//! writer is asked, and no row is locked.

mod ages;
pub mod kept;
mod latency;
mod money;
mod owed;
mod tried;

use std::{future::Future, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::calendar::start_of_day;
use tokio::time::timeout;

pub use self::{
    ages::{AGES, Ages},
    kept::Figures,
    latency::{Group, Latency},
    money::{DAYS, Money, OfProvider},
    owed::{OfMonth, Owed},
    tried::OfWay,
};
use crate::{
    app::App,
    store::{StoreError, figures as stored},
};

/// How long figures are shown: a person who reloads the page in between reads nothing.
const KEPT_FOR: Duration = Duration::from_mins(1);
/// How long each read may take: longer than any of a shop with some hundred thousand orders a month.
const READ_WITHIN: Duration = Duration::from_secs(1);

/// The figures of now, or of up to a minute ago.
pub async fn figures(app: &App) -> Arc<Figures> {
    let mut kept = app.figures.0.lock().await;
    let ticks = app.clock.ticks();
    if let Some((read, figures)) = &*kept
        && ticks.saturating_sub(*read) < KEPT_FOR
    {
        return figures.clone();
    }
    let figures = Arc::new(read(app).await);
    *kept = Some((ticks, figures.clone()));
    figures
}

async fn read(app: &App) -> Figures {
    let (db, now) = (&app.db, app.now());
    let today = start_of_day(now);
    let from = today - TimeDelta::days(DAYS - 1);
    let until = today + TimeDelta::days(1);
    let moved = in_time("money", stored::money(db, from, until)).await;
    let orders = in_time("orders", stored::tried(db, from)).await;
    let live = in_time("lots", stored::live(db, now)).await;
    let limits = AGES.map(|age| now - age);
    let unresolved = in_time("unfinished work", stored::unresolved(db, limits, now)).await;
    Figures {
        at: now,
        money: moved.map(|moved| money::of(&moved, now)),
        tried: orders.map(|orders| tried::of(&orders)),
        owed: live.map(|(live, partial)| owed::of(&live, partial)),
        ages: unresolved.map(ages::of),
        latency: latency::of(&app.metrics.of_process.render()),
    }
}

/// What waits for an outcome or a person, by kind and provider.
///
/// # Errors
/// When the database does not answer.
pub async fn unresolved(app: &App) -> super::Result<Vec<Ages>> {
    let now = app.now();
    let limits = AGES.map(|age| now - age);
    Ok(ages::of(stored::unresolved(&app.db, limits, now).await?))
}

async fn in_time<T>(what: &str, read: impl Future<Output = Result<T, StoreError>>) -> Option<T> {
    match timeout(READ_WITHIN, read).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(error)) => {
            tracing::warn!(%error, "The desk's figures of {what} could not be read");
            None
        }
        Err(_) => {
            tracing::warn!("The desk's figures of {what} took too long and are not shown");
            None
        }
    }
}
