//! Work without a caller: queued jobs, events on their way out, expiry, published policies, SQLite's log, and a look for what other gateways changed.

pub mod outbox;
pub mod schedule;
pub mod webhooks;

use crate::app::Shared;

/// Starts the workers. They end when the gateway stops, after the work they have begun.
pub fn start(app: &Shared) {
    app.tasks.spawn(schedule::copy_log(app.clone()));
    app.tasks.spawn(outbox::run(app.clone()));
    app.tasks.spawn(schedule::sweep(app.clone()));
    app.tasks.spawn(schedule::take_up_policies(app.clone()));
    app.tasks.spawn(schedule::look(app.clone()));
    app.tasks.spawn(schedule::reconcile(app.clone()));
    app.tasks.spawn(webhooks::follow(app.clone()));
    app.tasks.spawn(webhooks::deliver(app.clone()));
}
