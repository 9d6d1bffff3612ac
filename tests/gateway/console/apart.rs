//! A second person is one whom the first did not make.

use credit_gateway::{access::Desk, config::EdgeSettings};

use super::shown::{press, press_and_confirm};
use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::{Plan, World},
};

/// Every grant of an admin waits for a second person.
fn limited(plan: Plan) -> Plan {
    plan.edge(EdgeSettings {
        limits: "admin.grant=1".parse().unwrap(),
        webhook_loopback: true,
        ..EdgeSettings::default()
    })
}

#[tokio::test]
async fn whoever_asks_makes_nobody_who_approves_on_sqlite() {
    limited(Plan::sqlite()).run(nobody_is_both).await;
}

#[tokio::test]
async fn whoever_asks_makes_nobody_who_approves_on_postgres() {
    limited(Plan::postgres()).run(nobody_is_both).await;
}

/// The address of the one approval that waits.
async fn approval(browser: &Browser<'_>) -> String {
    let list = browser.page("/console/approvals").await;
    let (_, rest) = list.split_once("href=\"/console/approvals/apr_").unwrap();
    format!("/console/approvals/apr_{}", rest.split('"').next().unwrap())
}

async fn nobody_is_both(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    world.grant("alice", "promotional", 1).await;
    let form = "/console/customers/alice/grant";
    let page = admin.page(form).await;
    let fields = [
        ("kind", "promotional"),
        ("credits", "500"),
        ("reason", "a gift"),
    ];
    let (_, asked) = press_and_confirm(&admin, &page, form, &fields).await;
    assert!(asked.location().ends_with("?done=waits"), "{}", asked.text);
    let path = approval(&admin).await;

    // The asker adds a colleague, and signs in as that one.
    let page = admin.page("/console/operators/new").await;
    let fields = [("name", "bea"), ("role", "approver")];
    let made = press(&admin, &page, "/console/operators", &fields).await;
    let (_, rest) = made.text.split_once("<p class=\"secret\"><code>").unwrap();
    let given = rest.split('<').next().unwrap();
    let bea = Browser::new(world);
    bea.try_sign_in("bea", given).await.location();
    let page = bea.page("/console/password").await;
    let fields = [
        ("present", given),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    press(&bea, &page, "/console/password", &fields)
        .await
        .location();
    let decision = [("decision", "approve"), ("reason", "fine")];
    let page = bea.page(&path).await;
    assert!(
        page.contains("결정할 수 있는 담당자:") && page.contains("지금은 없습니다"),
        "{page}"
    );
    let refused = press(&bea, &page, &path, &decision).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert_eq!(world.balance("alice").await, 1);

    // Whom the machine added is another person.
    operator(world, "carl", Desk::Approver).await;
    let carl = Browser::new(world);
    carl.sign_in("carl").await;
    let page = carl.page(&path).await;
    assert!(page.contains("결정할 수 있는 담당자: carl"), "{page}");
    press(&carl, &page, &path, &decision).await.location();
    assert_eq!(world.balance("alice").await, 501);
}
