//! Comparisons at the desk: begun by a person, watched, and summed up over the last days.

use chrono::TimeDelta;
use credit_gateway::{access::Desk, store::reconciliations};
use domain::{
    actor::Actor,
    id::ReconciliationId,
    reconcile::{Explained, Run, RunState, Source, Tally},
};
use serde_json::json;

use super::shown::press;
use crate::{
    reconciliation::always,
    support::{desk::Browser, world::World},
};

both_engines!(
    .without_workers():
    a_person_compares_a_day_and_is_led_to_its_page,
    a_day_that_cannot_be_compared_is_said_beside_the_form,
    a_comparison_that_goes_on_shows_how_far_it_is,
    the_list_says_how_the_last_days_stand,
    lists_are_filtered_by_provider_and_day,
);

const NEW: &str = "/console/reconciliations/new";
const TO: &str = "/console/reconciliations";

async fn a_person_compares_a_day_and_is_led_to_its_page(world: &World) {
    world.sell("toss", 1).await;
    let day = world.today().to_string();
    world.pass_days(1);
    let browser = Browser::of(world, Desk::Support).await;
    let list = browser.page(TO).await;
    assert!(list.contains(&format!("href=\"{NEW}\"")), "{list}");
    let start = browser.page("/console").await;
    assert!(
        start.contains(&format!("href=\"{TO}\"")),
        "not in the navigation: {start}"
    );
    let form = browser.page(NEW).await;
    for said in ["하루 대사하기", "type=\"date\"", "네이버페이", "정산 내역"] {
        assert!(form.contains(said), "{said}: {form}");
    }
    assert!(
        !form.contains("value=\"bank\""),
        "a bank has no list: {form}"
    );
    let fields = [
        ("provider", "toss"),
        ("source", "movements"),
        ("date", day.as_str()),
    ];
    let answer = press(&browser, &form, TO, &fields).await;
    let to = answer.location();
    assert!(to.starts_with("/console/reconciliations/rec_"), "{to}");
    assert!(to.ends_with("?done=begun"), "{to}");
    let over = async || browser.page(&to).await.contains("끝남");
    world.wait_until("the comparison ends", over).await;
    let page = browser.page(&to).await;
    for said in [
        "100.000 %",
        "시작한 사람",
        "support",
        "대사를 시작했습니다.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let acts = "SELECT detail FROM audit_log WHERE act = 'reconciliation.start'";
    let line = format!("movements of toss on {day}");
    assert_eq!(world.database.rows(acts).await, [[line.as_str()]]);

    // Once more, from its page.
    let answer = press(&browser, &page, TO, &[]).await;
    let again = answer.location();
    assert!(
        again.starts_with("/console/reconciliations/rec_"),
        "{}",
        answer.text
    );
    assert_ne!(again, to);
    let over = async || browser.page(&again).await.contains("끝남");
    world.wait_until("the second comparison ends", over).await;

    // Who may only look has no form of it, and no button.
    let auditor = Browser::of(world, Desk::Auditor).await;
    assert_eq!(auditor.get(NEW).await.status, 403);
    assert_eq!(auditor.post(TO, &fields).await.status, 403);
    let page = auditor.page(&to).await;
    assert!(!page.contains("<form class=\"narrow\""), "{page}");
    assert!(!auditor.page(TO).await.contains(NEW));
}

async fn a_day_that_cannot_be_compared_is_said_beside_the_form(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let form = browser.page(NEW).await;
    let today = world.today().to_string();
    for (date, words) in [
        (today.as_str(), "이미 지난 날을 골라 주세요"),
        ("", "이미 지난 날을 골라 주세요"),
        ("tomorrow", "이미 지난 날을 골라 주세요"),
    ] {
        let fields = [
            ("provider", "toss"),
            ("source", "movements"),
            ("date", date),
        ];
        let answer = press(&browser, &form, TO, &fields).await;
        assert_eq!(answer.status, 422, "{date}: {}", answer.text);
        assert!(answer.text.contains(words), "{date}: {}", answer.text);
    }
    // A form that is not from our page begins nothing.
    let bare = [
        ("provider", "toss"),
        ("source", "movements"),
        ("date", "2026-04-01"),
    ];
    let answer = browser.send(browser.form(TO, &bare)).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    let runs = "SELECT COUNT(*) FROM reconciliations";
    assert_eq!(world.database.number(runs).await, 0);
}

async fn a_comparison_that_goes_on_shows_how_far_it_is(world: &World) {
    let app = &world.apps[0];
    let day = world.today().pred_opt().unwrap();
    let goes_on = Run {
        id: app.id(ReconciliationId::new),
        provider: "toss".parse().unwrap(),
        day,
        source: Source::Movements,
        state: RunState::Running,
        asked_by: Actor::Gateway,
        started_at: world.now(),
        leased_until: world.now() + TimeDelta::minutes(10),
        finished_at: None,
        tally: Tally::default(),
        explained: Explained::default(),
        error: None,
    };
    let path = format!("{TO}/{}", goes_on.id);
    let held = reconciliations::begin(&app.db, goes_on, "another".to_owned()).await;
    let mut held = held.unwrap().unwrap();
    held.run.tally.rows = 1_234;
    held.run.tally.explained = 1_000;
    let until = held.run.leased_until;
    assert!(reconciliations::renew(&app.db, &held, until).await.unwrap());
    let browser = Browser::of(world, Desk::Support).await;
    let form = browser.page(NEW).await;
    let day = day.to_string();
    let fields = [
        ("provider", "toss"),
        ("source", "movements"),
        ("date", day.as_str()),
    ];
    let answer = press(&browser, &form, TO, &fields).await;
    assert_eq!(answer.location(), format!("{path}?done=goes_on"));
    let page = browser.page(&answer.location()).await;
    for said in [
        "진행 중",
        "1,234",
        "81.037 %",
        "이 화면은 저절로 바뀝니다",
        "data-turn=",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // The day is held by a comparison with another source.
    let fields = [
        ("provider", "toss"),
        ("source", "settlements"),
        ("date", day.as_str()),
    ];
    let answer = press(&browser, &form, TO, &fields).await;
    assert_eq!(answer.status, 409, "{}", answer.text);
}

async fn the_list_says_how_the_last_days_stand(world: &World) {
    world.sell("toss", 2).await;
    let day = world.today();
    world.pass_days(2);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    world.reconcile("toss", day).await;
    world
        .faults("naverpay", always("refuse_5xx_before", "lookup"))
        .await;
    let run = world.reconcile("naverpay", day).await;
    assert_eq!(run["state"], "failed", "{run}");
    let browser = Browser::of(world, Desk::Support).await;
    let page = browser.page(TO).await;
    let table = page.split("id=\"last-days\"").nth(1).unwrap();
    let table = table.split("</section>").next().unwrap();
    let row = |words: &str| {
        let rows = table.split("<tr>").find(|row| row.contains(words));
        rows.unwrap_or_else(|| panic!("no {words}: {table}"))
            .to_owned()
    };
    let toss = row("토스페이먼츠");
    for said in ["50.000 %", "10,000원", "1: 2026-04-09"] {
        assert!(toss.contains(said), "{said}: {toss}");
    }
    let naverpay = row("네이버페이");
    assert!(
        naverpay.contains("1: 2026-04-08") && !naverpay.contains('%'),
        "{naverpay}"
    );
    // Nor is anything said to be explained in the row of the comparison that failed.
    let runs = page.split("<tbody>").last().unwrap();
    let failed = runs
        .split("<tr>")
        .find(|row| row.contains("묻지 못함"))
        .unwrap();
    assert!(!failed.contains("100.000 %"), "{failed}");
    let of_toss = browser.page(&format!("{TO}?provider=toss")).await;
    let rows = of_toss.split("<tbody>").last().unwrap();
    assert!(!rows.contains("네이버페이"), "{rows}");
    let file = browser.get(&format!("{TO}?csv=1")).await;
    assert!(!file.text.contains("지난 30일"), "{}", file.text);
}

async fn lists_are_filtered_by_provider_and_day(world: &World) {
    world.sell("toss", 1).await;
    let day = world.today();
    world.pass_days(1);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    let run = world.reconcile("toss", day).await;
    assert_eq!(run["open"], json!(1), "{run}");
    let browser = Browser::of(world, Desk::Support).await;
    let shown = async |query: &str| {
        let page = browser
            .page(&format!("/console/discrepancies?{query}"))
            .await;
        page.matches("href=\"/console/discrepancies/dis_").count()
    };
    for (query, count) in [
        ("provider=&day=", 1),
        ("provider=toss", 1),
        ("provider=naverpay", 0),
        ("provider=toss&day=2026-04-08", 1),
        ("day=2026-04-07", 0),
    ] {
        assert_eq!(shown(query).await, count, "{query}");
    }
    // A day that cannot be read is not taken for no filter.
    let wrong = browser.get("/console/discrepancies?day=8").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    let page = browser
        .page("/console/discrepancies?provider=naverpay")
        .await;
    assert!(
        page.contains("<option value=\"naverpay\" selected>"),
        "{page}"
    );
}
