//! Payments, and the refund that the policy allows for them now.

mod quotes;

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Response};
use domain::{
    id::{CustomerId, OrderId, PaymentId},
    kind::{Method, ProviderId},
    money::Won,
    payment::{Payment, Tax},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    request::ApiRequest,
    response::ok,
    sought::sought,
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{search, views},
};
pub(super) use quotes::{NewQuote, QuoteView, quote};

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

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
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
        }
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let payment = views::payment(&app, ask.id("id")?).await?;
    let customer = payment.customer.clone();
    let response = ok(PaymentView::from(payment));
    Ok(response.about(&app, &customer).await?.into_response())
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let sought = sought(&ask)?;
    let page = search::payments(&app, &sought, ask.page()?).await?;
    let response = ok(List::of(page, PaymentView::from));
    let response = response.about_any(&app, sought.customer.as_ref()).await?;
    Ok(response.into_response())
}
