//! Refunds that a person transfers: the account, the transfer, and one that came back.

use domain::{id::RefundId, money::Won, refund::RefundAccount};
use schemars::JsonSchema;
use serde::Deserialize;

use super::respond;
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        Outcome,
        by_hand::{self, NewAccount, Payout},
    },
    http::{
        approvals,
        request::ApiRequest,
        response::{Answered, ok},
        view::view,
    },
};

view! {
    /// Where and how much to transfer by hand. Nothing is masked.
    pub(in crate::http) struct PayoutView("Payout") of (payout: Payout) {
        refund_id: RefundId = payout.refund,
        /// KFTC code of three digits.
        bank: String = payout.account.bank,
        account_number: String = payout.account.account_number,
        holder: String = payout.account.holder,
        /// Won.
        amount: Won,
    }
}

pub(in crate::http) async fn payout(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let payout = by_hand::payout(&app, caller, ask.id("id")?).await?;
    Ok(ok(&PayoutView::of(payout)))
}

/// A transfer that a person made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Paid {
    /// The bank's own reference of the transfer.
    #[schemars(length(min = 1, max = crate::flows::EVIDENCE_MAX))]
    evidence: String,
}

pub(in crate::http) async fn paid(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Paid { evidence } = ask.json()?;
    let done = by_hand::paid_by_hand(&app, caller, id, evidence).await?;
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

pub(in crate::http) async fn bounced(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Bounced { reason } = ask.json()?;
    let done = by_hand::bounced(&app, caller, id, reason).await?;
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

pub(in crate::http) async fn declined(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Declined { reason } = ask.json()?;
    let done = by_hand::declined(&app, caller, id, reason).await?;
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

pub(in crate::http) async fn account(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
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
