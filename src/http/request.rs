//! A request that passed the checks, as a handler gets it.

use std::{fmt::Display, net::IpAddr, str::FromStr};

use axum::{
    body::Bytes,
    extract::RawPathParams,
    http::{HeaderMap, Uri},
};
use chrono::{DateTime, Datelike as _, Utc};
use domain::{
    calendar::YEARS,
    money::{AMOUNT_MAX, Won},
};
use serde::de::DeserializeOwned;

use super::{
    error::{INVALID_FIELD, INVALID_QUERY, NOT_AN_ID, Problem},
    json,
    limits::{CURSOR_MAX, PAGE_DEFAULT, PAGE_MAX},
};
use crate::flows::{page::Page, search::Sought};

/// A request that passed the checks.
#[derive(Debug)]
pub(super) struct ApiRequest {
    pub(super) headers: HeaderMap,
    pub(super) uri: Uri,
    /// The address that the connection comes from.
    pub(super) peer: Option<IpAddr>,
    pub(super) body: Bytes,
    pub(super) query: Vec<(String, String)>,
    pub(super) params: RawPathParams,
}

impl ApiRequest {
    /// A part of the path as it is in the URL. Empty when the route has none of that name.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }

    /// A part of the path that is an id or a name.
    pub(super) fn id<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T, Problem> {
        self.param(name)
            .parse()
            .map_err(|error: T::Err| Problem::new(&NOT_AN_ID, error.to_string()))
    }

    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        json::read(&self.body)
    }

    /// A body that may be left out.
    pub(super) fn optional_json<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        if self.body.is_empty() {
            Ok(T::default())
        } else {
            self.json()
        }
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// A query parameter that is one word of `known`.
    pub(super) fn word<T: Copy>(
        &self,
        name: &'static str,
        known: &[T],
        as_str: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Problem> {
        let Some(presented) = self.query(name) else {
            return Ok(None);
        };
        let found = known
            .iter()
            .copied()
            .find(|word| as_str(*word) == presented);
        found.map(Some).ok_or_else(|| {
            let known: Vec<&str> = known.iter().map(|word| as_str(*word)).collect();
            let rule = format!("is one of {}", known.join(", "));
            Problem::field(&INVALID_FIELD, name, rule)
        })
    }

    /// `limit` and `cursor`. A cursor names the last item of the page before, in the form of this list. A cursor of
    /// another list, or one that was made up, is refused.
    pub(super) fn page<C: FromStr + Display>(&self) -> Result<Page<C>, Problem> {
        let limit = self.query("limit").map_or(Ok(PAGE_DEFAULT), str::parse);
        let limit = limit.ok().filter(|limit| (1..=PAGE_MAX).contains(limit));
        let limit = limit.ok_or_else(|| {
            Problem::field(
                &INVALID_FIELD,
                "limit",
                format!("is a whole number of 1 to {PAGE_MAX}"),
            )
        })?;
        let after = self.query("cursor").map(cursor).transpose()?;
        Ok(Page { limit, after })
    }

    /// An instant: RFC 3339 with any offset.
    pub(super) fn instant(&self, name: &'static str) -> Result<Option<DateTime<Utc>>, Problem> {
        let Some(text) = self.query(name) else {
            return Ok(None);
        };
        // A plus sign that was not escaped arrives as a space, and no instant has a space there.
        let at = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok();
        let at = at
            .filter(|at| YEARS.contains(&at.year()))
            .map(|at| domain::calendar::truncate(at.to_utc()));
        at.map(Some).ok_or_else(|| {
            Problem::field(
                &INVALID_FIELD,
                name,
                "is an RFC 3339 instant such as 2026-11-22T16:00:00+09:00",
            )
        })
    }
}

fn cursor<C: FromStr + Display>(presented: &str) -> Result<C, Problem> {
    let short = Some(presented).filter(|presented| presented.len() <= CURSOR_MAX);
    let known = short.and_then(|presented| presented.parse().ok());
    // A cursor that can be read but is written differently is not ours either.
    let ours = known.filter(|known: &C| known.to_string() == presented);
    ours.ok_or_else(|| {
        let rule = "is the `next` of a page of this list";
        Problem::field(&INVALID_QUERY, "cursor", rule)
    })
}

/// The criteria of a search for orders or payments, from a query.
pub(super) fn sought(ask: &ApiRequest) -> Result<Sought, Problem> {
    let customer = ask.query("customer_id").map(str::parse).transpose();
    let not_an_id = |error: domain::id::InvalidCustomerId| {
        Problem::field(&INVALID_FIELD, "customer_id", error.to_string())
    };
    Ok(Sought {
        customer: customer.map_err(not_an_id)?,
        payment_key: ask.query("payment_key").map(str::to_owned),
        amount: ask.query("amount").map(amount).transpose()?,
        depositor_name: ask.query("depositor_name").map(str::to_owned),
    })
}

/// The same from a form of a page, which sends every field: an empty one is no criterion, and amounts are written as people
/// write them.
pub(super) fn sought_loosely(ask: &ApiRequest) -> Result<Sought, Problem> {
    let filled = |name: &str| {
        let text = ask.query(name).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let customer = filled("customer_id").map(|id| id.parse()).transpose();
    let not_an_id = |error: domain::id::InvalidCustomerId| {
        Problem::field(&INVALID_FIELD, "customer_id", error.to_string())
    };
    let bare = filled("amount").map(|text| text.replace([',', '원', '₩', ' '], ""));
    Ok(Sought {
        customer: customer.map_err(not_an_id)?,
        payment_key: filled("payment_key"),
        amount: bare.as_deref().map(amount).transpose()?,
        depositor_name: filled("depositor_name"),
    })
}

fn amount(text: &str) -> Result<Won, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    let amount = number.and_then(|number| Won::new(number).ok());
    amount.ok_or_else(|| {
        let rule = format!("is a whole number of won, 0 to {AMOUNT_MAX}");
        Problem::field(&INVALID_FIELD, "amount", rule)
    })
}
