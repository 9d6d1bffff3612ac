//! A form is believed only when it comes from a page that this session was shown.

use credit_gateway::access::Desk;
use reqwest::Method;

use crate::support::{
    client::send,
    desk::{Browser, PASSWORD, operator},
    world::World,
};

both_engines!(
    a_form_without_the_sessions_token_does_nothing,
    a_form_from_another_site_does_nothing,
    nobody_is_signed_in_by_another_site,
    reading_changes_nothing,
);

const SIGN_OUT: &str = "/console/sign-out";

async fn a_form_without_the_sessions_token_does_nothing(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let other = Browser::of(world, Desk::Admin).await;
    let (own, others) = (browser.csrf().await, other.csrf().await);
    assert_ne!(own, others);
    let short = &own[1..];
    for fields in [
        &[][..],
        &[("csrf", "")],
        &[("csrf", others.as_str())],
        &[("csrf", short)],
        &[("csrf", own.as_str()), ("csrf", own.as_str())],
    ] {
        let answer = browser.send(browser.form(SIGN_OUT, fields)).await;
        assert_eq!(answer.status, 403, "{fields:?}");
        assert!(browser.is_in().await, "{fields:?}");
    }
    // In the address it does not count.
    let path = format!("{SIGN_OUT}?csrf={own}");
    assert_eq!(browser.send(browser.form(&path, &[])).await.status, 403);
    // A session that is over has no token.
    let cookie = browser.cookie();
    browser.post(SIGN_OUT, &[]).await.location();
    browser.sign_in("support").await;
    let answer = browser
        .send(browser.form(SIGN_OUT, &[("csrf", own.as_str())]))
        .await;
    assert_eq!(answer.status, 403, "the token of the session before");
    browser.set_cookie(cookie);
    assert!(!browser.is_in().await);
}

async fn a_form_from_another_site_does_nothing(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let csrf = browser.csrf().await;
    let here = world.gateway().base.clone();
    let form = || {
        browser
            .bare(Method::POST, SIGN_OUT)
            .form(&[("csrf", &csrf)])
    };
    let refused = [
        form(),
        form().header("origin", "https://evil.example"),
        form().header("origin", "null"),
        form().header("origin", format!("{here}.evil.example")),
        form().header("origin", here.replace("http://", "http://x@")),
        form()
            .header("origin", &here)
            .header("origin", "https://evil.example"),
        form()
            .header("origin", &here)
            .header("sec-fetch-site", "cross-site"),
        form()
            .header("origin", &here)
            .header("sec-fetch-site", "same-site"),
        form()
            .header("origin", &here)
            .header("sec-fetch-site", "none"),
        form()
            .header("referer", &here)
            .header("sec-fetch-site", "same-origin"),
    ];
    for request in refused {
        let shown = format!("{request:?}");
        assert_eq!(browser.send(request).await.status, 403, "{shown}");
        assert!(browser.is_in().await);
    }
    // Not as JSON or plain text either, which other sites can send without asking.
    for kind in ["text/plain", "application/json"] {
        let request = browser.form(SIGN_OUT, &[]).header("content-type", kind);
        let request = request.body(format!("csrf={csrf}"));
        let status = browser.send(request).await.status;
        assert!([403, 415].contains(&status), "{kind}: {status}");
    }
    // Browsers without the header of where a request comes from send the origin.
    let old = form().header("origin", &here);
    assert_eq!(browser.send(old).await.location(), "/console/sign-in");
}

async fn nobody_is_signed_in_by_another_site(world: &World) {
    operator(world, "eve", Desk::Support).await;
    let fields = [("name", "eve"), ("password", PASSWORD)];
    for origin in [None, Some("https://evil.example"), Some("null")] {
        let mut request = world
            .gateway()
            .bare(Method::POST, "/console/sign-in")
            .form(&fields);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = send(request).await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.header("set-cookie"), None);
    }
}

async fn reading_changes_nothing(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    for (verb, path, _) in credit_gateway::http::desk_table() {
        if verb == "POST" && path != "/console/sign-in" && path != "/console/password" {
            let path = path.replace("{id}", "x");
            let status = browser.get(&path).await.status;
            assert!([405, 200, 403, 404].contains(&status), "{path}: {status}");
        }
    }
    assert!(browser.is_in().await);
}
