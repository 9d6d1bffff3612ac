//! Settlements at the desk.

use credit_gateway::access::Desk;

use crate::{
    console::shown::press_and_confirm,
    support::{desk::Browser, world::World},
};

both_engines!(.without_workers(): settlements_are_shown_and_many_differences_closed);

async fn settlements_are_shown_and_many_differences_closed(world: &World) {
    world.sell("kakaopay", 3).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    // The last row never came.
    let lines: Vec<&str> = text.lines().collect();
    let cut = format!("{}\r\n", lines[..lines.len() - 2].join("\r\n"));
    world.import_settlement("kakaopay", &cut).await;
    let run = world.settle("kakaopay", day).await;
    assert_eq!(run["open"], 2, "{run}");

    let browser = Browser::of(world, Desk::Support).await;
    let list = browser.page("/console/settlements").await;
    let to = "/console/settlements/stl_";
    assert_eq!(list.matches(&format!("href=\"{to}")).count(), 1, "{list}");
    let id = list.split(to).nth(1).unwrap().split('"').next().unwrap();
    let page = browser.page(&format!("{to}{id}")).await;
    for said in ["카카오페이", "지급 금액", "/console/payments/pay_"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let row = page.split("/console/settlement-rows/").nth(1).unwrap();
    let row = row.split('"').next().unwrap();
    let page = browser
        .page(&format!("/console/settlement-rows/{row}"))
        .await;
    for said in ["/console/orders/ord_", "크레딧 (남음 / 지급)", "lot_"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let imports = browser.page("/console/settlement-imports").await;
    assert!(imports.contains("settlement.csv"), "{imports}");
    let saved = browser.page("/console/settlement-rows?csv=1").await;
    assert_eq!(saved.lines().count(), 2, "{saved}");

    let path = "/console/discrepancies-close";
    let form = browser.page(path).await;
    let fields = [
        ("provider", "kakaopay"),
        ("source", "settlements"),
        ("type", "missing_there"),
        ("reason", "paid out by hand"),
    ];
    let (question, answer) = press_and_confirm(&browser, &form, path, &fields).await;
    assert!(question.contains("차이 2건을 닫습니다"), "{question}");
    assert!(
        answer.location().contains("/console/discrepancies"),
        "{}",
        answer.text
    );
    assert_eq!(world.open_of("missing_there").await, (0, 0));
}
