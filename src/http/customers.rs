//! A customer's credits: the balance, their origin and their use; grants.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    id::{CustomerId, LotId, PaymentId, PostingId},
    kind::Kind,
    ledger::{Account, Act, Entry, Unit},
    lot::Lot,
    money::Credits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::{created, ok},
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        Outcome,
        credits::{self, Gift},
        views,
    },
};

pub(super) async fn balance(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer_id: CustomerId = ask.id("id")?;
    let at = ask.instant("at")?;
    let asked_at = app.now();
    let balance = views::balance(&app, &customer_id, at).await?;
    let view = BalanceView {
        available: balance.available,
        held: balance.held,
        debt: balance.debt,
        at: At(at.unwrap_or(asked_at)),
        next_expiry: balance.next_expiry.map(At),
        customer_id: customer_id.clone(),
    };
    let response = ok(view);
    let response = match at {
        None => response.balance(Some(balance.available)),
        // The header shows the present balance, for any requested instant.
        Some(_) => response.about(&app, &customer_id).await?,
    };
    Ok(response.into_response())
}

pub(super) async fn lots(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let expiring_before = ask.instant("expiring_before")?;
    let page = views::lots(&app, &customer, expiring_before, ask.page()?).await?;
    Ok(ok(List::of(page, LotView::from))
        .about(&app, &customer)
        .await?
        .into_response())
}

pub(super) async fn entries(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let page = views::entries(&app, &customer, ask.page()?).await?;
    Ok(ok(List::of(page, EntryView::from))
        .about(&app, &customer)
        .await?
        .into_response())
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

pub(super) async fn grant(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Grant {
        kind,
        credits,
        bonus_of,
        reason,
    } = ask.json()?;
    let gift = Gift {
        kind,
        credits,
        bonus_of,
        reason,
    };
    match credits::grant(&app, caller, ask.idempotency_key, customer, gift).await? {
        Outcome::Done(Reply {
            answer,
            balance,
            replayed,
        }) => Ok(created(LotView::from(answer))
            .balance(balance)
            .replayed(replayed)
            .into_response()),
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

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

/// Credits minted together. `granted = remaining + held + spent + refunded + expired + revoked`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Lot")]
pub(super) struct LotView {
    id: LotId,
    customer_id: CustomerId,
    kind: Kind,
    payment_id: Option<PaymentId>,
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
    acquired_at: At,
    /// Exclusive: at this instant it can no longer be spent.
    expires_at: At,
}

impl From<Lot> for LotView {
    fn from(lot: Lot) -> Self {
        Self {
            id: lot.id,
            customer_id: lot.customer,
            kind: lot.kind,
            payment_id: lot.payment,
            bonus_of: lot.bonus_of,
            reason: lot.reason,
            policy: lot.policy,
            policy_hash: lot.policy_hash,
            granted: lot.granted,
            remaining: lot.remaining,
            held: lot.held,
            spent: lot.spent,
            refunded: lot.refunded,
            expired: lot.expired,
            revoked: lot.revoked,
            debt_paid: lot.debt_paid,
            acquired_at: At(lot.acquired_at),
            expires_at: At(lot.expires_at),
        }
    }
}

/// One line of the append-only ledger: an amount that moves from one account to another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub(super) struct EntryView {
    /// 1, 2, 3 … without a gap, per customer.
    seq: i64,
    /// What one act moved has one posting.
    posting: PostingId,
    act: Act,
    from: Account,
    to: Account,
    unit: Unit,
    /// Credits or won, above zero.
    amount: i64,
    lot: Option<LotId>,
    /// What it belongs to: an order, payment, spend, hold or refund.
    reference: String,
    at: At,
    /// SHA-256 over this entry and the hash before it.
    hash: String,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            posting: entry.posting,
            act: entry.act,
            from: entry.from,
            to: entry.to,
            unit: entry.unit,
            amount: entry.amount,
            lot: entry.lot,
            reference: entry.reference,
            at: At(entry.at),
            hash: entry.hash,
        }
    }
}
