//! A person's decisions about a deposit that was not matched automatically.

use chrono::Duration;
use domain::{
    approval::LimitedAct,
    books::{
        deposits::{MatchDeposit, ReturnDeposit},
        repeats::{MarkNewMoney, MarkRepeat},
    },
    command::Reply,
    deposit::{Arrived, Deposit, EARLY_SLACK_MINUTES, PrintedName},
    effects::AuditAct,
    id::{DepositId, OrderId},
    order::{Order, OrderState},
};

use super::{FlowError, Result, check_text, outcome::Outcome, views};
use crate::{
    access::Caller,
    app::App,
    store::{audit_log, reads},
};

/// Longest reason an operator gives.
pub const REASON_MAX: usize = 200;

/// An operator's decision that a deposit pays an order.
#[derive(Debug, Clone)]
pub struct Decision {
    pub order: OrderId,
    pub despite_amount: bool,
    pub reason: String,
}

pub async fn pair(
    app: &App,
    caller: Caller,
    id: DepositId,
    decision: Decision,
) -> Result<Outcome<Deposit>> {
    let change = pairing(app, id, decision).await?;
    Outcome::of(app, caller, change, LimitedAct::DepositMatch).await
}

/// The command to the books for a match, for any caller.
pub(super) async fn pairing(app: &App, id: DepositId, decision: Decision) -> Result<MatchDeposit> {
    check_text("reason", &decision.reason, REASON_MAX)?;
    let customer = views::order(app, decision.order).await?.customer;
    let Decision {
        order,
        despite_amount,
        reason,
    } = decision;
    Ok(MatchDeposit {
        customer,
        deposit: id,
        order,
        despite_amount,
        reason,
    })
}

/// An operator's decision about a deposit that may be the money of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// It is the money of that deposit. When none is named, it is the money of the deposit that it is suspected to
    /// repeat.
    Repeat(Option<DepositId>),
    New,
}

pub async fn tell_apart(
    app: &App,
    caller: Caller,
    id: DepositId,
    apart: Apart,
    reason: String,
) -> Result<Reply<Deposit>> {
    check_text("reason", &reason, REASON_MAX)?;
    let deposit = views::deposit(app, id).await?;
    let command = match apart {
        Apart::Repeat(of) => {
            // The books refuse a deposit that is not in doubt, and report its state.
            let of = of.or(deposit.repeat_of).unwrap_or(id);
            let change = MarkRepeat {
                deposit: id,
                of,
                reason,
            };
            caller.command(change)
        }
        Apart::New => {
            let change = MarkNewMoney {
                deposit: id,
                account: deposit.movement.account,
                name: PrintedName(deposit.movement.name),
                reason,
            };
            caller.command(change)
        }
    };
    app.submit(command).await
}

/// The operator sent the money back.
pub async fn give_back(
    app: &App,
    caller: Caller,
    id: DepositId,
    reason: String,
) -> Result<Reply<Deposit>> {
    check_text("reason", &reason, REASON_MAX)?;
    let change = ReturnDeposit {
        deposit: id,
        reason,
    };
    app.submit(caller.command(change)).await
}

/// A deposit with its depositor's whole name, for a person who has to find the order that a misnamed deposit pays. The
/// caller and the reason are recorded in the audit log before the name is returned. The answer is stored nowhere, so a
/// second request makes a second line.
pub async fn unmask(app: &App, caller: Caller, id: DepositId, reason: String) -> Result<Deposit> {
    check_text("reason", &reason, REASON_MAX)?;
    let act = super::audit_log::line(app, &caller, AuditAct::DepositUnmask, id, reason);
    let db = app.db.clone();
    let found = app
        .detached(async move { Ok(audit_log::unmask(&db, id, &act).await?) })
        .await?;
    let deposit = found.ok_or(FlowError::NotFound("deposit"))?;
    metrics::counter!(super::series::UNMASKED).increment(1);
    Ok(deposit)
}

/// What has arrived for an order that waits for a transfer to the seller's own account, and did not pay it.
pub async fn arrived(app: &App, order: &Order) -> Result<Option<(Arrived, DepositId)>> {
    let key = order.depositor_key.as_deref();
    let account = key.and_then(|key| key.split_once('|'));
    let Some((account, _)) = account.filter(|_| order.state == OrderState::AwaitingDeposit) else {
        return Ok(None);
    };
    let since = order.opened_at - Duration::minutes(EARLY_SLACK_MINUTES);
    let found = reads::arrived(&app.db, &order.provider, account, since).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let alone = reads::waits_alone(&app.db, account, order.amount).await?;
    Ok(Arrived::of(order, &found, alone))
}
