//! Disputes of payments: recorded by a person, because most providers tell of them by mail alone (`domain::dispute`).

use chrono::{DateTime, Utc};
use domain::{
    books::disputes::{DecideDispute, OpenDispute},
    command::Reply,
    dispute::{Disputed, REFERENCE_MAX, Verdict},
    id::{DisputeId, PaymentId},
    money::Won,
    refusal::Refusal,
};

use super::{
    Result, check_text,
    page::{Page, Paged},
    refund::REASON_MAX,
    views,
};
use crate::{access::Caller, app::App, store::reads};

/// A dispute as a person read of it.
#[derive(Debug, Clone)]
pub struct NewDispute {
    pub payment: PaymentId,
    /// Won in dispute; all that is left of the payment where it is not given.
    pub amount: Option<Won>,
    pub reference: String,
    pub reason: String,
    pub respond_by: Option<DateTime<Utc>>,
}

/// Records that a payment is disputed. Nothing of it is refunded until it is decided.
pub async fn open(app: &App, caller: Caller, new: NewDispute) -> Result<Reply<Disputed>> {
    check_text("reference", &new.reference, REFERENCE_MAX)?;
    check_text("reason", &new.reason, REASON_MAX)?;
    let payment = views::payment(app, new.payment).await?;
    let change = OpenDispute {
        customer: payment.customer,
        payment: payment.id,
        amount: new.amount,
        reference: new.reference,
        reason: new.reason,
        respond_by: new.respond_by,
    };
    app.submit(caller.command(change)).await
}

/// Records what became of a dispute. Credits of money that went by a payout go with it, and come back with it.
pub async fn decide(
    app: &App,
    caller: Caller,
    id: DisputeId,
    verdict: Verdict,
    note: String,
) -> Result<Reply<Disputed>> {
    check_text("note", &note, REASON_MAX)?;
    let known = one(app, id).await?.dispute;
    let payment = views::payment(app, known.payment).await?;
    let change = DecideDispute {
        customer: known.customer,
        payment: known.payment,
        order: payment.order,
        dispute: id,
        verdict,
        note,
    };
    app.submit(caller.command(change)).await
}

/// A dispute with what became of it.
pub async fn one(app: &App, id: DisputeId) -> Result<Disputed> {
    let none = || Refusal::NoDispute(id);
    let known = reads::dispute(&app.db, id).await?.ok_or_else(none)?;
    let all = of_payment(app, known.payment).await?;
    let mut own = all.into_iter().filter(|it| it.dispute.id == id);
    Ok(own.next().ok_or_else(none)?)
}

/// The disputes of a payment, oldest first.
pub async fn of_payment(app: &App, payment: PaymentId) -> Result<Vec<Disputed>> {
    Ok(reads::disputes_of(&app.db, payment).await?)
}

/// Disputes, newest first: those that are open, or all.
pub async fn list(app: &App, open: bool, page: Page<DisputeId>) -> Result<Paged<Disputed>> {
    let found = reads::disputes(&app.db, open, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.dispute.id))
}
