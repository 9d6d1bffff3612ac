//! What every handler shares: the books, the faults and the way out for webhooks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::books::Books;
use crate::faults::Faults;
use crate::settings::Settings;
use crate::webhooks::{Outlet, Queues};

pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) tracker: TaskTracker,
    pub(crate) stop: CancellationToken,
    pub(crate) outlet: Outlet,
    pub(crate) queues: Queues,
    books: Mutex<Books>,
    faults: Mutex<Faults>,
}

impl App {
    pub(crate) fn new(
        settings: Settings,
        tracker: TaskTracker,
        stop: CancellationToken,
        outlet: Outlet,
    ) -> Arc<Self> {
        let started = (settings.now)().timestamp_micros().cast_unsigned();
        Arc::new(Self {
            books: Mutex::new(Books::new(settings.seed ^ started)),
            faults: Mutex::new(Faults::new(settings.seed)),
            queues: Queues::default(),
            settings,
            tracker,
            stop,
            outlet,
        })
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.settings.now)()
    }

    /// The books. Every change is complete before a guard is dropped, so a poisoned lock still guards sound books.
    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
