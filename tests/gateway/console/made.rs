//! What an admin makes at the desk for the gateway itself: addresses for events, campaigns, contracts.

use credit_gateway::access::{Desk, Role};

use super::{
    people::secrets,
    shown::{press, press_and_confirm},
};
use crate::{
    contracts::CONTRACT,
    support::{desk::Browser, receiver::Receiver, world::World},
    webhook_endpoints::settled,
};

both_engines!(
    an_address_for_events_is_added_once_and_deleted_for_good,
    another_secret_within_the_overlap_is_warned_of,
    a_campaign_is_begun_after_a_question_and_ended_with_a_reason,
    a_contract_is_published_once_what_it_says_was_shown,
    nobody_else_makes_any_of_them,
);

const ENDPOINTS: &str = "/console/endpoints";

/// Adds the receiver's address; the path of its page.
async fn added(admin: &Browser<'_>, receiver: &Receiver) -> String {
    let form = admin.page("/console/endpoints/new").await;
    let fields = [("url", receiver.url.as_str()), ("types", "")];
    let made = press(admin, &form, ENDPOINTS, &fields).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let (_, rest) = made
        .text
        .split_once("href=\"/console/endpoints/whe_")
        .unwrap();
    format!("{ENDPOINTS}/whe_{}", rest.split('"').next().unwrap())
}

async fn an_address_for_events_is_added_once_and_deleted_for_good(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let receiver = Receiver::start(world).await;
    let form = admin.page("/console/endpoints/new").await;
    for (url, types) in [
        ("", ""),
        ("ftp://example.com", ""),
        (receiver.url.as_str(), "no.such.event"),
    ] {
        let fields = [("url", url), ("types", types)];
        let refused = press(&admin, &form, ENDPOINTS, &fields).await;
        assert_eq!(refused.status, 422, "{url} {types}: {}", refused.text);
    }
    let fields = [
        ("url", receiver.url.as_str()),
        ("description", "<b>billing</b>"),
        ("types", "credits.granted, order.completed"),
    ];
    let form = admin.page("/console/endpoints/new").await;
    let made = press(&admin, &form, ENDPOINTS, &fields).await;
    let shown = secrets(&made.text);
    assert!(shown[0].starts_with("whsec_"), "{}", made.text);
    // The same form again is the same request, and shows the same secret.
    let again = press(&admin, &form, ENDPOINTS, &fields).await;
    assert_eq!(secrets(&again.text), shown);
    let count = "SELECT COUNT(*) FROM webhook_endpoints WHERE state = 'enabled'";
    assert_eq!(world.database.number(count).await, 1);
    let list = admin.page(ENDPOINTS).await;
    let (_, rest) = list.split_once("href=\"/console/endpoints/whe_").unwrap();
    let path = format!("{ENDPOINTS}/whe_{}", rest.split('"').next().unwrap());
    let page = admin.page(&path).await;
    assert!(
        !page.contains("<b>billing") && !page.contains(&shown[0]),
        "{page}"
    );
    world.grant("ann", "promotional", 1).await;
    let came = async || receiver.types() == ["credits.granted"];
    world.wait_until("the event came", came).await;
    let act = format!("{path}/delete");
    let unsaid = press(&admin, &page, &act, &[("reason", "")]).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.text);
    let reason = [("reason", "받는 서버를 없앰")];
    let (question, gone) = press_and_confirm(&admin, &page, &act, &reason).await;
    assert!(question.contains(&receiver.url) && question.contains("되돌릴 수 없습니다"));
    assert_eq!(gone.location(), format!("{path}?done=done"));
    assert!(
        !admin
            .page(&path)
            .await
            .contains("action=\"/console/endpoints/whe_")
    );
    assert!(!admin.page(ENDPOINTS).await.contains(&path));
    world.grant("ann", "promotional", 1).await;
    settled(world).await;
    assert_eq!(receiver.types(), ["credits.granted"]);
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'webhook_endpoint.delete' AND actor LIKE 'key_%' AND detail = '받는 서버를 없앰'";
    assert_eq!(world.database.number(line).await, 1);
}

async fn another_secret_within_the_overlap_is_warned_of(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let path = added(&admin, &Receiver::start(world).await).await;
    let act = format!("{path}/rotate");
    let hours = [("overlap_hours", "24")];
    for (asked, warned) in [("first", false), ("second", true)] {
        let page = admin.page(&path).await;
        let (question, shown) = press_and_confirm(&admin, &page, &act, &hours).await;
        let said = question.contains("그 전 키는 바로 쓸 수 없습니다");
        assert_eq!(said, warned, "{asked}: {question}");
        assert_eq!(secrets(&shown.text).len(), 1, "{asked}: {}", shown.text);
    }
    world.pass(chrono::TimeDelta::hours(25));
    admin.sign_in("admin").await;
    let page = admin.page(&path).await;
    let question = press(&admin, &page, &act, &hours).await;
    assert!(
        !question.text.contains("그 전 키는 바로"),
        "{}",
        question.text
    );
}

async fn a_campaign_is_begun_after_a_question_and_ended_with_a_reason(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let form = admin.page("/console/campaigns/new").await;
    let at = |hours: i64| {
        let seoul = world.now() + chrono::TimeDelta::hours(9 + hours);
        seoul.format("%Y-%m-%dT%H:%M").to_string()
    };
    let (from, until) = (at(-1), at(48));
    let fields = |changed: &'static str, value: &'static str| {
        let all = [
            ("name", "가을"),
            ("audience", "code"),
            ("code", "AUTUMN26"),
            ("gives", "credits"),
            ("worth", "50"),
            ("products", ""),
            ("from", from.as_str()),
            ("until", until.as_str()),
            ("budget", "1,000"),
            ("redemptions_max", ""),
            ("per_customer", "1"),
        ];
        all.map(|(name, said)| (name, if name == changed { value } else { said }))
    };
    let campaigns = "SELECT COUNT(*) FROM campaigns";
    for (field, value) in [
        ("name", ""),
        ("audience", "everybody"),
        ("code", ""),
        ("worth", "many"),
        ("budget", "10"),
        ("products", "direct-1000"),
        ("until", "2020-01-01T00:00"),
        ("per_customer", ""),
    ] {
        let refused = press(&admin, &form, "/console/campaigns", &fields(field, value)).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text);
    }
    let act = "/console/campaigns";
    let question = press(&admin, &form, act, &fields("", "")).await;
    for needed in ["가을", "AUTUMN26", "크레딧 50", "1,000"] {
        assert!(
            question.text.contains(needed),
            "{needed}: {}",
            question.text
        );
    }
    assert_eq!(world.database.number(campaigns).await, 0, "it only asked");
    let begun = press(&admin, &question.text, act, &[]).await;
    let path = begun.location().split('?').next().unwrap().to_owned();
    let again = press(&admin, &question.text, act, &[]).await;
    assert_eq!(again.location(), begun.location(), "sent twice, begun once");
    let code = serde_json::json!({ "code": "autumn26" });
    let redeem = "/v1/customers/ann/redemptions";
    let gateway = world.gateway();
    gateway.post(Role::Service, redeem, &code).await.ok();
    let page = admin.page(&path).await;
    let end = format!("{path}/end");
    let reason = [("reason", "예산을 다른 곳에 씀")];
    let (question, ended) = press_and_confirm(&admin, &page, &end, &reason).await;
    assert!(
        question.contains("가을") && question.contains("예산을 다른"),
        "{question}"
    );
    assert_eq!(ended.location(), format!("{path}?done=done"));
    assert!(!admin.page(&path).await.contains(&end));
    let late = gateway.post(Role::Service, "/v1/customers/bob/redemptions", &code);
    assert_eq!(late.await.status, 409);
    assert_eq!(world.balance("ann").await, 50);
}

async fn a_contract_is_published_once_what_it_says_was_shown(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let form = admin.page("/console/contracts/new").await;
    let act = "/console/contracts";
    let contracts = "SELECT COUNT(*) FROM contracts";
    let other_policy = CONTRACT.replace("2025-07-17", "2001-01-01");
    for wrong in ["", "not = toml =", &other_policy] {
        let refused = press(&admin, &form, act, &[("document", wrong)]).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
        assert!(refused.text.contains("role=\"alert\""), "{wrong}");
    }
    // As browsers send it.
    let pasted = CONTRACT.replace('\n', "\r\n");
    let (question, published) =
        press_and_confirm(&admin, &form, act, &[("document", &pasted)]).await;
    for needed in ["acme", "AC-2026-014", "9,500원"] {
        assert!(question.contains(needed), "{needed}: {question}");
    }
    let path = published.location().split('?').next().unwrap().to_owned();
    assert_eq!(world.database.number(contracts).await, 1);
    assert!(admin.page(&path).await.contains("AC-2026-014"));
    let hash = domain::hash::sha256(CONTRACT.as_bytes());
    assert!(admin.page(&path).await.contains(&hash), "the file's digest");
}

async fn nobody_else_makes_any_of_them(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    for path in ["/console/campaigns", "/console/customers/acme/contracts"] {
        let page = support.page(path).await;
        assert!(!page.contains("/new\""), "{path}: {page}");
    }
    let auditor = Browser::of(world, Desk::Auditor).await;
    assert!(!auditor.page(ENDPOINTS).await.contains("/new\""));
}
