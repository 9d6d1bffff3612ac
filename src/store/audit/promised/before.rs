//! What was promised and given back of a payment before a refund.

use std::collections::HashMap;

/// A payment with at least one refund request.
pub(super) struct Paid {
    pub(super) amount: i64,
    pub(super) vat: i64,
    pub(super) tax_free: i64,
    /// Whether others ever took back any of it, or returned it afterwards.
    pub(super) by_others: bool,
    pub(super) granted: i64,
}

/// One refund of a payment.
pub(super) struct Refunded<'r> {
    pub(super) id: &'r str,
    pub(super) customer: &'r str,
    pub(super) basis: &'r str,
    pub(super) amount: i64,
    pub(super) tax_free: i64,
    pub(super) vat: i64,
    pub(super) credits: i64,
    pub(super) declined: bool,
    /// The amount returned, where that is less than `amount`; the amount otherwise.
    pub(super) given: i64,
}

/// The tax-free part and the VAT of a refund.
type Taxes = (i64, i64);

/// Numbers of the ledger by refund and act.
pub(super) type Posted = HashMap<(String, String), i64>;

impl Refunded<'_> {
    /// The number of its first posting of an act. It is after all others where there is none.
    pub(super) fn posted(&self, act: &str, posted: &Posted) -> i64 {
        let key = (self.id.to_owned(), act.to_owned());
        posted.get(&key).copied().unwrap_or(i64::MAX)
    }
}

/// The totals of the refunds before one.
#[derive(Default)]
pub(super) struct Before {
    pub(super) amount: i64,
    tax_free: i64,
    vat: i64,
    pub(super) credits: i64,
}

impl Before {
    /// The totals as they stood when `refund` was requested. A refund that was declined later still counted then. A
    /// refund of which the provider later gave less counted whole, with the taxes of the whole: `asked`, by refund.
    pub(super) fn of(
        refund: &Refunded<'_>,
        all: &[Refunded<'_>],
        posted: &Posted,
        asked: &HashMap<&str, Taxes>,
    ) -> Self {
        let at = refund.posted("refund_request", posted);
        let mut before = Self::default();
        for other in all {
            if other.posted("refund_request", posted) >= at {
                continue;
            }
            if other.declined && other.posted("refund_declined", posted) < at {
                continue;
            }
            let as_recorded =
                other.given == other.amount || other.posted("refund_corrected", posted) < at;
            let (amount, (tax_free, vat)) = match asked.get(other.id).filter(|_| !as_recorded) {
                Some(taxes) => (other.amount, *taxes),
                None => (other.given, (other.tax_free, other.vat)),
            };
            before.amount += amount;
            before.tax_free += tax_free;
            before.vat += vat;
            before.credits += other.credits;
        }
        before
    }

    /// The taxes of the next `amount` won that are returned.
    pub(super) fn taxes(&self, paid: &Paid, amount: i64) -> Taxes {
        let after = self.amount + amount;
        let free = share(paid.tax_free, after, paid.amount);
        let both = share(paid.tax_free + paid.vat, after, paid.amount);
        (
            (free - self.tax_free).max(0),
            (both - free - self.vat).max(0),
        )
    }
}

/// `floor(whole x part / of)`.
pub(super) fn share(whole: i64, part: i64, of: i64) -> i64 {
    let product = i128::from(whole) * i128::from(part);
    let share = product.checked_div_euclid(i128::from(of)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}
