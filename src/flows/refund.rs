//! Refunds: quoted, requested, stored as sent, sent under their id, and looked up until their outcome is known.

mod settle;

use domain::{
    approval::LimitedAct,
    books::{
        quotes::{Asked, AskedAt, QuoteRefund},
        refunds::{RefundRoute, RequestRefund},
    },
    calendar::{Rollover, ends_at, rfc3339_seoul},
    command::Reply,
    deposit::PrintedName,
    id::{PaymentId, QuoteId},
    payment::Payment,
    refund::{Beyond, Quote, Refund, RefundAccount},
};
use providers::provider::{Provider, RefundsBy};

use super::{FlowError, Result, Settled, check_text, outcome::Outcome, views};
use crate::{
    access::{Caller, Role},
    app::App,
    store::reads,
};
pub use settle::settle;

/// Longest reason. Providers take 200 characters in all, and the refund's id comes before it.
pub const REASON_MAX: usize = 150;

/// Longest evidence that a buyer asked earlier: the name of a mail or a ticket, not its text.
pub const EVIDENCE_MAX: usize = 200;

/// The refund that the policy allows now, or at the time the buyer asked; beyond its windows where the seller wants to.
/// It is stored, so that the amount read to the buyer is the amount paid.
pub async fn quote(app: &App, caller: Caller, id: PaymentId, asked: Asked) -> Result<Reply<Quote>> {
    if let Some(AskedAt { evidence, .. }) = &asked.at {
        check_text("evidence", evidence, EVIDENCE_MAX)?;
    }
    if asked.beyond == Some(Beyond::Goodwill) && caller.role != Role::Admin {
        return Err(FlowError::invalid(
            "beyond",
            "is goodwill only for a key of role admin",
        ));
    }
    let customer = views::payment(app, id).await?.customer;
    let change = QuoteRefund {
        customer,
        payment: id,
        asked,
    };
    app.submit(caller.command(change)).await
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
pub async fn request(app: &App, caller: Caller, new: NewRefund) -> Result<Outcome<Refund>> {
    let change = change(app, new).await?;
    Outcome::of(app, caller, change, LimitedAct::Refund).await
}

/// The command to the books for a refund, for any caller.
pub(super) async fn change(app: &App, new: NewRefund) -> Result<RequestRefund> {
    if new.reason.trim().is_empty() {
        return Err(FlowError::invalid("reason", "says why the money goes back"));
    }
    if new.reason.chars().count() > REASON_MAX || new.reason.chars().any(char::is_control) {
        let rule = format!("has at most {REASON_MAX} characters, none of them a control character");
        return Err(FlowError::invalid("reason", rule));
    }
    let payment = views::payment(app, new.payment).await?;
    let Way {
        route,
        needs_account,
    } = way(app, &payment)?;
    let account = new.account.map(|it| tidy(app, it)).transpose()?;
    check_account(needs_account, account.as_ref())?;
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

/// How the money of a payment goes back now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub route: RefundRoute,
    /// Whether it cannot go back the way it came, so that an account has to be given.
    pub needs_account: bool,
}

pub fn way(app: &App, payment: &Payment) -> Result<Way> {
    let provider = app.provider(&payment.provider)?;
    let route = route(app, provider.as_ref(), payment)?;
    let accounts = &provider.capabilities().refund_account_for;
    let needs_account = matches!(route, RefundRoute::Hand(_)) || accounts.contains(&payment.method);
    Ok(Way {
        route,
        needs_account,
    })
}

/// Whether an account is given where money cannot go back the way it came, and only there.
pub(super) fn check_account(needed: bool, account: Option<&RefundAccount>) -> Result<()> {
    let rule = match account {
        None if needed => "is needed: this payment cannot go back the way it came",
        Some(_) if !needed => "is not taken: this payment goes back the way it came",
        None | Some(_) => return Ok(()),
    };
    Err(FlowError::invalid("refund_account", rule))
}

/// The account in its stored form, where this gateway can store one.
pub(super) fn tidy(app: &App, account: RefundAccount) -> Result<RefundAccount> {
    if app.db.keys().ids().next().is_none() {
        return Err(FlowError::NoAccountKey);
    }
    account
        .tidy()
        .map_err(|rule| FlowError::invalid("refund_account", rule))
}

/// That a refund stays as it is, because the account it goes to cannot be read.
pub(super) fn stuck_without_key(account: Option<&RefundAccount>) -> Option<Settled> {
    let missing = account?.check_readable().err()?;
    Some(Settled::Stuck(missing.to_string().into()))
}

/// The payer's name as the bank printed it. It is known for transfers to our own account.
pub(super) async fn payer(app: &App, payment: &Payment) -> Result<Option<PrintedName>> {
    let key = &payment.payment_key;
    let deposit = reads::deposit_by_key(&app.db, &payment.provider, key).await?;
    Ok(deposit.map(|deposit| PrintedName(deposit.movement.name)))
}

/// The refund that used a quote.
pub async fn of_quote(app: &App, quote: &Quote) -> Result<Option<Refund>> {
    let refunds = reads::refunds_of_payment(&app.db, quote.payment_id).await?;
    Ok(refunds.into_iter().find(|refund| refund.quote == quote.id))
}

/// Whether the provider can still do it. Past its deadline the provider is not asked.
fn route(app: &App, provider: &dyn Provider, payment: &Payment) -> Result<RefundRoute> {
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
        let until = ends_at(
            payment.paid_at,
            period,
            Rollover::None,
            &app.rules().holidays,
        )
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
