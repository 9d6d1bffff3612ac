//! Statements: the document as it is verified, or its lines as CSV.

mod csv;

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use domain::{
    id::CustomerId,
    statement::{Lang, Statement},
};

use super::{
    accept::prefers_csv,
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    view::CREDITS_BALANCE,
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        statement::{self, Asked},
        views,
    },
};

const JSON: &str = "application/json";
pub(super) const CSV: &str = "text/csv";

pub(super) async fn statement(
    app: Shared,
    _: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let asked = Asked {
        from: needed(&ask, "from")?,
        until: needed(&ask, "until")?,
        lang: ask
            .word("lang", Lang::ALL, Lang::as_str)?
            .unwrap_or(Lang::Korean),
        customer: customer.clone(),
    };
    let text = statement::statement(&app, &asked).await?;
    let mut response = document(text, prefers_csv(&ask.headers))?;
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    let balance = views::balance(&app, &customer, None).await?;
    let balance = balance.available.get();
    headers.insert::<&HeaderName>(&CREDITS_BALANCE, balance.into());
    Ok(response)
}

/// A statement as a file.
pub(super) fn document(text: String, as_csv: bool) -> Result<Response, Problem> {
    let mut response = if as_csv {
        csv::lines(&read(&text)?).into_response()
    } else {
        text.into_response()
    };
    let headers = response.headers_mut();
    let (kind, name) = if as_csv {
        ("text/csv; charset=utf-8", "statement.csv")
    } else {
        (JSON, "statement.json")
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The document that was just written.
pub(super) fn read(text: &str) -> Result<Statement, Problem> {
    serde_json::from_str(text)
        .map_err(|error| Problem::internal(format!("a statement is not JSON: {error}")))
}

fn needed(ask: &ApiRequest, name: &'static str) -> Result<DateTime<Utc>, Problem> {
    ask.instant(name)?.ok_or_else(|| {
        let rule = "is missing: a statement is of a period, `from` an instant `until` another";
        Problem::field(&INVALID_FIELD, name, rule)
    })
}
