//! Statements of a provider that the books cannot follow. A person decides about them, after the provider was asked
//! once more.

mod settle;

use chrono::{DateTime, Utc};
use domain::{
    approval::LimitedAct,
    books::decisions::{AcceptContradiction, CloseContradiction, RefundContradiction},
    contradiction::{Contradiction, ContradictionState},
    id::ContradictionId,
    order::Order,
    payment::{Payment, Snapshot},
    refund::RefundAccount,
};
use providers::provider::PaymentRef;

use super::{
    EVIDENCE_MAX, FlowError, Result, check_text,
    outcome::Outcome,
    payment::{apply, reference},
    refund::{check_account, tidy},
    views,
};
use crate::{access::Caller, app::App};
pub use settle::settle;

/// Longest reason of a decision.
pub const REASON_MAX: usize = 150; // it goes to the provider, like a refund's

/// Books a payment that contradicts its order, as the provider reports it now.
pub async fn accept(
    app: &App,
    caller: Caller,
    id: ContradictionId,
    reason: String,
) -> Result<Outcome<Contradiction>> {
    let change = acceptance(app, id, reason).await?;
    Outcome::of(app, caller, change, LimitedAct::ContradictionAccept).await
}

/// The command to the books for that, for any caller, after the provider was asked once more.
pub(super) async fn acceptance(
    app: &App,
    id: ContradictionId,
    reason: String,
) -> Result<AcceptContradiction> {
    check_text("reason", &reason, REASON_MAX)?;
    let (known, order) = with_order(app, id).await?;
    let (snapshot, asked_at) = looked(app, &known, &order).await?;
    Ok(AcceptContradiction {
        customer: known.customer,
        order: known.order,
        contradiction: id,
        snapshot: Box::new(snapshot),
        asked_at,
        reason,
    })
}

/// Makes the provider give back the money of a payment that is in no books. A job sends the cancel, right after the
/// commit.
pub async fn give_back(
    app: &App,
    caller: Caller,
    id: ContradictionId,
    reason: String,
    account: Option<RefundAccount>,
) -> Result<Outcome<Contradiction>> {
    let change = giving_back(app, id, reason, account).await?;
    Outcome::of(app, caller, change, LimitedAct::ContradictionRefund).await
}

/// The command to the books for that, for any caller, after the provider was asked once more.
pub(super) async fn giving_back(
    app: &App,
    id: ContradictionId,
    reason: String,
    account: Option<RefundAccount>,
) -> Result<RefundContradiction> {
    check_text("reason", &reason, REASON_MAX)?;
    let account = account.map(|it| tidy(app, it)).transpose()?;
    let (known, order) = with_order(app, id).await?;
    let (snapshot, _) = looked(app, &known, &order).await?;
    let provider = app.provider(&order.provider)?;
    let accounts = &provider.capabilities().refund_account_for;
    check_account(accounts.contains(&snapshot.method), account.as_ref())?;
    Ok(RefundContradiction {
        customer: known.customer,
        order: known.order,
        contradiction: id,
        account,
        reason,
    })
}

/// Closes a contradiction that was settled elsewhere. Where the provider can be asked, it must not hold the money any
/// more, or must have refused to give it back. In the second case `transferred` is the evidence of a person's transfer,
/// which has the limit of refunds.
pub async fn close(
    app: &App,
    caller: Caller,
    id: ContradictionId,
    reason: String,
    transferred: Option<String>,
) -> Result<Outcome<Contradiction>> {
    let change = closing(app, id, reason, transferred).await?;
    Outcome::of(app, caller, change, LimitedAct::ContradictionTransfer).await
}

/// The command to the books for that, for any caller, after the provider was asked once more.
pub(super) async fn closing(
    app: &App,
    id: ContradictionId,
    reason: String,
    transferred: Option<String>,
) -> Result<CloseContradiction> {
    check_text("reason", &reason, REASON_MAX)?;
    if let Some(evidence) = &transferred {
        check_text("transferred", evidence, EVIDENCE_MAX)?;
    }
    let (known, order) = with_order(app, id).await?;
    if known.state == ContradictionState::Open && known.kind.may_be_refunded() {
        looked(app, &known, &order).await?;
    }
    Ok(CloseContradiction {
        customer: known.customer,
        order: known.order,
        contradiction: id,
        transferred,
        reason,
    })
}

async fn with_order(app: &App, id: ContradictionId) -> Result<(Contradiction, Order)> {
    let known = views::contradiction(app, id).await?;
    let order = views::order(app, known.order).await?;
    Ok((known, order))
}

/// The provider's answer about the payment, after it was applied. A person's decision rests on it.
async fn looked(
    app: &App,
    known: &Contradiction,
    order: &Order,
) -> Result<(Snapshot, DateTime<Utc>)> {
    let (snapshot, asked_at) = asked(app, &known.payment_key, order).await?;
    if known.state.is_open() {
        apply(app, order, snapshot.clone(), asked_at, None).await?;
    }
    Ok((snapshot, asked_at))
}

/// Looks a booked payment up and applies the answer, before a person makes a decision that rests on it.
pub(super) async fn look(app: &App, payment: &Payment) -> Result<()> {
    let order = views::order(app, payment.order).await?;
    let (snapshot, asked_at) = asked(app, &payment.payment_key, &order).await?;
    apply(app, &order, snapshot, asked_at, None).await?;
    Ok(())
}

async fn asked(app: &App, payment_key: &str, order: &Order) -> Result<(Snapshot, DateTime<Utc>)> {
    let provider = app.provider(&order.provider)?;
    let asked_at = app.now();
    let asked = provider.lookup(&about(payment_key, order, asked_at)).await;
    let snapshot = asked.map_err(|error| FlowError::Provider {
        error,
        explanation: None,
    })?;
    Ok((snapshot, asked_at))
}

/// The payment to ask about. It may be another than the order's.
fn about(payment_key: &str, order: &Order, now: DateTime<Utc>) -> PaymentRef {
    PaymentRef {
        payment_key: Some(payment_key.to_owned()),
        ..reference(order, now)
    }
}
