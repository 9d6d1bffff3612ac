//! Events on their way out: the feed is followed, what is due is sent, and how it ended is written down. Its slots are its
//! own, so that no receiver keeps anything else of the gateway waiting.

use std::{sync::Arc, time::Duration};

use domain::endpoint::Endpoint;
use tokio::sync::{Semaphore, mpsc};

use crate::{
    app::Shared,
    flows::{
        deliveries::{self, Attempt, Claimed, SLOTS},
        outgoing::UnderWay,
    },
    store::webhooks::Delivery,
};

/// How often the tables are read when nothing is notified: events of other gateways, retries whose time has come.
const EVERY: Duration = Duration::from_millis(500);
/// The pause after the feed was followed. Under load a round carries the events of so long a time together, and takes a
/// small part of it.
const FOLLOWED_EVERY: Duration = Duration::from_millis(50);
/// The pause after something was claimed: so each claim carries what became due in that time.
const CLAIMED_EVERY: Duration = Duration::from_millis(20);
/// Ends of attempts written in one transaction.
const MARKED_AT_ONCE: usize = 64;
/// How long an answer is still waited for when the gateway stops: within the part of the stop that is left to running
/// work. A message whose answer is not known then goes out again after the start, under the same id.
const GRACE: Duration = Duration::from_secs(5);

/// Follows the feed for every endpoint.
pub async fn follow(app: Shared) {
    let emitted = app.writer.emitted();
    loop {
        let found = deliveries::follow(&app).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "Events could not be put in line for the endpoints and are next time");
            false
        });
        let pause = if found { FOLLOWED_EVERY } else { EVERY };
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = emitted.notified(), if !found => {}
            () = app.outgoing.behind.notified(), if !found => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Sends what is due.
pub async fn deliver(app: Shared) {
    let slots = Arc::new(Semaphore::new(SLOTS));
    let (ends, ended) = mpsc::channel(SLOTS);
    app.tasks.spawn(mark(app.clone(), ended));
    loop {
        let claimed = deliveries::claim(&app, slots.available_permits()).await;
        let claimed = claimed.unwrap_or_else(|error| {
            tracing::warn!(%error, "Deliveries could not be claimed and are next time");
            Vec::new()
        });
        let found = !claimed.is_empty();
        for claimed in claimed {
            let Ok(slot) = slots.clone().acquire_owned().await else {
                return;
            };
            let (app_of_it, ends) = (app.clone(), ends.clone());
            app.tasks.spawn(async move {
                let Claimed {
                    endpoint,
                    delivery,
                    under_way,
                } = claimed;
                if let Some(attempt) = within_the_stop(&app_of_it, endpoint, delivery).await {
                    // The receiver ends after every sender.
                    let _ = ends.send((attempt, under_way)).await;
                }
                drop(slot);
            });
        }
        let pause = if found { CLAIMED_EVERY } else { EVERY };
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = app.outgoing.due.notified(), if !found => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn within_the_stop(app: &Shared, endpoint: Endpoint, delivery: Delivery) -> Option<Attempt> {
    let stopped = async {
        app.stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        attempt = Box::pin(deliveries::attempt(app, &endpoint, delivery)) => Some(attempt),
        () = stopped => None,
    }
}

/// Writes down how attempts ended, many at once. Ends after the last of them.
async fn mark(app: Shared, mut ended: mpsc::Receiver<(Attempt, UnderWay)>) {
    let mut attempts = Vec::with_capacity(MARKED_AT_ONCE);
    while ended.recv_many(&mut attempts, MARKED_AT_ONCE).await > 0 {
        deliveries::mark(&app, std::mem::take(&mut attempts)).await;
    }
}
