//! Delivering events: the feed is extended, each endpoint is taken through it, and what is due is sent.
//!
//! Nothing here takes part in a change of the books. At most one transaction of it runs at a time (`Outgoing::line`), so
//! that on PostgreSQL it never has more than one of the connections that write, and on SQLite it waits its turn like a
//! single client.

mod attempt;

use std::{
    collections::{BTreeSet, HashMap},
    sync::atomic::Ordering,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    books::endpoints::TurnEndpoint,
    command::Command,
    endpoint::{Endpoint, EndpointState, retry},
    id::EndpointId,
};

pub use self::attempt::{Attempt, attempt};
use super::{Result, outgoing::UnderWay};
use crate::{
    app::{App, locked},
    store::{
        feed,
        webhooks::{
            Delivery,
            following::{self, Followed},
            sending,
        },
    },
};

/// Messages on their way to one endpoint at once: a receiver that answers in 20 ms takes 800 a second.
pub const AT_ONCE: usize = 16;
/// Messages on their way at once, to all endpoints: as many as a gateway may have open beside its providers' calls.
pub const SLOTS: usize = 64;
/// How long a claimed delivery is another gateway's: longer than an answer is waited for and written down.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often the end of attempts is tried to be written. After that the leases end, and the messages go out again.
const MARKS_MAX: u32 = 5;
const MARK_PAUSE: Duration = Duration::from_secs(2);

/// Adds new events to the feed, and takes every endpoint through the next part of it, so that none waits for one that is
/// far behind. What fails for one endpoint is next time's. Returns whether there was anything.
pub async fn follow(app: &App) -> Result<bool> {
    let mut found = {
        let _line = app.outgoing.line.lock().await;
        feed::extend(&app.db).await? > 0
    };
    for endpoint in following::behind(&app.db).await? {
        if app.stop.is_cancelled() {
            break;
        }
        let takes = |event: &_| {
            let crate::store::webhooks::FedEvent { kind, subject, .. } = event;
            endpoint.takes(*kind, subject)
        };
        let now = app.now();
        let followed = {
            let _line = app.outgoing.line.lock().await;
            following::follow(&app.db, &endpoint, now, now - LEASE, takes).await
        };
        match followed {
            Ok(followed) => found |= followed != Followed::Nothing,
            Err(error) => {
                tracing::warn!(endpoint.id = %endpoint.id, %error, "Events could not be put in line for an endpoint and are next time");
            }
        }
        app.outgoing.due.notify_one();
    }
    Ok(found)
}

/// A delivery that was claimed, and that this process has under way.
#[derive(Debug)]
pub struct Claimed {
    pub endpoint: Endpoint,
    pub delivery: Delivery,
    pub under_way: UnderWay,
}

/// Claims what is due, at most `room` in all. What fails for one endpoint is next time's: what was claimed of others is
/// returned, since nobody else has it.
pub async fn claim(app: &App, mut room: usize) -> Result<Vec<Claimed>> {
    let mut claimed = Vec::new();
    if room == 0 {
        return Ok(claimed);
    }
    let now = app.now();
    let due = sending::due(&app.db, now).await?;
    let places = app.outgoing.under_way.clone();
    let mut busy: BTreeSet<EndpointId> = locked(&places).keys().copied().collect();
    busy.extend(due.iter().map(|endpoint| endpoint.id));
    let share = share(busy.len());
    let turn = app.outgoing.turn.fetch_add(1, Ordering::Relaxed);
    for endpoint in in_turn(due, turn) {
        let under_way = locked(&places).get(&endpoint.id).cloned();
        let under_way = under_way.unwrap_or_default();
        let most = share.saturating_sub(under_way.len()).min(room);
        match claim_of(app, &endpoint, now, most, &under_way).await {
            Ok(of_it) => {
                room -= of_it.len().min(room);
                claimed.extend(of_it);
            }
            Err(error) => {
                tracing::warn!(endpoint.id = %endpoint.id, %error, "Deliveries could not be claimed and are next time");
            }
        }
    }
    Ok(claimed)
}

/// How many messages may be on their way to each of so many endpoints. One share stays free, so that receivers that
/// hang do not keep the next endpoint's first event waiting.
fn share(endpoints: usize) -> usize {
    (SLOTS / (endpoints + 1)).clamp(1, AT_ONCE)
}

/// The endpoints by their ids, each time beginning with another: where there are more than slots, it is not always the
/// same ones that come last.
fn in_turn(mut due: Vec<Endpoint>, turn: usize) -> Vec<Endpoint> {
    due.sort_by_key(|endpoint| endpoint.id);
    let first = turn.checked_rem(due.len()).unwrap_or(0);
    due.rotate_left(first);
    due
}

/// Claims what is due of one endpoint, at most `most`.
async fn claim_of(
    app: &App,
    endpoint: &Endpoint,
    now: DateTime<Utc>,
    most: usize,
    under_way: &BTreeSet<i64>,
) -> Result<Vec<Claimed>> {
    if most == 0 || is_keyless(app, endpoint) {
        return Ok(Vec::new());
    }
    let _line = app.outgoing.line.lock().await;
    let (db, id, until) = (&app.db, endpoint.id, now + LEASE);
    let deliveries = sending::claim(db, id, now, until, most, under_way).await?;
    let claimed = deliveries.into_iter().map(|delivery| Claimed {
        under_way: UnderWay::begin(&app.outgoing.under_way, id, delivery.position),
        endpoint: endpoint.clone(),
        delivery,
    });
    Ok(claimed.collect())
}

/// Whether the endpoint's secret was made under another signing key. Its events wait until it gets a new one.
fn is_keyless(app: &App, endpoint: &Endpoint) -> bool {
    if super::endpoints::secret(app, endpoint).is_some() {
        locked(&app.outgoing.keyless).remove(&endpoint.id);
        return false;
    }
    if locked(&app.outgoing.keyless).insert(endpoint.id) {
        tracing::error!(endpoint.id = %endpoint.id, "The signing key is another than when this endpoint got its secret: its events wait until the secret is rotated");
    }
    true
}

/// Writes how attempts ended, and disables endpoints that are gone or failed for too long.
pub async fn mark(app: &App, attempts: Vec<(Attempt, UnderWay)>) {
    let (attempts, under_way): (Vec<Attempt>, Vec<UnderWay>) = attempts.into_iter().unzip();
    let ended: Vec<sending::Ended> = attempts.iter().map(Attempt::ended).collect();
    let failing = written(app, &ended).await;
    drop(under_way);
    app.outgoing.due.notify_one();
    let gone = attempts.iter().filter(|attempt| attempt.gone);
    let mut turned_off: HashMap<EndpointId, String> = gone
        .map(|attempt| (attempt.delivery.endpoint, "it answered 410 Gone".to_owned()))
        .collect();
    for (endpoint, since) in failing {
        if retry::is_failing_too_long(since, app.now()) {
            let hours = retry::FAILING_HOURS_MAX;
            let why = || format!("every delivery has failed for {hours} hours");
            turned_off.entry(endpoint).or_insert_with(why);
        }
    }
    for (endpoint, why) in turned_off {
        tracing::error!(endpoint.id = %endpoint, "A webhook endpoint is disabled: {why}");
        let to = EndpointState::Disabled;
        let turning = TurnEndpoint { endpoint, to, why };
        if let Err(error) = app.apply(Command::new(turning, Actor::Worker)).await {
            tracing::warn!(endpoint.id = %endpoint, %error, "A webhook endpoint could not be disabled; its next failure does");
        }
    }
}

async fn written(app: &App, ended: &[sending::Ended]) -> Vec<(EndpointId, DateTime<Utc>)> {
    for round in 1..=MARKS_MAX {
        let done = {
            let _line = app.outgoing.line.lock().await;
            sending::mark(&app.db, ended).await
        };
        match done {
            Ok(failing) => return failing,
            Err(error) => {
                tracing::warn!(round, %error, "How deliveries ended could not be written down");
                if app.stop.is_cancelled() {
                    break;
                }
                tokio::time::sleep(MARK_PAUSE).await;
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
#[path = "deliveries_tests.rs"]
mod tests;
