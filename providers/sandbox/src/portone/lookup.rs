//! `GET /payments/{paymentId}` and `GET /payments`: one payment, and pages of those whose status changed in a time.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::App;
use super::errors::{self, Answer};
use super::gate::{Call, NAME_MAX, of_our_store};
use super::payment::Payment;
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::lists::Hidden;

const SIZE_DEFAULT: i64 = 10;
/// `(number + 1) * size` is at most this.
const ROWS_MAX: i64 = 60_000;

pub(super) fn one(app: &App, call: &Call) -> Answer {
    of_our_store(app, call.query("storeId").as_deref())?;
    let books = app.books();
    let payment = books.payments.get(call.payment_id());
    let payment = payment.ok_or(errors::PAYMENT_NOT_FOUND)?;
    Ok(payment.json(app, books.channel))
}

/// The filter is the JSON in the query `requestBody`.
pub(super) fn list(app: &App, call: &Call) -> Answer {
    let asked = call.query("requestBody").unwrap_or_else(|| "{}".to_owned());
    let asked = Fields::parse(asked.as_bytes())?;
    let none = || Fields::parse(b"{}");
    let page = asked.object("page")?.map_or_else(none, Ok)?;
    let filter = asked.object("filter")?.map_or_else(none, Ok)?;
    of_our_store(app, filter.text("storeId", NAME_MAX)?.as_deref())?;
    let number = page.whole("number")?.unwrap_or(0);
    let size = page.won("size")?.unwrap_or(SIZE_DEFAULT);
    if (number + 1) * size > ROWS_MAX {
        return Ok(bad("page", "is beyond 60,000 payments")?);
    }
    let (from, until) = (instant(&filter, "from")?, instant(&filter, "until")?);
    let by_creation = filter.text("timestampType", NAME_MAX)?.as_deref() == Some("CREATED_AT");
    let of = |it: &Payment| {
        if by_creation {
            it.attempts[0].requested_at
        } else {
            it.changed_at()
        }
    };
    let statuses = filter.raw("status").cloned();
    let wanted = |it: &Payment| match &statuses {
        Some(Value::Array(words)) => words.iter().any(|word| word == it.status()),
        _ => true,
    };
    let books = app.books();
    let hidden = Hidden::drawn(app, app.now());
    let within = |it: &&Payment| {
        from.is_none_or(|from| from <= of(it))
            && until.is_none_or(|until| of(it) <= until)
            && of(it) <= hidden.after
            && wanted(it)
    };
    let mut found: Vec<&Payment> = books.payments.values().filter(within).collect();
    found.sort_by_key(|it| (it.attempts[0].requested_at, it.id.clone()));
    if hidden.newest {
        let newest = found.iter().map(|it| of(it)).max();
        found.retain(|it| Some(of(it)) != newest);
    }
    let skipped = usize::try_from(number * size).unwrap_or(usize::MAX);
    let taken = usize::try_from(size).unwrap_or(0);
    let items = found.into_iter().skip(skipped).take(taken);
    let items: Vec<Value> = items.map(|it| it.json(app, books.channel)).collect();
    let count = items.len();
    Ok(json!({
        "items": items,
        "page": {"number": number, "size": size, "totalCount": count},
    }))
}

fn instant(fields: &Fields, name: &str) -> Checked<Option<DateTime<Utc>>> {
    let Some(text) = fields.text(name, NAME_MAX)? else {
        return Ok(None);
    };
    match DateTime::parse_from_rfc3339(&text) {
        Ok(at) => Ok(Some(at.to_utc())),
        Err(_) => bad(name, "is not a time of RFC 3339"),
    }
}
