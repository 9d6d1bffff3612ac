//! What a gateway knows of the notices of credits that end: the days before the end, and when it last looked.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use domain::notice::NoticeDays;

/// See [`super::notices`].
#[derive(Debug)]
pub struct Looks {
    pub(super) days: NoticeDays,
    pub(super) looked: Mutex<Looked>,
}

/// When this gateway last looked. Nothing depends on it but how many lots are read: a notice that is settled is a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looked {
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) at_all: Option<DateTime<Utc>>,
}

impl Looks {
    pub fn new(days: NoticeDays) -> Self {
        Self {
            days,
            looked: Mutex::default(),
        }
    }
}
