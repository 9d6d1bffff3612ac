//! Deliveries of events at the desk: how endpoints stand, what they answered, and what goes out once more.

use credit_gateway::access::Desk;
use serde_json::{Value, json};

use super::shown::{press, press_and_confirm};
use crate::{
    support::{buyer::id_of, desk::Browser, receiver::Receiver, world::World},
    webhook_endpoints::{endpoint, everything, settled},
};

both_engines!(
    an_endpoint_is_shown_with_its_deliveries_and_what_they_answered,
    an_endpoint_is_disabled_with_a_reason_and_enabled_again,
    a_test_event_is_sent_once_though_the_form_is_sent_twice,
    the_other_secret_is_shown_once_and_signs,
    an_address_is_text_and_never_a_link,
);

pub(super) fn path(known: &Value) -> String {
    format!("/console/endpoints/{}", id_of(known))
}

async fn an_endpoint_is_shown_with_its_deliveries_and_what_they_answered(world: &World) {
    let browser = Browser::of(world, Desk::Auditor).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    receiver.answers_of("bob", 503);
    world.grant("ann", "promotional", 1).await;
    world.grant("bob", "promotional", 1).await;
    world.grant("bob", "promotional", 2).await;
    settled(world).await;
    let path = path(&known);
    let list = browser.page("/console/endpoints").await;
    for needed in [
        &path,
        &receiver.url,
        "보내는 중",
        "<td class=\"amount\">2</td>",
    ] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    let page = browser.page(&path).await;
    for needed in ["answered 503", "전달됨", "앞 이벤트를 기다림"] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(
        !page.contains(&format!("action=\"{path}")),
        "an auditor only reads"
    );
    let log = format!("{path}/deliveries");
    let all = browser.page(&log).await;
    assert_eq!(all.matches("/console/events/evt_").count(), 3, "{all}");
    let failed = browser.page(&format!("{log}?state=waiting")).await;
    assert_eq!(
        failed.matches("/console/events/evt_").count(),
        1,
        "{failed}"
    );
    assert!(
        failed.contains(">503<") && !failed.contains(">204<"),
        "{failed}"
    );
    let file = browser.get(&format!("{log}?csv=1&state=delivered")).await;
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.text);
    assert!(lines[1].contains(",delivered,204,"), "{}", file.text);
    // More than a page of them.
    for _ in 0..50 {
        world.grant("ann", "promotional", 1).await;
    }
    settled(world).await;
    let first = browser.page(&log).await;
    assert_eq!(first.matches("/console/events/evt_").count(), 50);
    assert!(first.contains("cursor=dlv_4"), "{first}");
    let rest = browser.page(&format!("{log}?cursor=dlv_4")).await;
    assert_eq!(rest.matches("/console/events/evt_").count(), 3, "{rest}");
    assert_eq!(
        browser.get(&format!("{log}?cursor=dlv_x")).await.status,
        400
    );
}

async fn an_endpoint_is_disabled_with_a_reason_and_enabled_again(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let path = path(&known);
    let page = browser.page(&path).await;
    assert!(!page.contains(&format!("{path}/enable")), "{page}");
    let act = format!("{path}/disable");
    let blank = press(&browser, &page, &act, &[("reason", " ")]).await;
    assert_eq!(blank.status, 422, "{}", blank.text);
    let answer = press(&browser, &page, &act, &[("reason", "서버 점검")]).await;
    assert_eq!(answer.location(), format!("{path}?done=done"));
    world.grant("ann", "promotional", 1).await;
    settled(world).await;
    assert!(receiver.all().is_empty());
    let page = browser.page(&path).await;
    assert!(page.contains("멈춘 까닭: 서버 점검"), "{page}");
    assert!(!page.contains(&act), "{page}");
    press(&browser, &page, &format!("{path}/enable"), &[])
        .await
        .location();
    let came = async || receiver.numbers_of("ann") == [1];
    world.wait_until("what was kept came", came).await;
    let acts = world
        .database
        .rows("SELECT act FROM audit_log WHERE act LIKE 'webhook_endpoint.%able' ORDER BY act")
        .await;
    let expected = ["webhook_endpoint.disable", "webhook_endpoint.enable"];
    assert_eq!(acts.concat(), expected);
}

async fn a_test_event_is_sent_once_though_the_form_is_sent_twice(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let path = path(&known);
    let page = browser.page(&path).await;
    for _ in 0..2 {
        let answer = press(&browser, &page, &format!("{path}/test"), &[]).await;
        assert_eq!(answer.location(), format!("{path}?done=done"));
    }
    let came = async || !receiver.all().is_empty();
    world.wait_until("a test event came", came).await;
    settled(world).await;
    assert_eq!(receiver.types(), ["webhook_endpoint.tested"]);
}

async fn the_other_secret_is_shown_once_and_signs(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let before = known["secret"].as_str().unwrap();
    let path = path(&known);
    let page = browser.page(&path).await;
    let act = format!("{path}/rotate");
    for wrong in ["", "soon", "-1", "169"] {
        let fields = [("overlap_hours", wrong), ("sure", "yes")];
        let refused = press(&browser, &page, &act, &fields).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
    }
    let fields = [("overlap_hours", "0")];
    let (question, shown) = press_and_confirm(&browser, &page, &act, &fields).await;
    assert!(
        question.contains("0시간") && !question.contains("whsec_"),
        "{question}"
    );
    let (_, rest) = shown.text.split_once("<code>whsec_").unwrap();
    let secret = format!("whsec_{}", rest.split('<').next().unwrap());
    let secret = secret.replace("&#43;", "+").replace("&#61;", "=");
    assert_ne!(secret, before);
    let page = browser.page(&path).await;
    assert!(!page.contains("whsec_"), "{page}");
    world.grant("ann", "promotional", 1).await;
    let came = async || receiver.all().len() == 1;
    world.wait_until("it came", came).await;
    let message = receiver.all().remove(0);
    assert_eq!(message.signed_by(&[&secret], world.now()), Some(0));
    assert_eq!(message.signed_by(&[before], world.now()), None);
}

async fn an_address_is_text_and_never_a_link(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let receiver = Receiver::start(world).await;
    let url = format!("{}?q=\"><script>alert(1)</script>", receiver.url);
    let body = json!({ "url": url, "description": "<img src=x onerror=alert(1)>" });
    let known = endpoint(world, &body).await;
    let path = path(&known);
    world.grant("ann", "promotional", 1).await;
    settled(world).await;
    let id = receiver.all().remove(0).id;
    for path in [
        "/console/endpoints",
        path.as_str(),
        &format!("{path}/deliveries"),
        &format!("/console/events/{id}"),
    ] {
        let page = browser.page(path).await;
        assert!(
            !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
        assert!(
            !page.contains(&format!("href=\"{}", receiver.url)),
            "{page}"
        );
    }
    let list = browser.page("/console/endpoints").await;
    assert!(list.contains("&#60;script&#62;"), "{list}");
}
