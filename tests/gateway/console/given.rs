//! What an admin gives an operator: another password, a second factor.

use credit_gateway::access::Desk;

use super::people::{acts, confirmed, path_of, secrets};
use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::World,
};

both_engines!(
    another_password_signs_out_and_takes_the_second_factor_away,
    a_second_factor_is_shown_once_and_asked_for_from_then_on,
);

async fn another_password_signs_out_and_takes_the_second_factor_away(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let path = path_of(world, "bob").await;
    confirmed(&admin, &path, "factor").await;
    let (question, given) = confirmed(&admin, &path, "reset").await;
    assert!(question.contains("2단계 인증은 없어지고"), "{question}");
    let password = secrets(&given.text).remove(0);
    let bob = Browser::new(world);
    assert_eq!(bob.try_sign_in("bob", PASSWORD).await.status, 403);
    assert_eq!(
        bob.try_sign_in("bob", &password).await.location(),
        "/console"
    );
    assert_eq!(bob.get("/console").await.location(), "/console/password");
    assert_eq!(acts(world, "operator.reset").await, 1);
}

async fn a_second_factor_is_shown_once_and_asked_for_from_then_on(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let bob = Browser::new(world);
    bob.sign_in("bob").await;
    let path = path_of(world, "bob").await;
    let (_, given) = confirmed(&admin, &path, "factor").await;
    let shown = secrets(&given.text);
    let [secret, uri] = shown.as_slice() else {
        panic!("{}", given.text);
    };
    assert_eq!(secret.len(), 32, "{secret}");
    let start = format!("otpauth://totp/credit-gateway:bob?secret={secret}&issuer=");
    assert!(uri.starts_with(&start), "{uri}");
    assert!(!given.text.contains("href=\"otpauth"), "no link");
    let page = admin.page(&path).await;
    assert!(!page.contains(secret) && page.contains("title=\"on\""));
    assert!(!bob.is_in().await);
    assert_eq!(bob.try_sign_in("bob", PASSWORD).await.status, 403);
    // The app that was given the address shows what is taken.
    let salt = world
        .database
        .rows("SELECT totp_secret FROM operators WHERE name = 'bob'")
        .await
        .concat();
    let code = world.apps[0].door.factors.code(&salt[0], world.now());
    let fields = [("name", "bob"), ("password", PASSWORD), ("code", &code)];
    let answer = bob.send(bob.form("/console/sign-in", &fields)).await;
    assert_eq!(answer.location(), "/console");
    assert_eq!(acts(world, "operator.second_factor").await, 1);
}
