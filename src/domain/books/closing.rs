//! Closing an account: the loss is quoted first, and the closing names that quote.

use chrono::{DateTime, Duration, Utc};

use super::{Books, Needs, quotes::quote::QuoteRequest};
use crate::{
    actor::Actor,
    approval::ApprovalState,
    canary,
    command::{Change, Closed, of_customer},
    customer::{
        CLOSING_QUOTE_LIVES_SECONDS, ClosingPayment, ClosingQuote, Customer, CustomerState,
    },
    effects::AuditAct,
    event::{CustomerClosed, Event},
    hash::digest,
    id::CustomerId,
    ledger::Act,
    lot::Bucket,
    money::{Credits, Won},
    payment::Payment,
    refusal::Refusal,
    spend::HoldState,
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

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.everything_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<ClosingQuote, Refusal> {
        let lives = Duration::seconds(CLOSING_QUOTE_LIVES_SECONDS);
        books.closing_quote(&self.customer, books.now + lives)
    }
}

impl Books<'_> {
    fn closing_quote(
        &mut self,
        customer: &CustomerId,
        expires_at: DateTime<Utc>,
    ) -> Result<ClosingQuote, Refusal> {
        self.open_customer(customer)?;
        let what = self.open_business(customer);
        if !what.is_empty() {
            return Err(Refusal::OpenBusiness { what });
        }
        self.settle_months_of(customer)?;
        self.set_off(customer);
        let live = self.lots_of(customer, |lot, now| {
            lot.is_live(now) && !lot.remaining.is_zero()
        });
        let forfeited = live
            .iter()
            .try_fold(Credits::ZERO, |sum, lot| sum.plus(lot.remaining));
        let forfeited = forfeited.ok_or(Refusal::TooManyCredits)?;
        let payments = self.refundable_now(customer)?;
        let refundable = payments.iter().fold(Won::ZERO, |sum, payment| {
            sum.plus(payment.amount).unwrap_or(Won::MAX)
        });
        let row = self.customer(customer);
        Ok(ClosingQuote {
            id: name(&row, forfeited, &payments, expires_at),
            customer_id: customer.clone(),
            forfeited,
            given_back: self.given_back_by_right(&payments),
            refundable,
            debt: row.debt,
            payments,
            expires_at,
        })
    }

    /// The payments whose credits would be lost, or of which something could be refunded now. That includes the part that
    /// an earlier refund did not bring, in any state of its lot.
    fn refundable_now(&self, customer: &CustomerId) -> Result<Vec<ClosingPayment>, Refusal> {
        let wish = QuoteRequest {
            asked_at: self.now,
            wanted: None,
            beyond: None,
        };
        let mut paid: Vec<&Payment> = self.rows.payments.of_customer(customer).collect();
        paid.sort_by_key(|payment| payment.id);
        let mut found = Vec::new();
        for payment in paid {
            let lot = self.lot_of(payment.id);
            let assessed = self.assess(payment, &lot, wish)?;
            let line = assessed.line;
            let credits = if lot.is_live(self.now) {
                lot.remaining
            } else {
                Credits::ZERO
            };
            if !credits.is_zero() || !line.amount.is_zero() {
                found.push(ClosingPayment {
                    payment: payment.id,
                    credits,
                    amount: line.amount,
                    basis: assessed.basis,
                    until: line.window_until,
                    why: line.why,
                });
            }
        }
        Ok(found)
    }

    /// The live credits that the refunds by right of these payments take: those of their lots, and of the bonuses with them.
    fn given_back_by_right(&self, payments: &[ClosingPayment]) -> Credits {
        let by_right = payments.iter().filter(|of| of.is_given_back());
        by_right.fold(Credits::ZERO, |sum, of| {
            let bonus = self.bonus_lines(of.payment, of.credits);
            let live = bonus.iter().filter(|line| {
                let lot = self.rows.lots.get(&line.lot);
                lot.is_some_and(|lot| lot.is_live(self.now))
            });
            let all = live.map(|line| line.revoked).chain([of.credits]);
            all.fold(sum, |sum, credits| {
                sum.plus(credits).unwrap_or(Credits::MAX)
            })
        })
    }

    /// The quote of this name, if it still holds.
    fn closing_quoted(
        &mut self,
        customer: &CustomerId,
        quote: &str,
    ) -> Result<ClosingQuote, Refusal> {
        self.open_customer(customer)?;
        let expires_at = expiry(quote).ok_or(Refusal::NoClosingQuote)?;
        let now = self.closing_quote(customer, expires_at)?;
        if self.now >= expires_at {
            return Err(Refusal::ClosingQuoteExpired { at: expires_at });
        }
        if now.id != *quote {
            return Err(Refusal::ClosingQuoteStale {
                forfeited: now.forfeited,
                refundable: now.refundable,
            });
        }
        Ok(now)
    }
}

/// Begins a closing that first gives back what can be refunded: the account is frozen, so that what was quoted stays as
/// it is. The quote must still be valid. A frozen account stays frozen. Credits that the refunds by right do not take
/// would be lost in the end, and that has to be confirmed before the account is frozen.
#[derive(Debug, Clone)]
pub struct BeginClosing {
    pub customer: CustomerId,
    /// The quote that was read.
    pub quote: String,
    pub confirm_forfeit: bool,
}

impl Change for BeginClosing {
    type Answer = ClosingQuote;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.everything_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<ClosingQuote, Refusal> {
        let quote = books.closing_quoted(&self.customer, &self.quote)?;
        let confirmed = canary!(BegunUnconfirmed, true, self.confirm_forfeit);
        if quote.forfeited > quote.given_back && !confirmed {
            return Err(Refusal::ForfeitNotConfirmed {
                forfeited: quote.forfeited,
                refundable: quote.refundable,
            });
        }
        let is_open = books.customer(&self.customer).state == CustomerState::Open;
        if canary!(BegunUnfrozen, false, is_open) {
            books.freeze(&self.customer, "the account is being closed", by);
        }
        Ok(quote)
    }
}

/// Closes an account. The remaining credits are forfeited (credits policy, section 7), and its subscriptions end. Nothing may be under way, the quote must
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

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.everything_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Closed, Refusal> {
        let customer = &self.customer;
        let quote = books.closing_quoted(customer, &self.quote)?;
        let (forfeited, refundable) = (quote.forfeited, quote.refundable);
        let confirmed = canary!(ForfeitUnconfirmed, true, self.confirm_forfeit);
        if !forfeited.is_zero() && !confirmed {
            return Err(Refusal::ForfeitNotConfirmed {
                forfeited,
                refundable,
            });
        }
        for lot in books.lots_of(customer, |lot, _| !lot.remaining.is_zero()) {
            let lines = [books.shift(lot.id, Bucket::Remaining, Bucket::Expired, lot.remaining)];
            books.post(customer, Act::Forfeit, &lot.id, &lines);
        }
        for known in books.open_subscriptions(customer) {
            let reason = Some("the account was closed".to_owned());
            books.end_subscription(known, reason, by);
        }
        let row = Customer {
            state: CustomerState::Closed,
            closed_at: Some(books.now),
            ..books.customer(customer)
        };
        books.rows.customers.put(row.clone());
        let detail = format!("{forfeited} credits forfeited");
        books.act(by, AuditAct::CustomerClose, customer, detail);
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

impl Books<'_> {
    pub(super) fn open_business(&self, customer: &CustomerId) -> Vec<String> {
        let rows = &self.rows;
        let orders = rows.orders.of_customer(customer);
        let orders = orders.filter(|order| order.state.is_open());
        let holds = rows.holds.of_customer(customer);
        let holds = holds.filter(|hold| hold.state == HoldState::Open);
        let refunds = rows.refunds.of_customer(customer);
        let refunds = refunds.filter(|refund| refund.state.is_open());
        let parked = rows.contradictions.of_customer(customer);
        let parked = parked.filter(|known| known.state.is_open() && known.kind.may_be_refunded());
        let asked = rows.approvals.of_customer(customer);
        let asked = asked.filter(|known| known.state_at(self.now) == ApprovalState::Waiting);
        let mut what: Vec<String> = orders
            .map(|order| format!("order {} is {}", order.id, order.state))
            .chain(holds.map(|hold| format!("hold {} is open", hold.id)))
            .chain(refunds.map(|refund| format!("refund {} is {}", refund.id, refund.state)))
            .chain(parked.map(|known| format!("contradiction {} is {}", known.id, known.state)))
            .chain(asked.map(|known| format!("approval {} is waiting", known.id)))
            .collect();
        what.sort();
        what
    }
}

const PREFIX: &str = "clq_";

/// Characters of the digest in a quote's name: 128 bits, like an id of ours.
const DIGEST_CHARS: usize = 32;

/// The name of a quote: the end of its validity, and a digest of its content and of the customer's ledger. What goes back
/// of each payment, and by which right, is content: a window that ends meanwhile changes no sum, and would make a loss of a
/// refund.
pub(super) fn name(
    customer: &Customer,
    forfeited: Credits,
    payments: &[ClosingPayment],
    expires_at: DateTime<Utc>,
) -> String {
    let micros = expires_at.timestamp_micros();
    let of_payment =
        |of: &ClosingPayment| format!("{} {} {} {}", of.payment, of.credits, of.amount, of.basis);
    let payments: Vec<String> = payments.iter().map(of_payment).collect();
    let digest = digest(&[
        "closing quote",
        customer.id.as_str(),
        &customer.head,
        &customer.debt.to_string(),
        &forfeited.to_string(),
        &payments.join(","),
        &micros.to_string(),
    ]);
    let digest: String = digest.chars().take(DIGEST_CHARS).collect();
    format!("{PREFIX}{micros}_{digest}")
}

/// The end of validity of a quote of this name. `None` when it is not the name of a quote.
pub(super) fn expiry(name: &str) -> Option<DateTime<Utc>> {
    let (micros, _) = name.strip_prefix(PREFIX)?.split_once('_')?;
    DateTime::from_timestamp_micros(micros.parse().ok()?)
}
