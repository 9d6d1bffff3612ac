//! Credits that a service set aside, at the desk.

use credit_gateway::access::Desk;

use super::shown::{press, press_and_confirm};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(what_was_set_aside_is_released_once_with_a_reason);

async fn what_was_set_aside_is_released_once_with_a_reason(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    let admin = Browser::of(world, Desk::Admin).await;
    world.grant("alice", "promotional", 100).await;
    let hold = id_of(&world.hold("alice", 40, 3_600).await.ok());
    let path = format!("/console/holds/{hold}");
    let customer = admin.page("/console/customers/alice").await;
    assert!(
        customer.contains("/console/customers/alice/holds"),
        "{customer}"
    );
    let list = admin.page("/console/customers/alice/holds").await;
    for needed in [path.as_str(), "예약 중", "video.generate", ">40<"] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    let found = admin.get(&format!("/console/search?q={hold}")).await;
    assert_eq!(found.location(), path);
    let act = format!("{path}/release");
    assert!(!support.page(&path).await.contains(&act));
    let sure = [("reason", "x"), ("sure", "yes")];
    assert_eq!(support.post(&act, &sure).await.status, 403);
    let [old, page] = [admin.page(&path).await, admin.page(&path).await];
    let unsaid = press(&admin, &page, &act, &[("reason", "")]).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.text);
    let reason = [("reason", "작업이 멈춤")];
    let (question, done) = press_and_confirm(&admin, &page, &act, &reason).await;
    assert!(
        question.contains("고객 alice: 예약한 크레딧 40"),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{path}?done=done"),
        "{}",
        done.text
    );
    assert_eq!(world.balance("alice").await, 100);
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'hold.release' AND actor LIKE 'key_%' AND detail = '40 credits: 작업이 멈춤'";
    assert_eq!(world.database.number(line).await, 1);
    let after = admin.page(&path).await;
    assert!(after.contains("풀림") && !after.contains(&act), "{after}");
    let (_, late) = press_and_confirm(&admin, &old, &act, &reason).await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert_eq!(world.database.number(line).await, 1);
}
