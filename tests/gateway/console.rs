//! The desk: who gets in, and how pages and forms are protected.

mod acts;
mod apart;
mod closing;
mod compared;
mod customers;
mod deliveries;
mod deposits;
mod differs;
mod figures;
mod forms;
mod given;
mod held;
mod https;
mod listed;
mod lists;
mod made;
mod pages;
mod people;
mod policies;
mod problems;
mod refunds;
mod roles;
mod second_admin;
mod sent_again;
mod sessions;
pub(crate) mod shown;
mod sold;
mod spends;
mod subscriptions;

use chrono::TimeDelta;
use credit_gateway::{
    access::Desk,
    flows::operators::{self, By},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::support::{
    desk::{Browser, PASSWORD, added, operator},
    world::{World, entropy},
};

both_engines!(
    nobody_sees_a_page_without_signing_in,
    a_sign_in_leads_to_the_page_that_was_asked_for,
    a_wrong_password_and_a_name_of_nobody_are_answered_alike,
    wrong_passwords_slow_down_who_sends_them,
    a_given_password_is_replaced_before_anything_else,
    a_new_password_keeps_the_rules,
    an_operator_has_no_secret_that_the_api_takes,
    a_second_factor_is_asked_for_and_each_code_is_used_once,
);

async fn nobody_sees_a_page_without_signing_in(world: &World) {
    let stranger = Browser::new(world);
    assert!(!stranger.is_in().await);
    for path in ["/console/orders", "/console/search?q=1", "/console/account"] {
        let answer = stranger.get(path).await;
        assert!(
            answer
                .location()
                .starts_with("/console/sign-in?next=%2Fconsole%2F")
        );
    }
    stranger.set_cookie(Some(format!("desk={}", "0".repeat(64))));
    assert!(!stranger.is_in().await);
    let page = stranger.get("/console/sign-in").await;
    assert_eq!(page.status, 200);
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    assert!(!page.text.contains("<script"));
}

async fn a_sign_in_leads_to_the_page_that_was_asked_for(world: &World) {
    operator(world, "ann", Desk::Support).await;
    for (next, led) in [
        ("/console/orders?state=open", "/console/orders?state=open"),
        ("https://evil.example/console", "/console"),
        ("//evil.example", "/console"),
        ("/\\evil.example", "/console"),
        ("/v1/orders", "/console"),
    ] {
        let browser = Browser::new(world);
        let fields = [("name", "ann"), ("password", PASSWORD), ("next", next)];
        let answer = browser
            .send(browser.form("/console/sign-in", &fields))
            .await;
        assert_eq!(answer.location(), led);
        let cookie = answer.header("set-cookie").unwrap();
        assert!(
            cookie.ends_with("; Path=/console; HttpOnly; SameSite=Lax"),
            "{cookie}"
        );
        assert!(browser.is_in().await);
    }
}

async fn a_wrong_password_and_a_name_of_nobody_are_answered_alike(world: &World) {
    operator(world, "ann", Desk::Support).await;
    let browser = Browser::new(world);
    let wrong = browser.try_sign_in("ann", "wrong horse battery").await;
    let nobody = browser.try_sign_in("bob", "wrong horse battery").await;
    assert_eq!((wrong.status, nobody.status), (403, 403));
    assert_eq!(wrong.text.replace("ann", "bob"), nobody.text);
    assert!(!browser.is_in().await);
    // The name is not shown as markup, nor is what is too long looked up.
    let attack = browser.try_sign_in("\"><script>", &"x".repeat(5_000)).await;
    assert!(!attack.text.contains("<script>"), "{}", attack.text);
}

async fn wrong_passwords_slow_down_who_sends_them(world: &World) {
    operator(world, "ann", Desk::Support).await;
    operator(world, "eve", Desk::Support).await;
    let browser = Browser::new(world);
    for _ in 0..5 {
        assert_eq!(
            browser
                .try_sign_in("ann", "wrong horse battery")
                .await
                .status,
            403
        );
    }
    let early = browser.try_sign_in("ann", PASSWORD).await;
    assert_eq!(early.status, 429);
    assert!(early.header("retry-after").is_some());
    assert_eq!(
        browser.try_sign_in("eve", PASSWORD).await.location(),
        "/console"
    );
    world.pass(TimeDelta::seconds(2));
    assert_eq!(
        browser
            .try_sign_in("ann", "wrong horse battery")
            .await
            .status,
        403
    );
    world.pass(TimeDelta::seconds(1));
    assert_eq!(
        browser.try_sign_in("ann", PASSWORD).await.status,
        429,
        "2 s now"
    );
    world.pass(TimeDelta::seconds(2));
    browser.sign_in("ann").await;
    // What was right makes up for it.
    let again = Browser::new(world);
    assert_eq!(
        again.try_sign_in("ann", "wrong horse battery").await.status,
        403
    );
    again.sign_in("ann").await;
}

async fn a_given_password_is_replaced_before_anything_else(world: &World) {
    added(world, "ann", Desk::Admin, true).await;
    let browser = Browser::new(world);
    browser.sign_in("ann").await;
    for path in ["/console", "/console/orders"] {
        assert_eq!(browser.get(path).await.location(), "/console/password");
    }
    let page = browser.page("/console/password").await;
    let csrf = crate::support::desk::field(&page, "csrf");
    let new = "another horse battery";
    let fields = [
        ("csrf", csrf.as_str()),
        ("present", PASSWORD),
        ("password", new),
        ("again", new),
    ];
    let answer = browser
        .send(browser.form("/console/password", &fields))
        .await;
    assert_eq!(answer.location(), "/console/account?done=password");
    assert!(
        browser
            .page("/console/account?done=password")
            .await
            .contains("비밀번호를 바꿨습니다")
    );
    assert_eq!(browser.try_sign_in("ann", PASSWORD).await.status, 403);
    assert_eq!(browser.try_sign_in("ann", new).await.location(), "/console");
    browser.page("/console").await;
}

async fn a_new_password_keeps_the_rules(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let change = async |present: &str, new: &str, again: &str| {
        let fields = [("present", present), ("password", new), ("again", again)];
        browser.post("/console/password", &fields).await
    };
    for (present, new, again) in [
        ("wrong horse battery", "another horse", "another horse"),
        (PASSWORD, "too short", "too short"),
        (PASSWORD, "another horse", "another house"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "my support word", "my support word"),
        (PASSWORD, "", ""),
    ] {
        let answer = change(present, new, again).await;
        assert_eq!(answer.status, 422, "{new}: {}", answer.text);
        assert!(answer.text.contains("aria-invalid"), "{new}");
    }
    let elsewhere = Browser::new(world);
    elsewhere.sign_in("support").await;
    let answer = change(PASSWORD, "another horse", "another horse").await;
    assert_eq!(answer.location(), "/console/account?done=password");
    assert!(browser.is_in().await && !elsewhere.is_in().await);
}

async fn a_second_factor_is_asked_for_and_each_code_is_used_once(world: &World) {
    operator(world, "ann", Desk::Support).await;
    let (app, browser) = (&world.apps[0], Browser::new(world));
    browser.sign_in("ann").await;
    let known = operators::named(&app.db, "ann").await.unwrap();
    let factors = &app.door.factors;
    let mut entropy = entropy();
    let by = By::machine(world.now(), entropy.as_mut());
    let factor =
        operators::set_second_factor(&app.db, &known, factors, (by, entropy.as_mut())).await;
    let uri = factor.unwrap().uri;
    assert!(uri.expose_secret().starts_with("otpauth://totp/"));
    assert!(!browser.is_in().await, "signed out by it");
    let salt = world
        .database
        .rows("SELECT totp_pending FROM operators")
        .await
        .concat();
    let shown = async |code: &str| {
        let fields = [("name", "ann"), ("password", PASSWORD), ("code", code)];
        let browser = Browser::new(world);
        browser
            .send(browser.form("/console/sign-in", &fields))
            .await
            .status
    };
    let code = || factors.code(&salt[0], world.now());
    assert_eq!(shown(&code()).await, 303, "it is in force from here on");
    world.pass(TimeDelta::seconds(60));
    let first = code();
    for wrong in ["", "000000", &first[..5], "12345678901234567890"] {
        assert_eq!(shown(wrong).await, 403, "{wrong}");
        world.pass(TimeDelta::seconds(10));
    }
    world.pass(TimeDelta::minutes(20));
    let first = code();
    assert_eq!(shown(&first).await, 303);
    assert_eq!(shown(&first).await, 403, "a code twice");
    world.pass(TimeDelta::seconds(30));
    assert_eq!(shown(&first).await, 403, "and later");
    assert_eq!(shown(&code()).await, 303);
    // The code alone is worth nothing.
    world.pass(TimeDelta::seconds(60));
    let now = code();
    let fields = [
        ("name", "ann"),
        ("password", "wrong horse battery"),
        ("code", now.as_str()),
    ];
    let wrong = browser
        .send(browser.form("/console/sign-in", &fields))
        .await;
    assert_eq!(wrong.status, 403);
    // Another password takes it away.
    let password = SecretString::from(PASSWORD);
    let by = By::machine(world.now(), entropy.as_mut());
    operators::reset(&app.db, &known, &password, false, (by, entropy.as_mut()))
        .await
        .unwrap();
    browser.sign_in("ann").await;
}

async fn an_operator_has_no_secret_that_the_api_takes(world: &World) {
    let id = operator(world, "ann", Desk::Admin).await.to_string();
    let bare = id.trim_start_matches("key_");
    for secret in [PASSWORD, "desk:admin", "", "admin"] {
        let request = world.gateway().bare(reqwest::Method::GET, "/v1/audit-log");
        let key = format!("cgk_admin_{bare}_{secret}");
        let answer = crate::support::client::send(request.bearer_auth(key)).await;
        answer.refused(401, "unknown_api_key");
    }
}
