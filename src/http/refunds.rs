//! Refunds: requested with a quote, shown until they end, and paid by hand where no provider can.

mod transfer;

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    failure::{Failure, in_words},
    id::{CustomerId, LotId, PaymentId, QuoteId, RefundId},
    kind::ProviderId,
    money::{Credits, Won},
    refund::{Basis, Refund, RefundAccount, RefundState},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::{ApiResponse, created, ok},
    view::{AccountView, At, ExplanationView, List},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        Outcome, explain,
        refund::{self, NewRefund},
        views,
    },
};

pub(super) use transfer::{
    Account, Bounced, Declined, Paid, PayoutView, account, bounced, declined, paid, payout,
};

/// A refund as support asks for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRefund")]
pub(super) struct Wanted {
    payment_id: PaymentId,
    quote_id: QuoteId,
    /// At most 150 characters; the provider may show it to the buyer.
    #[schemars(length(max = crate::flows::refund::REASON_MAX))]
    reason: String,
    /// Only for payments that cannot go back the way they came, and needed there.
    refund_account: Option<RefundAccount>,
    /// That the account is right although its holder is not who paid.
    #[serde(default)]
    holder_confirmed: bool,
}

pub(super) async fn request(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let Wanted {
        payment_id,
        quote_id,
        reason,
        refund_account,
        holder_confirmed,
    } = ask.json()?;
    let new = NewRefund {
        payment: payment_id,
        quote: quote_id,
        reason,
        account: refund_account,
        holder_confirmed,
    };
    match refund::request(&app, caller, ask.idempotency_key, new).await? {
        Outcome::Done(done) => respond(created, &app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let thing = views::refund(&app, ask.id("id")?).await?;
    respond(
        ok,
        &app,
        Reply {
            answer: thing,
            balance: None,
            replayed: false,
        },
    )
    .await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", RefundState::ALL, RefundState::as_str)?;
    let due_before = ask.instant("due_before")?;
    let page = views::refunds(&app, state, due_before, ask.page()?).await?;
    Ok(ok(List::of(page, |refund| view(&app, refund))).into_response())
}

async fn respond(
    status: fn(RefundView) -> ApiResponse<RefundView>,
    app: &App,
    Reply {
        answer: refund,
        balance,
        replayed,
    }: Reply<Refund>,
) -> Result<Response, Problem> {
    let customer = refund.customer.clone();
    Ok(status(view(app, refund))
        .replayed(replayed)
        .after(app, &customer, balance)
        .await?
        .into_response())
}

/// Money going back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Refund")]
pub(super) struct RefundView {
    id: RefundId,
    state: RefundState,
    payment_id: PaymentId,
    customer_id: CustomerId,
    provider: ProviderId,
    quote_id: QuoteId,
    lot: LotId,
    /// Won.
    amount: Won,
    /// What the provider gave back, in won, where that is less than it was asked for.
    settled_amount: Option<Won>,
    /// VAT contained in `amount`.
    vat: Won,
    /// The part of `amount` that bears no VAT.
    tax_free: Won,
    credits: Credits,
    basis: Basis,
    reason: String,
    /// Masked.
    refund_account: Option<AccountView>,
    /// What the provider said last: its refusal, or, while the refund is `sent`, why it is not known yet; or where a
    /// person has to look.
    note: Option<String>,
    /// The provider's part of `note`.
    failure: Option<Failure>,
    /// The provider's code in `failure`, and its explanations.
    explanation: Option<ExplanationView>,
    /// The provider's own name of the cancel, or the evidence of a transfer by hand.
    cancel_key: Option<String>,
    requested_by: String,
    requested_at: At,
    /// By when the law wants the money on its way: the end of the third business day after the request.
    due_at: At,
    sent_at: Option<At>,
    settled_at: Option<At>,
}

fn view(app: &App, refund: Refund) -> RefundView {
    let explanation = explain::refund(app, &refund).map(ExplanationView::from);
    RefundView {
        id: refund.id,
        state: refund.state,
        payment_id: refund.payment,
        customer_id: refund.customer,
        provider: refund.provider,
        quote_id: refund.quote,
        lot: refund.lot,
        amount: refund.amount,
        settled_amount: refund.settled_amount,
        vat: refund.vat,
        tax_free: refund.tax_free,
        credits: refund.credits,
        basis: refund.basis,
        reason: refund.reason,
        refund_account: refund.account.map(AccountView::from),
        note: in_words(refund.failure.as_ref(), refund.note.as_deref()),
        failure: refund.failure,
        explanation,
        cancel_key: refund.cancel_key,
        requested_by: refund.requested_by.to_string(),
        requested_at: At(refund.requested_at),
        due_at: At(refund.due_at),
        sent_at: refund.sent_at.map(At),
        settled_at: refund.settled_at.map(At),
    }
}
