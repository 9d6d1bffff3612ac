//! Sums of a customer's spends in a time.

use domain::{
    calendar::day_after_1970,
    id::{CustomerId, SpendId},
    money::Credits,
    usage::{Sum, Usage, UsageBy, standing},
};

use crate::store::{
    Db, Span, StoreError,
    engine::Row,
    query::Arg,
    sql::{Sql, statements},
};

/// Sums by the name that is given. An id begins with its instant, so that a time is a part of the index
/// (`customer_id`, id). Groups are listed by their first spend. At most `$6` spends are read.
macro_rules! grouped {
    ($name:literal) => {
        concat!(
            "SELECT CAST(name AS TEXT), first, CAST(spends AS BIGINT), CAST(credits AS BIGINT), \
                    CAST(reversed AS BIGINT), CAST(reversed_credits AS BIGINT), CAST(taken_in_all AS BIGINT) \
             FROM (SELECT ",
            $name,
            " AS name, MIN(id) AS first, COUNT(*) AS spends, SUM(credits) AS credits, \
                 SUM(CASE WHEN reversed_at IS NULL THEN 0 ELSE 1 END) AS reversed, \
                 SUM(CASE WHEN reversed_at IS NULL THEN 0 ELSE credits END) AS reversed_credits, \
                 SUM(COUNT(*)) OVER () AS taken_in_all \
                 FROM (SELECT id, meter, reference, api_key, credits, spent_at, reversed_at FROM spends \
                     WHERE customer_id = $1 AND id >= $2 AND id < $3 AND spent_at >= $4 AND spent_at < $5 \
                     ORDER BY id LIMIT $6) AS taken \
                 GROUP BY ",
            $name,
            ") AS summed WHERE first > $7 ORDER BY first LIMIT $8"
        )
    };
}

statements! {
    BY_METER = grouped!("meter");
    BY_REFERENCE = grouped!("reference");
    /// `domain::usage::NO_KEY` where none is on record.
    BY_KEY = grouped!("COALESCE(api_key, 'none')");
    /// Days since 1970 of the Korean calendar, which is nine hours ahead.
    BY_DAY = grouped!("(spent_at + 32400000000) / 86400000000");
}

/// Which groups.
#[derive(Debug, Clone, Copy)]
pub struct Groups {
    pub by: UsageBy,
    /// When the spends were made.
    pub span: Span,
    /// The first spend of the last group seen.
    pub after: Option<SpendId>,
    pub limit: i64,
    /// Most spends that are read for it.
    pub spends_max: i64,
}

/// Sums of a customer's spends, in the order in which the groups began. None when there are more spends in the time
/// than may be read.
pub async fn usage(
    db: &Db,
    customer: &CustomerId,
    asked: Groups,
) -> Result<Option<Vec<Usage>>, StoreError> {
    let sql: &'static Sql = match asked.by {
        UsageBy::Meter => &BY_METER,
        UsageBy::Day => &BY_DAY,
        UsageBy::Reference => &BY_REFERENCE,
        UsageBy::ApiKey => &BY_KEY,
    };
    let (from, until) = asked.span.micros();
    let (first, last) = asked.span.spends();
    let after = asked.after.map_or(String::new(), |id| id.to_string());
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(&first),
        Arg::Text(&last),
        Arg::Int(from),
        Arg::Int(until),
        Arg::Int(asked.spends_max.saturating_add(1)),
        Arg::Text(&after),
        Arg::Int(asked.limit),
    ];
    let rows = db.rows(sql, args).await?;
    let read = rows.first().map(|row| row.int(6)).transpose()?.flatten();
    if read > Some(asked.spends_max) {
        return Ok(None);
    }
    let groups = rows.iter().map(|row| group(row, customer, asked.by));
    groups.collect::<Result<_, _>>().map(Some)
}

fn group(row: &Row, customer: &CustomerId, by: UsageBy) -> Result<Usage, StoreError> {
    let name = row.text(0)?.unwrap_or_default();
    let first = row.text(1)?.unwrap_or_default();
    let damaged = |column| StoreError::damaged("spends", first, column, "not what was written");
    let number = |column| Ok::<i64, StoreError>(row.int(column)?.unwrap_or_default());
    let sum = |column| {
        let credits = Credits::new(number(column + 1)?).map_err(|_| damaged("credits"))?;
        let spends = number(column)?;
        Ok::<Sum, StoreError>(Sum { spends, credits })
    };
    let day = || name.parse().ok().and_then(day_after_1970);
    let of = match by {
        UsageBy::Meter | UsageBy::Reference | UsageBy::ApiKey => name.to_owned(),
        UsageBy::Day => day().ok_or_else(|| damaged("spent_at"))?.to_string(),
    };
    let reversed = sum(4)?;
    Ok(Usage {
        customer: customer.clone(),
        of,
        first: first.parse().map_err(|_| damaged("id"))?,
        used: standing(sum(2)?, reversed),
        reversed,
    })
}
