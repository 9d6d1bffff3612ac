//! Closing an account.

use super::quote_name::expiry;
use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::{Change, Closed},
    customer::{Customer, CustomerState},
    effects::AuditAct,
    event::{CustomerClosed, Event},
    id::CustomerId,
    ledger::Act,
    lot::Bucket,
    refusal::Refusal,
};

/// Closes an account. The remaining credits are forfeited (credits policy, section 7). Nothing may be under way, the quote must
/// still be valid, and a forfeit must be confirmed.
#[derive(Debug, Clone)]
pub struct CloseCustomer {
    pub customer: CustomerId,
    /// The quote that was read.
    pub quote: String,
    pub confirm_forfeit: bool,
}

impl Change for CloseCustomer {
    type Answer = Closed;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.everything_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Closed, Refusal> {
        let (customer, quote, confirm_forfeit) =
            (&self.customer, &self.quote, self.confirm_forfeit);
        books.open_customer(customer)?;
        let expires_at = expiry(quote).ok_or(Refusal::NoClosingQuote)?;
        let now = books.closing_quote(customer, expires_at)?;
        if books.now >= expires_at {
            return Err(Refusal::ClosingQuoteExpired { at: expires_at });
        }
        if now.id != *quote {
            let (forfeited, refundable) = (now.forfeited, now.refundable);
            return Err(Refusal::ClosingQuoteStale {
                forfeited,
                refundable,
            });
        }
        let forfeited = now.forfeited;
        if !forfeited.is_zero() && !confirm_forfeit {
            return Err(Refusal::ForfeitNotConfirmed {
                forfeited,
                refundable: now.refundable,
            });
        }
        for lot in books.lots_of(customer, |lot, _| !lot.remaining.is_zero()) {
            let lines = [books.shift(lot.id, Bucket::Remaining, Bucket::Expired, lot.remaining)];
            books.post(customer, Act::Forfeit, lot.id.to_string(), &lines);
        }
        let row = Customer {
            state: CustomerState::Closed,
            closed_at: Some(books.now),
            ..books.customer(customer)
        };
        books.rows.customers.put(customer.clone(), row.clone());
        let detail = format!("{forfeited} credits forfeited");
        books.act(by, AuditAct::CustomerClose, customer.to_string(), detail);
        books.event(Event::CustomerClosed(CustomerClosed {
            customer_id: customer.clone(),
            forfeited,
        }));
        Ok(Closed {
            customer: row,
            forfeited,
        })
    }
}
