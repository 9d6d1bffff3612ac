//! Pages as answers: never kept, never framed, with no script and nothing from elsewhere; and the
//! redirects between them.

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};

use super::error::Problem;
use crate::web;

/// What a page may do: look like our style sheet, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page. Its address may hold a signed state, which is told to nobody.
pub(super) fn page(status: StatusCode, page: &impl Template) -> Result<Response, Problem> {
    let text = page
        .render()
        .map_err(|error| Problem::internal(format!("a page cannot be rendered: {error}")))?;
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_LANGUAGE, "ko, en"),
    ];
    Ok((status, headers, Html(text)).into_response())
}

/// A problem as a page, under the problem's status.
pub(super) fn trouble(problem: &Problem) -> Response {
    let (status, code) = (problem.kind.status, problem.kind.code);
    page(status, &web::Trouble::of(status.as_u16(), code))
        .unwrap_or_else(axum::response::IntoResponse::into_response)
}

/// Sends the browser on, by GET.
pub(super) fn see_other(to: &str) -> Result<Response, Problem> {
    let to = HeaderValue::try_from(to)
        .map_err(|_| Problem::internal("an address is not fit for a header"))?;
    let headers = [
        (header::LOCATION, to),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
