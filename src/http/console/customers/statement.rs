//! The statement of a customer for days that the operator chooses: on a page, and as a file.

use axum::response::Response;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    calendar::{in_seoul, seoul},
    customer::Customer,
    id::CustomerId,
    statement::Lang,
};

use crate::{
    app::{App, Shared},
    flows::{
        statement::{self, Asked},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        statements,
        visit::Visit,
    },
    web::console::statement::{Made, Statement},
};

/// Postings that the page shows. The files have all.
const SHOWN: usize = 200;

/// The page of the statement of a closed customer's whole time.
pub(super) fn whole(customer: &Customer) -> String {
    // The clocks of gateways differ.
    let from = day(customer.opened_at - TimeDelta::days(1));
    let until = day(customer.closed_at.unwrap_or(customer.opened_at));
    format!(
        "/console/customers/{}/statement?from={from}&until={until}",
        customer.id
    )
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    seoul(at).date_naive()
}

pub(in super::super) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = views::customer(&app, &ask.id("customer")?).await?;
    let today = day(app.now());
    let days = match (ask.query("from"), ask.query("until")) {
        (None, None) => None,
        (from, until) => Some((from.unwrap_or_default(), until.unwrap_or_default())),
    };
    let (first, last) = offered(day(customer.opened_at), today);
    let mut page = Statement {
        from: first.to_string(),
        until: last.to_string(),
        today: today.to_string(),
        customer: customer.id.to_string(),
        made: None,
        wrong: None,
        frame: visit.frame.clone(),
    };
    let Some((from, until)) = days else {
        return visit.page(&page);
    };
    from.clone_into(&mut page.from);
    until.clone_into(&mut page.until);
    match made(&app, &visit, &ask, &customer.id, (from, until)).await {
        Ok(Product::File(file)) => Ok(file),
        Ok(Product::Shown(made)) => {
            page.made = Some(*made);
            visit.page(&page)
        }
        Err(problem) if problem.kind.status.is_client_error() => {
            page.wrong = Some(problem.detail().to_owned());
            visit.page_for(&problem, &page)
        }
        Err(problem) => Err(problem),
    }
}

/// The days that the form opens with: the last whole month, or this one where the customer was none then.
fn offered(opened: NaiveDate, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let this = today.with_day(1).unwrap_or(today);
    match this.pred_opt() {
        Some(last) if opened <= last => (last.with_day(1).unwrap_or(last), last),
        Some(_) | None => (this, today),
    }
}

enum Product {
    File(Response),
    Shown(Box<Made>),
}

async fn made(
    app: &App,
    visit: &Visit,
    ask: &ApiRequest,
    customer: &CustomerId,
    days: (&str, &str),
) -> Result<Product, Problem> {
    let (from, until) = span(days, app.now())?;
    let mut asked = Asked {
        customer: customer.clone(),
        from,
        until,
        lang: visit.lang(),
    };
    let as_csv = match ask.query("form") {
        None => {
            let text = statement::statement(app, &asked).await?;
            let statement = statements::read(&text)?;
            let made = Made {
                shown: SHOWN,
                statement,
            };
            return Ok(Product::Shown(Box::new(made)));
        }
        Some("csv") => true,
        Some("json") => false,
        Some(_) => return Err(Problem::field(&INVALID_FIELD, "form", "is csv or json")),
    };
    // Not `lang`: that is the language of the desk.
    if let Some(lang) = ask.word("words", Lang::ALL, Lang::as_str)? {
        asked.lang = lang;
    }
    let text = statement::statement(app, &asked).await?;
    Ok(Product::File(statements::document(text, as_csv)?))
}

/// From the beginning of the first day to the end of the last one, in Korea, or to now where that is before it.
fn span(
    (first, last): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
    let begins = |day: NaiveDate| in_seoul(day.and_time(NaiveTime::MIN));
    let wrong = |name| Problem::field(&INVALID_FIELD, name, "is a day such as 2026-04-08");
    let from = first.parse::<NaiveDate>().ok().and_then(begins);
    let last = last.parse::<NaiveDate>().ok();
    let until = last.and_then(|day| day.succ_opt()).and_then(begins);
    let from = from.ok_or_else(|| wrong("from"))?;
    Ok((from, until.ok_or_else(|| wrong("until"))?.min(now)))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::span;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn days_are_korean_and_the_last_is_in_it() {
        let now = at("2026-04-08T10:00:00+09:00");
        let days = |first, last| span((first, last), now).ok();
        assert_eq!(
            days("2026-03-01", "2026-03-31"),
            Some((
                at("2026-03-01T00:00:00+09:00"),
                at("2026-04-01T00:00:00+09:00")
            ))
        );
        assert_eq!(
            days("2026-04-01", "2026-04-08"),
            Some((at("2026-04-01T00:00:00+09:00"), now))
        );
        for (first, last) in [
            ("2026-02-30", "2026-03-01"),
            ("", "2026-03-01"),
            ("2026-03-01", "x"),
        ] {
            assert_eq!(days(first, last), None, "{first} {last}");
        }
    }
}
