//! An order as answers show it.

use domain::{
    failure::{Failure, in_words},
    id::{CustomerId, OrderId, PaymentId},
    kind::{Kind, Method, ProviderId},
    metadata::Metadata,
    money::{Credits, Won},
    order::{DepositInstructions, Order, OrderState},
    terms::Terms,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    app::App,
    flows::{checkout, explain},
    http::view::{At, ExplanationView},
};

/// An order with the terms it has, or would have if it were paid now.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Order")]
pub(in crate::http) struct OrderView {
    id: OrderId,
    state: OrderState,
    customer_id: CustomerId,
    product: String,
    /// What the buyer reads.
    title: String,
    quantity: i64,
    /// Won, VAT included.
    amount: Won,
    credits: Credits,
    /// Promotional credits that come with it.
    bonus: Credits,
    kind: Kind,
    provider: ProviderId,
    method: Method,
    terms: Terms,
    /// The page to send the buyer to.
    checkout_url: String,
    /// Where money is transferred to, once an account is known.
    deposit: Option<DepositView>,
    payment_id: Option<PaymentId>,
    /// Why it ended without a payment, or needs a person.
    note: Option<String>,
    /// The provider's part of `note`, where the order failed.
    failure: Option<Failure>,
    /// The provider's code in `failure`, and its explanations.
    explanation: Option<ExplanationView>,
    metadata: Metadata,
    opened_at: At,
    /// Exclusive: from here on an unpaid order is given up.
    expires_at: At,
    closed_at: Option<At>,
}

/// Where and until when money is transferred.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DepositInstructions")]
struct DepositView {
    /// KFTC code of three digits.
    bank: String,
    account_number: String,
    holder: Option<String>,
    /// Exclusive.
    due_at: At,
}

impl From<DepositInstructions> for DepositView {
    fn from(deposit: DepositInstructions) -> Self {
        let DepositInstructions {
            bank,
            account_number,
            holder,
            due_at,
        } = deposit;
        Self {
            bank,
            account_number,
            holder,
            due_at: At(due_at),
        }
    }
}

pub(super) fn view(app: &App, order: Order, terms: Terms) -> OrderView {
    let checkout_url = checkout::page_url(app, &order);
    let explanation = explain::order(app, &order).map(ExplanationView::from);
    OrderView {
        id: order.id,
        state: order.state,
        customer_id: order.customer,
        product: order.product,
        title: order.title,
        quantity: order.quantity,
        amount: order.amount,
        credits: order.credits,
        bonus: order.bonus.map(|bonus| bonus.credits).unwrap_or_default(),
        kind: order.kind,
        provider: order.provider,
        method: order.method,
        terms,
        checkout_url,
        deposit: order
            .session
            .and_then(|session| session.deposit)
            .map(DepositView::from),
        payment_id: order.payment,
        note: in_words(order.failure.as_ref(), order.note.as_deref()),
        failure: order.failure,
        explanation,
        metadata: order.metadata,
        opened_at: At(order.opened_at),
        expires_at: At(order.expires_at),
        closed_at: order.closed_at.map(At),
    }
}
