//! Refunds that a person transfers: the account, the transfer, and one that came back.

use axum::response::{IntoResponse as _, Response};
use domain::{id::RefundId, money::Won, refund::RefundAccount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::respond;
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        Outcome,
        by_hand::{self, NewAccount},
    },
    http::{approvals, error::Problem, request::ApiRequest, response::ok},
};

/// Where and how much to transfer by hand. Nothing is masked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Payout")]
pub(in crate::http) struct PayoutView {
    refund_id: RefundId,
    /// KFTC code of three digits.
    bank: String,
    account_number: String,
    holder: String,
    /// Won.
    amount: Won,
}

pub(in crate::http) async fn payout(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let payout = by_hand::payout(&app, caller, ask.id("id")?).await?;
    let response = ok(PayoutView {
        refund_id: payout.refund,
        bank: payout.account.bank,
        account_number: payout.account.account_number,
        holder: payout.account.holder,
        amount: payout.amount,
    });
    Ok(response.into_response())
}

/// A transfer that a person made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Paid {
    /// The bank's own reference of the transfer.
    #[schemars(length(min = 1, max = crate::flows::EVIDENCE_MAX))]
    evidence: String,
}

pub(in crate::http) async fn paid(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Paid { evidence } = ask.json()?;
    let done = by_hand::paid_by_hand(&app, caller, ask.idempotency_key, id, evidence).await?;
    respond(ok, &app, done).await
}

/// A transfer that was refused or came back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Bounced {
    /// What the bank says; at most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: String,
}

pub(in crate::http) async fn bounced(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Bounced { reason } = ask.json()?;
    let done = by_hand::bounced(&app, caller, ask.idempotency_key, id, reason).await?;
    respond(ok, &app, done).await
}

/// A refund that nobody will transfer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DeclinedRefund")]
pub(in crate::http) struct Declined {
    /// Why it is not owed, e.g. that the provider gave the money; at most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: String,
}

pub(in crate::http) async fn declined(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Declined { reason } = ask.json()?;
    let done = by_hand::declined(&app, caller, ask.idempotency_key, id, reason).await?;
    respond(ok, &app, done).await
}

/// Where to transfer a refund by hand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAccount")]
pub(in crate::http) struct Account {
    refund_account: RefundAccount,
    /// That the account is right although its holder is not who paid.
    #[serde(default)]
    holder_confirmed: bool,
}

pub(in crate::http) async fn account(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let refund = ask.id("id")?;
    let Account {
        refund_account,
        holder_confirmed,
    } = ask.json()?;
    let new = NewAccount {
        refund,
        account: refund_account,
        holder_confirmed,
    };
    match by_hand::give_account(&app, caller, ask.idempotency_key, new).await? {
        Outcome::Done(done) => respond(ok, &app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}
