//! One list in the form that its client prefers. A whole list in CSV is read page by page while it is sent: the next page
//! when the client has taken the one before, so that neither memory nor a connection of the database is held for it.

use std::{fmt::Display, future::Future, io, str::FromStr};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::id::CustomerId;
use futures_util::stream;
use serde::Serialize;

use super::{
    accept::{language, prefers_csv},
    error::Problem,
    request::ApiRequest,
    response::ok,
    sheets::Sheet,
    view::{CREDITS_BALANCE, List},
};
use crate::{
    app::App,
    flows::{
        self,
        page::{Page, Paged},
        views,
    },
};

/// What a handler of a list gives.
pub(super) type Listed = Result<Response, Problem>;

const NEXT_CURSOR: HeaderName = HeaderName::from_static("next-cursor");

/// A list, read by `read`: a customer's with the balance, where one is named.
pub(super) async fn listed<T, V, C, F, Reading>(
    app: &App,
    customer: Option<&CustomerId>,
    ask: &ApiRequest,
    sheet: &'static Sheet<T>,
    view: impl Fn(T) -> V,
    read: F,
) -> Listed
where
    T: Send + 'static,
    V: Serialize,
    C: FromStr + Display + Send + 'static,
    F: Fn(Page<C>) -> Reading + Send + 'static,
    Reading: Future<Output = flows::Result<Paged<T>>> + Send + 'static,
{
    let asked: Page<C> = ask.page()?;
    let language = language(ask)?;
    if !prefers_csv(&ask.headers) {
        let page = read(asked).await?;
        let mut response = ok(&List::of(page, view));
        if let Some(customer) = customer {
            response = response.about(app, customer).await?;
        }
        return Ok(varied(response.into_response()));
    }
    let balance = match customer {
        Some(customer) => Some(views::balance(app, customer, None).await?.available),
        None => None,
    };
    let whole = ask.query("limit").is_none();
    let limit = if whole { sheet.chunk } else { asked.limit };
    let first = read(Page { limit, ..asked }).await?;
    let mut text = sheet.head(language);
    text.extend(sheet.lines(&first.items));
    let mut response = if whole {
        Body::from_stream(all(text, first.next, sheet, read)).into_response()
    } else {
        let mut response = text.into_response();
        if let Some(Ok(next)) = first.next.map(HeaderValue::try_from) {
            response.headers_mut().insert(NEXT_CURSOR, next);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    let file = format!("attachment; filename=\"{}.csv\"", sheet.name);
    if let Ok(file) = HeaderValue::try_from(file) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    if let Some(balance) = balance {
        headers.insert(CREDITS_BALANCE, balance.get().into());
    }
    Ok(varied(response))
}

/// The same address has several answers.
fn varied(mut response: Response) -> Response {
    let vary = HeaderValue::from_static("accept, accept-language");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// What is left to send.
enum Left<C> {
    Text(Vec<u8>, Option<C>),
    From(C),
    Nothing,
}

/// The text that is there, and the pages after it. An error ends the answer without its last chunk, which no client
/// takes for the whole.
fn all<T, C, F, Reading>(
    text: Vec<u8>,
    next: Option<String>,
    sheet: &'static Sheet<T>,
    read: F,
) -> impl stream::Stream<Item = io::Result<Bytes>> + Send
where
    T: Send + 'static,
    C: FromStr + Send + 'static,
    F: Fn(Page<C>) -> Reading + Send + 'static,
    Reading: Future<Output = flows::Result<Paged<T>>> + Send + 'static,
{
    let cursor = |next: Option<String>| next.and_then(|next| next.parse().ok());
    stream::try_unfold(Left::Text(text, cursor(next)), move |left| {
        let (text, page) = match left {
            Left::Text(text, next) => (Some((text, next)), None),
            Left::From(after) => (None, Some(after)),
            Left::Nothing => (None, None),
        };
        let page = page.map(|after| {
            read(Page {
                limit: sheet.chunk,
                after: Some(after),
            })
        });
        async move {
            let (text, next) = match (text, page) {
                (Some(given), _) => given,
                (None, Some(page)) => {
                    let page = page.await.map_err(|error| {
                        tracing::warn!("A list was not sent to its end: {error}");
                        io::Error::other(error)
                    })?;
                    (sheet.lines(&page.items), cursor(page.next))
                }
                (None, None) => return Ok(None),
            };
            let left = next.map_or(Left::Nothing, Left::From);
            Ok(Some((Bytes::from(text), left)))
        }
    })
}
