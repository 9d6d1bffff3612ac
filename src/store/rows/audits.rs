//! What the auditor beside a running gateway keeps.

use domain::finding::{AuditPass, Finding};

use super::declare::{stored, table};

stored! {
    /// No record: how far it has come follows from nothing, and matters to nobody once it is over.
    pub(crate) AUDIT_PASSES = "audit_passes", Refused: AuditPass {
        key id: id,
        changing state: word,
        fixed started_at: instant,
        changing finished_at: maybe_instant,
        changing stage: text,
        changing place: text,
        changing progress: text,
        changing slices: int,
        changing rows_read: int = rows,
        changing found: int,
        changing next_at: instant,
        changing holder: text,
        changing leased_until: instant,
    }
}

stored! {
    /// No record: it follows from the books.
    pub(crate) AUDIT_FINDINGS = "audit_findings", Refused: Finding {
        key id: id,
        fixed kind: text,
        fixed subject: text,
        fixed customer_id: maybe_text = customer,
        changing detail: text,
        fixed first_seen_at: instant,
        changing last_seen_at: instant,
        changing pass_id: id = pass,
        changing cleared_at: maybe_instant,
    }
}
