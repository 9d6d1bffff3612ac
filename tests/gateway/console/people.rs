//! Operators as an admin manages them at the desk.

use chrono::TimeDelta;
use credit_gateway::access::Desk;

use super::shown::{press, press_and_confirm};
use crate::support::{
    client::Answer,
    desk::{Browser, PASSWORD, operator},
    world::World,
};

both_engines!(
    an_admin_adds_an_operator_who_replaces_the_password,
    a_form_that_is_sent_twice_adds_one_operator,
    the_last_admin_is_never_ended,
    an_operator_who_is_ended_is_out_at_once,
    a_colleague_is_signed_out_everywhere,
    an_auditor_reads_who_may_and_changes_nothing,
);

/// What a page shows once.
pub(super) fn secrets(page: &str) -> Vec<String> {
    let found = page.split("<p class=\"secret\"><code>").skip(1);
    let found = found.map(|rest| rest.split('<').next().unwrap().to_owned());
    found.map(|text| text.replace("&#38;", "&")).collect()
}

pub(super) async fn path_of(world: &World, name: &str) -> String {
    let sql = format!("SELECT id FROM operators WHERE name = '{name}'");
    let id = world.database.rows(&sql).await.concat();
    format!("/console/operators/{}", id[0])
}

pub(super) async fn acts(world: &World, act: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM audit_log WHERE act = '{act}' AND actor LIKE 'key_%'");
    world.database.number(&sql).await
}

/// An act of an operator's page, with the question before it.
pub(super) async fn confirmed(admin: &Browser<'_>, path: &str, act: &str) -> (String, Answer) {
    let page = admin.page(path).await;
    press_and_confirm(admin, &page, &format!("{path}/{act}"), &[]).await
}

async fn an_admin_adds_an_operator_who_replaces_the_password(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let form = admin.page("/console/operators/new").await;
    let add = async |name: &str, role: &str| {
        let fields = [("name", name), ("role", role)];
        press(&admin, &form, "/console/operators", &fields).await
    };
    for (name, role) in [
        ("", "support"),
        ("민지", "support"),
        ("two words", "support"),
        ("minji", ""),
        ("minji", "owner"),
        ("admin", "support"),
    ] {
        let refused = add(name, role).await;
        assert_eq!(refused.status, 422, "{name} {role}");
        assert!(refused.text.contains("role=\"alert\""), "{name} {role}");
    }
    let made = add("Minji@Example.com", "approver").await;
    assert_eq!(made.status, 200, "{}", made.text);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let password = secrets(&made.text).remove(0);
    assert_eq!(password.len(), 19, "{password}");
    let path = path_of(world, "minji@example.com").await;
    let list = admin.page("/console/operators").await;
    for needed in [path.as_str(), "minji@example.com", "승인", "관리자"] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    let page = admin.page(&path).await;
    for hidden in [&list, &page] {
        assert!(!hidden.contains(&password) && !hidden.contains("argon2"));
    }
    let minji = Browser::new(world);
    let answer = minji.try_sign_in("minji@example.com", &password).await;
    assert_eq!(answer.location(), "/console");
    assert_eq!(minji.get("/console").await.location(), "/console/password");
    assert_eq!(acts(world, "operator.add").await, 1);
    // Whoever reads an id in the log finds its page.
    let id = path.rsplit('/').next().unwrap();
    let found = admin.get(&format!("/console/keys/{id}")).await;
    assert_eq!(found.location(), path);
}

async fn a_form_that_is_sent_twice_adds_one_operator(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let form = admin.page("/console/operators/new").await;
    let add = async |role: &str| {
        let fields = [("name", "minji"), ("role", role)];
        press(&admin, &form, "/console/operators", &fields).await
    };
    let (one, other) = tokio::join!(add("support"), add("support"));
    let shown = |answer: &Answer| secrets(&answer.text).len();
    assert_eq!(
        shown(&one) + shown(&other),
        1,
        "one password for one person"
    );
    let path = path_of(world, "minji").await;
    let calm = if shown(&one) == 0 { one } else { other };
    assert_eq!(calm.location(), format!("{path}?done=added_before"));
    let page = admin.page(&calm.location()).await;
    assert!(page.contains("방금 추가했습니다"), "{page}");
    assert_eq!(acts(world, "operator.add").await, 1);
    // What is another wish, or comes later, is refused as any name that was given.
    assert_eq!(add("auditor").await.status, 422);
    world.pass(TimeDelta::minutes(2));
    assert_eq!(add("support").await.status, 422);
}

async fn the_last_admin_is_never_ended(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let own = path_of(world, "admin").await;
    let (question, answer) = confirmed(&admin, &own, "disable").await;
    assert!(question.contains("되돌릴 수 없고"), "{question}");
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("마지막 관리자"), "{}", answer.text);
    assert!(admin.is_in().await);
    assert_eq!(acts(world, "operator.disable").await, 0);
    // With another one it is a person like any.
    operator(world, "cyd", Desk::Admin).await;
    let (_, answer) = confirmed(&admin, &own, "disable").await;
    assert_eq!(answer.location(), format!("{own}?done=disabled"));
    assert!(!admin.is_in().await);
    assert_eq!(acts(world, "operator.disable").await, 1);
    let cyd = Browser::new(world);
    cyd.sign_in("cyd").await;
    let (_, answer) = confirmed(&cyd, &path_of(world, "cyd").await, "disable").await;
    assert_eq!(answer.status, 422, "the ended one does not count");
}

async fn an_operator_who_is_ended_is_out_at_once(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let bob = Browser::new(world);
    bob.sign_in("bob").await;
    let path = path_of(world, "bob").await;
    // The button leads to the question, and the question alone ends nobody.
    let page = admin.page(&path).await;
    let act = format!("{path}/disable");
    let question = press(&admin, &page, &act, &[]).await;
    assert!(question.text.contains("bob"), "{}", question.text);
    assert!(bob.is_in().await);
    let answer = press(&admin, &question.text, &act, &[]).await;
    assert_eq!(answer.location(), format!("{path}?done=disabled"));
    assert!(!bob.is_in().await);
    assert_eq!(bob.try_sign_in("bob", PASSWORD).await.status, 403);
    // Nothing is offered any more, and nothing is done that was offered before.
    let after = admin.page(&path).await;
    assert!(!after.contains("/disable"), "{after}");
    for act in ["reset", "factor"] {
        let answer = admin
            .post(&format!("{path}/{act}"), &[("sure", "yes")])
            .await;
        assert_eq!(answer.status, 422, "{act}");
        assert!(secrets(&answer.text).is_empty(), "{act}");
    }
    let again = admin.post(&act, &[("sure", "yes")]).await;
    assert_eq!(again.location(), format!("{path}?done=disabled"));
    assert_eq!(acts(world, "operator.disable").await, 1);
}

async fn a_colleague_is_signed_out_everywhere(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Support).await;
    let browsers = [Browser::new(world), Browser::new(world)];
    for browser in &browsers {
        browser.sign_in("bob").await;
    }
    let path = path_of(world, "bob").await;
    let page = admin.page(&path).await;
    assert!(page.contains("<dd>2</dd>"), "{page}");
    let day = world.now() + TimeDelta::hours(9);
    assert!(page.contains(&day.format("%Y-%m-%d %H:%M").to_string()));
    let answer = press(&admin, &page, &format!("{path}/sign-out"), &[]).await;
    assert_eq!(answer.location(), format!("{path}?done=signed_out"));
    for browser in &browsers {
        assert!(!browser.is_in().await);
    }
    assert!(admin.is_in().await);
    assert!(admin.page(&path).await.contains("<dd>0</dd>"));
    browsers[0].sign_in("bob").await;
}

async fn an_auditor_reads_who_may_and_changes_nothing(world: &World) {
    let auditor = Browser::of(world, Desk::Auditor).await;
    let path = path_of(world, "auditor").await;
    assert!(auditor.page("/console/operators").await.contains(&path));
    let page = auditor.page(&path).await;
    assert!(!page.contains(&format!("action=\"{path}")), "{page}");
    let file = auditor.get("/console/operators?csv=1").await;
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.text);
    assert!(
        lines[1].starts_with("auditor,auditor,active,off,"),
        "{}",
        lines[1]
    );
}
