//! Refunds computed again: the amount of each and the split of its taxes, with sums of the auditor's own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{Check, Look, int, text};
use crate::store::{StoreError, engine::Row, sql::Sql};

static PAYMENTS: Sql = Sql::new(
    "SELECT t.payment_id, p.amount, p.tax, COALESCE(p.outside_at, 0), l.granted \
     FROM (SELECT DISTINCT payment_id FROM refunds WHERE payment_id > $1 ORDER BY payment_id LIMIT 500) AS t \
     JOIN payments AS p ON p.id = t.payment_id \
     JOIN lots AS l ON l.payment_id = p.id AND l.kind IN ('purchased', 'bulk', 'membership') ORDER BY t.payment_id",
);
static REFUNDS: Sql = Sql::new(
    "SELECT payment_id, id, amount, tax_free, vat, credits, basis, state, COALESCE(settled_amount, amount), customer_id \
     FROM refunds WHERE payment_id = ANY($1) ORDER BY payment_id, id",
);
/// Clocks of two gateways may differ, so the ledger's numbers show which came first.
static POSTED: Sql = Sql::new(
    "SELECT reference, act, CAST(MIN(seq) AS BIGINT) FROM entries \
     WHERE customer_id = ANY($1) AND act IN ('refund_request', 'refund_declined', 'refund_corrected') \
     GROUP BY reference, act",
);

pub(super) async fn run(look: &mut Look<'_>) -> Result<[Check; 2], StoreError> {
    let mut amounts = Check::new(
        "refunds_pro_rata",
        "what a refund of unused credits comes to is floor(paid x unused / granted), counted over all refunds of the payment",
    );
    let mut taxes = Check::new(
        "refunds_taxed",
        "the tax-free part and the VAT of a refund are its share of the payment's, counted over all refunds of the payment",
    );
    let mut after = String::new();
    while let Some(page) = look.page(&PAYMENTS, &mut after).await? {
        let mut payments = BTreeMap::new();
        for row in &page {
            match paid(row)? {
                Some(paid) => drop(payments.insert(text(row, 0)?, paid)),
                None => taxes.add(
                    text(row, 0)?,
                    "the payment's taxes are not a split of what was paid",
                ),
            }
        }
        let rows = look.rows_of(&REFUNDS, payments.keys().copied()).await?;
        let mut refunds: BTreeMap<&str, Vec<Refunded<'_>>> = BTreeMap::new();
        for row in &rows {
            refunds
                .entry(text(row, 0)?)
                .or_default()
                .push(refunded(row)?);
        }
        let posted = posted(look, &refunds).await?;
        for (payment, all) in &refunds {
            let Some(paid) = payments.get(payment) else {
                continue;
            };
            // In the order of the requests: a later refund may build on the whole amount of an earlier one.
            let mut in_order: Vec<&Refunded<'_>> = all.iter().collect();
            in_order.sort_by_key(|refund| refund.posted("refund_request", &posted));
            let mut asked = HashMap::new();
            for refund in in_order {
                let before = Before::of(refund, all, &posted, &asked);
                judge(paid, refund, &before, &mut amounts, &mut taxes);
                asked.insert(refund.id, before.taxes(paid, refund.amount));
            }
        }
    }
    Ok([amounts, taxes])
}

/// The ledger positions of the refunds of payments that have several.
async fn posted(
    look: &mut Look<'_>,
    refunds: &BTreeMap<&str, Vec<Refunded<'_>>>,
) -> Result<Posted, StoreError> {
    let several = refunds.values().filter(|all| all.len() > 1);
    let customers: BTreeSet<&str> = several.map(|all| all[0].customer).collect();
    let rows = look.rows_of(&POSTED, customers).await?;
    let place = |row: &Row| {
        let key = (text(row, 0)?.to_owned(), text(row, 1)?.to_owned());
        Ok((key, int(row, 2)?))
    };
    rows.iter().map(place).collect()
}

fn paid(row: &Row) -> Result<Option<Paid>, StoreError> {
    let tax: Value = serde_json::from_str(text(row, 2)?).unwrap_or_default();
    let part = |name: &str| tax.get(name).and_then(Value::as_i64).unwrap_or(-1);
    let (amount, supplied) = (int(row, 1)?, part("supplied"));
    let (vat, tax_free) = (part("vat"), part("tax_free"));
    let split = supplied.saturating_add(vat).saturating_add(tax_free);
    let sound = split == amount && [supplied, vat, tax_free].iter().all(|part| *part >= 0);
    Ok(sound.then_some(Paid {
        amount,
        vat,
        tax_free,
        by_others: int(row, 3)? != 0,
        granted: int(row, 4)?,
    }))
}

fn refunded(row: &Row) -> Result<Refunded<'_>, StoreError> {
    Ok(Refunded {
        id: text(row, 1)?,
        customer: text(row, 9)?,
        basis: text(row, 6)?,
        amount: int(row, 2)?,
        tax_free: int(row, 3)?,
        vat: int(row, 4)?,
        credits: int(row, 5)?,
        declined: text(row, 7)? == "declined",
        given: int(row, 8)?,
    })
}

fn judge(
    paid: &Paid,
    refund: &Refunded<'_>,
    before: &Before,
    amounts: &mut Check,
    taxes: &mut Check,
) {
    let (amount, credits) = (refund.amount, refund.credits);
    let by_policy =
        ["by_right", "through_support", "seller_fault", "goodwill"].contains(&refund.basis);
    let due = share(paid.amount, before.credits + credits, paid.granted) - before.amount;
    // The amount others had cancelled by then may have left less.
    if by_policy && (amount > due || (amount < due && !paid.by_others)) {
        let detail = format!("{amount} won for {credits} credits, and {due} were due");
        amounts.add(refund.id, detail);
    }
    // Of the amount returned, where the provider gave less.
    let due = before.taxes(paid, refund.given);
    let (tax_free, vat) = (refund.tax_free, refund.vat);
    if due != (tax_free, vat) {
        let detail = format!("{tax_free} tax-free and {vat} VAT, and {due:?} were due");
        taxes.add(refund.id, detail);
    }
}

/// A payment with at least one refund request.
struct Paid {
    amount: i64,
    vat: i64,
    tax_free: i64,
    /// Whether others ever took back any of it, or returned it afterwards.
    by_others: bool,
    granted: i64,
}

/// One refund of a payment.
struct Refunded<'r> {
    id: &'r str,
    customer: &'r str,
    basis: &'r str,
    amount: i64,
    tax_free: i64,
    vat: i64,
    credits: i64,
    declined: bool,
    /// The amount returned, where that is less than `amount`; the amount otherwise.
    given: i64,
}

/// The tax-free part and the VAT of a refund.
type Taxes = (i64, i64);

/// Numbers of the ledger by refund and act.
type Posted = HashMap<(String, String), i64>;

impl Refunded<'_> {
    /// The number of its first posting of an act. It is after all others where there is none.
    fn posted(&self, act: &str, posted: &Posted) -> i64 {
        let key = (self.id.to_owned(), act.to_owned());
        posted.get(&key).copied().unwrap_or(i64::MAX)
    }
}

/// The totals of the refunds before one.
#[derive(Default)]
struct Before {
    amount: i64,
    tax_free: i64,
    vat: i64,
    credits: i64,
}

impl Before {
    /// The totals as they stood when `refund` was requested. A refund that was declined later still counted then. A
    /// refund of which the provider later gave less counted whole, with the taxes of the whole: `asked`, by refund.
    fn of(
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
    fn taxes(&self, paid: &Paid, amount: i64) -> Taxes {
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
fn share(whole: i64, part: i64, of: i64) -> i64 {
    let product = i128::from(whole) * i128::from(part);
    let share = product.checked_div_euclid(i128::from(of)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}
