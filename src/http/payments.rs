//! Payments, and the refund that the policy allows for them now.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    books::quotes::{Asked, AskedAt},
    calendar::truncate,
    id::{ContractId, CustomerId, OrderId, PaymentId, QuoteId},
    kind::{Method, ProviderId},
    money::{Credits, Won},
    payment::{Payment, Tax},
    refund::{Basis, Beyond, Quote, QuoteLine},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::{INVALID_FIELD, Problem},
    request::{ApiRequest, sought},
    response::{Answered, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{refund, search, views},
};

view! {
    /// Money that completed an order.
    pub(super) struct PaymentView("Payment") of (payment: Payment; rest = payment.rest()) {
        id: PaymentId,
        order_id: OrderId = payment.order,
        customer_id: CustomerId = payment.customer,
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
        rest: Won = rest,
        policy: String,
        /// SHA-256 of its document, in lower-case hex.
        policy_hash: String,
        paid_at: At = At(payment.paid_at),
        /// Receipt, approval number and the like, as the provider reports them.
        facts: BTreeMap<String, String>,
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let payment = views::payment(&app, ask.id("id")?).await?;
    let customer = payment.customer.clone();
    let response = ok(&PaymentView::of(payment));
    response.about(&app, &customer).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let sought = sought(&ask)?;
    let page = search::payments(&app, &sought, ask.page()?).await?;
    let response = ok(&List::of(page, PaymentView::of));
    response.about_any(&app, sought.customer.as_ref()).await
}

view! {
    /// What the policy allows now, line by line with reasons. A refund names it.
    pub(super) struct QuoteView("Quote") of (quote: Quote; contract_id = quote.policy.parse().ok()) {
        id: QuoteId,
        payment_id: PaymentId,
        customer_id: CustomerId,
        /// Won that would be paid back; zero when refused.
        amount: Won,
        /// Unused credits that would leave the lot.
        credits: Credits,
        basis: Basis,
        lines: Vec<QuoteLine>,
        /// Version of the policy whose text decided, or the id of the contract.
        policy: String,
        /// The contract whose text decided, where one did.
        contract_id: Option<ContractId> = contract_id,
        /// SHA-256 of its document, in lower-case hex.
        policy_hash: String,
        quoted_at: At = At(quote.quoted_at),
        /// When the buyer asked: the windows are judged by it.
        asked_at: At = At(quote.asked_at),
        /// Exclusive.
        expires_at: At = At(quote.expires_at),
    }
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
        let at = asked_at(self.asked_at, self.evidence)?;
        Ok(Asked {
            credits: self.credits,
            at,
            beyond: self.beyond,
        })
    }
}

/// When the buyer asked, with where that can be read: both or neither.
pub(super) fn asked_at(
    at: Option<DateTime<Utc>>,
    evidence: Option<String>,
) -> Result<Option<AskedAt>, Problem> {
    match (at, evidence) {
        (Some(at), Some(evidence)) => Ok(Some(AskedAt {
            at: truncate(at),
            evidence,
        })),
        (None, None) => Ok(None),
        (Some(_), None) => {
            let rule = "says where it can be read that the buyer asked then";
            Err(Problem::field(&INVALID_FIELD, "evidence", rule))
        }
        (None, Some(_)) => {
            let rule = "is needed with evidence";
            Err(Problem::field(&INVALID_FIELD, "asked_at", rule))
        }
    }
}

pub(super) async fn quote(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let wanted: NewQuote = ask.optional_json()?;
    let done = refund::quote(&app, caller, id, wanted.asked()?).await?;
    let customer = done.answer.customer_id.clone();
    let response = created(&QuoteView::of(done.answer)).replayed(done.replayed);
    response.after(&app, &customer, done.balance).await
}
