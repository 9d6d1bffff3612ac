//! The record of what happened and what is promised: entries, the inbox, idempotency keys, jobs,
//! events and acts. Rows are only added; jobs alone are changed by the outbox.

use chrono::{DateTime, Utc};
use domain::{
    books::StoredClaim,
    command::Claim,
    effects::{AuditAct, Event, NewJob},
    id::{ActId, CustomerId, EventId},
    inbox::{Body, Received},
    ledger::Entry,
    policy::Policy,
};

use super::{
    Reader, Stored,
    reply::{self, Document, Kept},
};
use crate::store::{
    StoreError,
    columns::Rows,
    journal::Block,
    keys::ApiKey,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static ENTRIES: Table = Table::new(
    "entries",
    "id",
    OnConflict::Refused,
    &[
        ("customer_id", ColumnType::Text),
        ("seq", ColumnType::Int),
        ("posting_id", ColumnType::Text),
        ("act", ColumnType::Text),
        ("from_account", ColumnType::Text),
        ("to_account", ColumnType::Text),
        ("unit", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("lot_id", ColumnType::Text),
        ("reference", ColumnType::Text),
        ("posted_at", ColumnType::Int),
        ("hash", ColumnType::Text),
    ],
)
.journaled('e', false, &[]);

impl Stored for Entry {
    fn table() -> &'static Table {
        &ENTRIES
    }

    fn write(&self, row: &mut Rows) {
        row.text(self.customer.as_str());
        row.int(self.seq);
        row.shown(&self.posting);
        row.text(self.act.as_str());
        row.text(self.from.as_str());
        row.text(self.to.as_str());
        row.text(self.unit.as_str());
        row.int(self.amount);
        row.maybe_shown(self.lot.as_ref());
        row.text(&self.reference);
        row.instant(self.at);
        row.text(&self.hash);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            customer: row.parsed()?,
            seq: row.int()?,
            posting: row.parsed()?,
            act: row.parsed()?,
            from: row.parsed()?,
            to: row.parsed()?,
            unit: row.parsed()?,
            amount: row.int()?,
            lot: row.maybe_parsed()?,
            reference: row.text()?,
            at: row.instant()?,
            hash: row.text()?,
        })
    }
}

pub(crate) static INBOX: Table = Table::new(
    "inbox",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("event_key", ColumnType::Text),
        ("verdict", ColumnType::Text),
        ("note", ColumnType::Text),
        ("headers", ColumnType::Text),
        ("body_form", ColumnType::Text),
        ("body", ColumnType::Text),
        ("effect", ColumnType::Text),
        ("received_at", ColumnType::Int),
        ("settled_at", ColumnType::Int),
        ("key", ColumnType::Text),
    ],
)
.journaled_but('i', &["effect", "settled_at"]);

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

pub(crate) static CLAIMS: Table = Table::new(
    "claims",
    "key",
    OnConflict::Refused,
    &[
        ("scope", ColumnType::Text),
        ("client_key", ColumnType::Text),
        ("fingerprint", ColumnType::Text),
        ("reply", ColumnType::Text),
        ("claimed_at", ColumnType::Int),
        ("key", ColumnType::Text),
    ],
)
.journaled('c', false, &[]);

/// An idempotency key with what its answer is made of.
#[derive(Debug)]
pub(crate) struct KeptClaim {
    pub(crate) claim: Claim,
    pub(crate) kept: Kept,
    pub(crate) at: DateTime<Utc>,
}

pub(crate) fn write_claim(stored: &StoredClaim, row: &mut Rows) {
    row.text(&stored.claim.scope);
    row.text(&stored.claim.key);
    row.text(&stored.claim.fingerprint);
    row.json(&Document::from(&stored.reply.answer));
    row.instant(stored.at);
    row.pair(&stored.claim.scope, &stored.claim.key);
}

pub(crate) fn read_claim(row: &mut Reader<'_>) -> Result<KeptClaim, StoreError> {
    Ok(KeptClaim {
        claim: Claim {
            scope: row.text()?,
            key: row.text()?,
            fingerprint: row.text()?,
        },
        kept: reply::read(&row.text()?)
            .ok_or_else(|| row.damaged("no answer in a form of any version"))?,
        at: row.instant()?,
    })
}

/// A hint for work that waits already only brings it forward.
pub(crate) static JOBS: Table = Table::new(
    "jobs",
    "id",
    OnConflict::Merged(
        "ON CONFLICT (kind, subject) WHERE state = 'waiting' DO UPDATE SET run_at = \
            CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END",
    ),
    &[
        ("id", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("run_at", ColumnType::Int),
        ("created_at", ColumnType::Int),
    ],
);

impl Stored for NewJob {
    fn table() -> &'static Table {
        &JOBS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.kind.as_str());
        row.text(&self.subject);
        row.instant(self.run_at);
        row.instant(self.created_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            kind: row.parsed()?,
            subject: row.text()?,
            run_at: row.instant()?,
            created_at: row.instant()?,
        })
    }
}

pub(crate) static EVENTS: Table = Table::new(
    "events",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("body", ColumnType::Text),
        ("happened_at", ColumnType::Int),
    ],
)
.journaled('v', false, &[]);

/// An event as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    pub id: EventId,
    pub kind: String,
    pub customer: Option<CustomerId>,
    pub subject: String,
    pub body: serde_json::Value,
    pub at: DateTime<Utc>,
}

pub(crate) fn write_event(event: &Event, row: &mut Rows) {
    row.shown(&event.id);
    row.text(event.kind);
    row.maybe_text(event.customer.as_ref().map(CustomerId::as_str));
    row.text(&event.subject);
    row.json(&event.body);
    row.instant(event.at);
}

pub(crate) fn read_event(row: &mut Reader<'_>) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        id: row.parsed()?,
        kind: row.text()?,
        customer: row.maybe_parsed()?,
        subject: row.text()?,
        body: row.json()?,
        at: row.instant()?,
    })
}

pub(crate) static ACTS: Table = Table::new(
    "acts",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Text),
        ("actor", ColumnType::Text),
        ("act", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("detail", ColumnType::Text),
        ("acted_at", ColumnType::Int),
    ],
)
.journaled('a', false, &[]);

/// A line of the audit log as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAct {
    pub id: ActId,
    pub by: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
    pub at: DateTime<Utc>,
}

pub(crate) fn write_act(act: &AuditAct, row: &mut Rows) {
    row.shown(&act.id);
    row.text(&act.by);
    row.text(act.act);
    row.text(&act.subject);
    row.text(&act.detail);
    row.instant(act.at);
}

pub(crate) fn read_act(row: &mut Reader<'_>) -> Result<StoredAct, StoreError> {
    Ok(StoredAct {
        id: row.parsed()?,
        by: row.text()?,
        act: row.text()?,
        subject: row.text()?,
        detail: row.text()?,
        at: row.instant()?,
    })
}

pub(crate) static API_KEYS: Table = Table::new(
    "api_keys",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Text),
        ("role", ColumnType::Text),
        ("hash", ColumnType::Text),
        ("name", ColumnType::Text),
        ("created_at", ColumnType::Int),
        ("revoked_at", ColumnType::Int),
    ],
)
.journaled_but('k', &["revoked_at"]);

/// Published policies, each once and for ever.
pub(crate) static POLICIES: Table = Table::new(
    "policies",
    "version",
    OnConflict::Refused,
    &[
        ("version", ColumnType::Text),
        ("hash", ColumnType::Text),
        ("document", ColumnType::Text),
        ("published_at", ColumnType::Int),
        ("effective_at", ColumnType::Int),
        ("stored_at", ColumnType::Int),
    ],
)
.journaled('t', false, &[]);

pub(crate) fn write_policy(policy: &Policy, stored_at: DateTime<Utc>, row: &mut Rows) {
    row.text(&policy.version);
    row.text(&policy.hash);
    row.text(&policy.document);
    row.instant(policy.published_at);
    row.instant(policy.effective_at);
    row.instant(stored_at);
}

pub(crate) fn write_key(key: &ApiKey, row: &mut Rows) {
    row.shown(&key.id);
    row.text(&key.role);
    row.text(&key.hash);
    row.text(&key.name);
    row.instant(key.created_at);
    row.maybe_instant(key.revoked_at);
}

/// The journal's blocks.
pub(crate) static JOURNAL: Table = Table::new(
    "journal",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Int),
        ("made_at", ColumnType::Int),
        ("content", ColumnType::Text),
        ("hash", ColumnType::Text),
    ],
);

pub(crate) fn write_block(block: &Block, row: &mut Rows) {
    row.int(block.id);
    row.instant(block.at);
    row.text(&block.content);
    row.text(&block.hash);
}
