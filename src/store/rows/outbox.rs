//! Jobs and events.

use chrono::{DateTime, Utc};
use domain::{
    effects::NewJob,
    event::{EventKind, EventRecord},
    id::{CustomerId, EventId},
};

use super::{Reader, declare::table};
use crate::store::{StoreError, columns::Rows};

table! {
    /// A hint for a job that waits already only makes it run earlier.
    pub(crate) JOBS = "jobs", Merged(
        "ON CONFLICT (kind, subject) WHERE state = 'waiting' DO UPDATE SET run_at = \
            CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END"
    ) {
        key id: id,
        fixed kind: word,
        fixed subject: text,
        fixed run_at: instant,
        fixed created_at: instant,
    }
}

pub(crate) fn write_job(new: &NewJob, row: &mut Rows) {
    row.shown(&new.id);
    row.text(new.job.kind().as_str());
    row.text(&new.job.subject());
    row.instant(new.run_at);
    row.instant(new.created_at);
}

table! {
    pub(crate) EVENTS = "events", Refused, journal 'v' {
        key id: id,
        fixed kind: word,
        fixed customer_id: maybe_id,
        fixed subject: text,
        fixed body: json,
        fixed happened_at: instant,
    }
}

/// An event as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    pub id: EventId,
    pub kind: EventKind,
    pub customer: Option<CustomerId>,
    pub subject: String,
    pub body: serde_json::Value,
    pub at: DateTime<Utc>,
}

pub(crate) fn write_event(record: &EventRecord, row: &mut Rows) {
    let event = &record.event;
    row.shown(&record.id);
    row.text(event.kind().as_str());
    row.maybe_text(event.customer().map(CustomerId::as_str));
    row.text(&event.subject());
    row.json(event);
    row.instant(record.at);
}

pub(crate) fn read_event(row: &mut Reader<'_>) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        id: row.parsed()?,
        kind: row.parsed()?,
        customer: row.maybe_parsed()?,
        subject: row.text()?,
        body: row.json()?,
        at: row.instant()?,
    })
}
