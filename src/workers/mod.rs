//! Work without a caller: the auditor, queued jobs, events on their way out, expiry, published policies, SQLite's log, and a look for what other gateways changed.

pub mod auditor;
pub mod outbox;
pub mod schedule;
pub mod webhooks;

use std::time::Duration;

use crate::app::Shared;

/// Starts the workers. They end when the gateway stops, after the work they have begun.
pub fn start(app: &Shared) {
    app.tasks.spawn(schedule::copy_log(app.clone()));
    app.tasks.spawn(outbox::run(app.clone()));
    app.tasks.spawn(schedule::sweep(app.clone()));
    app.tasks.spawn(schedule::take_up_policies(app.clone()));
    app.tasks.spawn(schedule::look(app.clone()));
    app.tasks.spawn(schedule::reconcile(app.clone()));
    app.tasks.spawn(auditor::audit(app.clone()));
    app.tasks.spawn(auditor::seal(app.clone()));
    app.tasks.spawn(webhooks::follow(app.clone()));
    app.tasks.spawn(webhooks::deliver(app.clone()));
}

/// Waits, but not beyond the stop of the gateway. Returns whether it stops.
async fn stops_within(app: &Shared, pause: Duration) -> bool {
    let waited = app.stop.run_until_cancelled(tokio::time::sleep(pause));
    waited.await.is_none()
}
