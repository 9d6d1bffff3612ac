//! Disputes of payments: recorded, listed and decided by a person.

use chrono::{DateTime, Utc};
use domain::{
    dispute::{DisputeState, Disputed, REFERENCE_MAX, Taken, Verdict},
    id::{CustomerId, DisputeId, PaymentId},
    money::Won,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::disputes::{self, NewDispute},
};

view! {
    /// A buyer's dispute of a payment at the card company.
    pub(super) struct DisputeView("Dispute")
    of (disputed: Disputed; state = disputed.state(); taken = disputed.taken();
        dispute = disputed.dispute; decision = disputed.decision) {
        id: DisputeId = dispute.id,
        payment_id: PaymentId = dispute.payment,
        customer_id: CustomerId = dispute.customer,
        /// Won in dispute, VAT included.
        amount: Won = dispute.amount,
        /// The card company's or the provider's own name of it.
        reference: String = dispute.reference,
        reason: String = dispute.reason,
        /// Until when proof is accepted, exclusive.
        respond_by: Option<At> = dispute.respond_by.map(At),
        state: DisputeState = state,
        /// How the money of a lost one went: kept back from a payout, or by a cancel that look-ups at the provider show.
        taken: Option<Taken> = taken,
        opened_by: String = dispute.opened_by.to_string(),
        opened_at: At = At(dispute.opened_at),
        decided_by: Option<String> = decision.as_ref().map(|it| it.decided_by.to_string()),
        decided_at: Option<At> = decision.as_ref().map(|it| At(it.decided_at)),
        /// A person's words about the decision.
        note: Option<String> = decision.map(|it| it.note),
    }
}

/// A dispute as a person read of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewDispute")]
pub(super) struct New {
    /// Won in dispute; all that is left of the payment where it is left out.
    amount: Option<Won>,
    /// The card company's or the provider's own name of it.
    #[schemars(length(min = 1, max = REFERENCE_MAX))]
    reference: String,
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: String,
    /// Until when proof is accepted, exclusive.
    respond_by: Option<DateTime<Utc>>,
}

/// What became of a dispute.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DisputeVerdict")]
pub(super) struct Decided {
    /// `won`, `lost`, or `reinstated` of a lost one.
    state: DisputeState,
    /// Of a lost one, how its money went: `settlement` where the provider keeps it back from what it pays out, `cancel`
    /// where it cancels the payment.
    taken: Option<Taken>,
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    note: String,
}

impl Decided {
    fn verdict(&self) -> Result<Verdict, Problem> {
        let wrong = |field, rule| Err(Problem::field(&INVALID_FIELD, field, rule));
        match (self.state, self.taken) {
            (DisputeState::Won, None) => Ok(Verdict::Won),
            (DisputeState::Reinstated, None) => Ok(Verdict::Reinstated),
            (DisputeState::Lost, Some(taken)) => Ok(Verdict::Lost(taken)),
            (DisputeState::Lost, None) => {
                wrong("taken", "is settlement or cancel for a lost dispute")
            }
            (DisputeState::Open, _) => wrong("state", "is won, lost or reinstated"),
            (_, Some(_)) => wrong("taken", "is for a lost dispute alone"),
        }
    }
}

pub(super) async fn open(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let payment = ask.id("id")?;
    let new: New = ask.json()?;
    let new = NewDispute {
        payment,
        amount: new.amount,
        reference: new.reference,
        reason: new.reason,
        respond_by: new.respond_by,
    };
    let done = disputes::open(&app, caller, new).await?;
    respond(created, &app, done.answer.dispute.id, done.replayed).await
}

pub(super) async fn decide(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let decided: Decided = ask.json()?;
    let verdict = decided.verdict()?;
    let done = disputes::decide(&app, caller, id, verdict, decided.note).await?;
    respond(ok, &app, id, done.replayed).await
}

/// A dispute as it stands now, also where the request was answered before.
async fn respond(
    status: fn(&DisputeView) -> ApiResponse,
    app: &App,
    id: DisputeId,
    replayed: bool,
) -> Answered {
    let known = disputes::one(app, id).await?;
    let customer = known.dispute.customer.clone();
    let response = status(&DisputeView::of(known)).replayed(replayed);
    response.about(app, &customer).await
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    respond(ok, &app, ask.id("id")?, false).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let word = |open| if open { "true" } else { "false" };
    let open = ask.word("open", &[true, false], word)?;
    let open = open.unwrap_or(false);
    let page = disputes::list(&app, open, ask.page()?).await?;
    Ok(ok(&List::of(page, DisputeView::of)))
}
