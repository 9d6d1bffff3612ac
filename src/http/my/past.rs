//! The customer's past on the customer's page: history, use, statements of a month.

use axum::response::Response;
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};
use domain::{
    calendar::{in_seoul, seoul},
    ledger::Unit,
    money::Credits,
    statement::{Change, words::words},
    usage::{Usage, UsageBy},
};

use super::Visit;
use crate::{
    app::App,
    flows::{
        self,
        history::{self, Span, USAGE_SPENDS_MAX},
        my::{self, Line},
        page::{EntryCursor, Page, Paged},
        statement::{self, Asked},
    },
    http::{
        error::{INVALID_FIELD, Problem},
        limits::PAGE_MAX,
        request::ApiRequest,
        statements,
    },
    web::my as pages,
};

/// The spans of use that can be chosen, in days: a week, a month, a quarter. A page of sums by day holds all of them.
const SPANS: &[i64] = &[7, 30, 90];
/// The span that is shown first, in days.
const SPAN: i64 = 30;
/// Months whose statements the page offers: a year and the same month of the year before. Others are asked for by the
/// API.
const MONTHS: u8 = 13;
/// Postings of a statement that the page shows. The files have all.
const SHOWN: usize = 200;

pub(super) async fn history(
    app: &App,
    ask: &ApiRequest,
    visit: &Visit,
) -> Result<Response, Problem> {
    let asked: Page<EntryCursor> = ask.page()?;
    let found = my::lines(app, &visit.customer, asked.after).await?;
    let lines = found.items.into_iter().map(|line| shown(line, visit));
    let page = pages::History {
        lines: lines.collect(),
        next: found.next,
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

fn shown(line: Line, visit: &Visit) -> pages::Line {
    let entry = &line.booked.entry;
    pages::Line {
        at: entry.at,
        words: words(visit.frame.lang, entry.act, Change::of(entry)),
        meter: line.meter,
        reference: line.reference,
        to: None,
        won: (entry.unit == Unit::Won).then_some(entry.amount),
        before: line.booked.available_before,
        after: line.booked.available_after,
    }
}

pub(super) async fn usage(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Response, Problem> {
    let days = days(ask)?;
    let today = seoul(app.now()).date_naive();
    let first = u64::try_from(days - 1)
        .ok()
        .and_then(|back| today.checked_sub_days(Days::new(back)));
    let span = Span {
        from: first.and_then(midnight),
        until: None,
    };
    let by_day = used_by(app, visit, UsageBy::Day, span).await?;
    let by_meter = used_by(app, visit, UsageBy::Meter, span).await?;
    let used = |usage: Usage| pages::Used {
        name: usage.of,
        spends: usage.used.spends,
        credits: usage.used.credits,
    };
    let days_used: Vec<_> = by_day.items.into_iter().rev().map(used).collect();
    let mut meters: Vec<_> = by_meter.items.into_iter().map(used).collect();
    meters.sort_by(|one, two| (two.credits, &one.name).cmp(&(one.credits, &two.name)));
    let total = days_used.iter().map(|day| day.credits);
    let page = pages::Usage {
        days,
        spans: SPANS,
        // No sum over a customer's credits passes the largest amount.
        total: total.fold(Credits::ZERO, |sum, day| sum.plus(day).unwrap_or(sum)),
        by_day: days_used,
        by_meter: meters,
        more: by_meter.next.is_some(),
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

async fn used_by(app: &App, visit: &Visit, by: UsageBy, span: Span) -> flows::Result<Paged<Usage>> {
    let page = Page {
        limit: PAGE_MAX,
        after: None,
    };
    history::usage(&app.db, &visit.customer, by, span, USAGE_SPENDS_MAX, page).await
}

fn days(ask: &ApiRequest) -> Result<i64, Problem> {
    let Some(text) = ask.query("days") else {
        return Ok(SPAN);
    };
    let known = SPANS.iter().find(|days| days.to_string() == text);
    known
        .copied()
        .ok_or_else(|| Problem::field(&INVALID_FIELD, "days", "is 7, 30 or 90"))
}

pub(super) async fn statement(
    app: &App,
    ask: &ApiRequest,
    visit: &Visit,
) -> Result<Response, Problem> {
    let (months, asked) = asked(app, ask, visit)?;
    let month = name(seoul(asked.from).date_naive());
    let text = statement::statement(app, &asked).await?;
    let page = pages::OfMonth {
        month,
        months: months.into_iter().map(name).collect(),
        statement: statements::read(&text)?,
        shown: SHOWN,
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

pub(super) async fn file(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Response, Problem> {
    let as_csv = match ask.query("form") {
        Some("csv") => true,
        Some("json") => false,
        _ => return Err(Problem::field(&INVALID_FIELD, "form", "is csv or json")),
    };
    let (_, asked) = asked(app, ask, visit)?;
    statements::document(statement::statement(app, &asked).await?, as_csv)
}

/// The months on offer, the latest first, and the statement of the one that was asked for.
fn asked(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<(Vec<NaiveDate>, Asked), Problem> {
    let now = app.now();
    let months = months(now);
    let found = match ask.query("month") {
        Some(text) => months.iter().find(|first| name(**first) == text),
        None => months.first(),
    };
    let no_month = || Problem::field(&INVALID_FIELD, "month", "is a month on offer");
    let first = found.copied().ok_or_else(no_month)?;
    let from = midnight(first).ok_or_else(no_month)?;
    let next = first.checked_add_months(Months::new(1)).and_then(midnight);
    let asked = Asked {
        customer: visit.customer.clone(),
        from,
        until: next.ok_or_else(no_month)?.min(now),
        lang: visit.frame.lang,
    };
    Ok((months, asked))
}

/// The first days of the months on offer, the latest first: those of which some time is over.
fn months(now: DateTime<Utc>) -> Vec<NaiveDate> {
    let today = seoul(now).date_naive();
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1);
    let back =
        (0..=u32::from(MONTHS)).filter_map(|back| first?.checked_sub_months(Months::new(back)));
    let begun = back.filter(|first| midnight(*first).is_some_and(|begins| begins < now));
    begun.take(usize::from(MONTHS)).collect()
}

/// The beginning of a Korean day.
fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    in_seoul(day.and_time(NaiveTime::MIN))
}

/// `2026-04`
fn name(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::{midnight, months, name};

    #[test]
    fn months_that_have_begun_in_korea_are_on_offer() {
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        for (now, latest, earliest) in [
            ("2026-04-08T10:00:00+09:00", "2026-04", "2025-04"),
            // No time of April is over yet.
            ("2026-04-01T00:00:00+09:00", "2026-03", "2025-03"),
            ("2026-04-01T00:00:00.000001+09:00", "2026-04", "2025-04"),
            ("2025-12-31T15:00:01Z", "2026-01", "2025-01"),
        ] {
            let months = months(at(now));
            assert_eq!(months.len(), 13, "{now}");
            let names: Vec<String> = months.iter().map(|first| name(*first)).collect();
            assert_eq!((names[0].as_str(), names[12].as_str()), (latest, earliest));
            assert!(
                months
                    .iter()
                    .all(|first| midnight(*first).unwrap() < at(now))
            );
        }
    }
}
