//! Quotes of refunds.

use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use domain::{
    books::quotes::{Asked, AskedAt},
    calendar::truncate,
    id::{CustomerId, PaymentId, QuoteId},
    money::{Credits, Won},
    refund::{Basis, Beyond, QuoteLine},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    access::Caller,
    app::Shared,
    flows::refund,
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        response::created,
        view::At,
    },
};

/// What the policy allows now, line by line with reasons. A refund names it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Quote")]
pub(in crate::http) struct QuoteView {
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
pub(in crate::http) struct NewQuote {
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

pub(in crate::http) async fn quote(
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
