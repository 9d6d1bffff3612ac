//! Acts that wait for a second person.

use domain::approval::Approval;

use super::declare::{stored, table};

stored! {
    pub(crate) APPROVALS = "approvals", Replaced, journal 'n': Approval {
        key id: id,
        fixed customer_id: word = customer,
        fixed act: word,
        fixed subject: text,
        fixed amount: int,
        fixed asked_by: id,
        fixed asked_at: instant,
        fixed expires_at: instant,
        changing request: json,
        changing state: word = decision,
        changing decided_by: maybe_id,
        changing decided_at: maybe_instant,
        changing reason: maybe_text,
        changing outcome: maybe_text,
    }
}
