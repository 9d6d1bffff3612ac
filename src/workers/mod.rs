//! What goes on without anybody asking: jobs that were promised, time that passes, and SQLite's log.

pub mod checkpoint;
pub mod outbox;
pub mod schedule;

use crate::app::Shared;

/// Starts the workers. They end when the gateway stops, after what they have in hand.
pub fn start(app: &Shared) {
    app.tasks.spawn(checkpoint::run(app.clone()));
    app.tasks.spawn(outbox::run(app.clone()));
    app.tasks.spawn(schedule::run(app.clone()));
}
