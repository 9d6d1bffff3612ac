//! A use of credits at the desk: found in the history, and given back.

use credit_gateway::access::Desk;

use super::shown::{press, press_and_confirm};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(a_use_is_given_back_once);

async fn a_use_is_given_back_once(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    let browser = Browser::of(world, Desk::Admin).await;
    world.grant("alice", "promotional", 100).await;
    let spend = id_of(&world.spend("alice", 30).await.ok());
    let path = format!("/console/spends/{spend}");
    for from in ["/console/customers/alice", "/console/search?q=alice+req-1"] {
        let page = browser.page(from).await;
        assert!(page.contains(&format!("href=\"{path}\"")), "{from}: {page}");
    }
    let page = browser.page(&path).await;
    assert!(
        page.contains("video.generate") && page.contains("프로모션") && page.contains("사용됨"),
        "{page}"
    );
    let act = format!("{path}/reverse");
    assert!(!support.page(&path).await.contains(&act));
    let refused = support
        .post(&act, &[("reason", "x"), ("sure", "yes")])
        .await;
    assert_eq!(refused.status, 403, "it would pass by a grant's limit");
    let unsaid = press(&browser, &page, &act, &[("reason", "")]).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.text);
    let reason = [("reason", "영상이 만들어지지 않음")];
    let old = browser.page(&path).await;
    let (question, done) = press_and_confirm(&browser, &page, &act, &reason).await;
    assert!(
        question.contains("고객 alice: 쓴 크레딧 30개"),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{path}?done=done"),
        "{}",
        done.text
    );
    assert_eq!(world.balance("alice").await, 100);
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'spend.reverse' AND actor LIKE 'key_%' AND detail = '30 credits: 영상이 만들어지지 않음'";
    assert_eq!(world.database.number(line).await, 1);
    // Whoever has the old page open is told, and nothing is given back twice.
    let (_, late) = press_and_confirm(&browser, &old, &act, &reason).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("이미 취소된 사용입니다"),
        "{}",
        late.text
    );
    assert_eq!(world.balance("alice").await, 100);
    assert!(!browser.page(&path).await.contains(&act));
}
