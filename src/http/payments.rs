//! Payments, and the refund that the policy allows for them now.

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use domain::{
    books::quotes::{Asked, AskedAt},
    calendar::truncate,
    id::{CustomerId, OrderId, PaymentId, QuoteId},
    kind::{Method, ProviderId},
    money::{Credits, Won},
    payment::{Payment, Tax},
    refund::{Basis, Beyond, QuoteLine},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::{ApiRequest, sought},
    response::{created, ok},
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{refund, search, views},
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
    /// When the buyer asked: the windows are judged by it.
    asked_at: At,
    /// Exclusive.
    expires_at: At,
}

/// What a quote is asked for. All that is unused, now, when left out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewQuote {
    /// Only so many credits.
    #[serde(default)]
    credits: Option<Credits>,
    /// When the buyer asked, RFC 3339; at most 30 days ago, and needs `evidence`.
    #[serde(default)]
    asked_at: Option<DateTime<Utc>>,
    /// Where it can be read that the buyer asked then: a mail, a ticket. At most 200 characters; kept in the audit log.
    #[serde(default)]
    #[schemars(length(min = 1, max = crate::flows::refund::EVIDENCE_MAX))]
    evidence: Option<String>,
    /// Gives back beyond the policy's windows: `seller_fault`, or, for a key of role admin, `goodwill`.
    #[serde(default)]
    beyond: Option<Beyond>,
}

impl NewQuote {
    fn asked(self) -> Result<Asked, Problem> {
        let at = match (self.asked_at, self.evidence) {
            (Some(at), Some(evidence)) => Some(AskedAt {
                at: truncate(at),
                evidence,
            }),
            (None, None) => None,
            (Some(_), None) => {
                let rule = "says where it can be read that the buyer asked then";
                return Err(Problem::field(&INVALID_FIELD, "evidence", rule));
            }
            (None, Some(_)) => {
                let rule = "is needed with evidence";
                return Err(Problem::field(&INVALID_FIELD, "asked_at", rule));
            }
        };
        Ok(Asked {
            credits: self.credits,
            at,
            beyond: self.beyond,
        })
    }
}

pub(super) async fn quote(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let wanted: NewQuote = ask.optional_json()?;
    let done = refund::quote(&app, caller, ask.idempotency_key, id, wanted.asked()?).await?;
    let quote = done.answer;
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
        asked_at: At(quote.asked_at),
        expires_at: At(quote.expires_at),
    };
    let response = created(view).replayed(done.replayed);
    let response = response.after(&app, &customer, done.balance).await?;
    Ok(response.into_response())
}
