//! Balances as they change, as server-sent events (WHATWG HTML, section 9.2). Each message is named by the number of the
//! last entry that it counts, which a client sends back in `Last-Event-ID`.

use std::convert::Infallible;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use domain::{id::CustomerId, ledger::Act, money::Credits};
use futures_util::{StreamExt as _, stream};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    view::{At, CREDITS_BALANCE, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        stream::{BalanceChange, HEARTBEAT, News, open},
        views,
    },
};

/// How soon a client comes back after its stream has ended, in milliseconds: a gateway that starts anew is there by then.
const RETRY_MS: u32 = 2_000;
/// A comment: the stream lives.
const ALIVE: &str = ":\n\n";

pub(super) const LAST_EVENT_ID: &str = "Last-Event-ID";
/// nginx and what works like it must not gather messages.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

view! {
    /// A customer's credits after a change: the data of a message.
    pub(super) struct BalanceChangeView("BalanceChange") of (change: BalanceChange) {
        /// Number of the last entry that it counts; the id of the message.
        seq: i64,
        at: At = At(change.at),
        /// What happened; null in the first message of a stream that was opened without `Last-Event-ID`.
        act: Option<Act>,
        /// The payment, lot, spend, hold, refund or customer that it belongs to.
        reference: Option<String>,
        /// What it changed of the available credits, as posted. Credits whose lot has ended were not available any more.
        credits: i64,
        /// Spendable.
        available: i64,
        held: i64,
        debt: i64,
    }
}

pub(super) async fn balances(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("id")?;
    let after = last_event(&ask.headers)?;
    let balance = views::balance(&app, &customer, None).await?;
    let changes = open(&app, &customer, after, HEARTBEAT).await?;
    let messages = stream::unfold(changes, async |mut changes| {
        let news = changes.next().await?;
        Some((message(news), changes))
    });
    let begun = stream::iter([format!("retry: {RETRY_MS}\n\n")]);
    let messages = begun.chain(messages).map(Ok::<String, Infallible>);
    let mut response = Response::new(Body::from_stream(messages));
    headers(response.headers_mut(), balance.available);
    Ok(response)
}

fn headers(headers: &mut HeaderMap, available: Credits) {
    for (name, value) in [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store, no-transform"),
        (ACCEL_BUFFERING, "no"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CREDITS_BALANCE, available.get().into());
}

fn message(news: News) -> String {
    match news {
        News::Quiet => ALIVE.to_owned(),
        News::Change(change) => {
            let id = change.seq;
            let data = serde_json::to_string(&BalanceChangeView::of(change)).unwrap_or_default();
            format!("id: {id}\nevent: balance\ndata: {data}\n\n")
        }
    }
}

fn last_event(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let mut presented = headers.get_all(LAST_EVENT_ID).iter();
    let value = match (presented.next(), presented.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    // A client that has seen no message yet may send the header empty.
    if value == Some("") {
        return Ok(None);
    }
    let digits = value.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok());
    number.map(Some).ok_or_else(|| {
        let rule = "is the id of a message of this stream, once";
        Problem::field(&INVALID_FIELD, LAST_EVENT_ID, rule)
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{LAST_EVENT_ID, last_event};

    #[test]
    fn only_a_number_names_a_message() {
        for (presented, expected) in [
            (&[][..], Some(None)),
            (&["7"], Some(Some(7))),
            (&["0"], Some(Some(0))),
            (&[""], Some(None)),
            (&["-1"], None),
            (&["+1"], None),
            (&["7 "], None),
            (&["9223372036854775808"], None),
            (&["7", "7"], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in presented {
                headers.append(LAST_EVENT_ID, HeaderValue::from_static(value));
            }
            assert_eq!(last_event(&headers).ok(), expected, "{presented:?}");
        }
    }
}
