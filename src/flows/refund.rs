//! Refunds: quoted, requested, stored as sent, sent under their id, and looked up until their outcome is known.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    approval::LimitedAct,
    books::{
        quotes::{Asked, AskedAt, QuoteRefund},
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, RequestRefund, SubmitRefund},
    },
    calendar::{Rollover, ends_at, rfc3339_seoul},
    canary,
    command::{Command, IdempotencyKey, Reply},
    deposit::PrintedName,
    failure::Why,
    id::{JobId, PaymentId, QuoteId, RefundId},
    payment::{Payment, Snapshot, Standing},
    refund::{Beyond, Quote, Refund, RefundAccount, RefundState},
};
use providers::{
    error::ProviderError,
    provider::{PaymentRef, Provider, RefundOrder, RefundsBy},
};

use super::{
    FlowError,
    outcome::Outcome,
    settled::{Settled, failure},
    text::check_text,
    views,
};
use crate::{
    access::{Caller, Role},
    app::App,
    store::reads,
};

/// Longest reason. Providers take 200 characters in all, and the refund's id comes before it.
pub const REASON_MAX: usize = 150;

/// Longest evidence that a buyer asked earlier: the name of a mail or a ticket, not its text.
pub const EVIDENCE_MAX: usize = 200;

/// The refund that the policy allows now, or at the time the buyer asked; beyond its windows where the seller wants to.
/// It is stored, so that the amount read to the buyer is the amount paid.
pub async fn quote(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: PaymentId,
    asked: Asked,
) -> Result<Reply<Quote>, FlowError> {
    if let Some(AskedAt { evidence, .. }) = &asked.at {
        check_text("evidence", evidence, EVIDENCE_MAX)?;
    }
    if asked.beyond == Some(Beyond::Goodwill) && caller.role != Role::Admin {
        return Err(FlowError::Invalid {
            field: "beyond",
            rule: "is goodwill only for a key of role admin".to_owned(),
        });
    }
    let customer = views::payment(app, id).await?.customer;
    let command = Command::new(
        QuoteRefund {
            customer,
            payment: id,
            asked,
        },
        Actor::Key(caller.key),
    )
    .under_key(idempotency_key);
    app.submit(command).await
}

/// A refund as support asks for it.
#[derive(Debug, Clone)]
pub struct NewRefund {
    pub payment: PaymentId,
    pub quote: QuoteId,
    pub reason: String,
    pub account: Option<RefundAccount>,
    /// The account is right although its holder is not the payer.
    pub holder_confirmed: bool,
}

/// Takes the credits out and stores the refund. A job sends it, right after the commit.
pub async fn request(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    new: NewRefund,
) -> Result<Outcome<Refund>, FlowError> {
    let change = change(app, new).await?;
    let most = app.limits.of(caller.role, LimitedAct::Refund);
    let command = Command::new(change, Actor::Key(caller.key))
        .under_key(idempotency_key)
        .up_to(most);
    Outcome::of(app, command).await
}

/// The command to the books for a refund, for any caller.
pub(super) async fn change(app: &App, new: NewRefund) -> Result<RequestRefund, FlowError> {
    check_reason(&new.reason)?;
    let payment = views::payment(app, new.payment).await?;
    let known = app.registry.get(&payment.provider);
    let provider = known.ok_or_else(|| FlowError::NoProvider(payment.provider.clone()))?;
    let route = route(app, provider.as_ref(), &payment)?;
    let by_hand = matches!(route, RefundRoute::Hand(_));
    let account = new.account.map(tidy).transpose()?;
    check_account(provider.as_ref(), &payment, by_hand, account.as_ref())?;
    let request = RequestRefund {
        customer: payment.customer.clone(),
        payment: payment.id,
        quote: new.quote,
        reason: new.reason,
        payer: payer(app, &payment).await?,
        account,
        holder_confirmed: new.holder_confirmed,
        route,
    };
    Ok(request)
}

fn check_reason(reason: &str) -> Result<(), FlowError> {
    let invalid = |rule: String| {
        Err(FlowError::Invalid {
            field: "reason",
            rule,
        })
    };
    if reason.trim().is_empty() {
        return invalid("says why the money goes back".to_owned());
    }
    if reason.chars().count() > REASON_MAX || reason.chars().any(char::is_control) {
        return invalid(format!(
            "has at most {REASON_MAX} characters, none of them a control character"
        ));
    }
    Ok(())
}

fn check_account(
    provider: &dyn Provider,
    payment: &Payment,
    by_hand: bool,
    account: Option<&RefundAccount>,
) -> Result<(), FlowError> {
    let accounts = &provider.capabilities().refund_account_for;
    let needed = by_hand || accounts.contains(&payment.method);
    let invalid = |rule: &str| {
        Err(FlowError::Invalid {
            field: "refund_account",
            rule: rule.to_owned(),
        })
    };
    match account {
        None if needed => invalid("is needed: this payment cannot go back the way it came"),
        Some(_) if !needed => invalid("is not taken: this payment goes back the way it came"),
        None | Some(_) => Ok(()),
    }
}

pub(super) fn tidy(account: RefundAccount) -> Result<RefundAccount, FlowError> {
    account.tidy().map_err(|rule| FlowError::Invalid {
        field: "refund_account",
        rule,
    })
}

/// The payer's name as the bank printed it. It is known for transfers to our own account.
pub(super) async fn payer(app: &App, payment: &Payment) -> Result<Option<PrintedName>, FlowError> {
    let key = &payment.payment_key;
    let deposit = reads::deposit_by_key(&app.db, &payment.provider, key).await?;
    Ok(deposit.map(|deposit| PrintedName(deposit.movement.name)))
}

/// Whether the provider can still do it. Past its deadline the provider is not asked.
fn route(app: &App, provider: &dyn Provider, payment: &Payment) -> Result<RefundRoute, FlowError> {
    let offered = provider.capabilities();
    if offered.refunds == RefundsBy::Hand {
        return Ok(RefundRoute::Hand(
            "this provider sends nothing back: transfer it by hand".to_owned(),
        ));
    }
    let limit = offered
        .refund_within
        .iter()
        .find(|(method, _)| *method == payment.method);
    if let Some((_, period)) = limit.copied() {
        let until = ends_at(payment.paid_at, period, Rollover::None, &app.rules.holidays)
            .map_err(|error| FlowError::Refused(error.into()))?;
        if app.now() >= until {
            let why = format!(
                "the provider takes no refunds of this payment since {}",
                rfc3339_seoul(until)
            );
            return Ok(RefundRoute::Hand(why));
        }
    }
    Ok(RefundRoute::Provider)
}

/// Sends a refund, or finds its outcome. Safe to repeat, by anyone, at any time.
pub async fn settle(app: &App, id: RefundId, job: Option<JobId>) -> Result<Settled, FlowError> {
    let refund = views::refund(app, id).await?;
    let payment = views::payment(app, refund.payment).await?;
    let known = app.registry.get(&payment.provider);
    let provider = known.ok_or_else(|| FlowError::NoProvider(payment.provider.clone()))?;
    match refund.state {
        RefundState::Succeeded
        | RefundState::Declined
        | RefundState::ByHand
        | RefundState::Bounced => Ok(Settled::Done),
        RefundState::Requested => {
            canary!(SentBeforeWritten, (), submit(app, &payment, &refund).await?);
            send(app, provider.as_ref(), &payment, &refund, job).await
        }
        RefundState::Sent => {
            // It was sent before, by this process or by one that has ended: ask first.
            let order = views::order(app, payment.order).await?;
            let key = Some(payment.payment_key.clone());
            let asked_at = app.now();
            let reference = PaymentRef {
                payment_key: key,
                ..super::payment::reference(&order, asked_at)
            };
            match provider.lookup(&reference).await {
                Ok(snapshot) if is_gone(&snapshot) => {
                    undone(app, &payment, &refund, snapshot, asked_at, job).await
                }
                Ok(snapshot) => match observed(app, &payment, id, snapshot, asked_at, job).await? {
                    Settled::Later(_) => send(app, provider.as_ref(), &payment, &refund, job).await,
                    settled @ (Settled::Done | Settled::Ended | Settled::Stuck(_)) => Ok(settled),
                },
                Err(error) => kept_open(app, &payment, &refund, &error).await,
            }
        }
    }
}

/// Stores that a refund is sent.
async fn submit(app: &App, payment: &Payment, refund: &Refund) -> Result<(), FlowError> {
    let change = SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    };
    app.apply(Command::new(change, by(payment))).await?;
    Ok(())
}

async fn send(
    app: &App,
    provider: &dyn Provider,
    payment: &Payment,
    refund: &Refund,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    crate::crash::point("refund.before_send");
    let asked_at = app.now();
    let answer = provider.refund(&order(app, payment, refund)).await;
    crate::crash::point("refund.after_send");
    canary!(SentBeforeWritten, submit(app, payment, refund).await?, ());
    match answer {
        Ok(snapshot) => observed(app, payment, refund.id, snapshot, asked_at, job).await,
        Err(no @ (ProviderError::Declined(_) | ProviderError::TooLate(_))) => {
            refused(app, payment, refund, &no, job).await
        }
        Err(error @ ProviderError::Misconfigured(_)) => {
            kept_open(app, payment, refund, &error).await
        }
        Err(error) => canary!(
            TimeoutIsRefusal,
            refused(app, payment, refund, &error, job).await,
            kept_open(app, payment, refund, &error).await
        ),
    }
}

/// The refund is not settled by this error. The provider's message is noted on the refund at once, where support reads
/// it: a fault may hide a final refusal, and a key or a contract needs a person. A missing answer is not noted.
async fn kept_open(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    error: &ProviderError,
) -> Result<Settled, FlowError> {
    let failure = error.failure();
    if failure.code().is_some() {
        let change = ObserveRefund {
            customer: refund.customer.clone(),
            refund: refund.id,
            outcome: RefundOutcome::Open(failure),
        };
        app.apply(Command::new(change, by(payment))).await?;
    }
    Ok(Settled::after(error))
}

async fn refused(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    why: &ProviderError,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let failure = why.failure();
    // Past its deadline the provider refuses for ever, and the buyer is still owed the money.
    let outcome = if matches!(why, ProviderError::TooLate { .. }) {
        RefundOutcome::ByHand(failure)
    } else {
        RefundOutcome::Declined(failure.into())
    };
    let change = ObserveRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        outcome,
    };
    app.apply(Command::new(change, by(payment)).finishing(job))
        .await?;
    Ok(Settled::with(job))
}

/// Whether the money to give back is not there any more, because the bank took the deposit back.
fn is_gone(snapshot: &Snapshot) -> bool {
    matches!(
        snapshot.standing,
        Standing::AwaitingDeposit | Standing::Voided
    )
}

/// Ends a refund of a deposit that was taken back. The cancel sent for it found nothing to cancel, and would never find
/// anything if it were sent again.
async fn undone(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let order = views::order(app, payment.order).await?;
    let (snapshot, asked_at) = match super::payment::sure(app, &order, snapshot, asked_at).await? {
        Ok(sure) => sure,
        Err(doubt) => return Ok(Settled::Later(failure(&doubt))),
    };
    if !is_gone(&snapshot) {
        return observed(app, payment, refund.id, snapshot, asked_at, job).await;
    }
    super::payment::apply(app, &order, snapshot, asked_at, None).await?;
    let why = Why::from("the deposit was taken back: there is nothing to refund");
    let change = ObserveRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        outcome: RefundOutcome::Declined(why),
    };
    app.apply(Command::new(change, by(payment)).finishing(job))
        .await?;
    Ok(Settled::with(job))
}

/// Applies a snapshot and returns whether it settled the refund.
async fn observed(
    app: &App,
    payment: &Payment,
    id: RefundId,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let order = views::order(app, payment.order).await?;
    let (snapshot, asked_at) = match super::payment::sure(app, &order, snapshot, asked_at).await? {
        Ok(sure) => sure,
        Err(error) => return Ok(Settled::after(&error)),
    };
    // An answer that the books do not believe settles nothing either, so the job must not end with it.
    let believed = snapshot.standing == Standing::Paid
        && snapshot.amount == payment.amount
        && snapshot.payment_key == payment.payment_key;
    // While a cancel of ours is under way at the provider, nothing is settled. The job stays.
    let settled = believed && snapshot.shows_end_of(id);
    let finishes = if settled { job } else { None };
    super::payment::apply(app, &order, snapshot, asked_at, finishes).await?;
    let state = views::refund(app, id).await?.state;
    match state {
        RefundState::Succeeded
        | RefundState::Declined
        | RefundState::ByHand
        | RefundState::Bounced => Ok(Settled::with(finishes)),
        RefundState::Requested | RefundState::Sent => Ok(Settled::Later(
            "the provider lists no finished cancel of ours".into(),
        )),
    }
}

fn by(payment: &Payment) -> Actor {
    Actor::Provider(payment.provider.clone())
}

/// The refund as it was frozen, in the provider's terms.
fn order(app: &App, payment: &Payment, refund: &Refund) -> RefundOrder {
    RefundOrder {
        id: key(app, refund),
        order: payment.order,
        payment_key: payment.payment_key.clone(),
        method: payment.method,
        paid: payment.amount,
        amount: refund.amount,
        tax_free: refund.tax_free,
        vat: refund.vat,
        expected_balance: refund.expected_balance,
        reason: refund.reason.clone(),
        account: refund.account.clone(),
    }
}

/// The key of every attempt to send it: its id.
fn key(app: &App, refund: &Refund) -> RefundId {
    let fresh = canary!(FreshRefundKey, refund.state == RefundState::Sent, false);
    if fresh {
        app.id(RefundId::new)
    } else {
        refund.id
    }
}
