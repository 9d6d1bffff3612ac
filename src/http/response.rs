//! An answer in JSON, with the headers of an answer about a customer.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{id::CustomerId, money::Credits};
use serde::Serialize;

use super::{error::Problem, view::CREDITS_BALANCE};
use crate::{app::App, flows::views};

/// An answer in JSON, with the headers that go with it.
#[derive(Debug)]
pub(super) struct ApiResponse {
    status: StatusCode,
    body: serde_json::Result<Vec<u8>>,
    balance: Option<Credits>,
    replayed: bool,
}

/// What a handler of the API gives.
pub(super) type Answered = Result<ApiResponse, Problem>;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

pub(super) fn ok(body: &impl Serialize) -> ApiResponse {
    ApiResponse {
        status: StatusCode::OK,
        body: serde_json::to_vec(body),
        balance: None,
        replayed: false,
    }
}

pub(super) fn created(body: &impl Serialize) -> ApiResponse {
    ApiResponse {
        status: StatusCode::CREATED,
        ..ok(body)
    }
}

/// Accepted, and not done yet.
pub(super) fn accepted(body: &impl Serialize) -> ApiResponse {
    ApiResponse {
        status: StatusCode::ACCEPTED,
        ..ok(body)
    }
}

impl ApiResponse {
    pub(super) fn balance(mut self, credits: Option<Credits>) -> Self {
        self.balance = credits;
        self
    }

    pub(super) fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }

    /// Adds the present balance of a customer.
    pub(super) async fn about(self, app: &App, customer: &CustomerId) -> Answered {
        let balance = views::balance(app, customer, None).await?;
        Ok(self.balance(Some(balance.available)))
    }

    /// Adds the balance that came with a change, or the present one where none came.
    pub(super) async fn after(
        self,
        app: &App,
        customer: &CustomerId,
        balance: Option<Credits>,
    ) -> Answered {
        match balance {
            Some(_) => Ok(self.balance(balance)),
            None => self.about(app, customer).await,
        }
    }

    /// Adds the present balance, where it is about one customer.
    pub(super) async fn about_any(self, app: &App, customer: Option<&CustomerId>) -> Answered {
        match customer {
            Some(customer) => self.about(app, customer).await,
            None => Ok(self),
        }
    }
}

impl IntoResponse for ApiResponse {
    fn into_response(self) -> Response {
        let text = match self.body {
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
