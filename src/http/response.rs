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
pub(super) struct ApiResponse<T> {
    status: StatusCode,
    body: T,
    balance: Option<Credits>,
    replayed: bool,
}

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

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
