//! State that every handler shares: the books, the faults and the outlet for webhooks.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
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
    /// Whether the books differ from the last written state, where they are kept.
    changed: AtomicBool,
    faults: Mutex<Faults>,
}

impl App {
    pub(crate) fn new(
        settings: Settings,
        tracker: TaskTracker,
        stop: CancellationToken,
        outlet: Outlet,
        books: Option<Books>,
    ) -> Arc<Self> {
        let started = (settings.now)().timestamp_micros().cast_unsigned();
        let books = books.unwrap_or_else(|| Books::new(settings.seed ^ started));
        Arc::new(Self {
            books: Mutex::new(books),
            changed: AtomicBool::new(false),
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

    /// The books, locked. Every change is complete before a guard is dropped, so a poisoned lock still guards sound
    /// books.
    pub(crate) fn books(&self) -> BooksGuard<'_> {
        BooksGuard {
            books: self.books.lock().unwrap_or_else(PoisonError::into_inner),
            changed: &self.changed,
        }
    }

    /// The result of `read` over the books, if they changed since the last call.
    pub(crate) fn changed_books<T>(&self, read: impl FnOnce(&Books) -> T) -> Option<T> {
        // Nobody changes them under the lock, so no change is missed.
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = self.changed.swap(false, Ordering::Relaxed);
        changed.then(|| read(&books))
    }

    /// Marks the books as not written.
    pub(crate) fn books_unwritten(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The books, locked. A guard that may have changed them is noticed.
pub(crate) struct BooksGuard<'a> {
    books: MutexGuard<'a, Books>,
    changed: &'a AtomicBool,
}

impl Deref for BooksGuard<'_> {
    type Target = Books;

    fn deref(&self) -> &Books {
        &self.books
    }
}

impl DerefMut for BooksGuard<'_> {
    fn deref_mut(&mut self) -> &mut Books {
        self.changed.store(true, Ordering::Relaxed);
        &mut self.books
    }
}
