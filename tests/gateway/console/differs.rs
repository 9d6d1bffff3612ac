//! What a provider lists and the books do not have, at the desk.

use credit_gateway::access::Desk;
use serde_json::json;

use super::{
    problems::{mismatched, only},
    shown::press_and_confirm,
};
use crate::{
    reconciliation::always,
    support::{buyer::id_of, desk::Browser, world::World},
};

both_engines!(
    a_discrepancy_is_explained_and_closed,
    a_row_that_waits_is_shown_with_its_contradiction,
);

/// A settlement has ten won less than the books.
async fn a_discrepancy_is_explained_and_closed(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let (order, day) = (id_of(&order), world.today());
    world.pass_days(2);
    let short = always("settlement_short", "lookup");
    world.faults("toss", short).await;
    let run = world.compared("toss", "settlements", day).await;
    assert_eq!(run["open"], 1, "{run}");
    // A session ends within the day.
    let browser = Browser::of(world, Desk::Support).await;
    let runs = browser
        .page("/console/reconciliations?state=finished")
        .await;
    for said in ["대사 기록", "0.000 %", "2026-04-08"] {
        assert!(runs.contains(said), "{said}: {runs}");
    }
    for (query, count) in [("?type=day", 0), ("?type=amount", 1), ("?state=agreed", 0)] {
        let list = browser
            .page(&format!("/console/discrepancies{query}"))
            .await;
        let shown = list.matches("href=\"/console/discrepancies/dis_").count();
        assert_eq!(shown, count, "{query}: {list}");
    }
    let path = only(&browser, "/console/discrepancies", "dis").await;
    let page = browser.page(&path).await;
    let to = format!("/console/orders/{order}");
    for said in [
        "결제사의 금액과 장부의 금액이 다릅니다.",
        "다음 대사에서 저절로 닫힙니다",
        "9,990원",
        to.as_str(),
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let fields = [("reason", "rounded there")];
    let close = format!("{path}/close");
    let (question, answer) = press_and_confirm(&browser, &page, &close, &fields).await;
    assert!(
        question.contains("더 할 일이 없다고 적고 닫습니다"),
        "{question}"
    );
    assert!(answer.location().ends_with("done=done"), "{}", answer.text);
    let page = browser.page(&path).await;
    for said in ["rounded there", "support", "닫음"] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

async fn a_row_that_waits_is_shown_with_its_contradiction(world: &World) {
    let order = mismatched(world).await;
    world.pass_days(1);
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!((&run["open"], &run["waits"]), (&json!(0), &json!(1)));
    let browser = Browser::of(world, Desk::Support).await;
    let path = format!("/console/reconciliations/{}", id_of(&run));
    let list = browser.page("/console/reconciliations").await;
    assert!(list.contains(&format!("href=\"{path}\"")), "{list}");
    let contradiction = only(&browser, "/console/contradictions", "ctr").await;
    let page = browser.page(&path).await;
    let to = format!("/console/orders/{order}");
    for said in [
        "100.000 %",
        "확인을 기다리는",
        "주문과 다른 금액",
        "9,990원",
        to.as_str(),
        contradiction.as_str(),
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}
