//! The sandbox's own pages and the form of its answers.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use reqwest::Url;
use serde_json::{Value, json};

use super::fields::BadField;

/// Nothing is loaded from anywhere; the buyer page needs only its own style.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = "body{font-family:sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;line-height:1.6}\
.warn{background:#b00020;color:#fff;padding:.8rem 1rem;font-weight:bold}\
button{font-size:1.05rem;padding:.6rem 1.2rem;margin:.3rem .3rem .3rem 0}\
dt{color:#555}dd{margin:0 0 .6rem;font-size:1.2rem}form{display:inline}";

pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json;charset=UTF-8")],
        body.to_string(),
    )
        .into_response()
}

/// A page under the banner that names the simulator. `body` is HTML; any outside value in it must be escaped already.
pub(crate) fn html(status: StatusCode, title: &str, body: &str) -> Response {
    let title = escape(title);
    let page = format!(
        "<!doctype html><html lang=\"ko\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>\
         <p class=\"warn\">모의 결제창입니다. 실제 돈은 움직이지 않습니다.<br>\
         <span lang=\"en\">This is a SIMULATOR. No real money moves.</span></p>\
         <h1>{title}</h1>{body}</body></html>"
    );
    (
        status,
        [(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)],
        Html(page),
    )
        .into_response()
}

pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The answer of the sandbox's own routes to a field: its name, and what is wrong with it.
impl IntoResponse for BadField {
    fn into_response(self) -> Response {
        let error = json!({"field": self.field, "message": self.problem});
        json(StatusCode::BAD_REQUEST, &json!({"error": error}))
    }
}

/// What a proxy before a provider answers when it gets no answer.
pub(crate) fn proxy(status: StatusCode, title: &str) -> Response {
    let page = format!(
        "<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
    );
    (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

pub(crate) async fn unknown() -> (StatusCode, BadField) {
    let problem = "the sandbox has no such route; GET /sandbox lists them";
    (StatusCode::NOT_FOUND, BadField::new("path", problem))
}

/// The buyer comes back to the shop, whose own query parameters stay first. `None` where its address is none.
pub(crate) fn back(url: &str, pairs: &[(&str, &str)]) -> Option<Response> {
    let mut url = Url::parse(url).ok()?;
    url.query_pairs_mut().extend_pairs(pairs);
    Some(Redirect::to(url.as_str()).into_response())
}

/// A window that can no longer be used, with the state of its payment where the provider names one.
pub(crate) fn over(state: Option<&str>) -> Response {
    let state = state.map_or_else(|| ".".to_owned(), |state| format!(": {state}"));
    let body =
        format!("<p>이 결제창은 더 이상 사용할 수 없습니다. · This window is over{state}</p>");
    html(StatusCode::CONFLICT, "끝난 결제창입니다", &body)
}

pub(crate) fn no_payment() -> Response {
    let body = "<p>There is no such payment or button.</p>";
    html(StatusCode::NOT_FOUND, "결제를 찾을 수 없습니다", body)
}

/// A script that a provider serves to browsers.
pub(crate) fn script(text: &'static str) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, text).into_response()
}

/// An answer that a page of any origin may read.
pub(crate) fn json_for_all(status: StatusCode, body: &Value) -> Response {
    let origins = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (origins, json(status, body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::{escape, grouped};

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(
            [
                grouped(0),
                grouped(999),
                grouped(1_000),
                grouped(12_345_678)
            ],
            ["0", "999", "1,000", "12,345,678"]
        );
    }

    #[test]
    fn markup_in_a_name_is_shown_not_run() {
        assert_eq!(
            escape("<b a='1'>&\"</b>"),
            "&lt;b a=&#39;1&#39;&gt;&amp;&quot;&lt;/b&gt;"
        );
    }
}
