//! What the payments of a customer could bring back at an instant, without a quote being made: what a simulation of a
//! policy compares. It is judged by the same code as a quote, over all rows of the customer.

use chrono::{DateTime, Utc};

use super::quote::QuoteRequest;
use crate::{
    books::Books,
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    money::{Credits, Won},
    payment::Payment,
    refund::Basis,
    refusal::Refusal,
    spend::{Hold, HoldState},
};

/// The refund that a quote of everything would allow for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    pub payment: PaymentId,
    pub lot: LotId,
    pub kind: Kind,
    pub paid: Won,
    /// Live credits that are unused and not set aside.
    pub unused: Credits,
    pub basis: Basis,
    pub amount: Won,
    /// Exclusive.
    pub by_right_until: DateTime<Utc>,
    /// Exclusive.
    pub through_support_until: DateTime<Utc>,
}

/// A customer at an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foresight {
    /// Lots that can be spent from, and what is in them.
    pub live_lots: u64,
    pub live_credits: i64,
    /// By id.
    pub payments: Vec<Foreseen>,
}

impl Books<'_> {
    /// Looks at a customer whose lots, payments, refunds and open holds are all loaded. Holds that end before now give
    /// their credits back at their end, as they will.
    ///
    /// # Errors
    /// When the terms of a payment are not known.
    pub fn foresee(&mut self, customer: &CustomerId) -> Result<Foresight, Refusal> {
        self.pass_time(customer);
        self.set_off(customer);
        let live: Vec<Credits> = {
            let lots = self.rows.lots.of_customer(customer);
            let live = lots.filter(|lot| lot.is_live(self.now) && !lot.remaining.is_zero());
            live.map(|lot| lot.remaining).collect()
        };
        let payments = self.rows.payments.of_customer(customer);
        let mut payments: Vec<Payment> = payments.cloned().collect();
        payments.sort_by_key(|payment| payment.id);
        let seen = payments.iter().map(|payment| self.foreseen(payment));
        Ok(Foresight {
            live_lots: live.len().try_into().unwrap_or(u64::MAX),
            live_credits: live
                .iter()
                .fold(0, |sum: i64, credits| sum.saturating_add(credits.get())),
            payments: seen.collect::<Result<_, _>>()?,
        })
    }

    /// Lapses the holds that end until now, each at its own end: a lot may end in between, and credits that come back
    /// after that are lost.
    fn pass_time(&mut self, customer: &CustomerId) {
        let now = self.now;
        let holds = self.rows.holds.of_customer(customer);
        let open = holds.filter(|hold| hold.state == HoldState::Open && hold.ends_at() <= now);
        let mut ends: Vec<DateTime<Utc>> = open.map(Hold::ends_at).collect();
        ends.sort_unstable();
        for end in ends {
            self.now = end;
            self.lapse_holds(customer);
        }
        self.now = now;
    }

    fn foreseen(&self, payment: &Payment) -> Result<Foreseen, Refusal> {
        let lot = self.lot_of(payment.id);
        let request = QuoteRequest {
            asked_at: self.now,
            wanted: None,
            beyond: None,
        };
        let assessed = self.assess(payment, &lot, request)?;
        let pinned = self.pinned(&payment.policy, &payment.policy_hash)?;
        let windows = self.windows(payment, &lot, pinned)?;
        Ok(Foreseen {
            payment: payment.id,
            lot: lot.id,
            kind: lot.kind,
            paid: payment.amount,
            unused: if lot.is_live(self.now) {
                lot.remaining
            } else {
                Credits::ZERO
            },
            basis: assessed.basis,
            amount: assessed.line.amount,
            by_right_until: windows.by_right.until,
            through_support_until: windows.through_support.until,
        })
    }
}
