//! Amended tax invoices that are due: for how much, since when, and until when one is issued.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, Utc};

use super::{Standing, TaxInvoice, standing};
use crate::{
    calendar::{in_seoul, seoul},
    id::{CustomerId, PaymentId},
    money::Won,
    payment::Payment,
    refund::{Refund, RefundState},
};

/// The day of the next month by which an amended invoice is issued. It is dated with the day on which its reason arose (Value-Added
/// Tax Act, Enforcement Decree art. 70(1)), and those of a month are issued until the 10th of the next one: practice, and not cited from the text of a law.
const ISSUED_BY_DAY: u32 = 10;

/// An amended tax invoice that the seller has to issue for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentDue {
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub standing: Standing,
    /// When the first money went back that no amended invoice is of. What others took back counts from the last time they did.
    pub since: DateTime<Utc>,
    /// The last day of Seoul on which it is issued in time.
    pub issue_by: NaiveDate,
}

impl AmendmentDue {
    /// From when on it is late.
    pub fn late_from(&self) -> DateTime<Utc> {
        let next = self.issue_by.succ_opt().unwrap_or(self.issue_by);
        in_seoul(next.and_time(NaiveTime::MIN)).unwrap_or(self.since)
    }
}

/// What is due of a payment with these records and refunds; `None` where nothing is.
pub fn due(payment: &Payment, all: &[TaxInvoice], refunds: &[Refund]) -> Option<AmendmentDue> {
    let standing = standing(all, payment.left());
    if standing.amendment_due.is_zero() {
        return None;
    }
    let since = since(payment, standing, refunds);
    Some(AmendmentDue {
        payment: payment.id,
        customer: payment.customer.clone(),
        standing,
        since,
        issue_by: issue_by(since),
    })
}

/// Amended invoices are of the money that went back first, and so is what no original one is of.
fn since(payment: &Payment, standing: Standing, refunds: &[Refund]) -> DateTime<Utc> {
    let own = refunds
        .iter()
        .filter(|it| it.payment == payment.id && it.state == RefundState::Succeeded);
    let own = own.filter_map(|it| Some((it.settled_at?, it.given())));
    let others = payment.outside_at.map(|at| (at, payment.cancelled_outside));
    let mut went_back: Vec<(DateTime<Utc>, Won)> = own.chain(others).collect();
    went_back.sort_by_key(|(at, _)| *at);
    let not_invoiced = payment.amount.minus_or_zero(standing.invoiced);
    let settled = not_invoiced.plus(standing.amended).unwrap_or(Won::MAX);
    let mut gone = Won::ZERO;
    let first = went_back.iter().find(|(_, amount)| {
        gone = gone.plus(*amount).unwrap_or(Won::MAX);
        gone > settled
    });
    let first = first.or(went_back.last());
    first.map_or(payment.paid_at, |(at, _)| *at)
}

fn issue_by(since: DateTime<Utc>) -> NaiveDate {
    let day = seoul(since).date_naive();
    let first = day.with_day(1);
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    let by = next.and_then(|next| next.with_day(ISSUED_BY_DAY));
    by.unwrap_or(day)
}
