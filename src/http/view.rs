//! The forms that answers share: instants in Korean time, lists, masked names, and the headers of an
//! answer about a customer.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::{calendar::rfc3339_seoul, id::CustomerId, money::Credits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::error::Problem;
use crate::{
    app::App,
    flows::{explain::Explanation, page::Paged, views},
};

pub(super) const CREDITS_BALANCE: HeaderName = HeaderName::from_static("credits-balance");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// An instant as the API writes it: RFC 3339 with `+09:00`.
#[derive(Debug, Clone, Copy)]
pub(super) struct At(pub(super) DateTime<Utc>);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&rfc3339_seoul(self.0))
    }
}

impl JsonSchema for At {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339 with +09:00" })
    }
}

/// A provider's code, and what it means to people.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Explanation")]
pub(super) struct ExplanationView {
    /// The provider's own, or the gateway's where the provider was not asked.
    code: String,
    /// The provider's own message, where it asks that a refused buyer reads it unaltered; null elsewhere.
    message: Option<String>,
    /// For the buyer, in Korean.
    buyer_ko: &'static str,
    /// The same in English.
    buyer_en: &'static str,
    /// What support should know or do.
    support: &'static str,
}

impl From<Explanation> for ExplanationView {
    fn from(
        Explanation {
            code,
            message,
            words,
        }: Explanation,
    ) -> Self {
        Self {
            code,
            message,
            buyer_ko: words.buyer_ko,
            buyer_en: words.buyer_en,
            support: words.support,
        }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
pub(super) struct List<T> {
    items: Vec<T>,
    /// The `cursor` of the next page; null on the last.
    next: Option<String>,
}

impl<T> List<T> {
    pub(super) fn of<S>(page: Paged<S>, show: impl Fn(S) -> T) -> Self {
        Self {
            items: page.items.into_iter().map(show).collect(),
            next: page.next,
        }
    }
}

/// An answer in JSON, with the headers that go with it.
#[derive(Debug)]
pub(super) struct ApiResponse<T> {
    status: StatusCode,
    body: T,
    balance: Option<Credits>,
    replayed: bool,
}

pub(super) fn ok<T: Serialize>(body: T) -> ApiResponse<T> {
    ApiResponse {
        status: StatusCode::OK,
        body,
        balance: None,
        replayed: false,
    }
}

pub(super) fn created<T: Serialize>(body: T) -> ApiResponse<T> {
    ApiResponse {
        status: StatusCode::CREATED,
        ..ok(body)
    }
}

/// Accepted, and not done yet.
pub(super) fn accepted<T: Serialize>(body: T) -> ApiResponse<T> {
    ApiResponse {
        status: StatusCode::ACCEPTED,
        ..ok(body)
    }
}

impl<T> ApiResponse<T> {
    pub(super) fn balance(mut self, credits: Option<Credits>) -> Self {
        self.balance = credits;
        self
    }

    pub(super) fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }

    /// Adds the present balance of a customer.
    pub(super) async fn about(self, app: &App, customer: &CustomerId) -> Result<Self, Problem> {
        let balance = views::balance(app, customer, None).await?;
        Ok(self.balance(Some(balance.available)))
    }

    /// Adds the balance that came with a change, or the present one where none came.
    pub(super) async fn after(
        self,
        app: &App,
        customer: &CustomerId,
        balance: Option<Credits>,
    ) -> Result<Self, Problem> {
        match balance {
            Some(_) => Ok(self.balance(balance)),
            None => self.about(app, customer).await,
        }
    }

    /// The same, where it is about one customer.
    pub(super) async fn about_any(
        self,
        app: &App,
        customer: Option<&CustomerId>,
    ) -> Result<Self, Problem> {
        match customer {
            Some(customer) => self.about(app, customer).await,
            None => Ok(self),
        }
    }
}

impl<T: Serialize> IntoResponse for ApiResponse<T> {
    fn into_response(self) -> Response {
        let text = match serde_json::to_vec(&self.body) {
            Ok(text) => text,
            Err(error) => {
                return Problem::internal(format!("an answer is not JSON: {error}"))
                    .into_response();
            }
        };
        let mut response = (self.status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        if let Some(balance) = self.balance {
            headers.insert(CREDITS_BALANCE, balance.get().into());
        }
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::At;
    use chrono::DateTime;

    #[test]
    fn instants_are_told_in_korean_time() {
        assert_eq!(
            serde_json::json!(At(DateTime::UNIX_EPOCH)),
            "1970-01-01T09:00:00+09:00"
        );
    }
}
