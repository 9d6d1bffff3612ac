//! Payments, and what the policy allows to be paid back of them now.

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Response};
use domain::{
    id::{CustomerId, OrderId, PaymentId, QuoteId},
    kind::{Method, ProviderId},
    money::{Credits, Won},
    payment::Tax,
    refund::{Basis, QuoteLine},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    extract::Ask,
    view::{At, created, ok},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{refund, views},
};

/// Money that completed an order.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Payment")]
pub(super) struct PaymentView {
    id: PaymentId,
    order_id: OrderId,
    customer_id: CustomerId,
    provider: ProviderId,
    /// The provider's own name for it.
    payment_key: String,
    method: Method,
    /// Won, VAT included.
    amount: Won,
    tax: Tax,
    /// Won given back by refunds that succeeded.
    refunded: Won,
    /// Won of refunds that have not ended.
    in_flight: Won,
    /// Won given back by others: at the provider's console, by a dispute, by a reversed deposit.
    cancelled_outside: Won,
    /// Won that are neither back nor on their way.
    rest: Won,
    policy: String,
    /// SHA-256 of its document, in lower-case hex.
    policy_hash: String,
    paid_at: At,
    /// Receipt, approval number and the like, as the provider tells them.
    facts: BTreeMap<String, String>,
}

pub(super) async fn show(app: Shared, _: Caller, ask: Ask) -> Result<Response, Problem> {
    let payment = views::payment(&app, ask.id("id")?).await?;
    let customer = payment.customer.clone();
    let view = PaymentView {
        rest: payment.rest(),
        id: payment.id,
        order_id: payment.order,
        customer_id: payment.customer,
        provider: payment.provider,
        payment_key: payment.payment_key,
        method: payment.method,
        amount: payment.amount,
        tax: payment.tax,
        refunded: payment.refunded,
        in_flight: payment.in_flight,
        cancelled_outside: payment.cancelled_outside,
        policy: payment.policy,
        policy_hash: payment.policy_hash,
        paid_at: At(payment.paid_at),
        facts: payment.facts,
    };
    Ok(ok(view).about(&app, &customer).await?.into_response())
}

/// What the policy allows now, line by line with reasons. A refund names it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Quote")]
pub(super) struct QuoteView {
    id: QuoteId,
    payment_id: PaymentId,
    customer_id: CustomerId,
    /// Won that would be paid back; zero when refused.
    amount: Won,
    /// Unused credits that would leave the lot.
    credits: Credits,
    basis: Basis,
    lines: Vec<QuoteLine>,
    /// Version of the policy whose text decided.
    policy: String,
    /// SHA-256 of its document, in lower-case hex.
    policy_hash: String,
    quoted_at: At,
    /// Exclusive.
    expires_at: At,
}

pub(super) async fn quote(app: Shared, caller: Caller, ask: Ask) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let done = refund::quote(&app, caller, ask.claim, id).await?;
    let quote = done.thing;
    let customer = quote.customer_id.clone();
    let view = QuoteView {
        id: quote.id,
        payment_id: quote.payment_id,
        customer_id: quote.customer_id,
        amount: quote.amount,
        credits: quote.credits,
        basis: quote.basis,
        lines: quote.lines,
        policy: quote.policy,
        policy_hash: quote.policy_hash,
        quoted_at: At(quote.quoted_at),
        expires_at: At(quote.expires_at),
    };
    let told = created(view).replayed(done.replayed);
    Ok(told.about(&app, &customer).await?.into_response())
}
