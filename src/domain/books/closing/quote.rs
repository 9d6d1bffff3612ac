//! The quote of the loss in closing an account.

use chrono::{DateTime, Duration, Utc};

use super::quote_name::name;
use crate::{
    actor::Actor,
    books::{Books, Needs, quotes::request::QuoteRequest},
    command::Change,
    customer::{CLOSING_QUOTE_LIVES_SECONDS, ClosingQuote},
    id::CustomerId,
    money::{Credits, Won},
    refusal::Refusal,
};

/// Quotes the credits that closing the account now would lose, and the part of them that could be refunded first. Nothing
/// is stored: the quote's name is made of its content, so it is valid exactly as long as the content is.
#[derive(Debug, Clone)]
pub struct QuoteClosing {
    pub customer: CustomerId,
}

impl Change for QuoteClosing {
    type Answer = ClosingQuote;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.everything_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<ClosingQuote, Refusal> {
        let customer = &self.customer;
        let lives = Duration::seconds(CLOSING_QUOTE_LIVES_SECONDS);
        let quote = books.closing_quote(customer, books.now + lives)?;
        Ok(quote)
    }
}

impl Books<'_> {
    pub(super) fn closing_quote(
        &mut self,
        customer: &CustomerId,
        expires_at: DateTime<Utc>,
    ) -> Result<ClosingQuote, Refusal> {
        self.open_customer(customer)?;
        let what = self.open_business(customer);
        if !what.is_empty() {
            return Err(Refusal::OpenBusiness { what });
        }
        self.set_off(customer);
        let live = self.lots_of(customer, |lot, now| {
            lot.is_live(now) && !lot.remaining.is_zero()
        });
        let forfeited = live
            .iter()
            .try_fold(Credits::ZERO, |sum, lot| sum.plus(lot.remaining));
        let forfeited = forfeited.ok_or(Refusal::TooManyCredits)?;
        let refundable = self.refundable_now(customer)?;
        let row = self.customer(customer);
        Ok(ClosingQuote {
            id: name(&row, forfeited, refundable, expires_at),
            customer_id: customer.clone(),
            forfeited,
            refundable,
            debt: row.debt,
            expires_at,
        })
    }

    /// The amount that could be refunded now, in won, capped at the largest amount. It includes the part that an
    /// earlier refund did not bring, in any state of its lot.
    fn refundable_now(&self, customer: &CustomerId) -> Result<Won, Refusal> {
        let wish = QuoteRequest::at(self.now);
        let paid = self
            .rows
            .payments
            .values()
            .filter(|payment| payment.customer == *customer);
        paid.map(|payment| {
            let assessed = self.assess(payment, &self.lot_of(payment.id), wish)?;
            Ok(assessed.line.amount)
        })
        .try_fold(Won::ZERO, |sum, amount: Result<Won, Refusal>| {
            Ok(sum.plus(amount?).unwrap_or(Won::MAX))
        })
    }
}
