//! A customer's own page: who may open it, what it shows, and buying again.

mod buying;

use chrono::TimeDelta;
use credit_gateway::{access::Role, config::EdgeSettings};
use serde_json::{Value, json};

use crate::support::{client::Answer, world::Plan, world::World};

both_engines!(
    a_link_opens_the_page_of_its_customer_alone,
    an_altered_link_and_one_that_is_over_open_nothing,
    a_link_lives_a_minute_to_a_day,
    every_part_shows_what_happened_and_nothing_becomes_markup,
    a_customer_of_whom_nothing_is_known_has_an_empty_page,
    the_statement_of_a_month_is_shown_and_downloaded,
    the_history_goes_back_page_by_page,
);

const PARTS: [&str; 6] = ["", "/lots", "/history", "/usage", "/statement", "/buy"];
const ATTACK: &str = "<script>alert(1)</script>\"'&";

/// A new link to a customer's page.
pub(crate) async fn link(world: &World, customer: &str) -> String {
    let path = format!("/v1/customers/{customer}/links");
    let answer = world.gateway().post(Role::Service, &path, &json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["url"].as_str().unwrap().to_owned()
}

/// The address of a part of the page that a link opens.
pub(crate) fn part(link: &str, part: &str) -> String {
    let (page, query) = link.split_once('?').unwrap();
    format!("{page}{part}?{query}")
}

async fn open(world: &World, link: &str, at: &str) -> Answer {
    let answer = world.gateway().browse(&part(link, at)).await;
    assert_eq!(answer.status, 200, "{at}: {}", answer.text);
    answer
}

async fn a_link_opens_the_page_of_its_customer_alone(world: &World) {
    world.grant("c1", "promotional", 1_234).await;
    world.grant("c2", "promotional", 98_765).await;
    let (one, two) = (link(world, "c1").await, link(world, "c2").await);
    for at in PARTS {
        let shown = open(world, &one, at).await;
        assert!(!shown.text.contains("98,765"), "{at}");
        for (name, value) in [
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("content-language", "ko"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(shown.header(name), Some(value), "{at}");
        }
        let policy = shown.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self';"),
            "{policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        // The other customer under this signature.
        let (path, _) = two.split_once('?').unwrap();
        let (_, query) = one.split_once('?').unwrap();
        let mixed = world.gateway().browse(&format!("{path}{at}?{query}")).await;
        assert_eq!(mixed.status, 403, "another customer's page {at}");
        assert!(!mixed.text.contains("98,765") && mixed.text.contains("만료되었습니다"));
    }
    assert!(open(world, &one, "").await.text.contains("1,234"));
    let english = world.gateway().browse(&format!("{one}&lang=en")).await;
    assert_eq!(english.header("content-language"), Some("en"));
    assert!(
        english.text.contains("Available credits"),
        "{}",
        english.text
    );
    // Only services and support get links.
    let path = "/v1/customers/c1/links";
    for role in [Role::Checkout, Role::Admin] {
        let answer = world.gateway().post(role, path, &json!({})).await;
        assert_eq!(answer.status, 403);
    }
}

async fn an_altered_link_and_one_that_is_over_open_nothing(world: &World) {
    world.grant("c1", "promotional", 1_234).await;
    let link = link(world, "c1").await;
    let (before, sig) = link.split_once("sig=").unwrap();
    let (page, until) = before.trim_end_matches('&').split_once("until=").unwrap();
    let later = until.parse::<i64>().unwrap() + 1;
    let first = if sig.starts_with('A') { "B" } else { "A" };
    for altered in [
        format!("{page}until={later}&sig={sig}"),
        format!("{page}until=0{until}&sig={sig}"),
        format!("{page}until={until}&sig={first}{}", &sig[1..]),
        format!("{page}until={until}&sig={sig}A"),
        format!("{page}until={until}&sig="),
        format!("{page}until={until}"),
        page.to_owned(),
        link.replace("/my/", "/my/A"),
        link.replace("/my/", "/my/.."),
    ] {
        let answer = world.gateway().browse(&altered).await;
        assert!(
            (400..500).contains(&answer.status),
            "{altered}: {}",
            answer.status
        );
        assert!(!answer.text.contains("1,234"), "{altered}");
    }
    world.pass(TimeDelta::seconds(3_599));
    assert_eq!(world.gateway().browse(&link).await.status, 200);
    world.pass(TimeDelta::seconds(1));
    for at in PARTS {
        let over = world.gateway().browse(&part(&link, at)).await;
        assert_eq!(over.status, 403, "a link that is over {at}");
        assert!(!over.text.contains("1,234"));
    }
}

async fn a_link_lives_a_minute_to_a_day(world: &World) {
    let path = "/v1/customers/c1/links";
    let ask = async |body: Value| world.gateway().post(Role::Support, path, &body).await;
    for seconds in [60, 86_400] {
        let made = ask(json!({"expires_in": seconds, "language": "en"}))
            .await
            .ok();
        let ends = domain::calendar::rfc3339_seoul(world.now() + TimeDelta::seconds(seconds));
        assert_eq!(made["expires_at"], json!(ends));
        assert!(
            made["url"].as_str().unwrap().ends_with("&lang=en"),
            "{made}"
        );
    }
    for seconds in [59, 86_401, 0, -1] {
        let refused = ask(json!({ "expires_in": seconds })).await;
        let problem = refused.refused(422, "invalid_field");
        assert_eq!(problem["field"], "expires_in");
    }
}

async fn every_part_shows_what_happened_and_nothing_becomes_markup(world: &World) {
    let gateway = world.gateway();
    let grant = json!({"kind": "promotional", "credits": 500, "reason": ATTACK});
    gateway
        .post(Role::Service, "/v1/customers/c1/grants", &grant)
        .await
        .ok();
    world.pass(TimeDelta::minutes(1));
    let spend = json!({"credits": 120, "meter": ATTACK, "reference": ATTACK});
    gateway
        .post(Role::Service, "/v1/customers/c1/spends", &spend)
        .await
        .ok();
    world.pass(TimeDelta::minutes(1));
    world.hold("c1", 30, 600).await.ok();
    world.pass(TimeDelta::minutes(1));
    let link = link(world, "c1").await;
    for (at, needed) in [
        ("", ["350", "30", "프로모션"]),
        ("/lots", ["<svg", "프로모션 350", "&#60;script&#62;"]),
        ("/history", ["\u{2212}120", "500 → 380", "&#60;script&#62;"]),
        ("/usage", ["120", "2026-04-08", "&#60;script&#62;"]),
        ("/statement", ["2026-04", "+500", "&#60;script&#62;"]),
    ] {
        let shown = open(world, &link, at).await.text;
        for needed in needed {
            assert!(shown.contains(needed), "{at} {needed}: {shown}");
        }
        assert!(!shown.contains("<script"), "{at}");
    }
}

async fn a_customer_of_whom_nothing_is_known_has_an_empty_page(world: &World) {
    let link = link(world, "nobody@example.com").await;
    for at in PARTS {
        open(world, &link, at).await;
    }
    assert!(
        open(world, &link, "")
            .await
            .text
            .contains("아직 크레딧이 없습니다")
    );
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM customers")
            .await,
        0
    );
}

async fn the_statement_of_a_month_is_shown_and_downloaded(world: &World) {
    world.grant("c1", "promotional", 500).await;
    world.pass(TimeDelta::minutes(1));
    world.spend("c1", 7).await.ok();
    world.pass(TimeDelta::minutes(1));
    let link = link(world, "c1").await;
    let file = async |more: &str| {
        let path = format!("{}&{more}", part(&link, "/statement/file"));
        world.gateway().browse(&path).await
    };
    let csv = file("form=csv&month=2026-04").await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(csv.text.contains("video.generate,req-1"), "{}", csv.text);
    let json = file("form=json&month=2026-04&lang=en").await;
    let verified = crate::statements::verify(&json.text).unwrap();
    assert_eq!(verified.foot.closing.available, 493);
    for wrong in [
        "form=xml&month=2026-04",
        "form=csv&month=2026-05",
        "form=csv&month=x",
        "",
    ] {
        assert_eq!(file(wrong).await.status, 422, "{wrong}");
    }
    let march = format!("{}&month=2026-03", part(&link, "/statement"));
    assert_eq!(world.gateway().browse(&march).await.status, 200);
}

async fn the_history_goes_back_page_by_page(world: &World) {
    world.grant("c1", "promotional", 500).await;
    for _ in 0..60 {
        world.spend("c1", 1).await.ok();
    }
    let link = link(world, "c1").await;
    let (mut at, mut pages, mut changes) = (part(&link, "/history"), 0, 0);
    loop {
        let shown = world.gateway().browse(&at).await.text;
        pages += 1;
        changes += shown.matches("\u{2212}1<br>").count();
        let Some((_, rest)) = shown.split_once("cursor=") else {
            break;
        };
        let (cursor, _) = rest.split_once('"').unwrap();
        at = format!("{}&cursor={cursor}", part(&link, "/history"));
    }
    assert_eq!((pages, changes), (3, 60));
    for wrong in ["ent_0", "spd_1", "x"] {
        let at = format!("{}&cursor={wrong}", part(&link, "/history"));
        assert_eq!(world.gateway().browse(&at).await.status, 400, "{wrong}");
    }
}

/// Only a customer's own page may be framed, and only by the origins that are listed.
async fn framed(plan: Plan) {
    let edge = EdgeSettings {
        frame_ancestors: vec![
            "https://a.example".to_owned(),
            "https://b.example".to_owned(),
        ],
        ..EdgeSettings::default()
    };
    let look = async |world: &World| {
        let link = link(world, "c1").await;
        let policy = |answer: &Answer| {
            let policy = answer.header("content-security-policy").unwrap();
            policy.split("; ").last().unwrap().to_owned()
        };
        let listed = "frame-ancestors https://a.example https://b.example";
        for at in PARTS {
            assert_eq!(policy(&open(world, &link, at).await), listed);
        }
        let bad = world
            .gateway()
            .browse(&part(&link, "/lots").replace("sig=", "sig=x"))
            .await;
        assert_eq!((bad.status, policy(&bad).as_str()), (403, listed));
        for other in ["/docs", "/checkout/ord_x?state=x"] {
            let answer = world.gateway().browse(other).await;
            assert_eq!(policy(&answer), "frame-ancestors 'none'", "{other}");
        }
    };
    plan.edge(edge).run(look).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listed_origins_may_frame_it_on_sqlite() {
    framed(Plan::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listed_origins_may_frame_it_on_postgres() {
    framed(Plan::postgres()).await;
}
