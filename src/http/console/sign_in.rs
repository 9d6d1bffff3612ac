//! Signing in. No session is there yet whose token a form could repeat: that the form is ours is believed by where the
//! browser says that it comes from.

use std::net::IpAddr;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::door;
use crate::{
    app::{App, Shared},
    flows::operators::{
        NAME_MAX,
        passwords::BYTES_MAX,
        sessions::{self, Attempt, SignIn},
    },
    http::{buyer, error::Problem, extract::add_pairs, html, request::ApiRequest, route::Query},
    web::console::{self as pages, Refused},
};

pub(super) fn show(_: &App, ask: &ApiRequest) -> Result<Response, Problem> {
    let page = page(ask, ask.query("next").unwrap_or_default(), "", None);
    let response = html::desk_page(StatusCode::OK, &page, page.lang)?;
    Ok(buyer::remember(ask, page.lang, response))
}

fn page(ask: &ApiRequest, next: &str, name: &str, refused: Option<Refused>) -> pages::SignIn {
    // What leads elsewhere is forgotten at once.
    let next = if is_of_the_desk(next) { next } else { "" };
    pages::SignIn {
        lang: door::lang(ask),
        next: next.to_owned(),
        name: name.to_owned(),
        refused,
    }
}

/// Whether an address leads to a page of the desk and nowhere else.
fn is_of_the_desk(next: &str) -> bool {
    let rest = next.strip_prefix("/console");
    let inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = next
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    inside && plain && !next.contains("//") && !next.contains("/.")
}

pub(super) async fn enter(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let mut form = Vec::new();
    if !door::is_from_here(&app, &ask.headers) {
        return again(
            &ask,
            StatusCode::FORBIDDEN,
            &page(&ask, "", "", Some(Refused::Form)),
        );
    }
    add_pairs(&mut form, &ask.body, Query::Any)?;
    let said = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    // Whoever writes more than fits is nobody we know, and is told the same.
    let short = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let name = short(said("name").trim(), NAME_MAX + 1).to_lowercase();
    let password = short(said("password"), BYTES_MAX + 1);
    let attempt = Attempt {
        name: name.clone(),
        password: SecretString::from(password),
        from: address(&ask.headers, ask.peer),
        before: door::token(&app, &ask.headers),
    };
    let refused = match sessions::sign_in(&app, attempt).await? {
        SignIn::In(token) => {
            let next = Some(said("next")).filter(|next| is_of_the_desk(next));
            let mut response = html::see_other(next.unwrap_or("/console"))?;
            let cookie = door::set_cookie(&app, Some(token.expose_secret()))?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            return Ok(response);
        }
        SignIn::Wrong => Refused::Wrong,
        SignIn::Wait(seconds) => Refused::Wait(seconds),
    };
    let status = match refused {
        Refused::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        Refused::Wrong | Refused::Form => StatusCode::FORBIDDEN,
    };
    again(
        &ask,
        status,
        &page(&ask, said("next"), &name, Some(refused)),
    )
}

fn again(ask: &ApiRequest, status: StatusCode, page: &pages::SignIn) -> Result<Response, Problem> {
    let mut response = html::desk_page(status, page, page.lang)?;
    if let Some(Refused::Wait(seconds)) = page.refused {
        let seconds = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    Ok(buyer::remember(ask, page.lang, response))
}

/// The address of whoever signs in, for counting wrong passwords. Behind a proxy of ours, whose address is a private one,
/// it is the last that the proxy wrote; what stands before that anybody may have written.
fn address(headers: &HeaderMap, peer: Option<IpAddr>) -> Option<IpAddr> {
    let near = match peer? {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let last =
        forwarded.and_then(|text| text.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    if near { last.or(peer) } else { peer }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{address, is_of_the_desk};

    #[test]
    fn a_sign_in_leads_to_the_desk_alone() {
        for good in [
            "/console",
            "/console/",
            "/console?q=a%20b",
            "/console/orders?state=open",
        ] {
            assert!(is_of_the_desk(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "/consoles",
            "//evil.example",
            "/console//evil.example",
            "/console/../v1",
            "https://evil.example/console",
            "/\\evil.example",
            "/console\\evil",
            "/console\r\nX: y",
            "/console/\u{202e}",
            "javascript:alert(1)",
            " /console",
        ] {
            assert!(!is_of_the_desk(bad), "{bad}");
        }
    }

    #[test]
    fn only_a_proxy_of_ours_says_where_somebody_comes_from() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 5.6.7.8".parse().unwrap());
        let from = |peer: &str| address(&headers, peer.parse().ok()).map(|ip| ip.to_string());
        assert_eq!(from("127.0.0.1").as_deref(), Some("5.6.7.8"));
        assert_eq!(from("10.1.2.3").as_deref(), Some("5.6.7.8"));
        assert_eq!(from("9.9.9.9").as_deref(), Some("9.9.9.9"));
        assert_eq!(address(&headers, None), None);
        assert_eq!(
            address(&HeaderMap::new(), "::1".parse().ok()),
            "::1".parse().ok()
        );
    }
}
