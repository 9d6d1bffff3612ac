//! The quote of a refund.

use chrono::{DateTime, Duration, Utc};

use crate::{
    actor::Actor,
    books::{Books, Needs},
    calendar::rfc3339_seoul,
    command::{Change, of_customer},
    effects::AuditAct,
    id::{CustomerId, PaymentId, QuoteId},
    money::Credits,
    payment::Payment,
    refund::{ASKED_BACK_DAYS_MAX, Basis, Beyond, QUOTE_LIVES_SECONDS, Quote, QuoteLine},
    refusal::Refusal,
};

/// Quotes the refund that the policy allows for a payment now.
#[derive(Debug, Clone)]
pub struct QuoteRefund {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub asked: Asked,
}

/// What a quote is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many credits; all unused credits when left out.
    pub credits: Option<Credits>,
    /// When the buyer asked, with the evidence; now when left out.
    pub at: Option<AskedAt>,
    pub beyond: Option<Beyond>,
}

/// A buyer's request from before the quote was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAt {
    pub at: DateTime<Utc>,
    /// Where the request can be read: a mail, a ticket.
    pub evidence: String,
}

impl Change for QuoteRefund {
    type Answer = Quote;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        // A debt is set off first.
        needs.all_spendable(&self.customer);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Quote, Refusal> {
        let (customer, id, asked) = (&self.customer, self.payment, &self.asked);
        let payment = books.payment(customer, id)?;
        books.set_off(customer);
        let lot = books.lot_of(id);
        let asked_at = books.asked_at(&payment, asked)?;
        let request = QuoteRequest {
            asked_at,
            wanted: asked.credits,
            beyond: asked.beyond,
        };
        let assessed = books.assess(&payment, &lot, request)?;
        let bonus = books.bonus_lines(id, assessed.line.credits);
        let (amount, credits) = (assessed.line.amount, assessed.line.credits);
        let lines: Vec<QuoteLine> = std::iter::once(assessed.line).chain(bonus).collect();
        let quote = Quote {
            id: QuoteId::new(books.now, books.entropy),
            payment_id: id,
            customer_id: customer.clone(),
            amount,
            credits,
            basis: assessed.basis,
            lines,
            policy: assessed.policy,
            policy_hash: assessed.policy_hash,
            quoted_at: books.now,
            asked_at,
            wanted: asked.credits,
            beyond: asked.beyond,
            expires_at: books.now + Duration::seconds(QUOTE_LIVES_SECONDS),
        };
        if let Some(before) = &asked.at {
            let detail = format!("to {}: {}", rfc3339_seoul(asked_at), before.evidence);
            books.act(by, AuditAct::RefundDateBack, &quote.id, detail);
        }
        if matches!(quote.basis, Basis::SellerFault | Basis::Goodwill) {
            let detail = format!(
                "{}, {} won for {} credits",
                quote.basis, quote.amount, quote.credits
            );
            books.act(by, AuditAct::RefundBeyond, &quote.id, detail);
        }
        Ok(books.rows.quotes.save(quote))
    }
}

impl Books<'_> {
    /// When the buyer asked. It must not be in the future, before anything was paid, or further back than anybody could
    /// check.
    fn asked_at(&self, payment: &Payment, asked: &Asked) -> Result<DateTime<Utc>, Refusal> {
        let Some(AskedAt { at, .. }) = asked.at else {
            return Ok(self.now);
        };
        let back = self.now - Duration::days(ASKED_BACK_DAYS_MAX);
        let from = back.max(payment.paid_at);
        if at < from || at > self.now {
            return Err(Refusal::AskedOutOfBounds { at, from });
        }
        Ok(at)
    }
}

/// The values that a quote is judged by, beside the payment and its lot.
#[derive(Clone, Copy)]
pub(in crate::books) struct QuoteRequest {
    pub asked_at: DateTime<Utc>,
    pub wanted: Option<Credits>,
    pub beyond: Option<Beyond>,
}

impl QuoteRequest {
    /// The request that a quote was made for.
    pub(in crate::books) const fn of(quote: &Quote) -> Self {
        Self {
            asked_at: quote.asked_at,
            wanted: quote.wanted,
            beyond: quote.beyond,
        }
    }
}
