//! The figures of the first page.

use chrono::TimeDelta;
use credit_gateway::access::Desk;

use crate::support::{
    buyer::{card_order, id_of},
    desk::Browser,
    world::World,
};

both_engines!(the_first_page_shows_what_was_bought_given_back_and_left);

/// Whether a table of the page has a row that begins so.
#[track_caller]
fn has_row(page: &str, name: &str, cells: &[&str]) {
    let cells = cells.join("</td><td class=\"amount\">");
    let row = format!("<tr><th scope=\"row\">{name}</th><td class=\"amount\">{cells}</td>");
    assert!(page.contains(&row), "no {row}: {page}");
}

async fn the_first_page_shows_what_was_bought_given_back_and_left(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let nothing = "아직 셀 것이 없습니다";
    assert!(browser.page("/console").await.contains(nothing));
    let order = world.buy("alice", "direct-1000", 1).await;
    let declined = world.open_order(&card_order("bob", "direct-1000", 1)).await;
    world.come_back(&declined, "decline").await;
    world.buy_by_transfer("bob", "direct-1000", "홍길동").await;
    let page = browser.page("/console").await;
    assert!(page.contains(nothing), "figures are kept for a minute");

    // On another day the money goes back, and a deposit comes that nobody ordered.
    world.pass(TimeDelta::days(1));
    let payment = order["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    world
        .wait_until("the money is back", async || {
            world.refund_state(&refund).await == "succeeded"
        })
        .await;
    world.deposit("누군가", 5_000).await;
    world.pass(TimeDelta::minutes(2));
    let browser = Browser::of(world, Desk::Auditor).await;
    let page = browser.page("/console").await;
    let since = "<span>확인이 필요한 입금</span><span class=\"soft\">";
    assert!(page.contains(since), "since when the first waits: {page}");
    has_row(&page, "2026-04-09", &["0", "0", "0", "10,000"]);
    has_row(&page, "2026-04-08", &["10,000", "0", "10,000", "0"]);
    has_row(&page, "카드 (토스페이먼츠)", &["50%", "1", "1", "0", "0"]);
    has_row(&page, "무통장입금", &["100%", "1", "0", "0", "0"]);
    has_row(&page, "2027년 4월", &["1,000", "0", "10,000"]);
    has_row(&page, "확인할 입금 · 자체 계좌", &["1", "0", "0", "0", "0"]);
    for said in [
        "카드 (토스페이먼츠) · 50% · 1 / 2",
        "이 프로세스가 시작된 뒤",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(page.matches("<svg").count(), 6, "{page}");
    assert!(!page.contains("style="), "{page}");

    let page = browser.page("/console?lang=en").await;
    has_row(&page, "Toss Payments, card", &["50%", "1", "1"]);
    has_row(&page, "2027-04", &["1,000", "0", "10,000"]);
    assert!(
        page.contains("Own account · in 10,000 won · back 0 won"),
        "{page}"
    );
}
