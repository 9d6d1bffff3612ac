//! A membership at the desk: its months, and what support does with it.

use chrono::TimeDelta;
use credit_gateway::access::Desk;

use super::shown::{press, press_and_confirm};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(
    a_membership_is_paused_and_resumed,
    a_membership_is_moved_and_ended,
);

async fn a_membership_is_paused_and_resumed(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let id = id_of(&world.subscribe("alice", "membership-basic").await);
    let path = format!("/console/subscriptions/{id}");
    let customer = browser.page("/console/customers/alice").await;
    assert!(customer.contains(&format!("href=\"{path}\"")), "{customer}");
    let page = browser.page(&path).await;
    assert!(
        page.contains("이용 중") && page.contains(">지급<"),
        "{page}"
    );
    assert!(!page.contains("/resume\""), "{page}");

    let pause = format!("{path}/pause");
    let blank = press(&browser, &page, &pause, &[("reason", " ")]).await;
    assert_eq!(blank.status, 422, "{}", blank.text);
    let (question, done) =
        press_and_confirm(&browser, &page, &pause, &[("reason", "여행 중")]).await;
    assert!(
        question.contains("고객 alice의 멤버십 membership-basic") && question.contains("여행 중"),
        "{question}"
    );
    assert_eq!(done.location(), format!("{path}?done=done"));
    world.pass(TimeDelta::days(32));
    world.distribute().await;
    browser.sign_in("support").await;
    let page = browser.page(&path).await;
    assert!(
        page.contains("일시 중지 중이었습니다") && page.contains("여행 중"),
        "{page}"
    );
    let (_, done) = press_and_confirm(&browser, &page, &format!("{path}/resume"), &[]).await;
    assert_eq!(
        done.location(),
        format!("{path}?done=done"),
        "{}",
        done.text
    );
    assert_eq!(acts(world).await, 3, "begun, paused and resumed");
}

/// Lines of the audit log about memberships.
async fn acts(world: &World) -> i64 {
    let sql =
        "SELECT COUNT(*) FROM audit_log WHERE act LIKE 'subscription.%' AND actor LIKE 'key_%'";
    world.database.number(sql).await
}

async fn a_membership_is_moved_and_ended(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let id = id_of(&world.subscribe("alice", "membership-basic").await);
    let path = format!("/console/subscriptions/{id}");
    world.pass(TimeDelta::minutes(1));
    let page = browser.page(&path).await;
    let change = format!("{path}/change");
    let (_, wrong) = press_and_confirm(&browser, &page, &change, &[("plan", "nothing")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("그런 요금제가 없습니다"),
        "{}",
        wrong.text
    );
    let plans = page.split("<option value=\"").skip(1);
    let plans = plans.map(|option| option.split('"').next().unwrap());
    let other = plans
        .into_iter()
        .find(|plan| *plan != "membership-basic")
        .unwrap();
    let (question, done) = press_and_confirm(&browser, &page, &change, &[("plan", other)]).await;
    assert!(
        question.contains(&format!("새 요금제: {other}")),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{path}?done=done"),
        "{}",
        done.text
    );

    world.pass(TimeDelta::minutes(1));
    let page = browser.page(&path).await;
    assert!(page.contains(&format!("멤버십 {other}")), "{page}");
    let old = browser.page(&path).await;
    let (_, done) = press_and_confirm(
        &browser,
        &page,
        &format!("{path}/end"),
        &[("reason", "해지 요청")],
    )
    .await;
    assert_eq!(
        done.location(),
        format!("{path}?done=done"),
        "{}",
        done.text
    );
    let ended = browser.page(&path).await;
    assert!(
        ended.contains("종료") && !ended.contains("<button class=\"act\">"),
        "{ended}"
    );
    let (_, late) =
        press_and_confirm(&browser, &old, &format!("{path}/end"), &[("reason", "x")]).await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert_eq!(acts(world).await, 3, "begun, moved and ended");
    let auditor = Browser::of(world, Desk::Auditor).await;
    assert!(!auditor.page(&path).await.contains("<button class=\"act\">"));
}
