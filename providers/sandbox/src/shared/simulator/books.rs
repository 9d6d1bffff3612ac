//! The books of a simulator, and the lock on them.

use std::ops::{Deref, DerefMut};
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::super::outbox::Outbox;
use super::super::rng::Rng;

/// The books of one provider, and what they need beside its own state.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Books<S> {
    pub(crate) rng: Rng,
    pub(crate) outbox: Outbox,
    pub(crate) own: S,
}

impl<S> Deref for Books<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.own
    }
}

impl<S> DerefMut for Books<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.own
    }
}

/// The books, locked. A guard that may have changed them is noticed.
pub(crate) struct BooksGuard<'a, S> {
    pub(super) books: MutexGuard<'a, Books<S>>,
    pub(super) changed: &'a AtomicBool,
}

impl<S> Deref for BooksGuard<'_, S> {
    type Target = Books<S>;

    fn deref(&self) -> &Books<S> {
        &self.books
    }
}

impl<S> DerefMut for BooksGuard<'_, S> {
    fn deref_mut(&mut self) -> &mut Books<S> {
        self.changed.store(true, Ordering::Relaxed);
        &mut self.books
    }
}
