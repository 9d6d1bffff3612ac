//! Events that go out once more.

use chrono::TimeDelta;
use credit_gateway::access::Desk;
use domain::calendar::seoul;
use serde_json::json;

use super::{deliveries::path, shown::press};
use crate::{
    support::{buyer::id_of, desk::Browser, receiver::Receiver, world::World},
    webhook_endpoints::{endpoint, everything, settled},
};

both_engines!(
    an_event_is_sent_again_to_one_address,
    what_was_missed_is_sent_once_it_is_confirmed,
);

async fn an_event_is_sent_again_to_one_address(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let (one, other) = (Receiver::start(world).await, Receiver::start(world).await);
    everything(world, &one).await;
    let narrow = json!({ "url": other.url, "types": ["order.failed"] });
    let narrow = endpoint(world, &narrow).await;
    let lot = world.grant("ann", "promotional", 7).await;
    let came = async || one.taken().len() == 1;
    world.wait_until("it came", came).await;
    settled(world).await;
    let event = format!("/console/events/{}", one.taken()[0].id);
    let page = browser.page(&event).await;
    for needed in [
        "credits.granted",
        "/console/customers/ann",
        &id_of(&lot),
        "전달됨",
        &one.url,
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    let act = format!("{event}/resend");
    let nowhere = press(&browser, &page, &act, &[("endpoint_id", "")]).await;
    assert_eq!(nowhere.status, 422, "{}", nowhere.text);
    let to = id_of(&narrow);
    let answer = press(&browser, &page, &act, &[("endpoint_id", &to)]).await;
    assert_eq!(answer.location(), format!("{event}?done=resent"));
    let came = async || other.taken().len() == 1;
    world.wait_until("it came to the other", came).await;
    assert_eq!(other.taken()[0].body, one.taken()[0].body);
    assert_eq!(one.taken().len(), 1);
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'event.resend'";
    assert_eq!(world.database.number(line).await, 1);
}

async fn what_was_missed_is_sent_once_it_is_confirmed(world: &World) {
    world.grant("ann", "promotional", 1).await;
    world.pass(TimeDelta::hours(1));
    let from = seoul(world.now()).format("%Y-%m-%dT%H:%M").to_string();
    world.grant("ann", "promotional", 2).await;
    world.pass(TimeDelta::minutes(20));
    settled(world).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let path = path(&known);
    let browser = Browser::of(world, Desk::Admin).await;
    let page = browser.page(&path).await;
    let act = format!("{path}/replay");
    for wrong in ["", "yesterday", "2019-01-01T00:00", "2999-01-01T00:00"] {
        let fields = [("from", wrong), ("sure", "yes")];
        let refused = press(&browser, &page, &act, &fields).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
        assert!(refused.text.contains("최근 30일"), "{wrong}");
    }
    let question = press(&browser, &page, &act, &[("from", &from)]).await;
    assert!(question.text.contains(&receiver.url), "{}", question.text);
    settled(world).await;
    assert!(receiver.all().is_empty(), "nothing before it is confirmed");
    let answer = press(&browser, &question.text, &act, &[]).await;
    assert_eq!(answer.location(), format!("{path}?done=done"));
    let came = async || receiver.numbers_of("ann") == [2];
    world.wait_until("the missed one came", came).await;
}
