//! Notices of versions of the policy, and drafts that wait for a second person with the decisions about them.

use domain::{
    notice::PolicyNotice,
    policy::{PolicyDecision, PolicyDraft},
};

use super::declare::{stored, table};

stored! {
    pub(crate) POLICY_NOTICES = "policy_notices", Refused, journal 'J': PolicyNotice {
        key id: id,
        fixed customer_id: word = customer,
        fixed version: text,
        fixed hash: text,
        fixed noticed_at: instant = at,
    }
}

stored! {
    pub(crate) POLICY_DRAFTS = "policy_drafts", Refused, journal 'T': PolicyDraft {
        key id: id,
        fixed version: text,
        fixed hash: text,
        fixed document: text,
        fixed effective_at: instant,
        fixed asked_by: id,
        fixed asked_at: instant,
        fixed expires_at: instant,
    }
}

stored! {
    pub(crate) POLICY_DECISIONS = "policy_decisions", Refused, journal 'V': PolicyDecision {
        key draft_id: id = draft,
        fixed decision: word,
        fixed decided_by: id = by,
        fixed decided_at: instant = at,
        fixed reason: text,
    }
}
