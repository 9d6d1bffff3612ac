//! The cookie of a gateway that the outside knows by https.

use credit_gateway::access::Desk;

use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::{Plan, World},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_https_the_cookie_is_for_this_host_alone() {
    let plan = Plan::sqlite().public_url("https://desk.example");
    plan.run(over_https).await;
}

async fn over_https(world: &World) {
    operator(world, "ann", Desk::Support).await;
    let browser = Browser::new(world);
    let answer = browser.try_sign_in("ann", PASSWORD).await;
    let cookie = answer.header("set-cookie").unwrap();
    let token = cookie.strip_prefix("__Host-desk=").unwrap();
    let (token, scope) = token.split_once(';').unwrap();
    assert_eq!(token.len(), 64);
    // Browsers take a name with this prefix only so, and never for other hosts (RFC 6265bis, section 4.1.3.2).
    assert_eq!(scope, " Path=/; Secure; HttpOnly; SameSite=Lax");
    assert!(!cookie.to_lowercase().contains("domain"), "{cookie}");
    assert!(browser.is_in().await);
    // The name of a development machine is none here: whoever can write cookies for http signs nobody in.
    let token = token.to_owned();
    browser.set_cookie(Some(format!("desk={token}")));
    assert!(!browser.is_in().await);
    browser.set_cookie(Some(format!("__Host-desk={token}")));
    assert!(browser.is_in().await);
    // A proxy passes the public origin.
    let csrf = browser.csrf().await;
    let fields = [("csrf", csrf.as_str())];
    let out = |origin: &str| {
        let request = browser.bare(reqwest::Method::POST, "/console/sign-out");
        request.header("origin", origin).form(&fields)
    };
    for other in ["http://desk.example", "https://desk.example.evil"] {
        assert_eq!(browser.send(out(other)).await.status, 403, "{other}");
    }
    let answer = browser.send(out("https://desk.example")).await;
    assert_eq!(answer.location(), "/console/sign-in");
    let cookie = answer.header("set-cookie").unwrap();
    assert_eq!(
        cookie,
        "__Host-desk=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    );
    assert!(!browser.is_in().await);
}
