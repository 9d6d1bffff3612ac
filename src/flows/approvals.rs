//! Acts above the limit of the caller. A second person approves or rejects them.

use domain::{
    actor::Actor,
    approval::{Approval, Request},
    command::{Answer, Change, Command, IdempotencyKey, Reply, WrongAnswer},
    id::{ApprovalId, RefundId},
    refund::RefundAccount,
};

use super::{FlowError, by_hand, contradiction, credits::check_text, deposit, refund, views};
use crate::{access::Caller, app::App};

/// Longest reason of a decision: a sentence or two for the audit log.
pub const REASON_MAX: usize = 200;

/// The outcome of an act that has a limit.
#[derive(Debug)]
pub enum Outcome<T> {
    Done(Reply<T>),
    /// It is more than the caller may do alone.
    Waits(Box<Reply<Approval>>),
}

impl<T: TryFrom<Answer, Error = WrongAnswer>> Outcome<T> {
    /// Has a change done, or asked of a second person, as the books decide.
    pub(super) async fn of(app: &App, command: Command) -> Result<Self, FlowError> {
        let reply: Reply = app.submit(command).await?;
        Ok(match reply.answer {
            Answer::Approval(_) => Self::Waits(Box::new(reply.of()?)),
            _ => Self::Done(reply.of()?),
        })
    }
}

/// What a second person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Reject,
}

/// Does the requested act, or ends it. The act and the decision are one commit. An act that the books refuse leaves the
/// approval waiting.
pub async fn decide(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: ApprovalId,
    decision: Decision,
    reason: String,
) -> Result<Reply<Approval>, FlowError> {
    check_text("reason", &reason, REASON_MAX)?;
    let known = views::approval(app, id).await?;
    let by = Actor::Key(caller.key);
    let command = match decision {
        Decision::Approve => {
            let change = change(app, known).await?;
            Command::new(change, by).approving(id, reason)
        }
        Decision::Reject => {
            let customer = known.customer;
            let change = Change::Reject {
                customer,
                approval: id,
                reason,
            };
            Command::new(change, by)
        }
    };
    app.submit(command.under_key(idempotency_key)).await
}

/// The change that the act's own route would make now.
async fn change(app: &App, known: Approval) -> Result<Change, FlowError> {
    match known.request {
        Request::Grant {
            kind,
            credits,
            bonus_of,
            reason,
        } => Ok(Change::Grant {
            customer: known.customer,
            kind,
            credits,
            bonus_of,
            reason,
        }),
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
            refund::change(app, new).await
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
            deposit::pairing(app, id, decision).await
        }
        Request::ContradictionAccept {
            contradiction: id,
            reason,
        } => contradiction::acceptance(app, id, reason).await,
        Request::RefundAccount {
            refund,
            account,
            replaces,
            holder_confirmed,
        } => {
            let new = account_for(refund, account, holder_confirmed);
            by_hand::giving(app, new, replaces).await
        }
        Request::ContradictionRefund {
            contradiction: id,
            account,
            reason,
        } => contradiction::giving_back(app, id, reason, account).await,
        Request::ContradictionTransfer {
            contradiction: id,
            transferred,
            reason,
        } => contradiction::closing(app, id, reason, Some(transferred)).await,
    }
}

const fn account_for(
    refund: RefundId,
    account: RefundAccount,
    holder_confirmed: bool,
) -> by_hand::NewAccount {
    by_hand::NewAccount {
        refund,
        account,
        holder_confirmed,
    }
}
