//! Refunds: requested with a quote, shown until they end, and paid by hand where no provider can.

use domain::{
    command::Reply,
    failure::{Failure, in_words},
    id::{CustomerId, LotId, PaymentId, QuoteId, RefundId},
    kind::ProviderId,
    money::{Credits, Won},
    refund::{Basis, Refund, RefundAccount, RefundState},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals,
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{AccountView, At, ExplanationView, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        by_hand::{self, NewAccount, Payout},
        explain,
        outcome::Outcome,
        refund::{self, NewRefund},
        views,
    },
};

view! {
    /// Money going back.
    pub(super) struct RefundView("Refund")
    of (refund: Refund, app: &App; explanation = explain::refund(app, &refund);
        late = refund.late_interest(app.now())) {
        id: RefundId,
        state: RefundState,
        payment_id: PaymentId = refund.payment,
        customer_id: CustomerId = refund.customer,
        provider: ProviderId,
        quote_id: QuoteId = refund.quote,
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
        refund_account: Option<AccountView> = refund.account.map(AccountView::of),
        /// What the provider said last: its refusal, or, while the refund is `sent`, why it is not known yet; or where a
        /// person has to look.
        note: Option<String> = in_words(refund.failure.as_ref(), refund.note.as_deref()),
        /// The provider's part of `note`.
        failure: Option<Failure>,
        /// The provider's code in `failure`, and its explanations.
        explanation: Option<ExplanationView> = explanation.map(ExplanationView::of),
        /// The provider's own name of the cancel, or the evidence of a transfer by hand.
        cancel_key: Option<String>,
        requested_by: String = refund.requested_by.to_string(),
        requested_at: At = At(refund.requested_at),
        /// By when the law wants the money on its way: the end of the third business day after the request.
        due_at: At = At(refund.due_at),
        /// Won of interest that the seller owes for the delay so far, 15 % a year of the amount (E-Commerce Act art. 18(2),
        /// Enforcement Decree art. 21-3). No provider pays it: it is transferred by hand.
        late_interest: Won = late,
        sent_at: Option<At> = refund.sent_at.map(At),
        settled_at: Option<At> = refund.settled_at.map(At),
    }
}

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

pub(super) async fn request(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let asked: Wanted = ask.json()?;
    let new = NewRefund {
        payment: asked.payment_id,
        quote: asked.quote_id,
        reason: asked.reason,
        account: asked.refund_account,
        holder_confirmed: asked.holder_confirmed,
    };
    match refund::request(&app, caller, new).await? {
        Outcome::Done(done) => respond(created, &app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let refund = views::refund(&app, ask.id("id")?).await?;
    let customer = refund.customer.clone();
    let response = ok(&RefundView::of(refund, &app));
    response.about(&app, &customer).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", RefundState::ALL, RefundState::as_str)?;
    let due_before = ask.instant("due_before")?;
    let page = views::refunds(&app, state, due_before, ask.page()?).await?;
    Ok(ok(&List::of(page, |refund| RefundView::of(refund, &app))))
}

async fn respond(
    status: fn(&RefundView) -> ApiResponse,
    app: &App,
    done: Reply<Refund>,
) -> Answered {
    let customer = done.answer.customer.clone();
    let response = status(&RefundView::of(done.answer, app)).replayed(done.replayed);
    response.after(app, &customer, done.balance).await
}

view! {
    /// Where and how much to transfer by hand. Nothing is masked.
    pub(super) struct PayoutView("Payout") of (payout: Payout) {
        refund_id: RefundId = payout.refund,
        /// KFTC code of three digits.
        bank: String = payout.account.bank,
        account_number: String = payout.account.account_number,
        holder: String = payout.account.holder,
        /// Won.
        amount: Won,
    }
}

pub(super) async fn payout(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let payout = by_hand::payout(&app, caller, ask.id("id")?).await?;
    Ok(ok(&PayoutView::of(payout)))
}

/// A transfer that a person made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Paid {
    /// The bank's own reference of the transfer.
    #[schemars(length(min = 1, max = crate::flows::EVIDENCE_MAX))]
    evidence: String,
}

pub(super) async fn paid(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Paid { evidence } = ask.json()?;
    let done = by_hand::paid_by_hand(&app, caller, id, evidence).await?;
    respond(ok, &app, done).await
}

/// A transfer that was refused or came back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bounced {
    /// What the bank says; at most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: String,
}

pub(super) async fn bounced(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Bounced { reason } = ask.json()?;
    let done = by_hand::bounced(&app, caller, id, reason).await?;
    respond(ok, &app, done).await
}

/// A refund that nobody will transfer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeclinedRefund")]
pub(super) struct Declined {
    /// Why it is not owed, e.g. that the provider gave the money; at most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: String,
}

pub(super) async fn declined(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Declined { reason } = ask.json()?;
    let done = by_hand::declined(&app, caller, id, reason).await?;
    respond(ok, &app, done).await
}

/// Where to transfer a refund by hand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAccount")]
pub(super) struct Account {
    refund_account: RefundAccount,
    /// That the account is right although its holder is not who paid.
    #[serde(default)]
    holder_confirmed: bool,
}

pub(super) async fn account(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let refund = ask.id("id")?;
    let asked: Account = ask.json()?;
    let new = NewAccount {
        refund,
        account: asked.refund_account,
        holder_confirmed: asked.holder_confirmed,
    };
    match by_hand::give_account(&app, caller, new).await? {
        Outcome::Done(done) => respond(ok, &app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}
