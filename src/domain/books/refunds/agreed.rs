//! The quote that a refund names: whether it is valid still.

use chrono::{DateTime, Utc};

use super::request::RequestRefund;
use crate::{
    books::{
        Books,
        disputes::undisputed,
        quotes::{assess::Assessment, quote::QuoteRequest},
    },
    canary,
    id::QuoteId,
    payment::Payment,
    refund::{Basis, Refund, RefundState},
    refusal::Refusal,
};

impl Books<'_> {
    /// When the buyer asked. The days until the money must be on its way count from then (E-Commerce Act, art. 18(2)).
    pub(super) fn asked_at_of(&self, quote: QuoteId) -> DateTime<Utc> {
        let quote = self.rows.quotes.get(&quote);
        quote.map_or(self.now, |quote| quote.asked_at)
    }

    /// The content of the quote, if it is still valid and no other refund of the payment is open.
    pub(super) fn agreed(
        &self,
        request: &RequestRefund,
        payment: &Payment,
    ) -> Result<Assessment, Refusal> {
        let quote = self
            .rows
            .quotes
            .get(&request.quote)
            .ok_or(Refusal::NoQuote(request.quote))?;
        if quote.payment_id != payment.id {
            return Err(Refusal::QuoteOfOther {
                quote: quote.id,
                of: quote.payment_id,
            });
        }
        let ended = canary!(QuoteWithoutEnd, false, self.now >= quote.expires_at);
        if ended && self.held != Some(quote.id) {
            return Err(Refusal::QuoteExpired {
                quote: quote.id,
                at: quote.expires_at,
            });
        }
        undisputed(payment)?;
        if let Some(open) = self
            .refunds_of(payment.id)
            .find(|refund| refund.state.is_open())
        {
            return Err(Refusal::RefundOpen {
                refund: open.id,
                state: open.state,
            });
        }
        // A quote for some of the credits would be valid again as soon as its refund is done.
        let used =
            |refund: &&Refund| refund.quote == quote.id && refund.state != RefundState::Declined;
        let paid = self.refunds_of(payment.id).find(used);
        if let Some(paid) = canary!(QuotePaidTwice, None, paid) {
            return Err(Refusal::QuoteUsed {
                quote: quote.id,
                refund: paid.id,
            });
        }
        // The request counts from when the buyer asked. The credits are today's.
        let assessed = self.assess(payment, &self.lot_of(payment.id), QuoteRequest::of(quote))?;
        if assessed.basis == Basis::Refused {
            let reasons = vec![assessed.line.why];
            return Err(Refusal::NotRefundable {
                payment: payment.id,
                reasons,
            });
        }
        let (now, now_credits) = (assessed.line.amount, assessed.line.credits);
        if (now, now_credits) != (quote.amount, quote.credits) {
            let (quoted, quoted_credits) = (quote.amount, quote.credits);
            return Err(Refusal::QuoteStale {
                quote: quote.id,
                quoted,
                quoted_credits,
                now,
                now_credits,
            });
        }
        Ok(assessed)
    }
}
