//! Refunds that a person transfers: the account, the transfer, and a transfer that came back.

use domain::{
    approval::LimitedAct,
    books::{
        by_hand::{BounceRefund, GiveAccount},
        disputes::undisputed,
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::Reply,
    effects::{AuditAct, AuditRecord},
    failure::Why,
    id::RefundId,
    money::Won,
    payment::Payment,
    refund::{Refund, RefundAccount, RefundState},
    refusal::Refusal,
};
use providers::{error::ProviderError, provider::RefundsBy};

use super::{
    EVIDENCE_MAX, FlowError, Result,
    audit_log::line,
    check_text, contradiction,
    outcome::Outcome,
    refund::{REASON_MAX, payer, tidy},
    views,
};
use crate::{
    access::Caller,
    app::App,
    store::{audit_log, reads},
};

/// A person transferred the money of a refund that the provider cannot send.
///
/// # Errors
/// [`Refusal::PaymentDisputed`] while the payment is disputed. A transfer that was made before is recorded afterwards.
pub async fn paid_by_hand(
    app: &App,
    caller: Caller,
    id: RefundId,
    evidence: String,
) -> Result<Reply<Refund>> {
    check_text("evidence", &evidence, EVIDENCE_MAX)?;
    let outcome = RefundOutcome::Succeeded {
        cancel_key: Some(evidence.clone()),
    };
    // Somebody else said so before, with another transfer: this one must not be taken for booked.
    let ours = |refund: &Refund| refund.cancel_key.as_ref() == Some(&evidence);
    end(app, caller, id, outcome, ours).await
}

/// Ends a refund that waits for a transfer without one: others gave the buyer the money, or the buyer does not want it
/// any more. Its credits come back, except those that go with the money that others gave.
pub async fn declined(
    app: &App,
    caller: Caller,
    id: RefundId,
    reason: String,
) -> Result<Reply<Refund>> {
    check_text("reason", &reason, REASON_MAX)?;
    let outcome = RefundOutcome::Declined(Why::Note(reason.clone()));
    let ours = |refund: &Refund| refund.note.as_ref() == Some(&reason);
    end(app, caller, id, outcome, ours).await
}

/// Books the end of a refund that a person handled. A refund that is with its provider is not a person's to end, and
/// never becomes so again. For every other state the books know which end may follow, and the answer under this
/// idempotency key. An answer that is not `ours` is the end that somebody else reported before.
async fn end(
    app: &App,
    caller: Caller,
    id: RefundId,
    outcome: RefundOutcome,
    ours: impl Fn(&Refund) -> bool,
) -> Result<Reply<Refund>> {
    let refund = views::refund(app, id).await?;
    if matches!(refund.state, RefundState::Requested | RefundState::Sent) {
        return Err(not_open(&refund).into());
    }
    let change = ObserveRefund {
        customer: refund.customer,
        refund: id,
        outcome,
    };
    let done = app.submit(caller.command(change)).await?;
    if ours(&done.answer) {
        Ok(done)
    } else {
        Err(not_open(&done.answer).into())
    }
}

fn not_open(refund: &Refund) -> Refusal {
    Refusal::RefundNotOpen {
        refund: refund.id,
        state: refund.state,
    }
}

/// What people did with a refund that is transferred by hand, oldest first.
pub async fn transfers(app: &App, refund: &Refund) -> Result<Vec<AuditRecord>> {
    Ok(reads::acts_by_hand(&app.db, refund.id, refund.requested_at).await?)
}

/// A person's transfer was refused by the bank, or came back. Or a refund that the provider sent has failed since; then
/// the provider is asked once more before a person pays it.
pub async fn bounced(
    app: &App,
    caller: Caller,
    id: RefundId,
    reason: String,
) -> Result<Reply<Refund>> {
    check_text("reason", &reason, REASON_MAX)?;
    let refund = views::refund(app, id).await?;
    if refund.state == RefundState::Succeeded && refund.sent_at.is_some() {
        let payment = views::payment(app, refund.payment).await?;
        contradiction::look(app, &payment).await?;
    }
    let change = BounceRefund {
        customer: refund.customer,
        refund: id,
        note: reason,
    };
    app.submit(caller.command(change)).await
}

/// An account that support enters.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub refund: RefundId,
    pub account: RefundAccount,
    /// The account is right although its holder is not the payer.
    pub holder_confirmed: bool,
}

/// Sets the account for a refund by hand that has no account, a wrong one, or one that sent the money back. A caller
/// who may not refund that much alone may not set its account alone either.
pub async fn give_account(app: &App, caller: Caller, new: NewAccount) -> Result<Outcome<Refund>> {
    let replaces = views::refund(app, new.refund).await?.account;
    let change = giving(app, new, replaces).await?;
    Outcome::of(app, caller, change, LimitedAct::RefundAccount).await
}

/// The command to the books for an account, for any caller. `replaces` is the refund's account when this was asked for.
pub(super) async fn giving(
    app: &App,
    new: NewAccount,
    replaces: Option<RefundAccount>,
) -> Result<GiveAccount> {
    let account = tidy(app, new.account)?;
    let refund = views::refund(app, new.refund).await?;
    let payment = views::payment(app, refund.payment).await?;
    Ok(GiveAccount {
        customer: refund.customer,
        refund: refund.id,
        account,
        replaces,
        payer: payer(app, &payment).await?,
        holder_confirmed: new.holder_confirmed,
    })
}

/// The facts that a person needs to transfer a refund. Nothing is masked, so it has no `Debug`.
#[expect(
    missing_debug_implementations,
    reason = "it holds an account number and a name"
)]
pub struct Payout {
    pub refund: RefundId,
    pub account: RefundAccount,
    pub amount: Won,
}

/// Where to transfer a refund that no provider sends, after the provider was asked whether the money is still there.
/// The reader is recorded in the audit log before the account is returned.
///
/// # Errors
/// [`Refusal::MoneyTakenBack`] where others gave the buyer the money meanwhile, [`Refusal::PaymentDisputed`] where they may,
/// [`Refusal::AccountKeyMissing`] where the account cannot be read: the refund waits on.
pub async fn payout(app: &App, caller: Caller, id: RefundId) -> Result<Payout> {
    let refund = by_hand(app, id).await?;
    let payment = views::payment(app, refund.payment).await?;
    look(app, &payment).await?;
    let refund = by_hand(app, id).await?;
    let payment = views::payment(app, refund.payment).await?;
    undisputed(&payment)?;
    if !payment.holds(refund.amount) {
        return Err(Refusal::MoneyTakenBack(id).into());
    }
    let account = refund.account.ok_or(FlowError::NoRefundAccount(id))?;
    account.check_readable()?;
    let act = line(app, &caller, AuditAct::RefundPayoutRead, id, String::new());
    let db = app.db.clone();
    app.detached(async move { Ok(audit_log::add(&db, &act).await?) })
        .await?;
    Ok(Payout {
        refund: id,
        account,
        amount: refund.amount,
    })
}

/// A refund that waits for a transfer.
async fn by_hand(app: &App, id: RefundId) -> Result<Refund> {
    let refund = views::refund(app, id).await?;
    if refund.state == RefundState::ByHand {
        Ok(refund)
    } else {
        Err(not_open(&refund).into())
    }
}

/// Looks the payment up where its provider knows of it. A provider that does not answer is asked again later. A
/// provider that no longer knows the payment, or no longer takes our key, will not change its answer: then the state in
/// the books stands.
async fn look(app: &App, payment: &Payment) -> Result<()> {
    let known = app.registry.get(&payment.provider);
    if known.is_none_or(|provider| provider.capabilities().refunds == RefundsBy::Hand) {
        return Ok(());
    }
    match contradiction::look(app, payment).await {
        Err(FlowError::Provider {
            error:
                ProviderError::Declined { .. }
                | ProviderError::TooLate { .. }
                | ProviderError::Misconfigured { .. },
            ..
        }) => Ok(()),
        looked => looked,
    }
}
