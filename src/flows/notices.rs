//! Notices that credits end soon. Which are due is a rule of the domain; here are the lots that may have some, and the
//! signed link of each.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{books::notices::NotifyExpiry, notice::notice_at};

use super::{
    Result,
    expiry::{ROUNDS_MAX, written},
    looks::Looked,
    renew,
};
use crate::{
    app::{App, locked},
    store::reads,
};

/// Lots taken at one time: their rows fit into some megabytes.
const TAKEN_MAX: i64 = 10_000;
/// How often every lot that ends within the longest notice is looked at, in minutes. Between two such looks, only lots
/// whose notice became due since the last look are. Credits that came back to a lot meanwhile are seen then.
const ALL_EVERY_MINUTES: i64 = 60;
/// How far a look goes back behind the last one, in minutes: much longer than a commit takes, and than clocks of gateways
/// differ.
const OVERLAP_MINUTES: i64 = 10;

/// Sends the notices that are due. Safe to run on any number of gateways at once.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.now();
    let before = *locked(&app.notices.looked);
    let all_until = before
        .at_all
        .map(|at| at + TimeDelta::minutes(ALL_EVERY_MINUTES));
    let all = all_until.is_none_or(|until| until <= now);
    // `None` for all lots that are live.
    let since = before.at.filter(|_| !all);
    let since = since.map(|at| at - TimeDelta::minutes(OVERLAP_MINUTES));
    for days in app.notices.days.iter() {
        due_since(app, days, since, now).await?;
    }
    *locked(&app.notices.looked) = Looked {
        at: Some(now),
        at_all: if all { Some(now) } else { before.at_all },
    };
    Ok(())
}

/// Settles the notices of so many days that became due after `since`.
async fn due_since(
    app: &App,
    days: i64,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    // A lot ends as long after its notice as `notice_at` goes back.
    let end = |noticed: DateTime<Utc>| noticed + (noticed - notice_at(noticed, days));
    let ends = (since.map_or(now, end).max(now), end(now));
    for _ in 0..ROUNDS_MAX {
        let lots = reads::lots_to_notify(&app.db, days, ends, TAKEN_MAX).await?;
        let some = i64::try_from(lots.len()).unwrap_or(i64::MAX);
        let changes = lots.into_iter().map(|lot| NotifyExpiry {
            renew_url: renew::url(app, &lot),
            customer: lot.customer,
            lot: lot.id,
            payment: lot.payment,
            days: app.notices.days.clone(),
        });
        if written(app, changes).await? || some < TAKEN_MAX {
            break;
        }
    }
    Ok(())
}
