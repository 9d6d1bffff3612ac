//! Terms worked out again: until when credits live, what a refund comes to and how its taxes are split,
//! with a calendar and sums of the auditor's own.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta};
use serde_json::Value;

use super::{Check, Look, int, text};
use crate::store::{
    StoreError,
    query::{Arg, Row},
    sql::Sql,
};

/// Seoul's clocks are ahead of UTC by this, all year.
const SEOUL_AHEAD: TimeDelta = TimeDelta::hours(9);

static LOTS: Sql = Sql::new(
    "SELECT t.id, t.acquired_at, t.expires_at, o.validity \
     FROM (SELECT * FROM lots WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     LEFT JOIN payments AS p ON p.id = t.payment_id AND t.kind IN ('purchased', 'bulk') \
     LEFT JOIN orders AS o ON o.id = p.order_id ORDER BY t.id",
);
static PAYMENTS: Sql = Sql::new(
    "SELECT t.payment_id, p.amount, p.tax, p.cancelled_outside, l.granted \
     FROM (SELECT DISTINCT payment_id FROM refunds WHERE payment_id > $1 ORDER BY payment_id LIMIT 500) AS t \
     JOIN payments AS p ON p.id = t.payment_id \
     JOIN lots AS l ON l.payment_id = p.id AND l.kind IN ('purchased', 'bulk') ORDER BY t.payment_id",
);
static REFUNDS: Sql = Sql::new(
    "SELECT payment_id, id, amount, tax_free, vat, credits, basis, state, COALESCE(settled_amount, amount) FROM refunds WHERE payment_id = ANY($1) \
     ORDER BY payment_id, requested_at, id",
);

pub(super) async fn run(look: &mut Look<'_>) -> Result<[Check; 3], StoreError> {
    let lots = lots(look).await?;
    let [amounts, taxes] = refunds(look).await?;
    Ok([lots, amounts, taxes])
}

async fn lots(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "expiry_as_promised",
        "a lot that was bought lives to the end of the Korean day that its order promises, counted from when it was acquired",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&LOTS, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            let Some(validity) = row.text(3)? else {
                continue;
            };
            let end = serde_json::from_str(validity)
                .ok()
                .and_then(|period| end(int(row, 1).ok()?, &period));
            if end.is_some_and(|end| Some(end) != int(row, 2).ok()) {
                let detail = format!("{validity} from {} do not end then", int(row, 1)?);
                check.add(text(row, 0)?, detail);
            }
        }
    }
}

/// The exclusive end of a period in days or months, in microseconds: the day of the event is not counted, and the last day is
/// whole. `None` for periods in business days, which depend on holidays.
fn end(from: i64, period: &Value) -> Option<i64> {
    let event = (DateTime::from_timestamp_micros(from)? + SEOUL_AHEAD).date_naive();
    let first = event.succ_opt()?;
    let next = match (period.get("days"), period.get("months")) {
        (Some(days), None) => first.checked_add_days(Days::new(days.as_u64()?))?,
        (None, Some(months)) => after_months(first, u32::try_from(months.as_u64()?).ok()?)?,
        _ => return None,
    };
    let midnight = next.and_hms_opt(0, 0, 0)?.and_utc() - SEOUL_AHEAD;
    Some(midnight.timestamp_micros())
}

/// The day that corresponds to `first`; where the month has none, the first of the next.
fn after_months(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let day = first.checked_add_months(Months::new(months))?;
    if day.day() == first.day() {
        Some(day)
    } else {
        day.succ_opt()
    }
}

/// A payment of which something was asked back.
struct Paid {
    amount: i64,
    vat: i64,
    tax_free: i64,
    cancelled_outside: i64,
    granted: i64,
}

/// What the refunds before one come to.
#[derive(Default)]
struct Before {
    amount: i64,
    tax_free: i64,
    vat: i64,
    credits: i64,
}

async fn refunds(look: &mut Look<'_>) -> Result<[Check; 2], StoreError> {
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
        let (mut of, mut before) = (String::new(), Before::default());
        for row in &look.rows_of(&REFUNDS, payments.keys().copied()).await? {
            let Some(paid) = payments.get(text(row, 0)?) else {
                continue;
            };
            if text(row, 0)? != of {
                (of, before) = (text(row, 0)?.to_owned(), Before::default());
            }
            judge(row, paid, &mut before, &mut amounts, &mut taxes)?;
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
        cancelled_outside: int(row, 3)?,
        granted: int(row, 4)?,
    }))
}

fn judge(
    row: &Row,
    paid: &Paid,
    before: &mut Before,
    amounts: &mut Check,
    taxes: &mut Check,
) -> Result<(), StoreError> {
    let (amount, tax_free, vat, credits) = (int(row, 2)?, int(row, 3)?, int(row, 4)?, int(row, 5)?);
    let by_policy =
        ["by_right", "through_support", "seller_fault", "goodwill"].contains(&text(row, 6)?);
    let due = share(paid.amount, before.credits + credits, paid.granted) - before.amount;
    // What others cancelled may leave less.
    if by_policy && (amount > due || (amount < due && paid.cancelled_outside == 0)) {
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
    if text(row, 7)? != "declined" {
        *before = Before {
            amount: before.amount + int(row, 8)?,
            tax_free: before.tax_free + tax_free,
            vat: before.vat + vat,
            credits: before.credits + credits,
        };
    }
    Ok(())
}

/// `floor(whole x part / of)`.
fn share(whole: i64, part: i64, of: i64) -> i64 {
    let product = i128::from(whole) * i128::from(part);
    let share = product.checked_div_euclid(i128::from(of)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::end;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).map_or(0, |instant| instant.timestamp_micros())
    }

    #[test]
    fn periods_end_as_in_the_table_of_the_calendar() {
        let mut tried = 0;
        for line in include_str!("../../domain/tests/calendar-vectors.csv")
            .lines()
            .skip(1)
        {
            let fields: Vec<&str> = line.split(',').collect();
            let &[from, unit @ ("days" | "months"), count, "no", until] = fields.as_slice() else {
                continue;
            };
            let count: u64 = count.parse().unwrap_or_default();
            assert_eq!(
                end(at(from), &json!({ unit: count })),
                Some(at(until)),
                "{line}"
            );
            tried += 1;
        }
        assert!(tried > 20, "{tried}");
        assert_eq!(end(0, &json!({"business_days": 7})), None);
    }
}
