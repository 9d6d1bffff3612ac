//! A customer's credits: the balance and their origin; grants.

use domain::{
    books::customers::GrantCredits,
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    lot::Lot,
    money::Credits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    approvals,
    request::ApiRequest,
    response::{Answered, created, ok},
    view::{At, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{credits, outcome::Outcome, views},
};

/// A customer's credits at one instant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Balance")]
pub(super) struct BalanceView {
    customer_id: CustomerId,
    /// Spendable.
    available: Credits,
    /// Set aside by holds.
    held: Credits,
    /// Used, and the payment was taken back by others. Set off against any credits that come; while it is not zero,
    /// none are available.
    debt: Credits,
    at: At,
    /// When the next of the available credits expire.
    next_expiry: Option<At>,
}

pub(super) async fn balance(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer_id: CustomerId = ask.id("id")?;
    let at = ask.instant("at")?;
    let asked_at = app.now();
    let balance = views::balance(&app, &customer_id, at).await?;
    let response = ok(&BalanceView {
        customer_id: customer_id.clone(),
        available: balance.available,
        held: balance.held,
        debt: balance.debt,
        at: At(at.unwrap_or(asked_at)),
        next_expiry: balance.next_expiry.map(At),
    });
    match at {
        None => Ok(response.balance(Some(balance.available))),
        // The header shows the present balance, for any requested instant.
        Some(_) => response.about(&app, &customer_id).await,
    }
}

view! {
    /// Credits minted together. `granted = remaining + held + spent + refunded + expired + revoked`.
    pub(super) struct LotView("Lot") of (lot: Lot) {
        id: LotId,
        customer_id: CustomerId = lot.customer,
        kind: Kind,
        payment_id: Option<PaymentId> = lot.payment,
        /// The purchase that these credits came with, and go with when it is refunded.
        bonus_of: Option<PaymentId>,
        /// Why it was granted, when it was not bought.
        reason: Option<String>,
        /// Version of the policy it is under.
        policy: String,
        /// SHA-256 of its document, in lower-case hex.
        policy_hash: String,
        granted: Credits,
        remaining: Credits,
        held: Credits,
        spent: Credits,
        refunded: Credits,
        expired: Credits,
        revoked: Credits,
        /// Of `spent`: what paid debts of the customer. It counts as used and is not refunded.
        debt_paid: Credits,
        acquired_at: At = At(lot.acquired_at),
        /// Exclusive: at this instant it can no longer be spent.
        expires_at: At = At(lot.expires_at),
    }
}

/// Credits given without a payment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Grant {
    /// `promotional` or `membership`: the others come from a payment.
    kind: Kind,
    credits: Credits,
    /// The purchase that promotional credits come with: what of them is unused goes when it is refunded.
    #[serde(default)]
    bonus_of: Option<PaymentId>,
    /// At most 200 characters.
    #[schemars(length(min = 1, max = crate::flows::credits::GRANT_REASON_MAX))]
    reason: String,
}

pub(super) async fn grant(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.id("id")?;
    let asked: Grant = ask.json()?;
    let change = GrantCredits {
        customer,
        kind: asked.kind,
        credits: asked.credits,
        bonus_of: asked.bonus_of,
        reason: asked.reason,
    };
    Ok(match credits::grant(&app, caller, change).await? {
        Outcome::Done(done) => created(&LotView::of(done.answer))
            .balance(done.balance)
            .replayed(done.replayed),
        Outcome::Waits(asked) => approvals::waits(&app, *asked),
    })
}
