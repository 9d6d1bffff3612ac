//! What an admin gives an operator: another password, a second factor.

use chrono::TimeDelta;
use credit_gateway::{access::Desk, store::operators as stored};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::ActId,
};

use super::people::{acts, confirmed, path_of, secrets};
use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::{World, entropy},
};

both_engines!(
    another_password_signs_out_and_takes_the_second_factor_away,
    a_second_factor_is_shown_once_and_in_force_from_its_first_code_on,
    another_second_factor_leaves_the_one_before_in_force_until_its_first_code,
    what_was_right_before_a_change_lets_nobody_in_after_it,
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

async fn a_second_factor_is_shown_once_and_in_force_from_its_first_code_on(world: &World) {
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
    assert!(!page.contains(secret) && page.contains("title=\"pending\""));
    assert!(!bob.is_in().await);
    // No code has proved that an app has it: a secret that was copied wrong locks nobody out.
    assert_eq!(with_code(world, "bob", "").await, 303);
    let account = {
        bob.sign_in("bob").await;
        bob.page("/console/account").await
    };
    assert!(account.contains("아직 확인되지 않았습니다"), "{account}");
    // The app that was given the address shows what is taken.
    let code = code(world, "totp_pending").await;
    assert_eq!(with_code(world, "bob", &code).await, 303);
    assert!(admin.page(&path).await.contains("title=\"on\""));
    for wrong in ["", "000000", &code] {
        assert_eq!(with_code(world, "bob", wrong).await, 403, "{wrong}");
        world.pass(TimeDelta::seconds(1));
    }
    assert_eq!(acts(world, "operator.second_factor").await, 1);
    let signed_in =
        "SELECT COUNT(*) FROM audit_log WHERE detail = 'with the first code of a second factor'";
    assert_eq!(world.database.number(signed_in).await, 1);
}

/// The code that bob's app shows now for the factor in this column.
async fn code(world: &World, column: &str) -> String {
    let sql = format!("SELECT {column} FROM operators WHERE name = 'bob'");
    let salt = world.database.rows(&sql).await.concat();
    world.apps[0].door.factors.code(&salt[0], world.now())
}

/// The status of a sign-in by a browser of its own.
async fn with_code(world: &World, name: &str, code: &str) -> u16 {
    let fields = [("name", name), ("password", PASSWORD), ("code", code)];
    let browser = Browser::new(world);
    let answer = browser.send(browser.form("/console/sign-in", &fields));
    answer.await.status
}

async fn another_second_factor_leaves_the_one_before_in_force_until_its_first_code(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let path = path_of(world, "bob").await;
    confirmed(&admin, &path, "factor").await;
    let first = code(world, "totp_pending").await;
    assert_eq!(with_code(world, "bob", &first).await, 303);
    confirmed(&admin, &path, "factor").await;
    assert!(admin.page(&path).await.contains("title=\"replaced\""));
    assert_eq!(with_code(world, "bob", "").await, 403);
    world.pass(TimeDelta::seconds(60));
    let before = code(world, "totp_secret").await;
    assert_eq!(with_code(world, "bob", &before).await, 303);
    let other = code(world, "totp_pending").await;
    assert_eq!(with_code(world, "bob", &other).await, 303);
    world.pass(TimeDelta::seconds(60));
    assert_eq!(with_code(world, "bob", &before).await, 403);
    let now = code(world, "totp_secret").await;
    assert_eq!(with_code(world, "bob", &now).await, 303);
}

async fn what_was_right_before_a_change_lets_nobody_in_after_it(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let id = operator(world, "bob", Desk::Support).await;
    let (db, path) = (&world.apps[0].db, path_of(world, "bob").await);
    let enter = async |known: &stored::Operator, digest: &str, second: stored::Second| {
        let act = AuditRecord {
            id: ActId::new(world.now(), entropy().as_mut()),
            by: Actor::Key(id),
            act: AuditAct::OperatorSignIn,
            subject: id.to_string(),
            detail: String::new(),
            at: world.now(),
        };
        let entered = stored::add_session(db, digest, None, (known, second), &act).await;
        entered.unwrap()
    };
    let known = async || stored::by_name(db, "bob").await.unwrap().unwrap();
    // Its password was found right, and then an admin gave another one.
    let before = known().await;
    confirmed(&admin, &path, "reset").await;
    assert!(!enter(&before, "one", stored::Second::None).await);
    assert!(enter(&known().await, "two", stored::Second::None).await);
    // Its password alone was enough, and then the first code of a second factor came.
    let before = known().await;
    confirmed(&admin, &path, "factor").await;
    let with_factor = known().await;
    let proved = stored::Second::Pending(1);
    assert!(!enter(&before, "three", proved).await, "no salt, no factor");
    assert!(enter(&with_factor, "four", proved).await);
    assert!(!enter(&with_factor, "five", proved).await, "proved before");
    assert!(!enter(&before, "six", stored::Second::None).await);
    // A code is of one step.
    let now = known().await;
    assert!(!enter(&now, "seven", stored::Second::InForce(1)).await);
    assert!(enter(&now, "eight", stored::Second::InForce(2)).await);
    let sessions = "SELECT COUNT(*) FROM operator_sessions WHERE digest IN ('one', 'three', 'five', 'six', 'seven')";
    assert_eq!(world.database.number(sessions).await, 0);
}
