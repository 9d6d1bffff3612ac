//! What every page of a buyer has: the language that its buyer chose, and the seller.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::statement::Lang;

use super::{error::Problem, request::ApiRequest};
use crate::{
    app::App,
    web::buyer::{Frame, Seller},
};

/// The cookie that remembers a choice of language. It says nothing else.
const COOKIE: &str = "lang";
/// How long a choice is remembered, in seconds: a year, as buyers come back about as often.
const REMEMBERED_SECONDS: u32 = 31_536_000;

/// The language that was chosen in this request or, as a cookie says, before; Korean otherwise.
///
/// # Errors
/// A word that names no language of ours.
pub(super) fn lang(ask: &ApiRequest) -> Result<Lang, Problem> {
    let chosen = ask.word("lang", Lang::ALL, Lang::as_str)?;
    Ok(chosen.unwrap_or_else(|| remembered(&ask.headers)))
}

/// The language that was chosen before, as a cookie says; Korean otherwise.
pub(super) fn remembered(headers: &HeaderMap) -> Lang {
    let known = cookie(headers, COOKIE).and_then(|word| word.parse().ok());
    known.unwrap_or(Lang::Korean)
}

/// The value of the first cookie of this name.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let found = pairs.find(|(known, _)| *known == name);
    found.map(|(_, value)| value)
}

/// The frame of a page. `address` is the page's own, with a query.
pub(super) fn frame(app: &App, lang: Lang, address: String) -> Frame {
    Frame {
        lang,
        address,
        seller: seller(app),
    }
}

/// The seller, as its settings name it.
fn seller(app: &App) -> Seller {
    let seller = app.seller.clone();
    Seller {
        name: seller.seller_name,
        representative: seller.seller_representative,
        business_number: seller.seller_business_number,
        mail_order_number: seller.seller_mail_order_number,
        address: seller.seller_address,
        phone: seller.seller_phone,
        email: seller.seller_email,
        policy_url: seller.seller_policy_url,
    }
}

/// Has the browser remember the language, where this request chose one.
pub(super) fn remember(ask: &ApiRequest, lang: Lang, response: Response) -> Response {
    Choice::of(ask, lang).remember(response)
}

/// A language, where a request chose one. It outlives the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice(Option<Lang>);

impl Choice {
    pub(super) fn of(ask: &ApiRequest, lang: Lang) -> Self {
        Self(ask.query("lang").map(|_| lang))
    }

    /// Has the browser remember it.
    pub(super) fn remember(self, mut response: Response) -> Response {
        let cookie = self.0.map(|lang| {
            format!("{COOKIE}={lang}; Path=/; Max-Age={REMEMBERED_SECONDS}; SameSite=Lax; HttpOnly")
        });
        if let Some(Ok(cookie)) = cookie.map(HeaderValue::try_from) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}
