//! `POST …/list/history` and `…/list/history/{paymentId}`: one row for the approval and one for each cancel. A
//! payment that was not approved has no row, and an unfinished cancel has none yet.

mod query;
mod rows;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use self::query::{page, range, wanted};
pub(crate) use self::rows::means_json;
use self::rows::rows;
use super::auth_idempotency::forced;
use super::call::Call;
use super::codes::Answer;
use super::params::Params;
use super::payment::Payment;
use super::state::App;

pub(crate) const MERCHANT_NAME: &str = "모의상점";
/// The id of this simulated merchant in the Naver Pay Center.
pub(crate) const MERCHANT_ID: &str = "sandboxshop";
const ROWS_MAX: i64 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V22,
    /// Also names the master merchant.
    V23,
}

impl Version {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "v2.2" => Some(Self::V22),
            "v2.3" => Some(Self::V23),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Approval,
    Cancel,
    CancelFail,
}

struct Row {
    at: DateTime<Utc>,
    kind: Kind,
    json: Value,
}

/// `payment_id` from the path. A body may name one too; its times and pages are then ignored.
pub(crate) fn list(
    app: &App,
    call: &Call,
    params: &Params,
    version: Version,
    payment_id: Option<&str>,
) -> Answer {
    let now = app.now();
    let wanted = wanted(params)?;
    let in_body = params.text("paymentId", 50)?;
    let range = if payment_id.or(in_body.as_deref()).is_none() {
        Some(range(params)?)
    } else {
        None
    };
    let (page, size) = match in_body {
        Some(_) if payment_id.is_none() => (1, ROWS_MAX),
        _ => page(params)?,
    };
    forced(app, call.operation)?;
    let books = app.books();
    let found: Vec<&Payment> = match payment_id.or(in_body.as_deref()) {
        Some(id) => books.own.paid(id).into_iter().collect(),
        None => books.own.all().iter().collect(),
    };
    let mut rows: Vec<Row> = found
        .into_iter()
        .flat_map(|payment| rows(payment, version, now))
        .filter(|row| wanted.is_none_or(|kind| kind == row.kind))
        .filter(|row| range.is_none_or(|(start, end)| start <= row.at && row.at <= end))
        .collect();
    rows.sort_by_key(|row| row.at);
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from((page - 1).saturating_mul(size)).unwrap_or(usize::MAX);
    let shown = rows.into_iter().skip(skipped);
    let shown: Vec<Value> = shown
        .take(usize::try_from(size).unwrap_or(0))
        .map(|row| row.json)
        .collect();
    Ok(json!({
        "responseCount": shown.len(),
        "list": shown,
        "totalCount": total,
        "totalPageCount": (total + size - 1) / size,
        "currentPageNumber": page,
    }))
}
