//! Drafts of the policy that wait for a second person, and the decisions about them. Both are written under the lock of the
//! common chain, like published versions.

use chrono::{DateTime, Utc};
use domain::{
    approval::ApprovalState,
    effects::AuditRecord,
    id::PolicyDraftId,
    policy::{Drafted, PolicyDecision, PolicyDraft, Stored},
};

use super::{
    Db, Page, StoreError, Tx,
    columns::Rows,
    journal::draft::Draft,
    policies::{self, Publication},
    query::Arg,
    rows::{self, Stored as _},
    sql::statements,
};

statements! {
    BY_ID = "SELECT {policy_drafts} FROM policy_drafts WHERE id = $1";
    DECISION = "SELECT {policy_decisions} FROM policy_decisions WHERE draft_id = $1";
    WAITING =
        "SELECT {policy_drafts} FROM policy_drafts WHERE hash = $1 AND expires_at > $2 AND NOT EXISTS \
             (SELECT 1 FROM policy_decisions WHERE policy_decisions.draft_id = policy_drafts.id) \
         ORDER BY id LIMIT 1";
    /// There are some drafts in a year.
    IN_STATE =
        "SELECT {policy_drafts} FROM policy_drafts WHERE id < $1 AND expires_at > $3 AND expires_at <= $4 \
         AND COALESCE((SELECT policy_decisions.decision FROM policy_decisions \
             WHERE policy_decisions.draft_id = policy_drafts.id), 'waiting') = $5 \
         ORDER BY id DESC LIMIT $2";
}

/// A draft with the decision about it, where there is one.
pub async fn by_id(db: &Db, id: PolicyDraftId) -> Result<Option<Drafted>, StoreError> {
    let id = id.to_string();
    let Some(draft) = db.thing(&BY_ID, &id).await? else {
        return Ok(None);
    };
    let decision = db.thing(&DECISION, &id).await?;
    Ok(Some(Drafted { draft, decision }))
}

/// Drafts in a state at an instant, newest first.
pub async fn list(
    db: &Db,
    state: ApprovalState,
    now: DateTime<Utc>,
    page: &Page,
) -> Result<Vec<Drafted>, StoreError> {
    let now = now.timestamp_micros();
    let (kept, after, until) = match state {
        ApprovalState::Waiting => (state, now, i64::MAX),
        ApprovalState::Expired => (ApprovalState::Waiting, i64::MIN, now),
        ApprovalState::Approved | ApprovalState::Rejected => (state, i64::MIN, i64::MAX),
    };
    let args = vec![
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Int(after),
        Arg::Int(until),
        Arg::Text(kept.as_str()),
    ];
    let drafts: Vec<PolicyDraft> = db.things(&IN_STATE, args).await?;
    let mut all = Vec::new();
    for draft in drafts {
        let decision = db.thing(&DECISION, &draft.id.to_string()).await?;
        all.push(Drafted { draft, decision });
    }
    Ok(all)
}

/// Stores a draft with its line of the audit log, unless one of the same document waits: then that one is returned, and
/// `true`. For tasks that are never cancelled.
pub async fn ask(
    db: &Db,
    draft: PolicyDraft,
    act: &AuditRecord,
) -> Result<(PolicyDraft, bool), StoreError> {
    let mut tx = db.begin().await?;
    let mut common = Draft::common(&mut tx, draft.asked_at).await?;
    let now = draft.asked_at.timestamp_micros();
    let args = vec![Arg::Text(&draft.hash), Arg::Int(now)];
    let waiting = tx.conn().all(&WAITING, args).await?;
    if let Some(row) = waiting.first() {
        let known = rows::read_one(row)?;
        tx.rollback().await?;
        return Ok((known, true));
    }
    let mut added = Rows::new(tx.engine(), &rows::POLICY_DRAFTS, 1);
    added.recorded(&mut common, |row| draft.write(row));
    tx.conn().insert(added).await?;
    end(tx, common, act).await?;
    Ok((draft, false))
}

/// A decision, with what follows from it.
#[derive(Debug)]
pub struct Decided {
    pub decision: PolicyDecision,
    pub act: AuditRecord,
    pub publication: Option<Publication>,
}

/// Decides about a draft, and publishes it in the same commit where it was approved. `decide` sees every stored version,
/// and nobody stores one or decides meanwhile. None when there is no such draft. For tasks that are never cancelled.
pub async fn decide<E: From<StoreError>>(
    db: &Db,
    id: PolicyDraftId,
    now: DateTime<Utc>,
    decide: impl FnOnce(&Drafted, &[Stored]) -> Result<Decided, E>,
) -> Result<Option<Drafted>, E> {
    let mut tx = db.begin().await?;
    let mut common = Draft::common(&mut tx, now).await?;
    let key = id.to_string();
    let found = tx.conn().all(&BY_ID, vec![Arg::Text(&key)]).await?;
    let made = tx.conn().all(&DECISION, vec![Arg::Text(&key)]).await?;
    let Some(row) = found.first() else {
        tx.rollback().await?;
        return Ok(None);
    };
    let known = Drafted {
        draft: rows::read_one(row)?,
        decision: made.first().map(rows::read_one).transpose()?,
    };
    let stored = policies::stored(&mut tx).await?;
    let decided = match decide(&known, &stored) {
        Ok(decided) => decided,
        Err(refused) => {
            tx.rollback().await?;
            return Err(refused);
        }
    };
    if let Some(publication) = &decided.publication {
        policies::write(&mut tx, &mut common, publication, now).await?;
    }
    let mut added = Rows::new(tx.engine(), &rows::POLICY_DECISIONS, 1);
    added.recorded(&mut common, |row| decided.decision.write(row));
    tx.conn().insert(added).await?;
    end(tx, common, &decided.act).await?;
    Ok(Some(Drafted {
        decision: Some(decided.decision),
        ..known
    }))
}

async fn end(mut tx: Tx, mut common: Draft, act: &AuditRecord) -> Result<(), StoreError> {
    let mut lines = Rows::new(tx.engine(), &rows::AUDIT_LOG, 1);
    lines.recorded(&mut common, |row| act.write(row));
    tx.conn().insert(lines).await?;
    common.write(&mut tx).await?;
    tx.commit().await
}
