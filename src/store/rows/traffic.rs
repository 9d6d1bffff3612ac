//! What comes in and goes out: webhooks, idempotency keys with what they answered, jobs and events.

use chrono::{DateTime, Utc};
use domain::{
    books::AnsweredKey,
    command::IdempotencyKey,
    effects::NewJob,
    event::{EventKind, EventRecord},
    id::{CustomerId, EventId},
    inbox::{Body, Received},
};

use super::{
    Reader, Stored,
    declare::{stored, table},
    reply::{self, Document, Kept},
    sealed::names_account,
};
use crate::store::{
    StoreError,
    columns::{Rows, place},
    table::Table,
};

table! {
    pub(crate) INBOX = "inbox", Refused, journal 'i' {
        key id: id,
        fixed provider: word,
        fixed event_key: text,
        fixed verdict: word,
        fixed note: text,
        fixed headers: text,
        fixed body_form: text,
        fixed body: text,
        changing effect: text,
        fixed received_at: instant,
        changing settled_at: maybe_instant,
        fixed key: text,
    }
}

impl Stored for Received {
    fn table() -> &'static Table {
        &INBOX
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.provider.as_str());
        row.text(&self.event_key);
        row.text(self.verdict.as_str());
        row.text(&self.note);
        row.text(&self.headers);
        let (form, body) = match &self.body {
            Body::Text(text) => ("text", text),
            Body::Hex(hex) => ("hex", hex),
        };
        row.text(form);
        row.text(body);
        row.text(&self.effect);
        row.instant(self.received_at);
        row.maybe_instant(self.settled_at);
        row.pair(self.provider.as_str(), &self.event_key);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            provider: row.parsed()?,
            event_key: row.text()?,
            verdict: row.parsed()?,
            note: row.text()?,
            headers: row.text()?,
            body: match row.text()?.as_str() {
                "text" => Body::Text(row.text()?),
                "hex" => Body::Hex(row.text()?),
                _ => return Err(row.damaged("neither text nor hex")),
            },
            effect: row.text()?,
            received_at: row.instant()?,
            settled_at: row.maybe_instant()?,
        })
    }
}

table! {
    pub(crate) IDEMPOTENCY_KEYS = "idempotency_keys", Refused, journal 'c' {
        fixed scope: text,
        fixed client_key: text,
        fixed fingerprint: text,
        fixed reply: json,
        fixed answered_at: instant,
        key key: text,
    }
}

/// An idempotency key with the data of its answer.
#[derive(Debug)]
pub(crate) struct KeptKey {
    pub(crate) idempotency_key: IdempotencyKey,
    pub(crate) kept: Kept,
    pub(crate) at: DateTime<Utc>,
}

pub(crate) fn write_answered(stored: &AnsweredKey, row: &mut Rows) {
    row.text(&stored.idempotency_key.scope);
    row.text(&stored.idempotency_key.key);
    if names_account(&stored.reply.answer) {
        let place = fingerprint_place(&stored.idempotency_key.scope, &stored.idempotency_key.key);
        row.sealed(&place, &stored.idempotency_key.fingerprint);
    } else {
        row.text(&stored.idempotency_key.fingerprint);
    }
    row.json(&Document::from(&stored.reply.answer));
    row.instant(stored.at);
    row.pair(&stored.idempotency_key.scope, &stored.idempotency_key.key);
}

/// Where the fingerprint of a request is stored.
fn fingerprint_place(scope: &str, key: &str) -> String {
    place(
        IDEMPOTENCY_KEYS.name,
        &format!("{scope}/{key}"),
        "fingerprint",
    )
}

pub(crate) fn read_answered(row: &mut Reader<'_>) -> Result<KeptKey, StoreError> {
    let (scope, key) = (row.text()?, row.text()?);
    let fingerprint = row.sealed(&fingerprint_place(&scope, &key))?;
    Ok(KeptKey {
        idempotency_key: IdempotencyKey {
            scope,
            key,
            fingerprint,
        },
        kept: reply::read(&row.text()?)
            .ok_or_else(|| row.damaged("no answer in a known version"))?,
        at: row.instant()?,
    })
}

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

stored! {
    pub(crate) EVENTS = "events", Refused, journal 'v': StoredEvent {
        key id: id,
        fixed kind: word,
        fixed customer_id: maybe_id = customer,
        fixed subject: text,
        fixed body: json,
        fixed happened_at: instant = at,
        derived seq: maybe_int,
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
    /// The event's number among those of its customer, from 1 on without a gap.
    pub seq: Option<i64>,
}

/// An event, with its number among those of its customer.
#[derive(Debug)]
pub(crate) struct NumberedEvent<'e> {
    pub(crate) record: &'e EventRecord,
    pub(crate) seq: Option<i64>,
}

pub(crate) fn write_event(numbered: &NumberedEvent<'_>, row: &mut Rows) {
    let NumberedEvent { record, seq } = numbered;
    let event = &record.event;
    row.shown(&record.id);
    row.text(event.kind().as_str());
    row.maybe_text(event.customer().map(CustomerId::as_str));
    row.text(&event.subject());
    row.json(event);
    row.instant(record.at);
    row.maybe_int(*seq);
}
