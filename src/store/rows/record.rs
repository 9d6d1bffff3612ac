//! The record of what happened and of who may act: entries, acts, API keys, policies and the journal's blocks.

use chrono::{DateTime, Utc};
use domain::{effects::AuditRecord, id::KeyId, ledger::Entry, policy::Policy};

use super::declare::{stored, table};
use crate::store::{columns::Rows, journal::draft::Block};

stored! {
    pub(crate) ENTRIES = "entries", Refused, journal 'e': Entry {
        fixed customer_id: word = customer,
        fixed seq: int,
        fixed posting_id: id = posting,
        fixed act: word,
        fixed from_account: word = from,
        fixed to_account: word = to,
        fixed unit: word,
        fixed amount: int,
        fixed lot_id: maybe_id = lot,
        fixed reference: text,
        fixed posted_at: instant = at,
        fixed hash: text,
    }
}

stored! {
    pub(crate) AUDIT_LOG = "audit_log", Refused, journal 'a': AuditRecord {
        key id: id,
        fixed actor: id = by,
        fixed act: word,
        fixed subject: text,
        fixed detail: text,
        fixed acted_at: instant = at,
    }
}

table! {
    pub(crate) API_KEYS = "api_keys", Refused, journal 'k' {
        key id: id,
        fixed role: word,
        fixed hash: text,
        fixed name: text,
        fixed created_at: instant,
        changing revoked_at: maybe_instant,
    }
}

table! {
    /// Published policies, each stored once and kept for ever.
    pub(crate) POLICIES = "policies", Refused, journal 't' {
        key version: text,
        fixed hash: text,
        fixed document: text,
        fixed published_at: instant,
        fixed effective_at: instant,
        fixed stored_at: instant,
    }
}

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

table! {
    /// The journal's blocks.
    pub(crate) JOURNAL = "journal", Refused {
        key id: int,
        fixed made_at: instant,
        fixed content: text,
        fixed hash: text,
    }
}

pub(crate) fn write_block(block: &Block, row: &mut Rows) {
    row.int(block.id);
    row.instant(block.at);
    row.text(&block.content);
    row.text(&block.hash);
}

/// An API key as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: KeyId,
    /// `checkout`, `service`, `support` or `admin`: the edge knows what each may do.
    pub role: String,
    /// The hash of the secret, in the form the edge made it.
    pub hash: String,
    /// The name a person gave it.
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKey")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
