//! Refunds worked out again: what each comes to and how its taxes are split, with sums of the auditor's own.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Check, Look, int, text};
use crate::store::{
    StoreError,
    query::{Arg, Row},
    sql::Sql,
};

static PAYMENTS: Sql = Sql::new(
    "SELECT t.payment_id, p.amount, p.tax, COALESCE(p.outside_at, 0), l.granted \
     FROM (SELECT DISTINCT payment_id FROM refunds WHERE payment_id > $1 ORDER BY payment_id LIMIT 500) AS t \
     JOIN payments AS p ON p.id = t.payment_id \
     JOIN lots AS l ON l.payment_id = p.id AND l.kind IN ('purchased', 'bulk') ORDER BY t.payment_id",
);
static REFUNDS: Sql = Sql::new(
    "SELECT payment_id, id, amount, tax_free, vat, credits, basis, state, COALESCE(settled_amount, amount), \
     requested_at, COALESCE(settled_at, 9223372036854775807) FROM refunds WHERE payment_id = ANY($1) \
     ORDER BY payment_id, requested_at, id",
);

/// A payment of which something was asked back.
struct Paid {
    amount: i64,
    vat: i64,
    tax_free: i64,
    /// Whether others ever took back any of it, or brought it again.
    by_others: bool,
    granted: i64,
}

/// One refund of a payment.
#[derive(Clone, Copy)]
struct Refunded {
    amount: i64,
    tax_free: i64,
    vat: i64,
    credits: i64,
    declined: bool,
    /// What went back, where that is less than `amount`; the amount otherwise.
    given: i64,
    requested_at: i64,
    /// When it succeeded or was declined; never, in microseconds, while it is open.
    settled_at: i64,
}

/// What the refunds before one come to.
#[derive(Default)]
struct Before {
    amount: i64,
    tax_free: i64,
    vat: i64,
    credits: i64,
}

impl Before {
    /// As it stood when a refund was requested at `at`. A refund that was declined later still counted then, and one that was
    /// given short later counted whole.
    fn at(at: i64, earlier: &[Refunded]) -> Self {
        let mut before = Self::default();
        for refund in earlier {
            let open = refund.settled_at > at;
            if refund.declined && !open {
                continue;
            }
            before.amount += if open { refund.amount } else { refund.given };
            before.tax_free += refund.tax_free;
            before.vat += refund.vat;
            before.credits += refund.credits;
        }
        before
    }
}

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
    loop {
        let page = look.rows(&PAYMENTS, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok([amounts, taxes]);
        };
        text(last, 0)?.clone_into(&mut after);
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
        let (mut of, mut earlier) = (String::new(), Vec::new());
        for row in &look.rows_of(&REFUNDS, payments.keys().copied()).await? {
            let Some(paid) = payments.get(text(row, 0)?) else {
                continue;
            };
            if text(row, 0)? != of {
                (of, earlier) = (text(row, 0)?.to_owned(), Vec::new());
            }
            let refund = refunded(row)?;
            let before = Before::at(refund.requested_at, &earlier);
            judge(row, paid, &refund, &before, &mut amounts, &mut taxes)?;
            earlier.push(refund);
        }
    }
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

fn refunded(row: &Row) -> Result<Refunded, StoreError> {
    Ok(Refunded {
        amount: int(row, 2)?,
        tax_free: int(row, 3)?,
        vat: int(row, 4)?,
        credits: int(row, 5)?,
        declined: text(row, 7)? == "declined",
        given: int(row, 8)?,
        requested_at: int(row, 9)?,
        settled_at: int(row, 10)?,
    })
}

fn judge(
    row: &Row,
    paid: &Paid,
    refund: &Refunded,
    before: &Before,
    amounts: &mut Check,
    taxes: &mut Check,
) -> Result<(), StoreError> {
    let Refunded {
        amount,
        tax_free,
        vat,
        credits,
        ..
    } = *refund;
    let by_policy =
        ["by_right", "through_support", "seller_fault", "goodwill"].contains(&text(row, 6)?);
    let due = share(paid.amount, before.credits + credits, paid.granted) - before.amount;
    // What others had cancelled by then may have left less.
    if by_policy && (amount > due || (amount < due && !paid.by_others)) {
        let detail = format!("{amount} won for {credits} credits, and {due} were due");
        amounts.add(text(row, 1)?, detail);
    }
    let after = before.amount + amount;
    let free = share(paid.tax_free, after, paid.amount);
    let both = share(paid.tax_free + paid.vat, after, paid.amount);
    // A refund that the provider paid short leaves less for the next.
    let due = (
        (free - before.tax_free).max(0),
        (both - free - before.vat).max(0),
    );
    if due != (tax_free, vat) {
        let detail = format!("{tax_free} tax-free and {vat} VAT, and {due:?} were due");
        taxes.add(text(row, 1)?, detail);
    }
    Ok(())
}

/// `floor(whole x part / of)`.
fn share(whole: i64, part: i64, of: i64) -> i64 {
    let product = i128::from(whole) * i128::from(part);
    let share = product.checked_div_euclid(i128::from(of)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}
