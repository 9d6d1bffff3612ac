//! Statements of providers that the books cannot follow: listed, and decided by a person.

use domain::{
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    id::{ContradictionId, CustomerId, OrderId},
    kind::ProviderId,
    money::Won,
    refund::RefundAccount,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals,
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{contradiction, outcome::Outcome, views},
};

view! {
    /// Something that a provider says of an order's money and the books do not.
    pub(super) struct ContradictionView("Contradiction")
    of (known: Contradiction; open = known.state == ContradictionState::Open) {
        id: ContradictionId,
        customer_id: CustomerId = known.customer,
        order_id: OrderId = known.order,
        provider: ProviderId,
        /// The provider's own name for the payment that it is about.
        payment_key: String,
        kind: ContradictionKind,
        state: ContradictionState,
        /// Both sides in words.
        note: String,
        /// What the provider says was charged, in won.
        amount: Won,
        /// What of it the provider says was given back, in won.
        cancelled: Won,
        may_be_accepted: bool = open && known.kind.may_be_accepted(),
        may_be_refunded: bool = open && known.kind.may_be_refunded(),
        /// What the provider said when it was asked to give the money back, and refused.
        refused: Option<String> = known.failure.map(|failure| failure.to_string()),
        opened_at: At = At(known.opened_at),
        settled_at: Option<At> = known.settled_at.map(At),
        /// Who decided: an API key's id.
        decided_by: Option<String> = known.decided_by.map(String::from),
        reason: Option<String>,
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let words = ContradictionState::ALL;
    let state = ask.word("state", words, ContradictionState::as_str)?;
    let page = views::contradictions(&app, state, ask.page()?).await?;
    Ok(ok(&List::of(page, ContradictionView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = views::contradiction(&app, ask.id("id")?).await?;
    Ok(ok(&ContradictionView::of(known)))
}

/// A decision, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContradictionDecision")]
pub(super) struct Decision {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
}

/// That the money is to go back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GiveBack {
    /// At most 150 characters. The provider receives it.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
    /// Where to, for a payment that cannot go back the way it came.
    refund_account: Option<RefundAccount>,
}

/// That it was dealt with elsewhere.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContradictionClose")]
pub(super) struct Close {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
    /// The bank's own reference of a transfer that a person made, because the provider refused to give the money back; at most
    /// 100 characters. Needed while the provider holds the money.
    #[schemars(length(min = 1, max = crate::flows::EVIDENCE_MAX))]
    transferred: Option<String>,
}

pub(super) async fn accept(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Decision { reason } = ask.json()?;
    respond(&app, contradiction::accept(&app, caller, id, reason).await?).await
}

pub(super) async fn refund(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let asked: GiveBack = ask.json()?;
    let account = asked.refund_account;
    let outcome = contradiction::give_back(&app, caller, id, asked.reason, account).await?;
    respond(&app, outcome).await
}

pub(super) async fn close(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let asked: Close = ask.json()?;
    let transferred = asked.transferred;
    let outcome = contradiction::close(&app, caller, id, asked.reason, transferred).await?;
    respond(&app, outcome).await
}

async fn respond(app: &App, outcome: Outcome<Contradiction>) -> Answered {
    let done = match outcome {
        Outcome::Done(done) => done,
        Outcome::Waits(asked) => return Ok(approvals::waits(app, *asked)),
    };
    let customer = done.answer.customer.clone();
    let response = ok(&ContradictionView::of(done.answer)).replayed(done.replayed);
    response.after(app, &customer, done.balance).await
}
