//! Acts above the limit of the caller. A second person approves or rejects them.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    approval::{APPROVAL_DAYS, Approval, Request},
    books::{approvals::RejectApproval, customers::GrantCredits},
    command::{AnyChange, Command, Reply},
    id::{ApprovalId, KeyId},
    refusal::Refusal,
};

use super::{Result, by_hand, check_text, contradiction, deposit, operators, refund, views};
use crate::{
    access::{Caller, Need},
    app::App,
    store::reads,
};

/// Longest reason of a decision: a sentence or two for the audit log.
pub const REASON_MAX: usize = 200;

/// What a second person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Reject,
}

/// Two persons are two only where neither made the other: who decides may not have got a key, a password or a second factor
/// from who asked, within the days that an act waits at most. Older ones have been seen in the audit log by others.
pub(super) async fn check_apart(app: &App, asked_by: &Actor, decides: KeyId) -> Result<()> {
    let days = TimeDelta::days(APPROVAL_DAYS);
    let made = reads::let_in(&app.db, decides, asked_by, app.now() - days).await?;
    made.map_or(Ok(()), |made| {
        let until = made.at + days;
        let (by, at) = (made.by, made.at);
        Err(Refusal::LetInByAsker { by, at, until }.into())
    })
}

/// The names of operators who may decide what another asked for: neither who asked, nor whom that one let in.
pub async fn deciders(app: &App, approval: &Approval) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for operator in operators::list(&app.db).await? {
        let may = operator.disabled_at.is_none() && operator.desk.may(Need::Decide);
        if may
            && approval.asked_by.key() != Some(operator.id)
            && check_apart(app, &approval.asked_by, operator.id)
                .await
                .is_ok()
        {
            names.push(operator.name);
        }
    }
    Ok(names)
}

/// Does the requested act, or ends it. The act and the decision are one commit. An act that the books refuse leaves the
/// approval waiting.
pub async fn decide(
    app: &App,
    caller: Caller,
    id: ApprovalId,
    decision: Decision,
    reason: String,
) -> Result<Reply<Approval>> {
    check_text("reason", &reason, REASON_MAX)?;
    let known = views::approval(app, id).await?;
    let command = match decision {
        Decision::Approve => {
            check_apart(app, &known.asked_by, caller.key).await?;
            let change = change(app, known).await?;
            Command::any(change, Actor::Key(caller.key))
                .under_key(caller.idempotency_key)
                .approving(id, reason)
        }
        Decision::Reject => {
            let customer = known.customer;
            let change = RejectApproval {
                customer,
                approval: id,
                reason,
            };
            caller.command(change).erased()
        }
    };
    let reply = app.submit(command).await?;
    Ok(reply.of()?)
}

/// The change that the act's own route would make now.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each act and nothing else"
)]
async fn change(app: &App, known: Approval) -> Result<AnyChange> {
    if let Some(account) = known.request.goes_to() {
        account.check_readable()?;
    }
    Ok(match known.request {
        Request::Grant {
            kind,
            credits,
            bonus_of,
            reason,
        } => {
            let customer = known.customer;
            let grant = GrantCredits {
                customer,
                kind,
                credits,
                bonus_of,
                reason,
            };
            grant.into()
        }
        Request::Refund {
            payment,
            quote,
            reason,
            account,
            holder_confirmed,
        } => {
            let new = refund::NewRefund {
                payment,
                quote,
                reason,
                account,
                holder_confirmed,
            };
            refund::change(app, new).await?.into()
        }
        Request::DepositMatch {
            deposit: id,
            order,
            reason,
        } => {
            let decision = deposit::Decision {
                order,
                despite_amount: true,
                reason,
            };
            deposit::pairing(app, id, decision).await?.into()
        }
        Request::ContradictionAccept {
            contradiction: id,
            reason,
        } => contradiction::acceptance(app, id, reason).await?.into(),
        Request::RefundAccount {
            refund,
            account,
            replaces,
            holder_confirmed,
        } => {
            let new = by_hand::NewAccount {
                refund,
                account,
                holder_confirmed,
            };
            by_hand::giving(app, new, replaces).await?.into()
        }
        Request::ContradictionRefund {
            contradiction: id,
            account,
            reason,
        } => contradiction::giving_back(app, id, reason, account)
            .await?
            .into(),
        Request::ContradictionTransfer {
            contradiction: id,
            transferred,
            reason,
        } => contradiction::closing(app, id, reason, Some(transferred))
            .await?
            .into(),
    })
}
