//! Pages as answers: never stored, never framed, with nothing from other origins, except for the one page that opens a
//! provider's window, and a customer's own page, which the seller may frame. Also the redirects between them.

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use domain::statement::Lang;
use url::Url;

use super::error::Problem;
use crate::web;

/// The permissions of a page: our style sheet, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a page of a buyer that turns by itself may do: our style sheet, our script, and asking us again how it stands.
const BUYERS: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a page of the desk may do: our style sheet, our pictures, and forms that come back to us.
const DESK: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for one that turns by itself: our script, and asking us again how it stands.
const TURNING_DESK: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The languages of a page that says everything twice.
const BOTH: &str = "ko, en";

/// A page. Its address may hold a signed state, which must not be passed on.
pub(super) fn page(page: &impl Template) -> Result<Response, Problem> {
    let policy = HeaderValue::from_static(POLICY);
    under(StatusCode::OK, page, policy, "no-referrer", BOTH)
}

/// A customer's own page, in one language. Its forms come back to us, and the pages of `ancestors` (sources of a content
/// security policy) may show it in a frame.
pub(super) fn own_page(
    status: StatusCode,
    page: &impl Template,
    ancestors: &str,
    lang: Lang,
) -> Result<Response, Problem> {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    );
    let policy = HeaderValue::try_from(policy)
        .map_err(|_| Problem::internal("frame ancestors are not fit for a header"))?;
    under(status, page, policy, "no-referrer", lang.as_str())
}

/// A page of the desk. Its address goes to no other site, and to us it must: without a referrer browsers send forms with
/// `Origin: null`. No other site's window can reach the page's own.
pub(super) fn desk_page(
    status: StatusCode,
    page: &impl Template,
    lang: Lang,
) -> Result<Response, Problem> {
    desk_under(status, page, DESK, lang)
}

/// A page of the desk that turns by itself.
pub(super) fn turning_desk_page(page: &impl Template, lang: Lang) -> Result<Response, Problem> {
    desk_under(StatusCode::OK, page, TURNING_DESK, lang)
}

fn desk_under(
    status: StatusCode,
    page: &impl Template,
    policy: &'static str,
    lang: Lang,
) -> Result<Response, Problem> {
    let policy = HeaderValue::from_static(policy);
    let mut response = under(status, page, policy, "same-origin", lang.as_str())?;
    for name in ["cross-origin-opener-policy", "cross-origin-resource-policy"] {
        let same = HeaderValue::from_static("same-origin");
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), same);
    }
    Ok(response)
}

/// A page of a buyer, in one language.
pub(super) fn buyers_page(page: &impl Template, lang: Lang) -> Result<Response, Problem> {
    let policy = HeaderValue::from_static(POLICY);
    under(StatusCode::OK, page, policy, "no-referrer", lang.as_str())
}

/// A page of a buyer that turns by itself.
pub(super) fn turning_page(page: &impl Template, lang: Lang) -> Result<Response, Problem> {
    let policy = HeaderValue::from_static(BUYERS);
    under(StatusCode::OK, page, policy, "no-referrer", lang.as_str())
}

/// The page that opens a provider's window, by our script and the provider's. The provider may see the site that asks,
/// never the page's whole address.
pub(super) fn page_with_script(
    page: &impl Template,
    lang: Lang,
    script: &Url,
    beside: &str,
) -> Result<Response, Problem> {
    let policy = HeaderValue::try_from(policy_with(script, beside))
        .map_err(|_| Problem::internal("a script's address is not fit for a header"))?;
    under(StatusCode::OK, page, policy, "strict-origin", lang.as_str())
}

/// A page of a buyer with forms. They are sent to us alone, but browsers ask this permission again for where the answer
/// leads: to a provider's page, by https, or to a simulator on this machine.
pub(super) fn buyers_form(
    status: StatusCode,
    page: &impl Template,
    lang: Lang,
) -> Result<Response, Problem> {
    let forms = "form-action 'self' https: http://localhost:* http://127.0.0.1:*";
    let policy = HeaderValue::try_from(POLICY.replace("form-action 'none'", forms))
        .map_err(|_| Problem::internal("a policy is not fit for a header"))?;
    under(status, page, policy, "no-referrer", lang.as_str())
}

fn under(
    status: StatusCode,
    page: &impl Template,
    policy: HeaderValue,
    referrer: &'static str,
    language: &'static str,
) -> Result<Response, Problem> {
    let text = page
        .render()
        .map_err(|error| Problem::internal(format!("a page cannot be rendered: {error}")))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, HeaderValue::from_static(referrer)),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language)),
    ];
    Ok((status, headers, Html(text)).into_response())
}

/// Scripts come from us and from the provider's own origin. The provider's script may then make requests, open frames
/// and redirect the browser only with that origin and with the other hosts that the adapter knows. An address does not
/// show which domains belong to one owner.
fn policy_with(script: &Url, beside: &str) -> String {
    let origin = script.origin().ascii_serialization();
    let beside = format!("{origin} {beside}");
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self' {origin}; connect-src {beside}; \
         frame-src {beside}; img-src data: {beside}; form-action {beside}; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// A problem as a page, with the problem's status.
pub(super) fn trouble(problem: &Problem) -> Response {
    let (status, code) = (problem.kind.status, problem.kind.code);
    let page = web::Trouble::of(status.as_u16(), code);
    let policy = HeaderValue::from_static(POLICY);
    under(status, &page, policy, "no-referrer", BOTH).unwrap_or_else(Problem::into_response)
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

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
