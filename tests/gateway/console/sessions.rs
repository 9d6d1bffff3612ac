//! How long one is signed in, and how it ends.

use chrono::TimeDelta;
use credit_gateway::{
    access::Desk,
    flows::operators::{self, By},
};

use reqwest::Method;

use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::{Plan, World},
};

both_engines!(
    a_session_ends_when_it_is_not_used_and_after_a_day_of_work,
    each_sign_in_has_a_token_of_its_own,
    signing_out_ends_the_session_and_not_the_cookie_alone,
    signing_out_everywhere_leaves_no_session,
    a_disabled_operator_is_out_at_once,
    sessions_that_are_over_are_deleted,
);

async fn a_session_ends_when_it_is_not_used_and_after_a_day_of_work(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.pass(TimeDelta::minutes(29));
    assert!(browser.is_in().await);
    world.pass(TimeDelta::minutes(29));
    assert!(browser.is_in().await, "its use was written down");
    // A page that turns by itself is open meanwhile.
    for _ in 0..29 {
        world.pass(TimeDelta::minutes(1));
        let look = browser.bare(Method::GET, "/console");
        let answer = browser.send(look.header("x-turning", "1")).await;
        assert_eq!(answer.status, 200);
    }
    world.pass(TimeDelta::minutes(1));
    assert!(!browser.is_in().await, "not used for half an hour");
    browser.sign_in("support").await;
    for _ in 0..35 {
        world.pass(TimeDelta::minutes(20));
        assert!(browser.is_in().await);
    }
    world.pass(TimeDelta::minutes(20));
    assert!(!browser.is_in().await, "twelve hours are over");
}

async fn each_sign_in_has_a_token_of_its_own(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let first = browser.cookie().unwrap();
    browser.sign_in("support").await;
    let second = browser.cookie().unwrap();
    assert_ne!(first, second);
    browser.set_cookie(Some(first));
    assert!(!browser.is_in().await, "the session before ended");
    browser.set_cookie(Some(second));
    assert!(browser.is_in().await);
    // A token that somebody else chose is none afterwards either.
    let planted = format!("desk={}", "a".repeat(64));
    browser.set_cookie(Some(planted.clone()));
    browser.sign_in("support").await;
    assert_ne!(browser.cookie(), Some(planted.clone()));
    browser.set_cookie(Some(planted));
    assert!(!browser.is_in().await);
    // What the database has signs nobody in.
    let stored = world
        .database
        .rows("SELECT digest FROM operator_sessions")
        .await;
    for digest in stored.concat() {
        browser.set_cookie(Some(format!("desk={digest}")));
        assert!(!browser.is_in().await);
    }
}

async fn signing_out_ends_the_session_and_not_the_cookie_alone(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let elsewhere = Browser::new(world);
    elsewhere.sign_in("support").await;
    let cookie = browser.cookie();
    let answer = browser.post("/console/sign-out", &[]).await;
    assert_eq!(answer.location(), "/console/sign-in");
    assert_eq!(browser.cookie(), None);
    browser.set_cookie(cookie);
    assert!(!browser.is_in().await);
    assert!(elsewhere.is_in().await);
}

async fn signing_out_everywhere_leaves_no_session(world: &World) {
    let browsers = [
        Browser::new(world),
        Browser::new(world),
        Browser::new(world),
    ];
    operator(world, "ann", Desk::Support).await;
    let other = Browser::of(world, Desk::Admin).await;
    for browser in &browsers {
        browser.sign_in("ann").await;
    }
    assert!(browsers[0].page("/console/account").await.contains("3곳"));
    let cookie = browsers[0].cookie();
    browsers[0]
        .post("/console/sign-out-everywhere", &[])
        .await
        .location();
    browsers[0].set_cookie(cookie);
    for browser in &browsers {
        assert!(!browser.is_in().await);
    }
    assert!(other.is_in().await);
}

async fn a_disabled_operator_is_out_at_once(world: &World) {
    operator(world, "ann", Desk::Admin).await;
    let browser = Browser::new(world);
    browser.sign_in("ann").await;
    let db = &world.apps[0].db;
    let entropy = &mut *crate::support::world::entropy();
    let ann = operators::named(db, "ann").await.unwrap();
    let mut by = || By::machine(world.now(), entropy);
    let last = operators::disable(db, &ann, by()).await.unwrap_err();
    assert!(last.to_string().contains("the last admin"), "{last}");
    assert!(browser.is_in().await);
    operator(world, "bob", Desk::Admin).await;
    assert!(operators::disable(db, &ann, by()).await.unwrap());
    assert!(!browser.is_in().await);
    assert_eq!(browser.try_sign_in("ann", PASSWORD).await.status, 403);
    assert!(!operators::disable(db, &ann, by()).await.unwrap());
    // The name is not given to another.
    let again = operators::NewOperator {
        name: "ann".to_owned(),
        desk: Desk::Support,
        password: secrecy::SecretString::from(PASSWORD),
        once: false,
    };
    let by = by();
    assert!(operators::make(db, again, by, entropy).await.is_err());
}

async fn sessions_that_are_over_are_deleted(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.pass(TimeDelta::hours(11));
    browser.sign_in("support").await;
    world.pass(TimeDelta::hours(2));
    credit_gateway::flows::expiry::forget(&world.apps[0])
        .await
        .unwrap();
    let left = world
        .database
        .number("SELECT COUNT(*) FROM operator_sessions")
        .await;
    assert_eq!(left, 1, "the one that began two hours ago");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_gateway_of_a_database_knows_who_is_signed_in() {
    let plan = Plan::postgres().gateways(2);
    plan.run(async |world| {
        operator(world, "ann", Desk::Support).await;
        let [one, two] = [0, 1].map(|at| Browser::at(&world.gateways[at]));
        one.sign_in("ann").await;
        two.set_cookie(one.cookie());
        assert!(two.is_in().await);
        two.post("/console/sign-out", &[]).await.location();
        assert!(!one.is_in().await);
    })
    .await;
}
