//! Who signed in, who was slowed down and who changed what lets them in: lines of the log of acts.

use chrono::TimeDelta;
use credit_gateway::access::Desk;

use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::World,
};

both_engines!(
    signing_in_and_what_lets_in_are_lines_of_the_log,
    wrong_passwords_are_one_line_where_the_wait_begins,
    a_flood_of_wrong_passwords_does_not_fill_the_log,
);

/// Lines about operators: act, subject and detail, in the order of their instants.
async fn lines(world: &World) -> Vec<Vec<String>> {
    let sql = "SELECT act, subject, detail FROM audit_log WHERE act LIKE 'operator.%' AND act <> 'operator.add' ORDER BY acted_at, id";
    world.database.rows(sql).await
}

async fn signing_in_and_what_lets_in_are_lines_of_the_log(world: &World) {
    let id = operator(world, "ann", Desk::Admin).await.to_string();
    let ann = Browser::new(world);
    let tick = || world.pass(TimeDelta::seconds(5));
    ann.sign_in("ann").await;
    tick();
    let new = "another horse battery";
    let fields = [("present", PASSWORD), ("password", new), ("again", new)];
    ann.post("/console/password", &fields).await.location();
    tick();
    ann.post("/console/sign-out-everywhere", &[])
        .await
        .location();
    tick();
    ann.try_sign_in("ann", new).await.location();
    tick();
    ann.post("/console/sign-out", &[]).await.location();
    let expected = [
        ("operator.sign_in", "with the password alone"),
        ("operator.password", ""),
        ("operator.sign_out", ""),
        ("operator.sign_in", "with the password alone"),
    ];
    let expected: Vec<Vec<String>> = expected
        .iter()
        .map(|(act, detail)| vec![(*act).to_owned(), id.clone(), (*detail).to_owned()])
        .collect();
    assert_eq!(lines(world).await, expected, "one's own sign-out is none");
    ann.try_sign_in("ann", new).await.location();
    let page = ann.page("/console/acts?act=operator.password").await;
    let to = format!("/console/keys/{id}");
    assert!(page.contains(">ann<") && page.contains(&to), "{page}");
    let page = ann.page("/console/acts").await;
    assert!(page.contains("operator.sign_in"), "{page}");
    assert!(page.contains("비밀번호만으로"), "{page}");
    let english = ann.page("/console/acts?lang=en").await;
    assert!(english.contains("Signed in") && english.contains("with the password alone"));
    assert!(!page.contains(new));
}

async fn wrong_passwords_are_one_line_where_the_wait_begins(world: &World) {
    let id = operator(world, "ann", Desk::Support).await.to_string();
    let browser = Browser::new(world);
    let wrong = async |name: &str| {
        browser
            .try_sign_in(name, "wrong horse battery")
            .await
            .status
    };
    for _ in 0..4 {
        assert_eq!(wrong("ann").await, 403);
    }
    assert!(lines(world).await.is_empty());
    assert_eq!(wrong("ann").await, 403);
    let why = "wrong passwords for a name from one address";
    let expected = vec!["operator.slowed".to_owned(), id, why.to_owned()];
    assert_eq!(lines(world).await, std::slice::from_ref(&expected));
    // It goes on, and is no more than it was.
    for _ in 0..5 {
        assert_eq!(wrong("ann").await, 429);
        world.pass(TimeDelta::minutes(16));
        assert_eq!(wrong("ann").await, 403);
    }
    assert_eq!(lines(world).await, std::slice::from_ref(&expected));
    // What somebody typed in the place of a name may be a password, and stands nowhere.
    for _ in 0..5 {
        assert_eq!(wrong("my secret word").await, 403);
    }
    let nobody = &lines(world).await[1];
    assert_eq!(nobody[1], "desk");
    let typed =
        "SELECT COUNT(*) FROM audit_log WHERE subject LIKE '%secret%' OR detail LIKE '%secret%'";
    assert_eq!(world.database.number(typed).await, 0);
}

async fn a_flood_of_wrong_passwords_does_not_fill_the_log(world: &World) {
    // Each from an address of its own, as a proxy writes it.
    let browser = Browser::new(world);
    for at in 0..16 {
        for _ in 0..5 {
            let fields = [("name", "ann"), ("password", "wrong horse battery")];
            let request = browser
                .form("/console/sign-in", &fields)
                .header("x-forwarded-for", format!("203.0.113.{at}"));
            let status = browser.send(request).await.status;
            assert!([403, 429].contains(&status), "{status}");
            world.pass(TimeDelta::seconds(31));
        }
    }
    let written = lines(world).await;
    assert_eq!(written.len(), 12, "{written:?}");
}
